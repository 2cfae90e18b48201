"""What the editors' guide says is true: commands, files, pictures, examples, keys, reasons, states and messages."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from invoke.collection import Collection
from invoke.parser import Parser

import publishconf
import tasks
from plugins.language import words
from plugins.language.english import catalogue
from plugins.model.contradictions import rules
from plugins.model.load import load_record
from publish.checks.site import check
from record.errors import ContentFaults, ContentProblem
from record.item import is_edited, loads
from record.models import Milestone, Place
from record.places import tracked_places
from record.review import Review
from record.vocabulary import (
    DATE_BASES,
    DIMENSIONS,
    ITEM_STATUSES,
    NEWS_KINDS,
    RIGHTS,
    Contradiction,
    InitiativeKind,
    MilestoneKind,
    OutletKind,
)
from scrapers.fetch.faults import ADVICE
from scrapers.report import Status
from scrapers.sources import Channel, Outlet, read_sources
from tests.conftest import ROOT
from tests.site.building import CONTENT, build
from tests.site.guide_pictures import GUIDE, MISTAKES, WIDTH, Camera, examples
from tools.review_terminal import KEYS

TEXT = GUIDE.read_text("utf-8")
EXAMPLES = examples(TEXT)
CITY = "content/cities/kota-contoh.md"
INITIATIVE = "content/initiatives/kota-contoh/pusat-kendali.md"
NEWS = "content/news/2024/03/2024-03-05-kota-contoh-membuka-pusat-kendali.md"
PROGRAMME = "content/programme/program.md"
CORRECTION = "content/corrections/2024-03-08-tanggal-pusat-kendali.md"
CATALOGUE = "content/translations/en.po"
HEAVIEST = 80_000
DAY_KEYS = ["Event_date", "Event_precision", "Date_basis", "Date_evidence", "Recorded", "Revised", "Headline_from"]

COMMANDS = sorted(
    {line for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL) for line in block.splitlines()}
    | {code for code in re.findall(r"`([^`\n]+)`", TEXT) if code.startswith(("./run ", "git ", "invoke "))}
)
END = 'date = 2019-01-01\nprecision = "year"\nstatus = "stopped"'
MASTERPLAN = """date = 2018-11-01
precision = "month"
kind = "masterplan"
stage = "handed-over"
summary = "Rencana induk diserahkan kepada wali kota."
sources = ["https://kabarcontoh.example/2018/11/rencana/"]
"""
BEGIN = """date = 2020-01-01
precision = "year"
kind = "other"
stage = "begun"
summary = "Pusat Kendali Contoh mulai dibangun."
sources = ["https://kotacontoh.example/kamera/"]
"""
WRONG = {
    "this key is missing; add it": (CITY, 'province = "Jawa Tengah"\n', ""),
    "unknown key; remove it or mend its spelling": (CITY, "capital", "kapital"),
    "not valid TOML": (CITY, "date = 2017-05-22", "date = 22-05-2017"),
    "the closing +++ line is missing": (CORRECTION, '/"\n+++', '/"'),
    "Input should be": (INITIATIVE, 'status = "running"', 'status = "berjalan"'),
    "make them agree": (CITY, 'slug = "kota-contoh"', 'slug = "kota-misal"'),
    "must be those of the last step": (INITIATIVE, "as_of = 2019-03-01", "as_of = 2019-03-02"),
    "no such place": (NEWS, "Places: kota-contoh", "Places: kota-contho"),
    "is no date": (NEWS, "2024-03-06T09:30:00+07:00", "6 Maret 2024"),
    "has no offset": (NEWS, "T09:30:00+07:00", "T09:30:00"),
    "expected 'Key: value'": (NEWS, "Kota Contoh Membuka", "Kota Contoh\nMembuka"),
    "is not one of": (NEWS, "Kind: news", "Kind: berita"),
    "was left by an unfinished merge": (NEWS, "Kind: news", "<<<<<<< HEAD\nKind: news"),
    "rename one": (NEWS, "2024-03-05-", "2024-03-09-"),
    "unless it was there before": (CITY, 'id = "h4k7m2xq"\n', ""),
    "is not in the calendar": (NEWS, "Date: 2024-03-06T09:30:00+07:00", "Event_date: 2024-02-30\nDate_basis: text"),
    "is before recorded": (CITY, MASTERPLAN, f"{MASTERPLAN}revised = [2024-02-29]\n"),
    "must begin with the oldest day": (CITY, MASTERPLAN, f"{MASTERPLAN}revised = [2024-04-01, 2024-03-02]\n"),
    "is also the id of": (INITIATIVE, "w6r2x9hn", "h4k7m2xq"),
    "no fact has the id": (CORRECTION, 'page = "/', 'page = "/fakta/h4k7m2xx/'),
    "is in this list already": (PROGRAMME, "Kota Samarinda", "Kota Bekasi"),
    "has the whole cohort without it": (PROGRAMME, "size = 3", "size = 2"),
    "may have come after": (INITIATIVE, 'date = 2018-02-01\nprecision = "month"\nstatus = "announced"', END),
    "is older than a source of its own": (INITIATIVE, "2018/12/resmi/", "2024/03/pusat-kendali/"),
    "is older than a milestone of its own": (CITY, MASTERPLAN, BEGIN),
    "but a source of its own tells": (CITY, MASTERPLAN, BEGIN),
    "is exact, and nothing says how it is known": (CITY, 'basis = "text"\n', ""),
    "no address in its sources states": (CITY, 'basis = "text"', 'basis = "address"'),
    "is said to be the publisher's": (CITY, "2019/03/kamera/", "2024/03/pusat-kendali/"),
    "the day on which it was recorded": (CITY, "date = 2017-05-22", "date = 2071-05-22"),
    "is a bare home page": (INITIATIVE, "2018/12/resmi/", ""),
    "is a list of pages": (INITIATIVE, "2018/12/resmi/", "tag/kamera/"),
    "is cut off in the middle": (INITIATIVE, "2018/12/resmi/", "2018/12/17/wali-kota-resmikan-"),
    "ends in a link that stood on the page": (INITIATIVE, "2018/12/resmi/", "berita/1234/@kabarcontoh"),
    "any more; remove this exemption": (CITY, 'rule = "address"', 'rule = "basis"'),
    "is no id and no source in this file": (CITY, 'about = "https://kamera', 'about = "https://gambar'),
}
"""The messages that the guide explains: the slip in an example or in the tiny record (file, right, wrong) that brings
each about."""


def section(number: int) -> str:
    return re.split(r"^## ", TEXT, flags=re.MULTILINE)[number]


def rows(part: str) -> dict[str, str]:
    """The tables' rows: what stands in the first cell as code, and the rest."""
    return dict(re.findall(r"^\| `([^`|]+)`(?:, `[^`|]+`)* \| (.+) \|$", part, re.MULTILINE))


