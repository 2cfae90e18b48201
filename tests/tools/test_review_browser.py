"""The review tray as a page: who may ask, what a form does, and that an editor gets through it in Chromium."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from record.items import Items
from record.review import Review
from record.tray import Proposal
from tests.record.drafts import draft, published, read, suggest
from tools.review_browser import HEADERS, ReviewServer
from tools.review_files import desk
from tools.review_pages import ReviewPages

MOU = Proposal("milestone", "mou", "Wali kota meneken MoU.")
TEXT = "Pemkot membuka taman itu. Kepala dinas di Bandung menyebut Persib Bandung, lalu warga pulang."


@contextmanager
def opened(root: Path) -> Iterator[ReviewServer]:
    """The server of a checkout, with its own thread for the record as the command has the main one."""
    started, box = threading.Event(), []

    def work() -> None:
        with desk(root, root / "content", root / "state") as one:
            box.append(ReviewServer(ReviewPages(one)))
            started.set()
            box[0].work()

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(30)
    try:
        yield box[0]
    finally:
        box[0].end()
        thread.join()


@pytest.fixture
def waiting(content: Path) -> Path:
    """Three drafts and a proposal, in a content folder."""
    reasons = {"because": ("kota-bandung = Bandung",), "refused": ("Persib Bandung (label)",)}
    path = Items(content).add(draft("Taman Kota", places=(), body=TEXT, rights="full", **reasons))
    # By hand, since whatever the project writes is clean already.
    path.write_text(path.read_text("utf-8").replace("Title: Taman Kota", "Title: Taman <i>Kota</i> &lt;"), "utf-8")
    Items(content).add(draft("Pasar Dibuka", review="no-date", date=None, places=("kota-bekasi",)))
    suggest(content, published("Nota Diteken", places=("kota-bekasi",)), MOU)
    return content


def ask(server: ReviewServer, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
    """Status and body of an answer; a header whose value is "" is left out."""
    sent = {"Host": server.hosts[0]}
    if form is not None:
        sent |= {"Origin": f"http://{server.hosts[0]}", "Content-Type": "application/x-www-form-urlencoded"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    link = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    link.request(
        "GET" if form is None else "POST",
        path,
        None if form is None else urlencode(form),
        {name: value for name, value in sent.items() if value},
    )
    answer = link.getresponse()
    body = answer.read().decode()
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
    link.close()
    return answer.status, body


def form_of(page: str, decision: str, **more: str) -> dict[str, str]:
    """What the page's form for a decision would send."""
    form = next(form for form in page.split("<form ")[1:] if f'name="putusan" value="{decision}"' in form)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)) | more


