"""Dates of which not all is known: read by their form, never guessed, and in order of what is surely known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.partial_dates import BOUNDS, order_of, parse_partial_date, partial_date
from record.vocabulary import PRECISIONS

days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
forms = st.sampled_from(["day", "month", "year"])


@given(days, forms)
def test_what_is_written_by_its_precision_is_read_back_as_that(day: dt.date, precision: str) -> None:
    text = partial_date(day, precision)
    first, known = parse_partial_date(text)
    assert (known, partial_date(first, known)) == (precision, text)
    assert first <= day
    assert parse_partial_date(text, precision) == (first, known)


@given(days, forms)
def test_a_bound_lies_at_the_end_that_it_bounds(day: dt.date, precision: str) -> None:
    text = partial_date(day, precision)
    before, after = parse_partial_date(text, "not-before"), parse_partial_date(text, "not-after")
    assert before[0] <= day <= after[0]
    assert (before[1], after[1]) == ("not-before", "not-after")
    assert partial_date(after[0], precision) == text
    assert partial_date(after[0] + dt.timedelta(days=1), precision) != text


@given(st.text(max_size=12) | st.from_regex(r"\A[0-9]{1,4}(-[0-9]{1,2}){0,3}\Z"), st.sampled_from(["", *PRECISIONS]))
def test_anything_else_is_refused_and_breaks_nothing(text: str, precision: str) -> None:
    try:
        day, known = parse_partial_date(text, precision)
    except ValueError:
        return
    assert text == partial_date(day, {4: "year", 7: "month", 10: "day"}[len(text)])
    assert precision in ("", known)


@pytest.mark.parametrize(
    ("text", "precision", "says"),
    [
        ("22 Mei 2017", "", "write it as 2017-05-22, 2017-05 or 2017"),
        ("2017-5-22", "", "is no date"),
        ("٢٠١٧", "", "is no date"),
        ("2017-02-30", "", "is not in the calendar"),
        ("2017-13", "", "is not in the calendar"),
        ("2017-05", "day", "is a month, not a day"),
        ("2017-05-22", "year", "is a day, not a year"),
    ],
)
def test_a_refusal_says_what_to_write(text: str, precision: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_partial_date(text, precision)


def test_days_come_before_their_month_and_that_before_its_year() -> None:
    rows = [("2018-01-01", "year"), ("2018-01-01", "month"), ("2018-01-01", "day"), ("2018-01-31", "day")]
    rows += [("2018-01-31", precision) for precision in BOUNDS]
    newest_first = sorted(rows, key=lambda row: order_of(*row), reverse=True)
    assert newest_first == [
        ("2018-01-31", "day"),
        ("2018-01-31", "not-after"),
        ("2018-01-31", "not-before"),
        ("2018-01-01", "day"),
        ("2018-01-01", "month"),
        ("2018-01-01", "year"),
    ]
