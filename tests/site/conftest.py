from pathlib import Path

import pytest

from tests.site.building import CONTENT, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, built once a session; tests that change it copy it first."""
    output = tmp_path_factory.mktemp("built") / "site"
    done = build(CONTENT, output)
    assert done.returncode == 0, done.stderr
    return output
