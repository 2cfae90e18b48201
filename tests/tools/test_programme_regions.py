"""`invoke regions`: where the places are that the programme names."""

import shutil
from pathlib import Path

import pytest

from record.content_files import read_programme
from record.errors import ContentProblem
from tests.conftest import ROOT
from tools.programme_regions import FILE, write_regions

MEMBER = """+++
[[member]]
id = "m1"
recorded = 2026-11-29
cohort = 2018
place = "{}"
said_by = "Kabar"
date = 2018-01-01
sources = ["https://a.example/"]
+++
"""


def content_of(folder: Path, *names: str) -> Path:
    (folder / "programme").mkdir()
    for at, name in enumerate(names):
        (folder / "programme" / f"peserta-{at}.md").write_text(MEMBER.format(name), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "code", "province"),
    [
        ("Kabupaten Blora", "33.16", "Jawa Tengah"),
        ("Kota Sukabumi", "32.72", "Jawa Barat"),
        ("Kabupaten Sukabumi", "32.02", "Jawa Barat"),
        ("Kota Tanjung Pinang", "21.72", "Kepulauan Riau"),
        ("Provinsi Jambi", "15", "Jambi"),
    ],
)
def test_a_name_gets_its_code_and_province(tmp_path: Path, name, code, province) -> None:
    content = content_of(tmp_path, name)
    assert list(write_regions(content)) == ["wilayah.md: 1 regions"]
    (row,) = read_programme(content / "programme" / FILE)[0].region
    assert (row.name, row.kemendagri_code, row.province) == (name, code, province)


@pytest.mark.parametrize(
    ("name", "says"), [("Kabupaten Antah", "is in no table of regions"), ("Bandung", "means Kabupaten Bandung, Kota")]
)
def test_a_name_that_means_no_region_or_two_is_named_with_its_file(tmp_path: Path, name, says) -> None:
    content = content_of(tmp_path, "Kota Bogor", name)
    with pytest.raises(ContentProblem, match=says) as fault:
        list(write_regions(content))
    assert "peserta-1.md" in str(fault.value)
    assert not (content / "programme" / FILE).exists()


def test_a_name_that_went_away_goes_from_the_table_too(tmp_path: Path) -> None:
    content = content_of(tmp_path, "Kota Bogor", "Kota Batu")
    list(write_regions(content))
    (content / "programme" / "peserta-1.md").unlink()
    list(write_regions(content))
    assert [row.name for row in read_programme(content / "programme" / FILE)[0].region] == ["Kota Bogor"]


@pytest.mark.record
def test_the_record_s_own_table_is_up_to_date(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content" / "programme", tmp_path / "programme")
    list(write_regions(tmp_path))
    written = (tmp_path / "programme" / FILE).read_bytes()
    assert written == (ROOT / "content" / "programme" / FILE).read_bytes(), "run `invoke regions`"
