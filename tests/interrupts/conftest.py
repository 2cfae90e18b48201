"""What the interrupts of builds and of serving compare with."""

import signal

import pytest

from tests.interrupts.versions import BUILD, SETTINGS, Version, write_edited
from tests.running import run_main
from tests.site.building import CONTENT, arguments, files

# Shells have what they start in the background ignore Ctrl-C, and so have these tests what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[Version]:
    """Both versions of the content, each with the files of its clean build."""
    folder, made = tmp_path_factory.mktemp("sites"), []
    for number, content in enumerate((CONTENT, write_edited(folder / "edited"))):
        assert run_main(BUILD, arguments(content, folder / f"site{number}", SETTINGS), {}).returncode == 0
        made.append((content, files(folder / f"site{number}")))
    return made
