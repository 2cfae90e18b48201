"""Hands a built site over whole: `target` is a link to a release folder beside it, switched in one step."""

import shutil
from pathlib import Path

from scrapers.errors import PantauError, StoreFailed

KEPT = 2


def hand_over(built: Path, target: Path) -> None:
    """Make `target` show the site in `built`; visitors see the old site or the new one, never a mixture.

    Raises `PantauError` when `target` holds something we did not make, and `StoreFailed` when the disk refuses; in
    both cases what stood at `target` stays as it was.
    """
    _refuse_foreign(target)
    try:
        release = _copy_release(built, _releases(target))
        _switch(release, target)
    except OSError as error:
        raise StoreFailed(f"{target}: could not be written ({error}); the old site still stands") from error
    _forget_old(_releases(target), release)


def _releases(target: Path) -> Path:
    return target.with_name(target.name + ".releases")


def _refuse_foreign(target: Path) -> None:
    if target.is_symlink():
        if target.resolve().parent != _releases(target).resolve():
            raise PantauError(f"{target} is a link that we did not make; remove it or choose another --target")
    elif target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise PantauError(f"{target} exists and is not a site of ours; move it away or choose another --target")


def _copy_release(built: Path, releases: Path) -> Path:
    releases.mkdir(parents=True, exist_ok=True)
    release = releases / str(max(map(int, _numbers(releases)), default=0) + 1)
    try:
        shutil.copytree(built, release)
    except OSError:
        shutil.rmtree(release, ignore_errors=True)
        raise
    return release


def _switch(release: Path, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(release.parent.name) / release.name, target_is_directory=True)
    try:
        if target.is_dir() and not target.is_symlink():
            target.rmdir()
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        shutil.rmtree(release, ignore_errors=True)
        raise


def _forget_old(releases: Path, newest: Path) -> None:
    numbers = sorted((int(name) for name in _numbers(releases) if int(name) <= int(newest.name)), reverse=True)
    for number in numbers[KEPT:]:
        shutil.rmtree(releases / str(number), ignore_errors=True)


def _numbers(releases: Path) -> list[str]:
    return [path.name for path in releases.iterdir() if path.name.isdigit()]
