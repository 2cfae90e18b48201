"""Runs nginx and Caddy on loopback with the examples of `docs/servers/`, where only folders, ports and names are other,
and asks them.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from plugins.exports.http_headers import headers_of
from record.site_files import cache_control, content_type, is_open
from tests.conftest import ROOT, lacking
from tests.waiting import wait_until

EXAMPLES = ROOT / "docs" / "servers"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    """The address at which nginx serves `site`."""
    if not BROTLI.is_file():
        lacking("no Brotli for nginx (Debian: apt-get install libnginx-mod-http-brotli-filter)")
    names = {"/srv/www/pantau": str(site)}
    with _nginx(("nginx.conf", "nginx-brotli.conf"), names, folder, f"load_module {BROTLI};") as where:
        yield where


@contextmanager
def nginx_before(bucket: str, folder: Path) -> Iterator[str]:
    """The address at which nginx serves the release that a bucket's pointer names."""
    names = {"https://s3.example/pantau": bucket, "/var/cache/nginx/pantau": str(folder / "kept")}
    with _nginx(("nginx-s3.conf",), names, folder) as where:
        yield where


@contextmanager
def _nginx(examples: Sequence[str], names: Mapping[str, str], folder: Path, first: str = "") -> Iterator[str]:
    if not shutil.which("nginx"):
        lacking("no nginx (Debian: apt-get install nginx-light)")
    port, plain = free_port(), free_port()
    certificate, key = make_certificate(folder)
    text = "\n".join((EXAMPLES / name).read_text("utf-8") for name in examples)
    for old, new in (
        ("listen [::]:443 ssl http2;", ""),
        ("listen [::]:80;", ""),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("/etc/ssl/pantau/fullchain.pem", str(certificate)),
        ("/etc/ssl/pantau/privkey.pem", str(key)),
        *names.items(),
    ):
        assert old in text
        text = text.replace(old, new)
    whole = (
        f"{first}\ndaemon off;\npid {folder}/pid;\nuser {owner()};\nworker_processes 1;\nevents {{}}\n"
        f"http {{\naccess_log off;\nclient_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\n"
        f"{text}\n}}\n"
    )
    (folder / "nginx.conf").write_text(whole, "utf-8")
    with running(["nginx", "-e", str(folder / "errors"), "-c", str(folder / "nginx.conf")], port, folder):
        yield f"https://127.0.0.1:{port}"


@contextmanager
def caddy(site: Path, folder: Path) -> Iterator[str]:
    """The address at which Caddy serves `site`."""
    if not shutil.which("caddy"):
        lacking("no Caddy (Debian: apt-get install caddy)")
    port = free_port()
    certificate, key = make_certificate(folder)
    text = (EXAMPLES / "Caddyfile").read_text("utf-8")
    text = re.sub(r"^pantau\.example \{", f"https://127.0.0.1:{port} {{\n\ttls {certificate} {key}", text, flags=re.M)
    text = text.replace("/srv/www/pantau", str(site))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text, "utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    with running(command, port, folder):
        yield f"https://127.0.0.1:{port}"


class Asker:
    """Asks one server, which has a certificate of its own making."""

    def __init__(self, server: str) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self._link = http.client.HTTPSConnection(server.removeprefix("https://"), context=context, timeout=20)

    def __call__(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        self._link.request("GET", path, headers=headers)
        answer = self._link.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def close(self) -> None:
        self._link.close()


def faults(name: str, body: bytes, ask: Asker) -> list[str]:
    """What is not as it should be when a file is asked for: bytes, type, lifetime, every header."""
    status, headers, answered = ask("/" + name.removesuffix("index.html"))
    expected = {
        "Status": (status, 200),
        "Content-Type": (plain(headers["Content-Type"]), plain(content_type(name))),
        "Cache-Control": (headers.get("Cache-Control"), cache_control(name)),
        "Access-Control-Allow-Origin": (headers.get("Access-Control-Allow-Origin"), "*" if is_open(name) else None),
        "Body": (answered, body),
        **{header: (headers.get(header), value) for header, value in headers_of(name).items()},
    }
    return [
        f"{name}: {header} is {is_!r}, not {should!r}" for header, (is_, should) in expected.items() if is_ != should
    ]


def plain(kind: str) -> str:
    """A type without its charset: servers may write one more."""
    return kind.partition(";")[0]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def owner() -> str:
    """Whom nginx's workers run as: they must read a folder of the tests."""
    import pwd  # noqa: PLC0415 - not on every system

    return pwd.getpwuid(os.geteuid()).pw_name


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for loopback that nobody vouches for, and its key."""
    made = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-out", made[0], "-keyout", made[1]], check=True, capture_output=True, timeout=60)
    return made


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server that listens on `port` while the block runs."""
    output = folder / "output"
    surroundings = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with output.open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings, cwd=folder, start_new_session=True)
    try:
        wait_for(port, server, output)
        yield
    finally:
        # With all that it started; what it holds is gone with the test's folder.
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes], output: Path, seconds: float = 60) -> None:
    """Wait until someone listens, or raise TimeoutError with the end of what the server printed."""
    with suppress(TimeoutError):
        wait_until(lambda: listens(port) or server.poll() is not None, seconds)
    if not listens(port):
        raise TimeoutError(f"{server.args} does not listen on {port}: {output.read_text('utf-8', 'replace')[-600:]}")


def listens(port: int) -> bool:
    """Whether someone listens on a port."""
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False
