"""Publishing to a branch of a real, bare repository."""

import os
import subprocess
from pathlib import Path

import pytest

from publish.manifest import read_site
from publish.targets.git_branch import GitBranch
from record.errors import PantauError, StoreFailed
from tests.publish.sites import killed, send, site

FIRST = {f"{number}/index.html": f"halaman {number}" for number in range(40)} | {"index.html": "lama"}
OWN = {".nojekyll", "CNAME", ".pantau.json"}


def git(repository: Path, *words: str) -> str:
    command = ["git", "--git-dir", str(repository), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "pages.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(folder)], check=True)
    git(folder, "config", "uploadpack.allowFilter", "true")
    return folder


@pytest.fixture
def target(repository: Path) -> GitBranch:
    return GitBranch(repository=repository.as_uri(), cname="pantau.example", author="Meja <meja@pantau.example>")


def there(repository: Path, branch: str = "gh-pages") -> dict[str, str]:
    names = git(repository, "ls-tree", "-r", "--name-only", branch).splitlines()
    return {name: git(repository, "cat-file", "blob", f"{branch}:{name}") for name in names if name not in OWN}


def objects(repository: Path) -> int:
    counts = dict(line.split(": ") for line in git(repository, "count-objects", "-v").splitlines())
    return int(counts["count"]) + int(counts["in-pack"])


def test_only_a_changed_page_travels_and_two_commits_are_all_there_is(
    target: GitBranch, repository: Path, tmp_path: Path
) -> None:
    assert target.public() is None
    assert send(target, site(tmp_path / "built", FIRST)) == 41
    before = objects(repository)
    second = {**FIRST, "3/index.html": "baru"}
    second.pop("7/index.html")
    assert send(target, site(tmp_path / "built", second)) == 1
    # The page and the manifest; the root's and the page's folder; this commit and the one before it.
    assert objects(repository) - before == 6
    assert there(repository) == second
    assert target.public() == read_site(tmp_path / "built")
    assert git(repository, "cat-file", "blob", "gh-pages:CNAME") == "pantau.example"
    assert git(repository, "log", "-1", "--format=%an <%ae> %s", "gh-pages") == (
        "Meja <meja@pantau.example> Publish: 0 added, 1 changed, 1 removed"
    )
    for text in ("a", "b", "c"):
        send(target, site(tmp_path / "built", {"index.html": text}))
    assert git(repository, "rev-list", "--count", "gh-pages") == "2"


def test_a_rollback_shows_the_site_before(target: GitBranch, repository: Path, tmp_path: Path) -> None:
    for text in ("satu", "dua"):
        send(target, site(tmp_path / "built", {"index.html": text}))
    assert "instead of" in target.rollback()
    assert there(repository) == {"index.html": "satu"}
    with pytest.raises(PantauError, match="no earlier site is kept"):
        target.rollback()
    send(target, site(tmp_path / "built", {"index.html": "tiga"}))
    target.rollback()
    assert there(repository) == {"index.html": "satu"}


def test_a_kill_in_the_middle_of_the_push_leaves_the_old_site_whole(
    target: GitBranch, repository: Path, tmp_path: Path
) -> None:
    send(target, site(tmp_path / "built", {"index.html": "lama"}))
    hook, asked = repository / "hooks" / "pre-receive", tmp_path / "asked"
    hook.write_text(f"#!/bin/sh\ntouch '{asked}'\nsleep 30\n", "utf-8")
    hook.chmod(0o755)
    built = site(tmp_path / "built", FIRST)
    killed(target, built, until=asked.is_file)
    assert there(repository) == {"index.html": "lama"}
    hook.unlink()
    send(target, built)
    assert there(repository) == FIRST
    git(repository, "fsck", "--strict")


def test_what_is_not_ours_is_left_alone(target: GitBranch, repository: Path, tmp_path: Path) -> None:
    theirs = git(repository, "hash-object", "-t", "tree", "-w", "--stdin")
    who = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@x", "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x"}
    command = ["git", "--git-dir", str(repository), "commit-tree", theirs, "-m", "x"]
    commit = subprocess.run(command, env=os.environ | who, capture_output=True, encoding="utf-8", check=True).stdout
    git(repository, "update-ref", "refs/heads/gh-pages", commit.strip())
    with pytest.raises(PantauError, match="holds something that we did not make"):
        send(target, site(tmp_path / "built", FIRST))
    assert git(repository, "rev-parse", "gh-pages") == commit.strip()


def test_a_far_side_that_refuses_is_said_without_its_secret(tmp_path: Path) -> None:
    target = GitBranch(repository="https://bot:rahasia@127.0.0.1:9/pages.git")
    with pytest.raises(StoreFailed, match=r"https://127.0.0.1:9/pages.git \(gh-pages\): git ls-remote") as refused:
        target.public()
    assert "rahasia" not in str(refused.value)


def test_a_far_side_that_sends_whole_sites_only_is_served_too(
    target: GitBranch, repository: Path, tmp_path: Path
) -> None:
    git(repository, "config", "uploadpack.allowFilter", "false")
    send(target, site(tmp_path / "built", FIRST))
    assert send(target, site(tmp_path / "built", FIRST | {"index.html": "baru"})) == 1
    assert there(repository)["index.html"] == "baru"
