"""`invoke review --browser`: the review tray as a page on one's own machine, which takes decisions.

Only this machine is answered (127.0.0.1, and a Host that says so, which a rebound name does not), only under an address
that nobody can guess, and a decision only from a form of this very page: Origin, `Sec-Fetch-Site` and a token in the
form must agree. The page has no script and may load none. It is on a port of its own, apart from `invoke serve`, whose
pages show what others wrote.
"""

import hmac
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from invoke.exceptions import Exit

from tools.review_files import Desk
from tools.review_pages import ReviewPages

LONGEST_FORM = 64_000
"""Bytes of a form; the longest that an editor fills in has some thousand."""
SLOWEST_REQUEST = 10.0
"""Seconds after which a connection that says nothing is closed: browsers open some on suspicion."""
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Publishers shall not see the address; the page itself needs its Origin, which `no-referrer` would hide.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Job = Callable[[], Any]


class ReviewServer(ThreadingHTTPServer):
    """Answers in threads, and has everything that touches the record done by the thread that calls `work`."""

    daemon_threads = True

    def __init__(self, pages: ReviewPages, port: int = 0) -> None:
        """Listens on 127.0.0.1 at `port`, or a free one. Raises `OSError`."""
        super().__init__(("127.0.0.1", port), Handler)
        self.pages = pages
        self.secret, self.form_token = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._jobs: SimpleQueue[tuple[Job, Future[Any]] | None] = SimpleQueue()

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a request for this server may have as its Host."""
        return f"127.0.0.1:{self.server_port}", f"localhost:{self.server_port}"

    @property
    def address(self) -> str:
        """The page's own."""
        return f"http://{self.hosts[0]}/{self.secret}/"

    def work(self) -> None:
        """Serve until `end` is called. SQLite's connections are of the thread that opened them, so that it is ours."""
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            while job := self._jobs.get():
                run, done = job
                try:
                    done.set_result(run())
                except Exception as error:
                    done.set_exception(error)
        finally:
            self.shutdown()
            self.server_close()

    def end(self) -> None:
        """Have `work` return."""
        self._jobs.put(None)

    def ask(self, job: Job) -> Any:
        """The result of `job`, run by the thread that works. Raises what it raises."""
        done: Future[Any] = Future()
        self._jobs.put((job, done))
        return done.result()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ReviewServer
    timeout = SLOWEST_REQUEST

    def do_GET(self) -> None:
        """The page or its style."""
        name, query = self._requested()
        if name == "":
            asked = parse_qs(query)
            if "muat" in asked:
                self.server.ask(self.server.pages.read_again)
            key = asked.get("entri", [""])[0]
            page = self.server.ask(partial(self.server.pages.page, key, self.server.form_token))
            self._send(HTTPStatus.OK, "text/html", page)
        elif name == "gaya.css":
            self._send(HTTPStatus.OK, "text/css", self.server.pages.style())
        elif name is not None:
            self._refuse(HTTPStatus.NOT_FOUND, "Tidak ada apa-apa di alamat ini.")

    def do_POST(self) -> None:
        """A decision; the answer leads to the page that comes next."""
        name, _ = self._requested()
        if name is None:
            return
        form = self._form()
        if name != "putusan":
            self._refuse(HTTPStatus.NOT_FOUND, "Tidak ada apa-apa di alamat ini.")
        elif not self._is_from_this_page(form):
            self._refuse(HTTPStatus.FORBIDDEN, "Putusan ini tidak datang dari halaman meja redaksi; muat ulang dulu.")
        else:
            key = self.server.ask(partial(self.server.pages.decide, form))
            self.send_response(HTTPStatus.SEE_OTHER)
            self._send_headers()
            self.send_header("Location", f"/{self.server.secret}/" + (f"?entri={key}" if key else ""))
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _requested(self) -> tuple[str | None, str]:
        """What is asked for below the secret, and the query; None where the request was refused."""
        path, _, query = self.path.partition("?")
        if self.headers.get("Host") not in self.server.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "Halaman ini hanya untuk komputer ini.")
            return None, ""
        secret, slash, name = path.removeprefix("/").partition("/")
        # In constant time: how long a wrong guess takes must not say how far it was right.
        if not slash or not hmac.compare_digest(secret.encode(), self.server.secret.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "Pakai alamat yang ditulis ./run review --browser di terminal.")
            return None, ""
        return name, query

    def _form(self) -> dict[str, list[str]]:
        length = self.headers.get("Content-Length", "")
        is_form = self.headers.get_content_type() == "application/x-www-form-urlencoded"
        if not (is_form and length.isdecimal() and int(length) <= LONGEST_FORM):
            self.close_connection = True
            return {}
        return parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"), keep_blank_values=True)

    def _is_from_this_page(self, form: Mapping[str, list[str]]) -> bool:
        origins = {f"http://{host}" for host in self.server.hosts}
        return (
            self.headers.get("Origin") in origins
            and self.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
            and hmac.compare_digest(form.get("tanda", [""])[0].encode(), self.server.form_token.encode())
        )

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send(status, "text/plain", f"{why}\n")

    def _send(self, status: HTTPStatus, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self._send_headers()
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)

    def version_string(self) -> str:
        """Of nobody's concern."""
        return "meja"

    def log_message(self, *_: Any) -> None:
        """Log nothing: an address in a log would be a key left in the door."""


def serve(desk: Desk, port: int = 0) -> None:
    """Print the page's address and serve it until interrupted. Raises `Exit` where the port is taken."""
    try:
        server = ReviewServer(ReviewPages(desk), port)
    except OSError as error:
        advice = "end what serves there, or choose another with --port"
        raise Exit(f"127.0.0.1:{port}: {error.strerror}; {advice}", 1) from error
    print(f"{server.address} shows the review tray; Ctrl-C ends it.", flush=True)
    try:
        server.work()
    except KeyboardInterrupt:
        print(f"{server.pages.decided} decided, {server.pages.left} waiting.")
