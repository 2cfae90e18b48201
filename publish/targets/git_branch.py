"""A branch of a git repository, as GitHub Pages and its like show: one push, which is there whole or not at all.

The branch never holds more than two commits, the site and the one before: a history of every build would soon weigh
more than the site, and the record's own history is where the content is. Only what the far side lacks is sent.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, StringConstraints

from publish.manifest import Manifest, Plan, parse
from record.errors import PantauError, StoreFailed

MANIFEST = ".pantau.json"
"""In plain text, since git keeps differences of text well."""
_ELSEWHERE = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"})


class GitBranch(BaseModel):
    """Visitors see what the host makes of the branch; hosts switch to a new commit in one step."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["git"] = "git"
    repository: Annotated[str, StringConstraints(pattern=r"^[^-\s]\S*$")]
    """Its address, or a path; git's own means of signing in are used."""
    branch: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")] = "gh-pages"
    cname: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]*$")] = ""
    """The site's own domain, for the `CNAME` file that GitHub asks for."""
    author: str = "Penerbit <penerbit@localhost>"

    def __str__(self) -> str:
        """Where it is, without the secrets that an address may hold."""
        parts = urlsplit(self.repository)
        shown = (
            urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if parts.password else self.repository
        )
        return f"{shown} ({self.branch})"

    def public(self) -> Manifest | None:
        """What the branch holds; None when there is no such branch. Raises `PantauError` when it is not ours."""
        with self._clone(depth=1) as git:
            return self._manifest(git) if git.tip else None

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make the branch hold `built`; how many files travelled. Raises `StoreFailed`: the old site stands."""
        with self._clone(depth=1) as git:
            tree = git.tree_of(built, self._own_files(new))
            before = git.say("rev-parse", f"{git.tip}^{{tree}}") if git.tip else ""
            parent = ("-p", git.commit(before, "The site before", self.author)) if before else ()
            commit = git.commit(tree, f"Publish: {plan}", self.author, *parent)
            git.push(commit, self.branch)
            changes = git.say("diff-tree", "-r", "--name-only", "--diff-filter=AM", before or git.empty(), tree)
            return len(set(changes.splitlines()) & new.files.keys())

    def rollback(self) -> str:
        """Make the branch hold the site before again; says which. Raises `PantauError` when there is none."""
        with self._clone(depth=2) as git:
            parents = git.say("rev-list", "--parents", "-n", "1", git.tip).split()[1:] if git.tip else []
            if not parents:
                raise PantauError(f"{self}: no earlier site is kept; build and publish the one you want instead")
            self._manifest(git)
            git.push(parents[0], self.branch)
            return f"commit {parents[0][:10]} instead of {git.tip[:10]}"

    def _own_files(self, new: Manifest) -> dict[str, str]:
        """What the host wants to be told: no page may be left out for its name, and the domain."""
        told = {".nojekyll": "", MANIFEST: new.text()}
        return told | ({"CNAME": f"{self.cname}\n"} if self.cname else {})

    def _manifest(self, git: "_Git") -> Manifest:
        if not git.say("ls-tree", git.tip, "--", MANIFEST):
            raise PantauError(f"{self} holds something that we did not make; choose another branch")
        return parse(git.say("cat-file", "blob", f"{git.tip}:{MANIFEST}").encode(), f"{self}: {MANIFEST}")

    @contextmanager
    def _clone(self, depth: int) -> Iterator["_Git"]:
        """A passing clone of the branch's tip, without its files where the far side can leave them out."""
        with tempfile.TemporaryDirectory(prefix="pantau-") as folder:
            git = _Git(Path(folder), self)
            git.say("init", "--quiet", "--bare", ".")
            git.say("remote", "add", "origin", self.repository)
            found = git.say("ls-remote", "--heads", "origin", f"refs/heads/{self.branch}")
            if found:
                git.tip = found.split()[0]
                git.say("fetch", "--quiet", f"--depth={depth}", "--filter=blob:none", "origin", git.tip)
            yield git


class _Git:
    """Git in one folder; every fault is a `PantauError` in its own words."""

    def __init__(self, folder: Path, target: GitBranch) -> None:
        self.folder, self.target, self.tip = folder, target, ""

    def say(self, *words: str, given: str | None = None, **environment: str) -> str:
        """What git answers. Raises `StoreFailed`."""
        command = ["git", "-c", "core.autocrlf=false", "-c", "core.fileMode=false", "-c", "gc.auto=0", *words]
        # Whatever repository we are called from is not ours to touch, and nobody is there to answer a question.
        inherited = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
        set_ = {"GIT_DIR": str(self.folder), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        set_ |= {} if "GIT_SSH_COMMAND" in inherited else {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=inherited | set_ | environment, input=given, capture_output=True,
                check=True, encoding="utf-8",
            )  # fmt: skip
        except FileNotFoundError as error:
            raise PantauError("git is not installed here; install it") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.strip().replace(self.target.repository, str(self.target))
            raise StoreFailed(f"{self.target}: git {words[0]}: {said}; what was there still stands") from error
        return str(done.stdout).strip()

    def empty(self) -> str:
        """The tree of nothing."""
        return self.say("hash-object", "-t", "tree", "-w", "--stdin", given="")

    def tree_of(self, built: Path, more: dict[str, str]) -> str:
        """A tree of all files in `built`, and these."""
        self.say("add", "--all", "--force", ".", GIT_WORK_TREE=str(built.resolve()))
        for name, text in more.items():
            blob = self.say("hash-object", "-w", "--stdin", given=text)
            self.say("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
        return self.say("write-tree")

    def commit(self, tree: str, message: str, author: str, *parent: str) -> str:
        """A commit of a tree."""
        name, _, address = author.removesuffix(">").partition(" <")
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
               (("NAME", name), ("EMAIL", address or "penerbit@localhost"))}  # fmt: skip
        return self.say("commit-tree", tree, "-m", message, *parent, **who)

    def push(self, commit: str, branch: str) -> None:
        """Let the branch be this commit, unless someone else moved it meanwhile."""
        ref = f"refs/heads/{branch}"
        self.say("push", "--quiet", f"--force-with-lease={ref}:{self.tip}", "origin", f"{commit}:{ref}")
