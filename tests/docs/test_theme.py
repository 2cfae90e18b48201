"""docs/theme.md lists what a theme gets: templates, the context of pages, globals, filters, and news as articles."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.model.article import ArticleAttributes
from plugins.model.news import News
from plugins.pages import structured_data
from plugins.queries import coverage, disputes, likeness, progress, promises, silence
from tests.conftest import ROOT
from tests.site.building import CONTENT, build

TEXT = (ROOT / "docs/theme.md").read_text("utf-8")
NAME = re.compile(r"`(\w+)(?:\([\w, ]+\)|\(\))?`")
ADDRESS = re.compile(r"`(/[^`]*)`")
MODULES = {
    "progress": progress,
    "silence": silence,
    "coverage": coverage,
    "disputes": disputes,
    "likeness": likeness,
    "promises": promises,
    "structured": structured_data,
}
OF_MODULE = re.compile(r"(?<![/\w])(progress|silence|coverage|disputes|likeness|promises|structured)\.(\w+)")
PROBE = """
# Writes down each page's template and context, and what the environment of templates has.
import json
from pathlib import Path
from pelican import signals
from pelican.generators import Generator
PAGES, LAST, plain = [], [], Generator.get_template
def remember(self, name):
    LAST[:] = [name]
    return plain(self, name)
def gather(path, context):
    PAGES.append((path, LAST[0], sorted(context)))
def finish(generators):
    values = generators[0].env.globals
    ENVIRONMENT[:] = [sorted(name for name in values if values[name] is not None), sorted(generators[0].env.filters)]
ENVIRONMENT = []
def write(pelican):
    rows = {"pages": PAGES, "globals": ENVIRONMENT[0], "filters": ENVIRONMENT[1], "settings": sorted(pelican.settings)}
    Path(__file__).with_name("seen.json").write_text(json.dumps(rows), "utf-8")
def register():
    Generator.get_template = remember
    signals.content_written.connect(gather)
    signals.all_generators_finalized.connect(finish)
    signals.finalized.connect(write)
"""
OURS = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
PLUGIN_PATHS = [{{folder!r}}]
PLUGINS = [*PLUGINS, "probe"]
"""
STOCK = """
PLUGIN_PATHS = [{folder!r}]
PLUGINS = ["probe"]
ARTICLE_PATHS = []
THEME = "simple"
TIMEZONE = "UTC"
DIRECT_TEMPLATES = []
"""


@dataclass(frozen=True)
class Site:
    """What a built site's templates were given."""

    output: Path
    pages: list[tuple[str, str, list[str]]]
    """File, template without its ending, and names in the context."""
    globals: set[str]
    filters: set[str]
    settings: set[str]

    @property
    def shared(self) -> set[str]:
        """What every page is given that is no setting."""
        return set.intersection(*(set(names) for _, _, names in self.pages)) - self.settings


