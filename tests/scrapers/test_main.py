"""`python -m scrapers` as programs use it."""

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapers", *arguments]
    return subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60
    )


def test_extract_prints_one_object() -> None:
    page = ROOT / "tests/extract/cases/kabar-patriot.html"
    done = run("extract", str(page), "--url", "http://kabar-patriot.example/x/")
    keys = {"title", "published", "modified", "author", "language", "canonical_url", "image", "body", "text"}
    assert (done.returncode, set(json.loads(done.stdout))) == (0, keys)


def test_extract_answers_each_line_also_for_what_is_no_article(tmp_path) -> None:
    (tmp_path / "empty.html").write_text("", "utf-8")
    page = ROOT / "tests/extract/cases/catatan-timika.html"
    rows = [{"id": "a", "path": str(page), "url": "http://a.example/"}, {"id": "b", "path": "/nowhere", "url": "u"}]
    rows.append({"id": "c", "path": str(tmp_path / "empty.html"), "url": "http://c.example/"})
    done = run("extract", "--jsonl", given="\n".join(map(json.dumps, rows)))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [bool(answer["title"]) for answer in answers] == [True, False, False]


def test_place_answers_in_both_ways(tmp_path) -> None:
    text = tmp_path / "x.txt"
    text.write_text("Pemkot Bekasi Tambah Taman\nTaman dibuka di Jatiasih.\n", "utf-8")
    assert json.loads(run("place", str(text)).stdout) == {"about": ["kota-bekasi"], "mentions": [], "others": []}
    row = {"id": 7, "title": "Pemkot Bekasi", "text": "Taman.", "outlet_places": None}
    assert json.loads(run("place", "--jsonl", given=json.dumps(row)).stdout)["id"] == 7


def test_a_line_that_cannot_be_placed_is_answered_and_so_are_those_behind_it() -> None:
    rows = [{"id": 1, "title": ["no"], "text": 5}, "no object", {"title": "Tanpa Nomor"}]
    rows.append(
        {"id": 4, "title": "Gubernur Bandung Tengah Menyelidiki", "text": "Gubernur Bandung tengah menyelidiki."}
    )
    rows.append({"id": 5, "title": "Pemkot Bekasi Buka Taman", "text": "Taman."})
    done = run("place", "--jsonl", given="\n".join(map(json.dumps, rows)))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [answer["id"] for answer in answers]) == (0, [1, None, None, 4, 5])
    assert ["error" in answer for answer in answers] == [True, True, False, False, False]
    assert answers[-1]["about"] == ["kota-bekasi"]


@pytest.mark.parametrize("arguments", [["place", "--jsonl"], ["extract", "--jsonl"]])
def test_a_line_that_is_no_json_is_named(arguments) -> None:
    done = run(*arguments, given="\n{")
    assert done.returncode == 2
    assert "standard input:2: no JSON" in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["collect", "--help"], ["extract", "--help"], ["place", "--help"]])
def test_help_reads(arguments) -> None:
    assert run(*arguments).stdout.startswith("usage: python -m scrapers")


def test_a_missing_content_folder_is_said(tmp_path) -> None:
    done = run("collect", "--sources", "scrapers/sources.toml", "--content", str(tmp_path / "no"))
    assert (done.returncode, "no such folder" in done.stderr) == (2, True)
