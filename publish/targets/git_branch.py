"""A branch of a git repository, as GitHub Pages and others show it: one push, which arrives whole or not at all.

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
"""Not compressed, as git stores versions of text as small differences."""
_REPOSITORY = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"})
"""Variables by which git, as in a hook, names the repository that it was called from."""


class GitBranch(BaseModel):
    """`{"kind": "git", "repository": …}`: visitors see what the host shows of the branch, one commit at a time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["git"] = "git"
    repository: Annotated[str, StringConstraints(pattern=r"^[^-\s]\S*$")]
    """Its address or path; git signs in as it is configured to."""
    branch: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")] = "gh-pages"
    cname: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]*$")] = ""
    """The site's own domain, for the `CNAME` file that GitHub Pages needs; "" for none."""
    author: str = "Penerbit <penerbit@localhost>"
    """Who the commits are by."""

    def __str__(self) -> str:
        """Where it is, without the secrets that an address may hold."""
        parts = urlsplit(self.repository)
        shown = (
            urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if parts.password else self.repository
        )
        return f"{shown} ({self.branch})"

    def public(self) -> Manifest | None:
        """The manifest on the branch; None if there is no such branch. Raises `PantauError` for a branch not ours."""
        with self._clone(depth=1) as git:
            return self._manifest(git) if git.tip else None

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Push `built` to the branch; give the number of changed files. Raises `StoreFailed`: the old site stays."""
        with self._clone(depth=1) as git:
            tree = git.tree_of(built, self._own_files(new))
            before = git.run("rev-parse", f"{git.tip}^{{tree}}") if git.tip else ""
            parent = ("-p", git.commit(before, "The site before", self.author)) if before else ()
            commit = git.commit(tree, f"Publish: {plan}", self.author, *parent)
            git.push(commit, self.branch)
            changes = git.run("diff-tree", "-r", "--name-only", "--diff-filter=AM", before or git.empty_tree(), tree)
            return len(set(changes.splitlines()) & new.files.keys())

    def rollback(self) -> str:
        """Push the site before again; say which. Raises `PantauError` if none is kept."""
        with self._clone(depth=2) as git:
            parents = git.run("rev-list", "--parents", "-n", "1", git.tip).split()[1:] if git.tip else []
            if not parents:
                raise PantauError(f"{self}: no earlier site is kept; build and publish the one you want instead")
            self._manifest(git)
            git.push(parents[0], self.branch)
            return f"commit {parents[0][:10]} instead of {git.tip[:10]}"

    def _own_files(self, new: Manifest) -> dict[str, str]:
        """Files for the host, by name: `.nojekyll`, so that it leaves no page out for its name, manifest and domain."""
        extra = {".nojekyll": "", MANIFEST: new.to_json()}
        return extra | ({"CNAME": f"{self.cname}\n"} if self.cname else {})

    def _manifest(self, git: "_Git") -> Manifest:
        if not git.run("ls-tree", git.tip, "--", MANIFEST):
            raise PantauError(f"{self} holds something that we did not make; choose another branch")
        return parse(git.run("cat-file", "blob", f"{git.tip}:{MANIFEST}").encode(), f"{self}: {MANIFEST}")

    @contextmanager
    def _clone(self, depth: int) -> Iterator["_Git"]:
        """A temporary clone of the branch's tip, without its files where the far side can leave them out."""
        with tempfile.TemporaryDirectory(prefix="pantau-") as folder:
            git = _Git(Path(folder), self)
            git.run("init", "--quiet", "--bare", ".")
            git.run("remote", "add", "origin", self.repository)
            heads = git.run("ls-remote", "--heads", "origin", f"refs/heads/{self.branch}")
            if heads:
                git.tip = heads.split()[0]
                # By its id: the branch may move meanwhile, and the lease of the push is for this commit.
                git.run("fetch", "--quiet", f"--depth={depth}", "--filter=blob:none", "origin", git.tip)
            yield git


class _Git:
    """Git in one bare repository; a failure is a `PantauError` in git's own words."""

    def __init__(self, folder: Path, target: GitBranch) -> None:
        self.folder, self.target, self.tip = folder, target, ""

    def run(self, *words: str, stdin: str | None = None, **environment: str) -> str:
        """Run git and give its output, stripped. Raises `StoreFailed`; `PantauError` without git."""
        # What a user's own configuration says of line ends and modes must not change a site's bytes.
        command = ["git", "-c", "core.autocrlf=false", "-c", "core.fileMode=false", "-c", "gc.auto=0", *words]
        # Keep away from the repository that we may be called from, and fail rather than ask for a password.
        inherited = {name: value for name, value in os.environ.items() if name not in _REPOSITORY}
        settings = {"GIT_DIR": str(self.folder), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        settings |= {} if "GIT_SSH_COMMAND" in inherited else {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
        try:
            done = subprocess.run(
                command, cwd=self.folder, env=inherited | settings | environment, input=stdin, capture_output=True,
                check=True, encoding="utf-8",
            )  # fmt: skip
        except FileNotFoundError as error:
            raise PantauError("git is not installed here; install it") from error
        except subprocess.CalledProcessError as error:
            # git repeats the address, which may hold a password.
            message = error.stderr.strip().replace(self.target.repository, str(self.target))
            raise StoreFailed(f"{self.target}: git {words[0]}: {message}; what was there still stands") from error
        return str(done.stdout).strip()

    def empty_tree(self) -> str:
        """The id of the empty tree."""
        return self.run("hash-object", "-t", "tree", "-w", "--stdin", stdin="")

    def tree_of(self, built: Path, more: dict[str, str]) -> str:
        """The id of a tree of all files in `built` and those in `more` (text by name)."""
        # `--force`, as a user's own list of ignored files must leave nothing of the site out.
        self.run("add", "--all", "--force", ".", GIT_WORK_TREE=str(built.resolve()))
        for name, text in more.items():
            blob = self.run("hash-object", "-w", "--stdin", stdin=text)
            self.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
        return self.run("write-tree")

    def commit(self, tree: str, message: str, author: str, *parent: str) -> str:
        """The id of a new commit of a tree."""
        name, _, address = author.removesuffix(">").partition(" <")
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
               (("NAME", name), ("EMAIL", address or "penerbit@localhost"))}  # fmt: skip
        return self.run("commit-tree", tree, "-m", message, *parent, **who)

    def push(self, commit: str, branch: str) -> None:
        """Set the branch to a commit. Raises `StoreFailed`, also if someone else moved the branch meanwhile."""
        ref = f"refs/heads/{branch}"
        self.run("push", "--quiet", f"--force-with-lease={ref}:{self.tip}", "origin", f"{commit}:{ref}")
