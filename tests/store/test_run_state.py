import pytest

from record.errors import StoreFailed
from scrapers.store.run_state import RunState


def test_two_runs_at_once_are_refused(tmp_path) -> None:
    with RunState(tmp_path), pytest.raises(StoreFailed, match="another run"):
        RunState(tmp_path)


def test_a_damaged_state_is_said(tmp_path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreFailed, match=r"state\.sqlite"):
        RunState(tmp_path)
