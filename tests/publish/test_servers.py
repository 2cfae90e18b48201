"""What nginx and Caddy answer with the examples of `docs/servers/`, and whether Chromium is content with it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import html as lxml_html

from plugins.exports.http_headers import EMBEDS, HEADERS, headers_file, headers_of
from publish.checks.page_kinds import samples
from record.site_files import CACHE, JSON_FEED, OPEN
from tests.publish.servers import Asker, caddy, faults, nginx
from tests.site.serving import serving
from tests.site.test_moved import MOVED, NOW

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REFUSED = "new Promise(requestAnimationFrame).then(() => new Promise(setTimeout)).then(() => window.refused)"
"""What the policy refused until the page was drawn: a browser says so in a task of its own."""
SERVERS = {"nginx": nginx, "caddy": caddy}
NOT_SERVED = ("_headers", "_redirects", "_moved.map", "_moved.json")


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the tiny site is served."""
    with SERVERS[request.param](built, tmp_path_factory.mktemp(request.param)) as where:
        yield where


@pytest.fixture(scope="module")
def ask(server: str) -> Iterator[Asker]:
    with closing(Asker(server)) as asker:
        yield asker


def test_every_file_is_sent_as_what_it_is_with_every_header(ask: Asker, built: Path) -> None:
    names = sorted(path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file())
    wrong: list[str] = []
    for name in names:
        if name in NOT_SERVED or name == f"{MOVED.strip('/')}/index.html":
            continue
        wrong += faults(name, (built / name).read_bytes(), ask)
    assert wrong == []


def test_text_says_its_letters(ask: Asker) -> None:
    for name in ("/", "/theme/site.css", "/robots.txt", "/data/items.csv"):
        assert ask(name)[1]["Content-Type"].lower().endswith("; charset=utf-8"), name


