"""Publishing over SSH, to a real sshd on loopback."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from publish.manifest import read_site
from publish.targets.rsync import Rsync
from record.errors import PantauError, StoreFailed
from tests.conftest import lacking
from tests.publish.servers import free_port, listens
from tests.publish.sites import killed, send, site
from tests.waiting import wait_until

SSHD = "/usr/sbin/sshd"


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """Options for ssh that lead to a server of our own, with keys of its own."""
    if not (Path(SSHD).is_file() and shutil.which("rsync") and shutil.which("ssh-keygen")):
        lacking("no sshd or rsync (Debian: apt-get install openssh-server rsync)")
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True, timeout=30)
    port = free_port()
    settings = {
        "Port": port, "ListenAddress": "127.0.0.1",
        "HostKey": folder / "host", "AuthorizedKeysFile": folder / "user.pub",
        # The default takes seventy milliseconds of each side, in each of a hundred logins.
        "KexAlgorithms": "curve25519-sha256",
        "StrictModes": "no", "UsePAM": "no", "PasswordAuthentication": "no", "PidFile": "none",
    }  # fmt: skip
    (folder / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()), "utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / "config")], stderr=subprocess.DEVNULL)
    wait_until(lambda: listens(port))
    options = {"StrictHostKeyChecking": "no", "UserKnownHostsFile": "/dev/null", "LogLevel": "ERROR"}
    yield "-p", str(port), "-i", str(folder / "user"), *(f"-o{name}={value}" for name, value in options.items())
    server.terminate()
    server.wait()


@pytest.fixture
def target(ssh: tuple[str, ...], tmp_path: Path) -> Rsync:
    return Rsync(host=f"{getpass.getuser()}@127.0.0.1", path=f"{tmp_path}/srv/www/pantau", ssh=ssh)


def there(target: Rsync) -> dict[str, str]:
    folder = Path(target.path)
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
    }


def releases(target: Rsync) -> list[str]:
    return sorted(path.name for path in Path(f"{target.path}.releases").iterdir())


def writing(folder: Path) -> list[str]:
    """The command lines of processes that were told to write there: the far side's outlive a kill of ours."""
    lines = (" ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"]))
    return [line for line in lines if str(folder) in line]


FIRST = {f"{number}/index.html": f"halaman {number}" for number in range(40)} | {"index.html": "lama"}


def test_only_a_changed_page_travels_and_the_rest_is_linked(target: Rsync, tmp_path: Path) -> None:
    assert target.public() is None
    assert send(target, site(tmp_path / "built", FIRST)) == 41
    # Built anew: every date is another, and one page.
    second = {**FIRST, "index.html": "baru"}
    second.pop("7/index.html")
    assert send(target, site(tmp_path / "built", second)) == 1
    assert there(target) == second
    assert target.public() == read_site(tmp_path / "built")
    one, two = (Path(f"{target.path}.releases/{number}/3/index.html") for number in (1, 2))
    assert one.samefile(two)
    send(target, site(tmp_path / "built", FIRST))
    assert releases(target) == ["2", "2.json.gz", "3", "3.json.gz"]


def test_a_rollback_shows_the_release_before(target: Rsync, tmp_path: Path) -> None:
    for text in ("satu", "dua"):
        send(target, site(tmp_path / "built", {"index.html": text}))
    assert target.rollback() == "release 1 instead of 2"
    assert there(target) == {"index.html": "satu"}
    with pytest.raises(PantauError, match="no earlier release is kept"):
        target.rollback()
    send(target, site(tmp_path / "built", {"index.html": "tiga"}))
    assert (there(target), releases(target)) == ({"index.html": "tiga"}, ["1", "1.json.gz", "3", "3.json.gz"])


def test_a_kill_in_the_middle_leaves_the_old_site_whole_and_the_next_run_goes_on(target: Rsync, tmp_path: Path) -> None:
    send(target, site(tmp_path / "built", {"index.html": "lama"}))
    pages = {f"{number}/index.html": os.urandom(4000).hex() for number in range(300)}
    built = site(tmp_path / "built", pages)
    partial = Path(f"{target.path}.releases/2.partial")
    slow = target.model_copy(update={"most_kb": 400})
    killed(slow, built, until=lambda: len(list(partial.glob("*/index.html"))) > 50)
    assert there(target) == {"index.html": "lama"}
    wait_until(lambda: not writing(partial))
    assert 0 < send(target, built) < 300
    assert there(target) == pages
    assert releases(target) == ["1", "1.json.gz", "2", "2.json.gz"]


def test_what_is_not_ours_is_left_alone(target: Rsync, tmp_path: Path) -> None:
    site(Path(target.path), {"index.html": "mereka"})
    with pytest.raises(PantauError, match="holds something that we did not make"):
        send(target, site(tmp_path / "built", FIRST))
    assert there(target) == {"index.html": "mereka"}


def test_an_empty_folder_may_be_taken_over(target: Rsync, tmp_path: Path) -> None:
    Path(target.path).mkdir(parents=True)
    send(target, site(tmp_path / "built", {"index.html": "a"}))
    assert there(target) == {"index.html": "a"}


def test_a_far_side_that_refuses_is_said(target: Rsync, tmp_path: Path) -> None:
    nobody = target.model_copy(update={"host": "tak-ada-orang@127.0.0.1"})
    with pytest.raises(StoreFailed, match=r"tak-ada-orang@127.0.0.1.*denied.*; what was there still stands"):
        nobody.public()


@pytest.mark.parametrize("path", ["relative", "/srv/$(touch x)", "/srv/a b", "/", "/srv/x/"])
def test_a_path_that_a_shell_might_misread_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        Rsync(host="a", path=path)