def faults_in(content: Path) -> list[ContentProblem]:
    try:
        load_record(content)
    except ContentFaults as faults:
        return faults.faults
    return []


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The tiny record with every example of the guide written into it."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    for path, text in EXAMPLES.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_text("utf-8").rstrip() + "\n\n" if path == CATALOGUE else ""
        target.write_text(before + text, "utf-8")
    return folder


def test_it_has_an_example_of_every_file_that_an_editor_writes() -> None:
    assert set(EXAMPLES) == {CITY, INITIATIVE, NEWS, CORRECTION, CATALOGUE, "scrapers/sources.toml"}


@pytest.mark.parametrize("command", [command for command in COMMANDS if "./run" in command or "invoke" in command])
def test_every_task_and_option_it_names_exists(command) -> None:
    tokens = shlex.split(command.partition(" | ")[0])[1:]
    if tokens != ["--list"]:
        asked = Parser(contexts=Collection.from_module(tasks).to_contexts()).parse_argv(tokens)
        assert not asked.unparsed
        assert all(context.name for context in asked)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(((?!http|#)[^)]+)\)", TEXT))))
def test_every_file_it_links_is_there(path) -> None:
    assert (GUIDE.parent / path).is_file()


def test_every_section_it_links_is_there() -> None:
    heads = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) == anchors


def test_every_picture_is_light_narrow_and_described() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\((pictures/[^)]+)\)", TEXT)
    for words_for_it, path in shown:
        assert len(words_for_it.split()) > 8
        assert (GUIDE.parent / path).stat().st_size <= HEAVIEST
        assert jpeg_width((GUIDE.parent / path).read_bytes()) <= WIDTH
    kept = {path.name for path in (GUIDE.parent / "pictures").glob("panduan-*")}
    assert {Path(path).name for _, path in shown} == kept


def jpeg_width(data: bytes) -> int:
    """From the frame header, which the segments before it lead to."""
    at = 2
    while data[at + 1] not in {0xC0, 0xC1, 0xC2}:
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return int.from_bytes(data[at + 7 : at + 9])


def test_its_examples_build_a_site_without_a_fault(content, tmp_path) -> None:
    done = build(content, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert check(tmp_path / "site") == []
    for address in re.findall(r"`(?:http://127\.0\.0\.1:8000)?(/[a-z0-9/-]+/)`", TEXT):
        assert (tmp_path / "site" / address.strip("/") / "index.html").is_file(), address
    place = (tmp_path / "site" / "daerah/kota-contoh/index.html").read_text("utf-8")
    assert "</b>, <a " in place.partition("Pengecualian")[2]
    assert "angkanya dibaca di sana pada 1 Maret 2019." in place
    english = (tmp_path / "site" / "en/places/kota-contoh/index.html").read_text("utf-8")
    assert "<b>Exception</b>" in english
    assert "signed the memorandum of understanding in Makassar" in english
    assert '<span lang="id">Rencana induk diserahkan kepada wali kota.</span>' in english


def test_a_translation_without_its_quote_and_a_stray_line_are_named(content) -> None:
    path, pair = content / "translations" / "en.po", "Kota Contoh meneken nota kesepahaman di Makassar."
    whole = path.read_text("utf-8")
    assert catalogue(path)[pair].endswith("in Makassar.")
    path.write_text(whole.replace('in Makassar."', "in Makassar."), "utf-8")
    catalogue.cache_clear()
    with pytest.raises(ContentProblem, match='a text needs a "'):
        catalogue(path)
    path.write_text(f"{whole}Baris lepas\n", "utf-8")
    catalogue.cache_clear()
    with pytest.raises(ContentProblem, match="no gettext catalogue"):
        catalogue(path)
    catalogue.cache_clear()
    assert "`no gettext catalogue`" in section(8)
    assert '`a text needs a "`' in section(8)


def test_its_outlet_is_a_valid_one(content) -> None:
    places = frozenset(tracked_places(content))
    assert read_sources(content.parent / "scrapers/sources.toml", places=places).outlet[0].id == "kabar-contoh"


def test_its_corrected_item_is_one_that_a_person_edited() -> None:
    assert is_edited(loads(EXAMPLES[NEWS], NEWS))


def test_a_hidden_item_keeps_its_address(content) -> None:
    path = content.parent / NEWS
    path.write_text(path.read_text("utf-8").replace("Status: published", "Status: hidden"), "utf-8")
    record = load_record(content)
    address = "/berita/2024/03/kota-contoh-membuka-pusat-kendali/"
    assert address in TEXT
    assert address in {news.address for news in record.pages}
    assert address not in {news.address for news in record.listed}


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (2, [*get_args(Status), *ADVICE]),
        (3, get_args(MilestoneKind)),
        (4, [*RIGHTS, *get_args(Channel.model_fields["kind"].annotation)]),
        (5, [*get_args(InitiativeKind), *words.STATUS, *DIMENSIONS]),
        (6, [*ITEM_STATUSES, *DATE_BASES, *DAY_KEYS]),
        (7, [*KEYS, *words.REVIEWS]),
    ],
)
def test_each_word_of_a_closed_list_is_explained_and_no_other(number, names) -> None:
    fields = {*Place.model_fields, *Milestone.model_fields, *re.findall(r"\[+\w+\]+", section(3))}
    assert set(rows(section(number))) - (fields if number == 3 else set()) == set(names)


