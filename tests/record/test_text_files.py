"""What every text file may be: marked, from Windows, merged by halves, and what it may not be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.content_tree import PASSED_OVER, content_files, is_passed_over
from record.errors import ContentProblem
from record.json_lines import text_lines
from record.text_files import decoded, read_text


@given(st.text(alphabet=st.characters(exclude_characters="\ufeff", exclude_categories=["Cs"])))
def test_a_mark_and_other_line_ends_make_no_other_text(text: str) -> None:
    try:
        plain = decoded(text.encode(), "a.md")
    except ContentProblem:
        return
    windows = plain.replace("\n", "\r\n")
    assert decoded(windows.encode("utf-8-sig"), "a.md") == plain


@pytest.mark.parametrize("text", ["Judul\n=======\n", "a\n <<<<<<< b\n", "a <<<<<<< b\n", "<<<<<<<<\n", ">>>>>>\n"])
def test_what_only_looks_like_a_merge_passes(text: str) -> None:
    assert decoded(text.encode(), "a.md") == text


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> lain", "||||||| lama", "<<<<<<<", "<<<<<<< \r"])
def test_what_a_merge_left_is_refused_with_its_line(mark: str) -> None:
    with pytest.raises(ContentProblem, match=r"^a\.md:3: .{7} was left by an unfinished merge"):
        decoded(f"a\n\n{mark}\nb\n".encode(), "a.md")


def test_lines_of_json_end_with_line_feeds_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert text_lines(path) == []
    path.write_bytes('{"a": "\u2028"}\r\n{}\n'.encode("utf-8-sig"))
    assert text_lines(path) == ['{"a": "\u2028"}', "{}"]


def test_a_folder_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ContentProblem, match="is no ordinary file"):
        read_text(tmp_path)


@pytest.mark.parametrize("pattern", PASSED_OVER)
def test_what_editors_and_systems_leave_is_passed_over_in_every_folder(pattern: str, tmp_path: Path) -> None:
    name = pattern.replace("*", "x.md")
    for path in (name, f"2017/{name}", f"{name}/x.md"):
        assert is_passed_over(path)
    (tmp_path / "a.md").touch()
    (tmp_path / name).touch()
    assert content_files(tmp_path, "*") == [tmp_path / "a.md"]


@pytest.mark.parametrize(
    "path", ["2017/05/2017-05-22-mei.md", "kota-x.md", "a~b.md", "#x.md", "Thumbs.db.md", "14913.md"]
)
def test_what_people_write_is_not_passed_over(path: str) -> None:
    assert not is_passed_over(path)
