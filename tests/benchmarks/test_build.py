"""The build benchmark's own parts: the corpus, the comparison of sites, the verdicts. Nothing here is timed."""

import math
from dataclasses import replace

import pytest

from benchmarks.bench import Cost
from benchmarks.build import BEGIN, END, NEW, TARGETS, compare, growth, known_places, renewed, verdicts
from benchmarks.build import PAGE as PERFORMANCE
from benchmarks.build_sites.corpus import corpus, edited, ours, stock, written, yaml
from benchmarks.build_sites.cost import memory
from benchmarks.build_sites.same import differences, read_site
from benchmarks.build_sites.tools import TOOLS
from plugins.model.load import load_record
from record.item import is_edited, loads

PLACES = known_places()
NAMES = dict(PLACES)
PAGE = (
    '<html><head><title>A</title><meta name="description" content="d"></head>'
    '<body><p>satu <a href="/a/">dua</a></p></body></html>'
)
FEED = """<rss><channel><item><title>A</title><link>https://a.example/</link><description>satu</description>
<pubDate>Mon, 02 Jan 2017 06:00:00 +0700</pubDate></item></channel></rss>"""
SITEMAP = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://a.example/</loc></url></urlset>"
)
FILES = {"a/index.html": PAGE, "a/feed.rss": FEED, "sitemap.xml": SITEMAP}


def test_the_corpus_is_the_same_each_time() -> None:
    assert list(corpus(40, PLACES)) == list(corpus(40, PLACES))


def test_the_corpus_is_spread_over_the_years_and_places() -> None:
    items = list(corpus(400, PLACES))
    assert {one.item.date.year for one in items if one.item.date} == set(range(2017, 2027))
    assert {slug for one in items for slug in one.item.places} == set(NAMES)


def test_no_two_items_share_a_moment_or_an_address() -> None:
    items = [written(number, 500, PLACES) for number in range(500 + NEW)]
    moments = [one.item.date for one in items]
    assert moments == sorted(set(moments))
    assert len({one.address for one in items}) == len({one.item.id for one in items}) == len(items)


def test_our_form_reads_back_as_the_collector_left_it() -> None:
    one = written(7, 40, PLACES)
    item = loads(ours(one, NAMES), one.path)
    assert replace(item, seal="") == one.item
    assert not is_edited(item)


def test_every_form_carries_every_key_and_the_same_body() -> None:
    one = written(7, 40, PLACES)
    mine = ours(one, NAMES)
    head, _, body = mine.partition("\n\n")
    keys = {line.partition(":")[0].lower() for line in head.splitlines()}
    for form, instead in ((stock, set()), (yaml, {"places"})):
        text = form(one, NAMES)
        assert text.endswith(f"\n\n{body}")
        present = {line.partition(":")[0].lower() for line in text.removesuffix(body).splitlines()}
        assert keys - instead <= present


def test_an_edit_changes_the_summary_and_the_body_alone() -> None:
    one = written(7, 40, PLACES)
    after = edited(one)
    assert after.address == one.address
    assert after.item.summary != one.item.summary
    assert after.item.body != one.item.body
    assert replace(after.item, summary=one.item.summary, body=one.item.body) == one.item


def test_the_archive_reads_the_corpus_at_the_same_addresses(tmp_path) -> None:
    tool = TOOLS["ours"]
    tool.make(tmp_path / "site", NAMES)
    items = list(corpus(40, PLACES))
    for one in items:
        tool.put(tmp_path / "site", one, NAMES)
    archive = load_record(tmp_path / "site" / "content")
    assert {news.address for news in archive.listed} == {one.address for one in items}


def site(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return read_site(folder, FILES)


def test_spaces_and_a_links_other_attributes_are_no_difference(tmp_path) -> None:
    spaced = PAGE.replace("<p>satu ", '\n<p  class="x">\n satu').replace('"/a/"', '"/a/" rel="external"')
    left, right = site(tmp_path / "left", FILES), site(tmp_path / "right", FILES | {"a/index.html": spaced})
    assert differences("left", left, "right", right) == []


@pytest.mark.parametrize(
    ("path", "was", "now"),
    [
        ("a/index.html", "satu", "tiga"),
        ("a/index.html", "/a/", "/b/"),
        ("a/index.html", 'content="d"', 'content="e"'),
        ("a/index.html", "</p>", "</p>lagi"),
        ("a/feed.rss", "06:00", "07:00"),
        ("a/feed.rss", "satu", "tiga"),
        ("sitemap.xml", "a.example", "b.example"),
    ],
)
def test_an_unequal_page_is_noticed(tmp_path, path, was, now) -> None:
    left = site(tmp_path / "left", FILES)
    right = site(tmp_path / "right", FILES | {path: FILES[path].replace(was, now)})
    lines = differences("left", left, "right", right)
    assert len(lines) == 1
    assert lines[0].startswith(f"{path} says ")
    with pytest.raises(SystemExit, match=path):
        compare({("cold", "hugo"): left, ("cold", "ours"): right})


def test_an_entry_too_few_is_noticed(tmp_path) -> None:
    left = site(tmp_path / "left", FILES)
    right = site(tmp_path / "right", FILES | {"a/feed.rss": "<rss><channel></channel></rss>"})
    assert differences("left", left, "right", right)


def test_a_page_too_many_or_too_few_is_noticed(tmp_path) -> None:
    left, right = site(tmp_path / "left", FILES), site(tmp_path / "right", FILES | {"b/index.html": PAGE})
    assert differences("left", left, "right", right) == ["only right made 1 files, such as b/index.html"]
    assert differences("right", right, "left", left) == ["only right made 1 files, such as b/index.html"]


def costs(ours_to_hugo: float, exponent: float = 1.0):
    """Costs at every size, with one ratio to Hugo's in time and memory."""
    made = {}
    for count in (1_000, 10_000, 100_000):
        hugo = Cost(float(count) ** exponent, 0, 900)
        made[count, "hugo", "cold"] = [hugo]
        for phase in ("cold", "changed", "new", "nothing"):
            made[count, "ours", phase] = [Cost(hugo.wall * ours_to_hugo, 0, hugo.peak * ours_to_hugo)]
    return made


def test_targets_are_met_or_not_or_not_measured() -> None:
    lines = len(TARGETS) + 1
    assert verdicts(costs(0.05)).count("| yes |") == lines
    assert verdicts(costs(2.0, 1.2)).count("| no |") == lines
    assert verdicts({}).count("| not measured |") == lines


def test_growth_is_the_exponent() -> None:
    assert math.isclose(growth(costs(1.0, 1.3)), 1.3)


def test_the_page_keeps_what_stands_around_the_figures() -> None:
    assert renewed(f"before\n{BEGIN}old\n{END}after\n", "new") == f"before\n{BEGIN}\nnew\n{END}after\n"
    with pytest.raises(ValueError, match="marks"):
        renewed("no marks", "new")


def test_the_page_about_it_has_room_for_figures() -> None:
    assert "\nnew\n" in renewed(PERFORMANCE.read_text("utf-8"), "new")


def test_processes_that_have_ended_weigh_nothing() -> None:
    assert memory([2**30]) == memory([2**30, 2**30 + 1]) == 0