def test_states_reasons_kinds_and_dimensions_have_the_sites_own_words() -> None:
    told = {name: text for number in (3, 5, 7) for name, text in rows(section(number)).items()}
    site = words.STATUS | words.REVIEWS | words.DIMENSIONS
    kinds = {name: words.KINDS[name] for name in {*get_args(MilestoneKind), *get_args(InitiativeKind)}}
    for name, word in {**site, **kinds}.items():
        assert word.lower() in told[name].lower(), name


def test_the_kinds_of_news_and_of_a_places_outlets_are_named() -> None:
    assert all(f"`{kind}` ({words.KINDS[kind]})" in section(6) for kind in NEWS_KINDS)
    assert all(f"`{kind}` (" in section(3) for kind in get_args(OutletKind))
    assert set(get_args(Outlet.model_fields["rights"].annotation)) == set(RIGHTS)


def test_each_basis_and_each_rule_is_explained() -> None:
    assert all(f"`{basis}` (" in section(3) for basis in DATE_BASES)
    assert re.findall(r"^- `(\w+)`: ", section(10), re.MULTILINE) == list(get_args(Contradiction))


def test_its_examples_contradict_nothing(content, monkeypatch) -> None:
    monkeypatch.setattr(rules, "ACTIVE", frozenset(rules.RULES))
    assert faults_in(content) == []


