"""Reads the settings of a site, and names what is wrong in them: Pelican would show a traceback of its own."""

import re
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pelican
from pelican.settings import get_settings_from_file

from record.errors import FileProblem
from record.urls import is_web

CONTACT_ADVICE = "set CONTACT in pelicanconf.py or PANTAU_CONTACT to a mailto: or https: address"
_ADDRESSES = {"CONTACT": " or in PANTAU_CONTACT", "LETTER_UNSUBSCRIBE": ""}
"""Settings that are a mailto: or web address, and where else they can be set."""
_MAILTO = re.compile(r"mailto:[^\s<>]+")
THEMES = Path(pelican.__file__).parent / "themes"


def read_site_settings(file: Path) -> dict[str, Any]:
    """The settings in a file such as `pelicanconf.py`. Raises `FileProblem` where they cannot be used."""
    try:
        settings = dict(get_settings_from_file(str(file)))
    except SyntaxError as error:
        raise FileProblem(error.filename or file, f"{error.msg}; mend this line", line=error.lineno) from error
    except Exception as error:
        advice = f"{type(error).__name__}: {error}; mend this line"
        raise FileProblem(file, advice, line=_line_in(file, error)) from error
    _check(settings, file)
    return settings


def contact_missing(settings: Mapping[str, Any]) -> str:
    """What is wrong where readers have nowhere to report mistakes and nobody said why; "" where all is well."""
    if settings.get("CONTACT") or str(settings.get("NO_CONTACT") or "").strip():
        return ""
    return "CONTACT is empty: readers have nowhere to report mistakes"


def _line_in(file: Path, error: Exception) -> int | None:
    """The line of a settings file at which running it failed."""
    steps = traceback.extract_tb(error.__traceback__)
    return next((step.lineno for step in reversed(steps) if Path(step.filename) == file), None)


def _check(settings: dict[str, Any], file: Path) -> None:
    theme = str(settings.get("THEME", "notmyidea"))
    if not any(folder.is_dir() for folder in (file.parent / theme, Path(theme), THEMES / theme)):
        raise FileProblem(file, f"there is no folder {theme}; name the theme's folder", key="THEME")
    site = str(settings.get("SITEURL", ""))
    if site and not is_web(site):
        advice = f"{site!r} is no http(s) address; mend it here or in PANTAU_SITEURL"
        raise FileProblem(file, advice, key="SITEURL")
    reason = settings.get("NO_CONTACT", "")
    if not isinstance(reason, str):
        raise FileProblem(file, f"{reason!r} is no reason; write in a sentence why", key="NO_CONTACT")
    for name, where in _ADDRESSES.items():
        address = str(settings.get(name) or "")
        if address and not (is_web(address) or _MAILTO.fullmatch(address)):
            raise FileProblem(file, f"{address!r} is no mailto: or https: address; mend it here{where}", key=name)
