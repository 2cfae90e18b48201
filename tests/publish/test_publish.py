"""A publish from end to end, without a build: what is printed, what is logged, and what a dry run leaves alone."""

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


class Publisher:
    """A built site, a folder target, and the lines that were printed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.target, self.lines = folder, Folder(path=folder / "public"), [""]

    def publish(
        self, files: dict[str, str], *, dry: bool = False, force: str = "", faults: tuple[Refusal, ...] = ()
    ) -> None:
        self.lines.clear()
        built = site(self.folder / "built", files)
        options = PublishOptions(dry, force)
        publish_site(
            built, self.target, RULES, options, faults=faults, state=self.folder / "state", say=self.lines.append
        )

    def shown(self) -> list[str]:
        return sorted(path.relative_to(self.target.path).as_posix() for path in self.target.path.rglob("*.html"))

    def journal(self) -> list[dict[str, object]]:
        lines = (self.folder / "state" / "publishes.jsonl").read_text("utf-8").splitlines()
        return [{key: value for key, value in json.loads(line).items() if key != "when"} for line in lines]

    def everything(self) -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in self.folder.rglob("*") if "built" not in path.parts}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    made = Publisher(tmp_path)
    made.publish(OLD)
    return made


def test_a_dry_run_tells_every_path_and_changes_nothing(publisher: Publisher) -> None:
    before = publisher.everything()
    with pytest.raises(Refused, match="1 public address would vanish: /lama/"):
        publisher.publish(NEW, dry=True)
    where = publisher.target.path
    assert publisher.lines == [
        "  + baru/index.html", "  ~ index.html", "  - lama/index.html", f"{where}: 1 added, 1 changed, 1 removed."
    ]  # fmt: skip
    publisher.publish(OLD | {"index.html": "A"}, dry=True)
    assert publisher.lines == ["  ~ index.html", f"{where}: 0 added, 1 changed, 0 removed.", "Nothing was changed."]
    assert publisher.everything() == before


def test_a_refusal_names_every_reason(publisher: Publisher) -> None:
    with pytest.raises(Refused) as refused:
        publisher.publish(NEW, faults=(Refusal("index.html: the link / leads nowhere", "mend it"),))
    first, second, end = str(refused.value).splitlines()
    assert first == "index.html: the link / leads nowhere; mend it"
    assert second.startswith("1 public address would vanish: /lama/; say in content/moved.toml")
    assert end == "2 reasons against it; nothing is published until they are mended."
    assert publisher.shown() == sorted(OLD)


def test_a_reason_to_publish_all_the_same_is_written_down(publisher: Publisher) -> None:
    publisher.publish(NEW, force="perintah pengadilan")
    assert publisher.shown() == sorted(NEW)
    last = publisher.journal()[-1]
    assert (last["force"], last["sent"], last["plan"]) == ("perintah pengadilan", 2, "1 added, 1 changed, 1 removed")
    assert "would vanish: /lama/" in str(last["against"])


def test_nothing_new_is_not_handed_over(publisher: Publisher) -> None:
    publisher.publish(OLD)
    assert publisher.lines[-1] == f"{publisher.target.path} shows this site already."
    assert (len(publisher.journal()), publisher.target.path.readlink().name) == (1, "1")


def test_a_target_is_a_name_in_the_table_or_a_folder(tmp_path: Path) -> None:
    table = {"umum": {"path": "public"}, "salah": {"kind": "folder", "jalan": "x"}}
    assert str(choose("umum", table, tmp_path)) == str(tmp_path / "public")
    assert str(choose(str(tmp_path / "lain"), table, tmp_path)) == str(tmp_path / "lain")
    with pytest.raises(FileProblem, match=r"no target is called 'umumm'; known are umum, salah; a folder is told by"):
        choose("umumm", table, tmp_path)
    with pytest.raises(
        FileProblem, match=r"publishconf.py: PUBLISH_TARGETS.salah\.\S*path: Field required; see docs/pub"
    ):
        choose("salah", table, tmp_path)