@pytest.mark.parametrize("path", ["/tidak-ada/", "/tidak-ada", "/daerah/tidak-ada.html", "/sematkan/tidak-ada/"])
def test_a_wrong_address_gets_the_sites_own_page_with_every_header(ask: Asker, path: str, built: Path) -> None:
    status, headers, body = ask(path)
    assert (status, body) == (404, (built / "404.html").read_bytes())
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_a_folder_without_its_slash_leads_to_the_page(ask: Asker) -> None:
    status, headers, _ = ask("/daerah/kota-bekasi")
    assert (status // 100, headers["Location"]) == (3, "/daerah/kota-bekasi/")


@pytest.mark.parametrize("name", NOT_SERVED)
def test_what_only_servers_read_is_not_sent(ask: Asker, name: str) -> None:
    assert ask(f"/{name}")[0] == 404


@pytest.mark.parametrize("path", ["/", "/theme/site.css", "/feed.atom", "/feed.json", "/data/items.csv", "/feeds.opml"])
def test_text_is_compressed(ask: Asker, path: str) -> None:
    _, headers, body = ask(path, **{"Accept-Encoding": "gzip"})
    assert (headers.get("Content-Encoding"), headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert len(body) < len(ask(path)[2])


def test_nginx_speaks_brotli_and_leads_on_from_pages_that_moved(built: Path, tmp_path: Path) -> None:
    with nginx(built, tmp_path) as where, closing(Asker(where)) as ask:
        assert ask("/", **{"Accept-Encoding": "br, gzip"})[1]["Content-Encoding"] == "br"
        status, headers, _ = ask(MOVED)
        assert (status, headers["Location"]) == (301, NOW)


@pytest.mark.browser
def test_the_policy_hinders_no_page(built: Path, tmp_path: Path, browser: "Browser") -> None:
    # Of one server: both send these headers to the letter, as the tests above have it.
    with nginx(built, tmp_path) as where:
        check_policy(where, built, browser)


@pytest.mark.browser
def test_other_sites_may_frame_what_is_made_for_it_and_nothing_else(
    built: Path, tmp_path: Path, browser: "Browser"
) -> None:
    place = "/daerah/kota-bekasi/"
    codes = lxml_html.fromstring((built / f"{place[1:]}index.html").read_bytes()).xpath("//pre/code/text()")
    frames = [lxml_html.fragment_fromstring(code) for code in codes]
    (tmp_path / "other").mkdir()
    with nginx(built, tmp_path) as where, serving(tmp_path / "other") as other:
        for frame in frames:
            frame.set("src", where + urlsplit(frame.get("src")).path)
        code = "".join(lxml_html.tostring(frame, encoding="unicode") for frame in frames)
        (tmp_path / "other/index.html").write_text(f'{code}<iframe src="{where}{place}"></iframe>', "utf-8")
        context = browser.new_context(ignore_https_errors=True, viewport={"width": 360, "height": 1200})
        page, messages, asked = context.new_page(), [], []
        page.on("console", lambda message: messages.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{other}/", wait_until="networkidle")
        shown = {urlsplit(one.url).path: one for one in page.frames if one.url.startswith(where)}
        assert shown.keys() == {"/sematkan/kota-bekasi/", "/sematkan/kota-bekasi/linimasa/"}
        assert all(frame.get_by_role("heading", name="Kota Bekasi").is_visible() for frame in shown.values())
        assert [url for url in asked if not url.startswith((where, other))] == []
        summary = shown["/sematkan/kota-bekasi/"]
        assert summary.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0, "its height is enough"
        (message,) = (text for text in messages if "Content Security Policy" in text)
        assert "frame-ancestors 'none'" in message, "the full page is refused, and nothing of the small ones"
        summary.get_by_role("contentinfo").get_by_role("link").click()
        page.wait_for_url(where + place)
        context.close()


def check_policy(server: str, built: Path, browser: "Browser") -> None:
    """Open a page of each kind, and one that the policy must hinder."""
    context = browser.new_context(ignore_https_errors=True)
    context.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', (event) =>"
        "  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"
    )
    page, messages = context.new_page(), []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    wrong = {}
    for kind, path in samples(built).items():
        messages.clear()
        answer = page.goto(server + path)
        assert answer
        assert answer.headers["content-security-policy"] == headers_of(path[1:])["Content-Security-Policy"]
        if page.locator("script[src]").count():
            page.wait_for_load_state("networkidle")
        if faults_of_kind := [*page.evaluate(REFUSED), *messages]:
            wrong[kind] = faults_of_kind
    assert wrong == {}
    page.goto(f"{server}/cari/?q=bekasi", wait_until="networkidle")
    page.locator("main a[href^='/berita/']").first.wait_for()
    assert page.evaluate("window.refused") == []
    # And a policy that hinders nothing would not be one.
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"https://lain.example/x.png\" style=\"top:0\">')"
    )
    page.wait_for_function("window.refused.length > 1")
    assert {line.split()[0] for line in page.evaluate("window.refused")} == {"img-src", "style-src-attr"}
    context.close()


def test_the_headers_file_says_each_header_once_for_each_file(built: Path) -> None:
    text = (built / "_headers").read_text("utf-8")
    assert text == headers_file() + "\n"
    rules: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            rules[line] = lines = []
        else:
            lines.append(line.strip())
    assert rules["/*"] == [f"{name}: {value}" for name, value in HEADERS.items()]
    embeds = {f"/{pattern}": headers_of(pattern)["Content-Security-Policy"] for pattern in EMBEDS}
    assert {pattern: rules[pattern] for pattern in embeds} == {
        pattern: ["! Content-Security-Policy", f"Content-Security-Policy: {policy}"]
        for pattern, policy in embeds.items()
    }, "Cloudflare joins the values of rules that all match, unless one takes the others away"
    assert rules["/*/feed.json"] == [f"Content-Type: {JSON_FEED}"]
    assert {f"/{pattern}" for pattern in OPEN} <= rules.keys()
    assert all(len(line) < 2000 for line in text.splitlines()), "Cloudflare reads no longer ones"
    assert len(rules) < 100, "Cloudflare reads no more"
    assert [value for pattern, value in CACHE if f"/{pattern}" in rules and pattern != "*"] == [
        line.removeprefix("Cache-Control: ") for found in rules.values() for line in found if line.startswith("Cache-C")
    ]