def test_the_messages_it_explains_are_those_that_are_tried_here() -> None:
    assert set(rows(section(10))) == set(WRONG)


@pytest.mark.parametrize("message", WRONG)
def test_each_message_it_explains_comes_from_a_slip_in_an_example(message, content, monkeypatch) -> None:
    monkeypatch.setattr(rules, "ACTIVE", frozenset(rules.RULES))
    path, right, wrong = WRONG[message]
    text = (content.parent / path).read_text("utf-8")
    if message == "rename one":
        (content.parent / path.replace(right, wrong)).write_text(text, "utf-8")
    else:
        assert right in text
        (content.parent / path).write_text(text.replace(right, wrong, 1), "utf-8")
    assert any(re.search(r"\.md:?\d*: .*" + re.escape(message), str(fault)) for fault in faults_in(content))


def test_the_slips_in_the_picture_are_slips() -> None:
    assert all(right in EXAMPLES[path] for path, right, _ in MISTAKES)


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@kabarcontoh.example"]
    surroundings = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, env=surroundings, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


@pytest.fixture
def checkout(content) -> Path:
    """The examples in a repository that has somewhere to push to."""
    folder = content.parent
    for line in ("init -q -b main", "add .", "commit -q -m Awal", "init -q --bare .git/jauh.git"):
        git(folder, *line.split())
    git(folder, "remote", "add", "origin", str(folder / ".git/jauh.git"))
    git(folder, "push", "-q", "-u", "origin", "main")
    return folder


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.startswith("git ")])
def test_its_git_commands_work(command, checkout) -> None:
    with (checkout / CITY).open("a", encoding="utf-8") as file:
        file.write("Satu kalimat lagi.\n")
    arguments = shlex.split(command)[1:]
    if arguments[0] == "commit":
        git(checkout, "add", "content")
    if arguments[0] == "revert":
        git(checkout, "commit", "-q", "-a", "-m", "Keliru")
    git(checkout, *arguments)
    undone = arguments[0] in {"restore", "revert"}
    assert ("Satu kalimat lagi." in (checkout / CITY).read_text("utf-8")) is not undone


def test_a_refused_draft_comes_back_with_git(checkout) -> None:
    assert "git restore content" in section(7)
    review = Review(checkout / "content")
    before = [(entry.group, entry.title) for entry in review.waiting()]
    review.reject(review.waiting()[0])
    assert len(Review(checkout / "content").waiting()) < len(before)
    git(checkout, "restore", "content")
    assert [(entry.group, entry.title) for entry in Review(checkout / "content").waiting()] == before


def test_the_public_address_is_read_from_where_it_says() -> None:
    assert "export PANTAU_SITEURL=" in section(9)
    assert "PANTAU_SITEURL" in Path(publishconf.__file__).read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("Some outlets failed (named above); the rest was collected.", "tools/commands.py"),
        ("Collecting failed, see above; nothing was built.", "tools/commands.py"),
        ("nothing is published until they are mended", "publish/publish.py"),
        ("no faults.", "tools/publish_site.py"),
        ("Published to", "publish/publish.py"),
        ("The site is in", "tools/demo.py"),
        ("leads nowhere", "publish/checks/site.py"),
        ("exists and is not a site of ours", "publish/targets/folder.py"),
        ("its pages no longer yield text", "scrapers/decide/health.py"),
        ("not-an-article", "scrapers/decide/health.py"),
        ("read for the first time, set verified = true in their channels:", "scrapers/cli/collect.py"),
        ("has no file in content/cities/", "scrapers/sources.py"),
        ("in your own words is needed", "record/proposals.py"),
        ("No published item is like it.", "tools/review_terminal.py"),
        ("must be Python 3.11 or newer with venv", "run"),
    ],
)
def test_what_it_quotes_is_what_the_program_says(said, where) -> None:
    assert said in TEXT
    assert said in (ROOT / where).read_text("utf-8")


def test_readme_and_contributing_lead_to_it() -> None:
    assert "(docs/panduan-editor.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "(docs/panduan-editor.md)" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


@pytest.mark.browser
def test_a_terminal_is_photographed_as_wide_as_it_is_and_no_wider(tmp_path, browser) -> None:
    camera = Camera(browser, tmp_path)
    pictures = [camera.terminal(name, "./run build", line) for name, line in (("satu", "x"), ("dua", "x" * 300))]
    assert {jpeg_width(picture.read_bytes()) for picture in pictures} == {jpeg_width(pictures[0].read_bytes())}
    assert jpeg_width(pictures[0].read_bytes()) <= WIDTH
