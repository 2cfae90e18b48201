"""What an address says by itself: its date, its original, its faults, whose copy it is. Cases are lines of tables."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from record.address_copies import archived_copy, is_shared_copy, sharing_host
from record.address_dates import EARLIEST, address_patterns, date_of_address
from record.address_faults import FAULT_ADVICE, address_fault
from record.urls import original_address, url_key

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def _cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]


DATES = _cases("address_dates.jsonl")
FAULTS = _cases("address_faults.jsonl")
STEPS = st.lists(
    st.sampled_from(["2017", "05", "22", "20170522", "amp", "berita", "read", "611989", "twitter.com", "@kota", "…",
                     "taman-kota-baru", "taman-", "%2", "%E2%80", "index.php", "?p=7", "?id=", "?amp=1", "#!/x", "web",
                     "https://kabar.example", "٢٠١٧", "\ud800", " ", "oqbtds384", "1495386000", "99999999999"]),
    max_size=7,
).map("/".join)  # fmt: skip
HOSTS = st.sampled_from(
    ["kabar.example", "m.tribunnews.com", "hai.grid.id", "amp.suara.com", "web.archive.org/web/20170522", "kabar:443",
     "x.cdn.ampproject.org/c/s", "www.kompasiana.com", "republika.co.id", "id.scribd.com", "[::1", "archive.ph", ""]
)  # fmt: skip
ADDRESSES = st.builds("{}{}/{}".format, st.sampled_from(["https://", "http://", "//", ""]), HOSTS, STEPS)


@pytest.mark.parametrize("case", DATES, ids=lambda case: case["url"])
def test_an_address_may_state_its_date(case) -> None:
    stated = date_of_address(case["url"], now=NOW)
    expected = (case["date"], case["precision"], case["pattern"]) if "date" in case else None
    assert (stated and (stated.date.isoformat(), stated.precision, stated.pattern)) == expected


def test_every_pattern_has_a_case() -> None:
    assert {row.name for row in address_patterns()} == {case["pattern"] for case in DATES if "pattern" in case}


def test_a_day_that_has_begun_somewhere_is_not_in_the_future() -> None:
    url = "https://kabar.example/2026/11/25/taman"
    assert date_of_address(url, now=NOW) is not None
    assert date_of_address(url, now=NOW - dt.timedelta(days=1)) is None
    assert date_of_address("https://kabar.example/9000/01/01/taman") is None


@pytest.mark.parametrize("case", _cases("original_addresses.jsonl"), ids=lambda case: case["url"])
def test_a_source_has_one_address(case) -> None:
    assert original_address(case["url"]) == case["original"]


@pytest.mark.parametrize(("url", "fault"), [(url, case["fault"]) for case in FAULTS for url in case["urls"]])
def test_an_address_that_proves_nothing_is_named(url, fault) -> None:
    assert address_fault(url) == fault


def test_every_fault_has_advice_and_a_case() -> None:
    assert set(FAULT_ADVICE) == {case["fault"] for case in FAULTS} - {""}


@pytest.mark.parametrize("case", _cases("address_copies.jsonl"), ids=lambda case: case["url"])
def test_a_copy_is_named_as_one(case) -> None:
    copy = archived_copy(case["url"])
    day = copy.captured.isoformat() if copy and copy.captured else None
    expected = (case["archive"], case["original"], case["captured"]) if "archive" in case else None
    assert (copy and (copy.archive, copy.original, day)) == expected
    assert (archived_copy(case["url"]) is not None) == ("archive" in case)
    assert sharing_host(case["url"]) == case.get("shared", "")
    assert is_shared_copy(case["url"]) == ("shared" in case)


@given(ADDRESSES | st.text(max_size=80))
def test_no_address_breaks_the_tables(url) -> None:
    stated = date_of_address(url, now=NOW)
    assert stated is None or EARLIEST <= stated.date <= NOW.date() + dt.timedelta(days=1)
    assert address_fault(url) in {*FAULT_ADVICE, ""}
    assert (archived_copy(url) is not None) in {True, False}
    assert is_shared_copy(url) in {True, False}


@given(ADDRESSES)
@example("https://x.cdn.ampproject.org/c/s/x.cdn.ampproject.org/c/s/google.com/amp/x.example/amp/amp/12345678/amp/amp")
def test_the_original_is_the_same_article_and_its_own_original(url) -> None:
    original = original_address(url)
    assert original_address(original) == original
    try:
        key = url_key(url)
    except ValueError:
        return
    assert url_key(original) == key
