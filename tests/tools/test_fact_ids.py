"""`invoke ids` adds what facts lack and changes nothing else, in whatever form a person saved the file."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record import atomic_write
from record.errors import ContentProblem, StoreFailed
from tests.site.building import files
from tools.fact_ids import Numbered, with_ids, write_ids

TODAY = dt.date(2026, 11, 25)
PATH = Path("content/programme/program.md")
ROSTER = """[[roster]] # daftar
id = "lama1"
recorded = 2026-11-24
note = "{ place = kosong }"
line = [
    { id = "lama2", place = "Kota Satu" },
    { place = "Kota Dua" },  # baru
    {place="Kota Tiga"},
]
said_by = "Kabar {place = satu}"
"""
TABLES = (
    '[[milestone]]\nsummary = "Kabar [[milestone]]"\n',
    '[[ milestone ]]   # dengan catatan\nid = "lama3"\nsummary = "a"\n',
    "[[claim]]\nrecorded = 2020-01-01\nsubject = '''\n+ baris\n'''\n",
    '[population]\nvalue = 7\nid = "bukan fakta"\n',
    '[["total"]]\n\n# catatan\nvalue = "8"\n',
    ROSTER,
)
PLACE = '+++\nslug = "kota-satu"\n[[milestone]]\nkind = "mou"\n+++\n\nProsa.\n\n[[milestone]]\n'
STEPS = '+++\nname = "Aduan"\n[[step]]\nstatus = "launched"\n+++\n'


@given(
    tables=st.permutations(TABLES).flatmap(lambda rows: st.integers(0, len(rows)).map(lambda size: rows[:size])),
    ending=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    prose=st.text(st.characters(codec="utf-8", exclude_characters="\r<>|"), max_size=20),
)
def test_all_but_what_is_missing_stays_as_it_is(tables, ending, mark, prose) -> None:
    head = "".join(tables)
    text = mark + f"+++\nclaim_ = []\n{head}+++\n{prose}".replace("\n", ending)
    taken = set(re.findall(r"lama\d", text))
    before = set(taken)
    after, count = with_ids(text, PATH, taken, TODAY)
    made = taken - before
    assert len(made) == count
    rest = re.sub(r"recorded = 2026-11-25\r?\n", "", after)
    for new in made:
        assert after.count(f'"{new}"') == 1
        rest = re.sub(rf'id = "{new}"\r?\n|(?<={{) id = "{new}",', "", rest)
    assert rest == text
    assert ("\r" in after) is ("\r" in text)
    assert with_ids(after, PATH, taken, TODAY) == (after, 0)


def write(content: Path, **texts: str) -> dict[str, bytes]:
    for name, text in {"cities/kota-satu.md": PLACE, "initiatives/kota-satu/aduan.md": STEPS, **texts}.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text, "utf-8")
    return files(content)


def test_an_initiative_is_a_fact_itself_and_prose_is_none(tmp_path: Path) -> None:
    write(tmp_path)
    place, initiative = tmp_path / "cities/kota-satu.md", tmp_path / "initiatives/kota-satu/aduan.md"
    assert list(write_ids(tmp_path, TODAY)) == [Numbered(place, 1), Numbered(initiative, 2)]
    assert re.fullmatch(
        r'\+\+\+\nid = "\w{8}"\nrecorded = 2026-11-25\nname = "Aduan"\n'
        r'\[\[step\]\]\nid = "\w{8}"\nrecorded = 2026-11-25\nstatus = "launched"\n\+\+\+\n',
        initiative.read_text("utf-8"),
    )
    assert place.read_text("utf-8").endswith("\n\nProsa.\n\n[[milestone]]\n")
    assert list(write_ids(tmp_path, TODAY)) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("+++\n[[roster]]\nline = [\n{ place = \n]\n+++\n", "program.md:4: not valid TOML: Invalid value"),
        ("+++\n[[roster]]\n<<<<<<< HEAD\n+++\n", "program.md:3: <<<<<<< was left by an unfinished merge"),
        ('+++\n[[roster]]\nline = [{ id = "a", place = "A" }]\n', "program.md:3: the closing +++ line is missing"),
        ('+++\nclaim = [{ subject = "a" }]\n+++\n', "program.md:2: claim.0: some facts here cannot be given ids"),
        (
            '+++\n[[roster]]\nline = [\n{ note = "", place = "A" },\n]\n+++\n',
            "program.md:4: roster.0.line.0: some facts here cannot",
        ),
    ],
)
def test_a_file_with_a_fault_is_named_and_nothing_is_written(tmp_path: Path, text: str, says: str) -> None:
    before = write(tmp_path, **{"programme/program.md": text})
    with pytest.raises(ContentProblem, match=re.escape(says)):
        list(write_ids(tmp_path, TODAY))
    assert files(tmp_path) == before


def test_what_was_cut_off_in_between_leaves_whole_files_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write(tmp_path)
    replace = atomic_write._replace

    def full(path: Path, data: bytes) -> None:
        if path.name == "aduan.md":
            raise OSError(28, "No space left on device")
        replace(path, data)

    with monkeypatch.context() as disk, pytest.raises(StoreFailed):
        disk.setattr(atomic_write, "_replace", full)
        list(write_ids(tmp_path, TODAY))
    halfway = files(tmp_path)
    assert halfway.keys() == before.keys()
    assert halfway["initiatives/kota-satu/aduan.md"] == before["initiatives/kota-satu/aduan.md"]
    assert [numbered.path.name for numbered in write_ids(tmp_path, TODAY)] == ["aduan.md"]
    assert files(tmp_path)["cities/kota-satu.md"] == halfway["cities/kota-satu.md"]
