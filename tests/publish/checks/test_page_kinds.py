import shutil
from pathlib import Path

import pytest

from publish.checks.page_kinds import samples
from tests.site.building import EXPECTED


def test_a_site_that_lacks_a_kind_of_page_is_told(tmp_path: Path) -> None:
    site = shutil.copytree(EXPECTED, tmp_path / "site")
    (site / "program" / "index.html").unlink()
    with pytest.raises(LookupError, match=r"no page of the kinds program;"):
        samples(site)
