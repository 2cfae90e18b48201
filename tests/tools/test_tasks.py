import subprocess
import sys

from tests.conftest import ROOT

WITHOUT = "import sys; sys.modules.update(dict.fromkeys(('grp', 'pwd', 'resource'))); import tasks"


def test_tasks_load_on_windows_which_lacks_some_modules() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
