"""A publish from end to end, without a build: what is said, what is written down, and what a dry run leaves alone."""

import json
from pathlib import Path

import pytest

from publish.gate import Refusal, Rules
from publish.publish import PublishOptions, Refused, publish_site
from publish.targets import choose
from publish.targets.folder import Folder
from record.errors import FileProblem
from tests.publish.sites import site

RULES = Rules(0.05, ())
OLD = {"index.html": "a", "lama/index.html": "b", "tetap/index.html": "c"}
NEW = {"index.html": "A", "baru/index.html": "d", "tetap/index.html": "c"}


class Desk:
    """A built site, a folder target, and what was said about them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.target, self.said = folder, Folder(path=folder / "public"), [""]

    def publish(
        self, files: dict[str, str], *, dry: bool = False, force: str = "", faults: tuple[Refusal, ...] = ()
    ) -> None:
        self.said.clear()
        built = site(self.folder / "built", files)
        options = PublishOptions(dry, force)
        publish_site(
            built, self.target, RULES, options, faults=faults, state=self.folder / "state", say=self.said.append
        )

    def shown(self) -> list[str]:
        return sorted(path.relative_to(self.target.path).as_posix() for path in self.target.path.rglob("*.html"))

    def journal(self) -> list[dict[str, object]]:
        lines = (self.folder / "state" / "publishes.jsonl").read_text("utf-8").splitlines()
        return [{key: value for key, value in json.loads(line).items() if key != "when"} for line in lines]

    def everything(self) -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in self.folder.rglob("*") if "built" not in path.parts}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.publish(OLD)
    return made


def test_a_dry_run_tells_every_path_and_changes_nothing(desk: Desk) -> None:
    before = desk.everything()
    with pytest.raises(Refused, match="1 public address would vanish: /lama/"):
        desk.publish(NEW, dry=True)
    where = desk.target.path
    assert desk.said == [
        "  + baru/index.html", "  ~ index.html", "  - lama/index.html", f"{where}: 1 added, 1 changed, 1 removed."
    ]  # fmt: skip
    desk.publish(OLD | {"index.html": "A"}, dry=True)
    assert desk.said == ["  ~ index.html", f"{where}: 0 added, 1 changed, 0 removed.", "Nothing was changed."]
    assert desk.everything() == before


def test_a_refusal_names_every_reason(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.publish(NEW, faults=(Refusal("index.html: the link / leads nowhere", "mend it"),))
    first, second, end = str(refused.value).splitlines()
    assert first == "index.html: the link / leads nowhere; mend it"
    assert second.startswith("1 public address would vanish: /lama/; say in content/moved.toml")
    assert end == "2 reasons against it; nothing is published until they are mended."
    assert desk.shown() == sorted(OLD)


def test_a_reason_to_publish_all_the_same_is_written_down(desk: Desk) -> None:
    desk.publish(NEW, force="perintah pengadilan")
    assert desk.shown() == sorted(NEW)
    last = desk.journal()[-1]
    assert (last["force"], last["sent"], last["plan"]) == ("perintah pengadilan", 2, "1 added, 1 changed, 1 removed")
    assert "would vanish: /lama/" in str(last["against"])


def test_nothing_new_is_not_handed_over(desk: Desk) -> None:
    desk.publish(OLD)
    assert desk.said[-1] == f"{desk.target.path} shows this site already."
    assert (len(desk.journal()), desk.target.path.readlink().name) == (1, "1")


def test_a_target_is_a_name_in_the_table_or_a_folder(tmp_path: Path) -> None:
    table = {"umum": {"path": "public"}, "salah": {"kind": "folder", "jalan": "x"}}
    assert str(choose("umum", table, tmp_path)) == str(tmp_path / "public")
    assert str(choose(str(tmp_path / "lain"), table, tmp_path)) == str(tmp_path / "lain")
    with pytest.raises(
        FileProblem, match=r"publishconf.py: PUBLISH_TARGETS.salah\.\S*path: Field required; see docs/pub"
    ):
        choose("salah", table, tmp_path)
