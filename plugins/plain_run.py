"""A build with one line for whoever reads what went wrong, and without another build of the same site beside it."""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plugins.incremental.build_lock import LONGEST_WAIT, BuildUnderway, only_build
from record.errors import FileProblem, PantauError, StoreFailed
from record.os_errors import explained, file_of


@contextmanager
def building_alone(output: Path) -> Iterator[None]:
    """Hold the lock of `output`, and raise what the system refuses as `StoreFailed`: what was refused, and a remedy."""
    try:
        _refuse_file(output)
        with only_build(output):
            yield
    except BuildUnderway as error:
        minutes = f"{LONGEST_WAIT / 60:.0f} minutes"
        raise StoreFailed(f"{output}: another build is at work for {minutes}; end it, then build again") from error
    except OSError as error:
        raise StoreFailed(f"{file_of(error, output)}: {explained(error)}") from error


def _refuse_file(output: Path) -> None:
    if output.is_symlink() and not output.exists():
        raise StoreFailed(f"{output}: a link to {output.readlink()}, which is not there; mend or remove it")
    if output.exists() and not output.is_dir():
        raise StoreFailed(f"{output}: a file stands where the site's folder goes; move it away, then build again")


def run_plainly(pelican: Any, run: Callable[[], None]) -> None:
    """Call `run`, one build of `pelican`, alone; ends the process with a line for what is wrong instead of a traceback.

    While Pelican watches for changes (`--autoreload`), the line is printed and the next change is waited for.
    """
    try:
        with building_alone(Path(pelican.output_path)), _template_faults():
            run()
    except PantauError as error:
        if not _is_watching():
            raise SystemExit(str(error)) from error
        print(error, file=sys.stderr, flush=True)


def _is_watching() -> bool:
    """Whether Pelican builds at each change until it is interrupted, of which no setting tells."""
    from pelican import autoreload  # noqa: PLC0415 - as below

    return any(frame.f_code is autoreload.__code__ for frame, _ in traceback.walk_stack(None))


_NO_TEMPLATE = "the theme has no such template; add it, or mend the page's Template:, or THEME"


@contextmanager
def _template_faults() -> Iterator[None]:
    """Raise mistakes in templates as `FileProblem`."""
    # Pelican has loaded both by now; `tools.build_site` begins without.
    from jinja2 import TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415
    from pelican.generators import PelicanTemplateNotFound  # noqa: PLC0415

    try:
        yield
    except TemplateSyntaxError as error:
        file = error.filename or error.name or "template"
        raise FileProblem(file, f"{error.message}; mend this line", line=error.lineno) from error
    except TemplateNotFound as error:
        raise FileProblem(str(error.name or "template"), _NO_TEMPLATE) from error
    except PelicanTemplateNotFound as error:
        raise FileProblem("templates", f"{error}: {_NO_TEMPLATE}") from error
