"""What a build leaves for the next one, and what happens when that is lost, damaged, or was never finished."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.incremental import build_state, parallel, state_folder
from plugins.incremental.dependencies import Answer, Changes, Facts, Watched, compared, noted, shared
from plugins.incremental.file_stats import stamp_of
from plugins.incremental.output import Output, keep
from plugins.model.news import Kept, Surroundings, read_news
from plugins.model.record import read_record
from record.errors import ContentProblem
from tests.site import many
from tests.site.building import CONTENT, ROOT, build, files

names = st.sampled_from("abcdef")
stamps = st.tuples(st.integers(0, 2**60), st.integers(0, 2**40))
states = st.builds(
    build_state.State,
    ground=st.sampled_from(["satu", "dua"]),
    surroundings=st.sampled_from(["", "lain"]),
    leaves=st.dictionaries(names, st.text(max_size=3)),
    answers=st.dictionaries(names, st.builds(Answer, names, st.tuples(names), st.integers(), st.tuples(names))),
    news=st.dictionaries(names, st.tuples(stamps, st.tuples(st.binary(max_size=3), st.none(), st.floats(0, 1)))),
    files=st.dictionaries(names, st.tuples(stamps, names, st.tuples(names, names))),
)


def told(kept: build_state.State) -> tuple[object, ...]:
    return kept.ground, kept.surroundings, kept.leaves, kept.answers, kept.news, kept.files


@given(st.lists(states, min_size=1, max_size=6))
def test_what_is_saved_step_by_step_is_what_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, steps: list[build_state.State]
) -> None:
    path = tmp_path_factory.mktemp("state") / "build"
    for after in steps:
        build_state.save(path, build_state.load(path), after)
        assert told(build_state.load(path)) == told(after)


@given(states, states, st.integers(0, 10**6), st.integers(1, 255))
def test_damage_anywhere_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, one: build_state.State, two: build_state.State, at: int, flip: int
) -> None:
    path = tmp_path_factory.mktemp("state") / "build"
    build_state.save(path, build_state.State(), one)
    build_state.save(path, build_state.load(path), two)
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[at % len(whole)] ^= flip
    for data in (bytes(broken), whole[: at % len(whole)], whole + b"x", b""):
        path.write_bytes(data)
        assert told(build_state.load(path)) in (
            told(build_state.State()),
            told(one) if data == whole[: len(data)] else None,
        )


def test_a_day_adds_no_more_than_what_it_brought(tmp_path: Path) -> None:
    path = tmp_path / "build"
    news = {f"{number}": ((number, 0), (b"x" * 100,)) for number in range(1000)}
    build_state.save(path, build_state.State(), build_state.State(ground="satu", news=news))
    first = path.stat().st_size
    build_state.save(
        path, build_state.load(path), build_state.State(ground="satu", news=news | {"neu": ((1, 2), (b"y",))})
    )
    assert first < path.stat().st_size < first + 300


class Record:
    """A record of numbers, as small as can be."""

    def __init__(self, **numbers: int) -> None:
        self.facts = Facts()
        self.numbers = Watched(self.facts, "number", numbers)

    @noted
    def total(self) -> int:
        return sum(self.numbers.values())

    @shared
    def _names(self) -> str:
        return "".join(self.numbers)

    def has(self, name: str) -> bool:
        self.facts.note(f"name {name}")
        return name in self._names

    @compared
    def is_large(self, limit: int) -> bool:
        return self.total > limit


def read_by(record: Record, ask: str, *values: object) -> set[str]:
    with record.facts.reading() as read:
        found = getattr(record, ask)
        if callable(found):
            found(*values)
    return read


def test_who_reads_something_made_once_reads_what_it_was_made_of_each_time() -> None:
    record = Record(a=1, b=2)
    assert read_by(record, "total") == read_by(record, "total") == {"number *", "number a", "number b"}
    assert read_by(record, "has", "a") == {"name a"}, "what is shared is noted by who looks it up"


def test_a_key_that_was_asked_for_in_vain_counts() -> None:
    record = Record(a=1)
    with record.facts.reading() as read:
        assert record.numbers.get("z") is None
    assert read == {"number z"}


@pytest.mark.parametrize(("now", "touched"), [({"a": 1, "b": 2}, False), ({"a": 1, "b": 3}, False), ({"a": 9}, True)])
def test_an_answer_that_is_the_same_changes_nothing(now: dict[str, int], touched: bool) -> None:
    before = Record(a=1, b=2)
    read = read_by(before, "is_large", 5)
    assert len(read) == 1
    changes = Changes({"number *", "number b"}, before.facts.answers, Record(**now))
    assert changes.touch(read) is touched


def test_an_answer_about_what_is_gone_has_changed() -> None:
    before = {"?x": Answer("no.such.question", (), 1, ("number a",)), "?y": Answer("z", (), 1, ("?lost",))}
    changes = Changes({"number a"}, before, Record())
    assert changes.touch(("?x",))
    assert changes.touch(("?y",))
    assert changes.touch(("?lost",))


def test_a_file_that_has_just_changed_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "satu"
    path.write_text("satu")
    assert stamp_of(path.stat(), time.time_ns()) == b""
    assert stamp_of(path.stat(), time.time_ns() + 3_000_000_000) != b""


def _dies() -> int:
    if os.getpid() != PARENT:
        os._exit(9)
    return 7


PARENT = os.getpid()


@pytest.mark.parametrize(("work", "told"), [(lambda: {"a": (1, b"x")}, {"a": (1, b"x")}), (_dies, 7)])
@pytest.mark.parametrize("count", [1, 2])
def test_what_a_copy_of_the_process_does_is_done_also_where_there_is_none(
    work: Callable[[], object], told: object, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: count)
    monkeypatch.setattr(sys.modules[__name__], "PARENT", os.getpid())
    assert parallel.aside(work)() == told


def test_an_editor_s_own_files_beside_the_news_are_let_be(tmp_path: Path) -> None:
    folder = tmp_path / "news/2017/05"
    folder.mkdir(parents=True)
    (folder / ".#2017-05-22-mei.md").symlink_to("somebody@a-machine.1234")
    (folder / "._2017-05-22-mei.md").write_bytes(b"\0\5\x16\7")
    faults: list[ContentProblem] = []
    assert read_news(tmp_path / "news", Surroundings({}, frozenset(), {}), Kept(), faults).news == faults == []


def test_a_file_that_stays_the_same_keeps_its_time(tmp_path: Path) -> None:
    path = tmp_path / "a" / "satu"
    stamp, is_new = keep(str(path), b"satu")
    assert is_new
    assert keep(str(path), b"satu") == (stamp, False)
    copy = tmp_path / "copy"
    copy.hardlink_to(path)
    assert keep(str(path), b"dua")[1]
    assert copy.read_bytes() == b"satu", "a copy that shares the file keeps the old one"


def test_what_goes_takes_its_empty_folders_along(tmp_path: Path) -> None:
    output = Output(tmp_path, Facts(), {}, None)
    output.add_file("a/b/index.html", lambda: "satu")
    output.add_file("a/c.txt", lambda: "dua")
    output.remove(["a/b/index.html", "a/never/there.txt"])
    assert sorted(files(tmp_path)) == ["a/c.txt"]
    assert not (tmp_path / "a" / "b").exists()


def run(content: Path, output: Path, **environment: str) -> str:
    command = [
        sys.executable,
        "-m",
        "tools.build_site",
        str(content),
        "-o",
        str(output),
        "-s",
        "pelicanconf.py",
    ]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def test_when_nothing_changed_nothing_is_done_and_any_change_is_seen(tmp_path: Path) -> None:
    content, output = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    _age(tmp_path)
    assert "new or changed" in run(content, output)
    times = {name: (output / name).stat().st_mtime_ns for name in files(output)}
    assert "nothing changed" in run(content, output)
    page = output / "berita/2017/05/mei/index.html"
    page.write_text("rusak")
    assert "1 are new or changed" in run(content, output)
    assert "nothing changed" not in run(content, output, PANTAU_CONTACT="mailto:a@b.example")
    (output / "pagefind" / "pagefind-entry.json").unlink()
    assert "0 are new or changed" in run(content, output)
    assert (output / "pagefind" / "pagefind-entry.json").exists()
    (content / "moved.toml").unlink()  # a line there leads to this item
    (content / "news/2017/05/2017-05-22-mei.md").unlink()
    assert "removed" in run(content, output)
    assert not page.exists()
    after = {name: (output / name).stat().st_mtime_ns for name in times if (output / name).exists()}
    same = {name for name in after if after[name] == times[name]}
    assert {"404.html", "theme/site.css", "berita/2018/03/siaran/index.html", "kartu.png"} & same >= {
        "404.html",
        "theme/site.css",
        "berita/2018/03/siaran/index.html",
    }


def _age(folder: Path) -> None:
    """Wait until the files are old enough to be known by their times."""
    newest = max(path.stat().st_ctime for path in folder.rglob("*"))
    time.sleep(max(0.0, newest + 2 - time.time()))


@pytest.mark.parametrize("after", [0.9, 1.4, 2.2])
def test_a_build_that_is_killed_in_the_middle_does_the_next_no_harm(tmp_path: Path, after: float) -> None:
    content, output = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    items = many.items({(2019, 2): 130, (2020, 4): 60, (2021, 5): 120})
    many.write(content, items[:190])
    assert build(content, output).returncode == 0
    for path in sorted(content.glob("news/20*/*/*.md"))[::2]:
        path.write_text(re.sub(r"^Title: ", "Title: Baru ", path.read_text("utf-8"), count=1), "utf-8")
    many.write(content, items[190:])
    command = [sys.executable, "-m", "pelican", str(content), "-o", str(output), "-s", "pelicanconf.py"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True) as running:
        time.sleep(after)
        os.killpg(running.pid, signal.SIGKILL)
    for path in sorted(content.glob("news/2021/*/*.md"))[::2]:
        path.unlink()
    assert build(content, output).returncode == 0
    assert build(content, tmp_path / "scratch").returncode == 0
    assert files(output) == files(tmp_path / "scratch")
    assert not (state_folder(output) / "unfinished").exists()


def test_another_word_in_a_plugin_s_code_reaches_every_page_that_says_it(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("plugins", "record", "theme", "tools"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", project)
    command = [sys.executable, "-m", "tools.build_site", str(CONTENT), "-s", "pelicanconf.py"]

    def made(output: Path) -> dict[str, bytes]:
        arguments = [*command[:4], "-o", str(output), *command[4:]]
        subprocess.run(arguments, cwd=project, capture_output=True, check=True)
        return files(output)

    before = made(tmp_path / "site")
    words = project / "plugins" / "language" / "words.py"
    words.write_text(words.read_text("utf-8").replace('"siaran pers"', '"siaran resmi"'), "utf-8")
    after = made(tmp_path / "site")
    assert b"siaran resmi" in after["berita/2018/03/siaran/index.html"]
    assert after == made(tmp_path / "scratch") != before


def test_what_a_file_of_the_record_says_is_the_same_when_it_was_kept() -> None:
    first = read_record(ROOT / "content", Kept())
    again = read_record(ROOT / "content", first.news, first.parsed)
    assert again.parsed == first.parsed
    assert again.changed == frozenset()
    for one, two in zip(first.archive.places.values(), again.archive.places.values(), strict=True):
        assert one.facts == two.facts
    assert [entry.facts for entry in first.archive.initiatives] == [entry.facts for entry in again.archive.initiatives]
    assert first.archive.programme == again.archive.programme
    assert [page.item for page in first.archive.pages] == [page.item for page in again.archive.pages]
