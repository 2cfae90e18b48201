"""`invoke letter` writes a mail that mail programs open."""

import shutil
import subprocess
import tomllib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

import pelicanconf
from record.weeks import Week
from tests.conftest import ROOT, lacking
from tests.site.building import CONTENT
from tools.letter import NoLetter, WrittenLetter, sender_address, write_letter

CASES = tomllib.loads(Path(__file__).with_name("letter_mistakes.toml").read_text("utf-8"))
SETTINGS: dict[str, Any] = {
    "SITENAME": "Contoh 100",
    "SITEURL": "https://pantau.example",
    "CONTACT": "mailto:redaksi@pantau.example",
    "THEME": str(ROOT / "theme"),
    "JINJA_ENVIRONMENT": pelicanconf.JINJA_ENVIRONMENT,
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("letter") / "surat.eml"
    assert write_letter(CONTENT, SETTINGS, to) == WrittenLetter(Week(2018, 11), ())
    return to


def read(file: Path) -> EmailMessage:
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_without_a_week_it_is_the_newest_that_is_over(file: Path) -> None:
    message = read(file)
    assert message["Subject"] == "Contoh 100, 12–18 Maret 2018: empat berita dan satu sumber hilang"
    assert message["From"].addresses[0].addr_spec == "redaksi@pantau.example"
    assert message["Date"].datetime.isoformat() == "2018-03-18T12:00:00+07:00"
    assert message["Archived-At"] == "<https://pantau.example/mingguan/2018-W11/>"
    assert message["Message-ID"].endswith("@pantau.example>")
    assert "List-Unsubscribe" not in message


def test_its_parts_are_plain_text_and_html_without_a_defect(file: Path) -> None:
    message = read(file)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html"
    ]  # fmt: skip
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert all(len(line) <= 998 for line in file.read_bytes().split(b"\r\n"))
    assert file.read_bytes().isascii()
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    lines = plain.get_content().splitlines()
    assert all(len(line) <= 72 or line.strip().startswith("https://") for line in lines)
    assert "Kabar Satu memberitakan “Pusat Aduan Dibuka di Bekasi” (6 Maret 2018)." in lines[8:12][0][2:] + " ".join(
        lines
    )
    assert "<!DOCTYPE html>" in page.get_content()


def test_the_same_record_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    write_letter(CONTENT, SETTINGS, tmp_path / "a.eml", "2018-W11")
    assert (tmp_path / "a.eml").read_bytes() == file.read_bytes()


def test_a_week_that_is_not_over_is_written_with_a_warning(tmp_path: Path) -> None:
    written = write_letter(CONTENT, SETTINGS, tmp_path / "a.eml", "2026-W48")
    assert written.warnings == ("Warning: 2026-W48 is not over: this letter is of all until 2026-11-29.",)
    assert "Sampai 29 November 2026 tercatat" in read(tmp_path / "a.eml").get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_who_wants_no_more_letters_has_an_address_where_a_setting_names_one(tmp_path: Path) -> None:
    settings = SETTINGS | {"LETTER_UNSUBSCRIBE": "mailto:berhenti@pantau.example"}
    write_letter(CONTENT, settings, tmp_path / "a.eml")
    assert read(tmp_path / "a.eml")["List-Unsubscribe"] == "<mailto:berhenti@pantau.example>"


@pytest.mark.parametrize("case", CASES["sender"], ids=lambda case: case["contact"])
def test_the_sender_is_the_contact_where_that_is_one_mail_address(case: dict[str, str]) -> None:
    assert str(sender_address(SETTINGS | {"CONTACT": case["contact"]})) == case["from"]


def test_a_sender_that_nobody_reads_is_warned_of(tmp_path: Path) -> None:
    written = write_letter(CONTENT, SETTINGS | {"CONTACT": ""}, tmp_path / "a.eml")
    advice = "set CONTACT to a mailto: address, or PANTAU_CONTACT"
    assert written.warnings == (f"Warning: nobody reads surat@pantau.example, from which this letter is; {advice}.",)


@pytest.mark.parametrize("case", CASES["mistake"], ids=lambda case: case["says"][:30])
def test_what_has_no_letter_is_named_and_no_file_is_written(tmp_path: Path, case: dict[str, str]) -> None:
    content = CONTENT if case["record"] == "test" else tmp_path / "content"
    content.mkdir(exist_ok=True)
    with pytest.raises(NoLetter) as error:
        write_letter(content, SETTINGS, tmp_path / "a.eml", case["week"])
    assert str(error.value) == case["says"]
    assert not (tmp_path / "a.eml").exists()


def test_a_mail_program_shows_its_text_and_its_parts(file: Path) -> None:
    if not shutil.which("mshow"):
        lacking("no mshow (apt-get install mblaze)")

    def said(*arguments: str) -> str:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MAILDOT": str(file.parent)}
        command = [*arguments, str(file)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert [line.split()[1] for line in said("mshow", "-t").splitlines()[1:]] == [
        "multipart/alternative", "text/plain", "text/html"
    ]  # fmt: skip
    assert said("mhdr", "-d", "-h", "subject").startswith("Contoh 100, 12–18 Maret 2018: ")
    assert "memberitakan “Pusat Aduan Dibuka di Bekasi” (6 Maret 2018)." in said("mshow")
