"""robots.txt by RFC 9309 and as Google's parser reads it; a new case is a line in robots.jsonl."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers import CRAWLER_NAME
from scrapers.fetch.robots_rules import RobotsRules, token_of

CASES = [json.loads(line) for line in (Path(__file__).parent / "robots.jsonl").read_text("utf-8").splitlines()]
HOST = "https://kabar.example"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_what_may_be_fetched(case) -> None:
    rules = RobotsRules.parse(case["robots"].encode(), token_of(case["agent"]))
    paths = (*case["allowed"], *case["forbidden"])
    assert [path for path in paths if rules.allows(HOST + path)] == case["allowed"]


@pytest.mark.parametrize(
    ("robots", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 5\n", 5.0),
        ("User-agent: *\nCrawl-delay: 5\nUser-agent: FooBot\nCrawl-delay: 2.5\n", 2.5),
        ("User-agent: *\nCrawl-delay: 5\nDisallow:\nUser-agent: FooBot\nDisallow:\n", None),
        ("User-agent: *\nCrawl-delay: cepat\n", None),
        ("User-agent: *\nCrawl-delay: inf\n", None),
        ("User-agent: *\nCrawl-delay: -1\n", None),
    ],
)
def test_the_delay_is_that_of_the_group(robots, delay) -> None:
    assert RobotsRules.parse(robots.encode(), "FooBot").delay == delay


def test_our_name_is_a_product_token() -> None:
    assert token_of(f"{CRAWLER_NAME}/1.0") == CRAWLER_NAME


@given(st.text(st.sampled_from("/ab*$"), max_size=8), st.text(st.sampled_from("/ab"), max_size=10))
def test_patterns_match_as_expressions_do(pattern, path) -> None:
    robots = f"User-agent: *\nDisallow: /{pattern}\n"
    body, end = (pattern[:-1], "$") if pattern.endswith("$") else (pattern, "")
    expression = "/" + "".join(".*" if mark == "*" else re.escape(mark) for mark in body) + end
    is_forbidden = re.match(expression, f"/{path}") is not None
    assert RobotsRules.parse(robots.encode(), "FooBot").allows(f"{HOST}/{path}") is not is_forbidden


@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_file_breaks_the_reader(body, path) -> None:
    assert RobotsRules.parse(b"user-agent: *\ndisallow:" + body, "FooBot").allows(f"{HOST}/{path}") in {True, False}