def read(folder: Path, settings: str, content: Path) -> Site:
    """Build `content` with settings and the probe."""
    folder.mkdir()
    (folder / "probe.py").write_text(PROBE, "utf-8")
    (folder / "settings.py").write_text(settings.format(folder=str(folder)), "utf-8")
    done = build(content, folder / "site", str(folder / "settings.py"))
    assert done.returncode == 0, done.stderr
    seen = json.loads((folder / "seen.json").read_text("utf-8"))
    return Site(folder / "site", seen["pages"], *(set(seen[name]) for name in ("globals", "filters", "settings")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return read(tmp_path_factory.mktemp("site") / "ours", OURS, CONTENT)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Pelican as it comes, with one page."""
    folder = tmp_path_factory.mktemp("stock")
    (folder / "content/pages").mkdir(parents=True)
    (folder / "content/pages/a.md").write_text("Title: A\n\nA.\n", "utf-8")
    return read(folder / "stock", STOCK, folder / "content")


def table(title: str) -> list[list[str]]:
    """The rows of the first table below a heading, as cells."""
    (text,) = [part for part in TEXT.split("\n## ") if part.startswith(f"{title}\n")]
    lines = [line for line in text.split("\n") if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def names(title: str) -> set[str]:
    """The names in the first column of a table."""
    return {name for row in table(title) for name in NAME.findall(row[0])}


def pattern(address: str) -> re.Pattern[str]:
    """Matches the files of pages at an address with `<slots>` and `…`."""
    text = re.escape(address.strip("/")).replace("…", ".*")
    text = re.sub(r"<\w+>", "[^/]+", text)
    return re.compile((text + "/" if text and address.endswith("/") else text) + r"(?:index\.html)?")


TEMPLATES = {row[0].strip("`"): row[1:] for row in table("Templates")}
PARTIALS = frozenset(re.findall(r"`([\w.]+)`", TEXT.split("\nNot pages: ")[1].split("\n")[0]))
EVERY_PAGE = frozenset({"lang", "address", "noindex"})
"""What every page has but those of editors, which have Pelican's `page` and `url`."""


def test_every_template_is_there() -> None:
    files = {path.name for path in (ROOT / "theme/templates").iterdir()}
    assert files == TEMPLATES.keys() | PARTIALS
    assert not TEMPLATES.keys() & PARTIALS


def test_each_template_gets_the_values_of_its_row(site: Site) -> None:
    own: dict[str, set[str]] = defaultdict(set)
    for _, template, given in site.pages:
        if "page" not in given:
            assert set(given) >= EVERY_PAGE
        own[f"{template}.html"] |= set(given) - site.shared - site.settings - EVERY_PAGE
    assert own == {name: set(NAME.findall(values)) for name, (_, values) in TEMPLATES.items()}


def test_each_page_stands_at_an_address_of_its_template(site: Site) -> None:
    for file, template, given in site.pages:
        patterns = [pattern(address) for address in ADDRESS.findall(TEMPLATES[f"{template}.html"][0])]
        name = Path(file).relative_to(site.output).as_posix()
        assert "page" in given or not patterns or any(one.fullmatch(name) for one in patterns), (name, template)


def test_every_value_of_every_page_is_there(site: Site, stock: Site) -> None:
    assert names("Values on every page") == site.shared - stock.shared


def test_every_global_is_there(site: Site, stock: Site) -> None:
    assert names("Globals") == site.globals - stock.globals


def test_every_filter_is_there(site: Site, stock: Site) -> None:
    assert names("Filters") == site.filters - stock.filters


def test_what_modules_give_is_there_and_all_that_our_theme_uses_is_named() -> None:
    named = set(OF_MODULE.findall(TEXT))
    assert [pair for pair in named if not hasattr(MODULES[pair[0]], pair[1])] == []
    theme = "\n".join(path.read_text("utf-8") for path in (ROOT / "theme/templates").glob("*.html"))
    assert set(OF_MODULE.findall(theme)) - named == set()


def test_every_attribute_of_an_article_is_there() -> None:
    attributes = {name for name in vars(ArticleAttributes) if not name.startswith("_")}
    assert names("News as an article") == attributes | {"title"}
    assert {name for name in re.findall(r"`news\.(?!html)(\w+)`", TEXT) if not hasattr(News, name)} == set()


def test_a_template_laid_over_ours_counts_when_it_changes(tmp_path: Path) -> None:
    text = '{{% extends "!theme/dimension.html" %}}{{% block title %}}{}{{% endblock %}}'
    template = tmp_path / "over/dimension.html"
    template.parent.mkdir()
    settings = OURS.replace(', "probe"', "") + f"THEME_TEMPLATES_OVERRIDES = [{str(template.parent)!r}]\n"
    (tmp_path / "settings.py").write_text(settings.format(folder=str(tmp_path)), "utf-8")
    for title in ("Satu", "Dua"):
        template.write_text(text.format(title), "utf-8")
        done = build(CONTENT, tmp_path / "site", str(tmp_path / "settings.py"))
        assert done.returncode == 0, done.stderr
        assert f"<title>{title} · " in (tmp_path / "site/dimensi/living/index.html").read_text("utf-8")
