"""One reading of bytes for all that comes from outside: labels as browsers take them, unless the bytes differ."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.charset import MARKS, charset_of, decode
from scrapers.extract.article import extract
from scrapers.fetch.entry import ChannelResponse
from scrapers.fetch.feed import read_feed
from scrapers.fetch.listing import read_listing
from scrapers.fetch.sitemap import read_sitemap
from scrapers.fetch.wordpress import read_posts

CASES = {
    row["case"]: row
    for row in map(json.loads, (Path(__file__).parent / "charsets.jsonl").read_text("utf-8").splitlines())
}
"""`bytes` has a character for each byte, of the same number."""


@pytest.mark.parametrize("name", CASES)
def test_bytes_are_read_as_a_browser_reads_them(name: str) -> None:
    case = CASES[name]
    data = case["bytes"].encode("latin-1")
    assert decode(data, case["header"]) == case["text"]
    if case["charset"]:
        assert charset_of(data, case["header"]) == case["charset"]


@given(
    before=st.text(max_size=30), after=st.text(max_size=30), bad=st.sampled_from([b"\xa0", b"\x96", b"\xe9", b"\xff"])
)
def test_a_bad_byte_changes_nothing_else(before: str, after: str, bad: bytes) -> None:
    words = "“Kota” – kafé €2 naïve… "
    text, rest = f"{words}{before} ", f" {after}{words}"
    assert decode(text.encode() + bad + rest.encode(), "text/html; charset=utf-8") == (
        f"{text}\ufffd{rest}".replace("\0", "")
    )


@given(st.binary(max_size=200), st.text(max_size=40))
def test_anything_can_be_read(data: bytes, header: str) -> None:
    assert "\0" not in decode(data, f"text/html; charset={header}")


TITLE = "“Bekasi Siap” – Kafé €2 Kota"
ADDRESS = "https://a.example/kaf\u00e9"
RSS = (
    '<?xml version="1.0" encoding="{0}"?><rss version="2.0"><channel><item><title>{1}</title><link>{2}</link></item>'
    "</channel></rss>"
)
MAP = (
    '<?xml version="1.0" encoding="{0}"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
    "<loc>{2}</loc><title>{1}</title></url></urlset>"
)
LIST = '<meta charset="{0}"><a href="{2}">{1}</a>'
POSTS = '[{{"link": "{2}", "title": "{1}"}}]'
JSON = '{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{2}", "title": "{1}"}}]}}'
READERS = {
    "feed": (RSS, read_feed),
    "JSON Feed": (JSON, read_feed),
    "sitemap": (MAP, lambda response: read_sitemap(response, max_bytes=10_000, most=5)),
    "listing": (LIST, lambda response: read_listing(response, "a", "")),
    "WordPress": (POSTS, lambda response: read_posts(response, "https://a.example/")),
}
FORMS = {
    "stated inside": ("iso-8859-1", "cp1252", b"", ""),
    "by header": ("utf-8", "cp1252", b"", "; charset=windows-1252"),
    "by mark": ("utf-8", "utf-16-le", MARKS[1][0], ""),
    "false label inside": ("utf-8", "cp1252", b"", ""),
    "false label in the header": ("iso-8859-1", "utf-8", b"", "; charset=iso-8859-1"),
    "mark of UTF-8": ("iso-8859-1", "utf-8", MARKS[0][0], ""),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", READERS)
def test_every_channel_reads_every_charset(kind: str, form: str) -> None:
    (template, read), (label, codec, mark, header) = READERS[kind], FORMS[form]
    body = mark + template.format(label, TITLE, ADDRESS).encode(codec)
    response = ChannelResponse("https://a.example/x", body, headers={"content-type": f"text/xml{header}"})
    assert [(entry.url, entry.title) for entry in read(response).entries] == [(ADDRESS, TITLE)]


@pytest.mark.parametrize("kind", READERS)
def test_no_channel_breaks_at_a_control_or_an_unseen_character(kind: str) -> None:
    template, read = READERS[kind]
    body = template.format("utf-8", "Ko\x0bta Be\u00adka\x00si\ufffe", ADDRESS).encode()
    entries = read(ChannelResponse("https://a.example/x", body)).entries
    assert [(entry.url, entry.title) for entry in entries] == [(ADDRESS, "Ko ta Bekasi")]


@pytest.mark.parametrize("form", FORMS)
def test_pages_are_read_in_every_charset(form: str) -> None:
    label, codec, mark, header = FORMS[form]
    words = f"{TITLE} meresmikan pusat kendali yang memantau lalu lintas, banjir dan aduan warga setiap hari."
    page = (
        f'<?xml version="1.0" encoding="{label}"?><html><head><meta charset="{label}"><title>{TITLE}</title></head>'
        f'<body><h1>{TITLE}</h1><div class="entry-content"><p>{words}</p><p>{words} Kedua.</p></div></body></html>'
    )
    article = extract(mark + page.encode(codec), "https://a.example/x", content_type=f"text/html{header}")
    assert (article.title, article.text.split("\n")[0]) == (TITLE, words)