def held(content: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def test_nobody_but_the_page_itself_takes_decisions(waiting: Path) -> None:
    with opened(waiting.parent) as server:
        own = f"/{server.secret}/"
        status, page = ask(server, own)
        good = form_of(page, "reject")
        before = held(waiting)
        assert status == 200
        refused = {
            "no secret": ask(server, "/"),
            "a wrong secret": ask(server, "/x/"),
            "the secret in the query": ask(server, f"/?{server.secret}/"),
            "a rebound name": ask(server, own, Host="jahat.example"),
            "another port's name": ask(server, own, Host="127.0.0.1:1"),
            "a form of no page": ask(server, f"{own}putusan", good, Origin=""),
            "a form of another site": ask(server, f"{own}putusan", good, Origin="https://jahat.example"),
            "a form of a hidden site": ask(server, f"{own}putusan", good, Origin="null"),
            "what a browser calls another site": ask(server, f"{own}putusan", good, Sec_Fetch_Site="cross-site"),
            "a form without the token": ask(server, f"{own}putusan", good | {"tanda": "x"}),
            "a form with no token": ask(server, f"{own}putusan", {"putusan": "undo"}),
            "another type": ask(server, f"{own}putusan", good, Content_Type="text/plain"),
            "a rebound form": ask(server, f"{own}putusan", good, Host="jahat.example"),
            "an endless form": ask(server, f"{own}putusan", good, Content_Length="99999999"),
        }
        assert {why: status for why, (status, _) in refused.items() if status not in {403, 421}} == {}
        assert [why for why, (_, body) in refused.items() if server.secret in body or server.form_token in body] == []
        assert ask(server, f"{own}lain")[0] == ask(server, f"{own}lain", good)[0] == 404
        assert ask(server, f"{own}putusan")[0] == 404, "asking decides nothing"
        assert held(waiting) == before
        assert ask(server, f"{own}putusan", good)[0] == 303
        assert held(waiting) != before


def test_the_page_has_no_script_and_shows_others_words_as_text(waiting: Path) -> None:
    with opened(waiting.parent) as server:
        _, page = ask(server, f"/{server.secret}/")
    assert "<script" not in page
    assert " style=" not in page
    assert "<i>" not in page
    assert "Taman &lt;i&gt;Kota&lt;/i&gt; &amp;lt;" in page
    assert "Kepala dinas di <mark>Bandung</mark> menyebut Persib Bandung" in page
    assert "menyebut <mark>Persib Bandung</mark>, lalu" in page
    assert "mungkin, belum pasti" in page
    assert " selected" not in page, "no place is suggested where it would mostly be wrong"
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


SLIPS: dict[str, tuple[Callable[[Path], object], dict[str, str], str]] = {
    "it changed meanwhile": (
        lambda path: path.write_text(path.read_text("utf-8").replace("Title: Taman", "Title: Kebun"), "utf-8"),
        {},
        "baru saja berubah",
    ),
    "it is gone": (Path.unlink, {}, "tidak menunggu lagi"),
    "it broke": (lambda path: path.write_text("oops\n", "utf-8"), {}, "expected"),
    "no such decision": (lambda _: None, {"putusan": "hapus semua"}, "tidak dikenal"),
    "no such place": (lambda _: None, {"putusan": "place", "utama": "kota-atlantis"}, "no such place"),
    "no target": (lambda _: None, {"putusan": "merge", "sama": "/etc/passwd"}, "pilih dulu"),
    "nothing to undo": (lambda _: None, {"putusan": "undo"}, "Tidak ada putusan"),
}


def test_a_slip_is_said_and_decides_nothing(waiting: Path) -> None:
    with opened(waiting.parent) as server:
        own = f"/{server.secret}/"
        path = next(path for path, item in Items(waiting).drafts() if item.title.startswith("Taman"))
        text = path.read_text("utf-8")
        for name, (slip, more, said) in SLIPS.items():
            path.write_text(text, "utf-8")
            form = form_of(ask(server, f"{own}?muat=1")[1], "reject") | more
            slip(path)
            before = held(waiting)
            assert ask(server, f"{own}putusan", form)[0] == 303
            assert said in ask(server, own)[1], name
            assert held(waiting) == before, name


@pytest.mark.browser
def test_an_editor_gets_through_the_tray(waiting: Path, browser) -> None:
    said: list[str] = []
    draft_path = next(path for path, item in Items(waiting).drafts() if item.title.startswith("Taman"))
    with opened(waiting.parent) as server:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.on("console", lambda message: said.append(message.text))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.goto(server.address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_label("Daerah utama").select_option("kota-bandung")
        page.get_by_role("button", name="Simpan daerah").click()
        assert (read(draft_path).places, read(draft_path).status) == (("kota-bandung",), "published")
        page.get_by_role("button", name="Batalkan putusan terakhir").click()
        assert "Taman" in page.inner_text("h1")
        assert read(draft_path).status == "draft"
        page.get_by_role("button", name="Nanti").click()
        assert page.inner_text("h1") == "Pasar Dibuka"
        page.get_by_label("Tanggal terbit").fill("2021-02-03")
        page.get_by_role("button", name="Simpan tanggal").click()
        assert page.inner_text("h1") == "Nota Diteken"
        page.get_by_label("Dengan kata-kata Anda sendiri").fill("Kota Bekasi meneken nota kesepahaman.")
        page.get_by_role("button", name="Catat").click()
        page.close()
    assert said == []
    assert "Kota Bekasi meneken nota kesepahaman." in (waiting / "cities/kota-bekasi.md").read_text("utf-8")
    assert [entry.title for entry in Review(waiting).waiting()] == [read(draft_path).title]
    with opened(waiting.parent) as server:
        assert "Taman" in ask(server, f"/{server.secret}/")[1], "the next one goes on there"
        assert "Batalkan putusan terakhir" in ask(server, f"/{server.secret}/")[1]


def test_a_newer_version_is_compared_and_taken(content: Path) -> None:
    item = published("Taman Kota", body="Pemkot menanam 20 pohon.", rights="full", source_url="https://a.example/1")
    path = Items(content).add(item)
    Items(content).let_wait(replace(item, title="Taman Raya", body="Pemkot menanam 25 pohon.", digest="sha256:2"), item)
    with opened(content.parent) as server:
        page = ask(server, f"/{server.secret}/")[1]
        assert "<b>Judul baru</b> Taman Raya" in page
        ask(server, f"/{server.secret}/putusan", form_of(page, "accept"))
    assert read(path).title == "Taman Raya"
