"""Looks into a bucket, and changes it, with a client of the tests' own; and lets a store fail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import obstore
import pytest
from obstore.store import S3Store

from publish.targets.bucket import OWN, Bucket


class Store:
    """What a target's bucket, or its folder in one, holds."""

    def __init__(self, target: Bucket) -> None:
        self._client = S3Store(
            target.bucket,
            prefix=target.prefix or None,
            endpoint=target.endpoint,
            region=target.region,
            virtual_hosted_style_request=False,
            client_options={"allow_http": True},
        )

    def modified(self, folder: str = "") -> dict[str, datetime]:
        """When each object was written, by path."""
        rows = (row for rows in obstore.list(self._client, folder or None) for row in rows)
        return {row["path"]: row["last_modified"] for row in rows}

    def put(self, path: str, data: bytes) -> None:
        obstore.put(self._client, path, data, use_multipart=False)

    def text(self, path: str) -> str:
        return bytes(obstore.get(self._client, path).bytes()).decode()

    def site_paths(self) -> list[str]:
        """The files of the site, without our own objects."""
        return [path for path in self.modified() if not path.startswith(OWN)]

    def site(self) -> dict[str, str]:
        """The text of each file of the site."""
        return {path: self.text(path) for path in self.site_paths()}

    def release(self) -> int:
        """The number of the release that the pointer names."""
        return int(self.text(f"{OWN}current"))

    def releases(self) -> dict[str, dict[str, str]]:
        """Every file of every release, and of what interrupted runs left."""
        numbers: dict[str, dict[str, str]] = {}
        for path in self.modified("releases/"):
            number, _, name = path.removeprefix("releases/").partition("/")
            numbers.setdefault(number, {})[name] = self.text(path)
        return numbers


@contextmanager
def lost(after: int, fault: BaseException, *, for_good: bool = False) -> Iterator[list[str]]:
    """A store that takes `after` changes and refuses the next one, or all that follow: then nobody is there to mend it.

    Gives what it was asked to change.
    """
    asked: list[str] = []

    def refusing(do: Callable[..., Any]) -> Callable[..., Any]:
        def done(store: object, what: object, *words: Any, **more: Any) -> Any:
            asked.append(f"{do.__name__} {what}")
            if len(asked) == after + 1 or (for_good and len(asked) > after):
                raise fault
            return do(store, what, *words, **more)

        return done

    with pytest.MonkeyPatch.context() as patch:
        for change in (obstore.put, obstore.copy, obstore.delete):
            patch.setattr(obstore, change.__name__, refusing(change))
        yield asked
