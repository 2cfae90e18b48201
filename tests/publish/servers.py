"""Runs nginx and Caddy on loopback with the examples of `docs/servers/`: only folders, ports and names are other."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT, lacking

EXAMPLES = ROOT / "docs" / "servers"
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so")


@contextmanager
def nginx(site: Path, folder: Path) -> Iterator[str]:
    """The address at which nginx serves `site`."""
    if not (shutil.which("nginx") and BROTLI.is_file()):
        lacking("no nginx with Brotli (Debian: apt-get install nginx-light libnginx-mod-http-brotli-filter)")
    port, plain = free_port(), free_port()
    certificate, key = make_certificate(folder)
    text = (EXAMPLES / "nginx.conf").read_text("utf-8")
    for old, new in (
        ("listen [::]:443 ssl http2;", ""),
        ("listen [::]:80;", ""),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("/etc/ssl/pantau/fullchain.pem", str(certificate)),
        ("/etc/ssl/pantau/privkey.pem", str(key)),
        ("/srv/www/pantau", str(site)),
    ):
        assert old in text
        text = text.replace(old, new)
    whole = (
        f"load_module {BROTLI};\ndaemon off;\npid {folder}/pid;\nuser {owner()};\nworker_processes 1;\nevents {{}}\n"
        f"http {{\naccess_log off;\nclient_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\n"
        f"{text}\n{(EXAMPLES / 'nginx-brotli.conf').read_text('utf-8')}\n}}\n"
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
    said = folder / "said"
    surroundings = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with said.open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=surroundings, cwd=folder, start_new_session=True)
    try:
        wait_for(port, server, said)
        yield
    finally:
        # With all that it started; what it holds is gone with the test's folder.
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def wait_for(port: int, server: subprocess.Popen[bytes], said: Path, seconds: float = 60) -> None:
    """Wait until someone listens, or say what the server said when it ended."""
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"{server.args} does not listen on {port}: {said.read_text('utf-8', 'replace')[-600:]}")


def wait_until(told: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not told():
        if time.monotonic() > deadline:
            raise TimeoutError("it never came")
        time.sleep(0.1)
