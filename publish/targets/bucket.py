"""What publishing asks of S3-compatible storage: objects put, read, copied, listed, deleted; faults told briefly."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import Annotated

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from publish.manifest import STRAY, TOUCHED, Manifest
from record.errors import PantauError, StoreFailed
from record.site_files import cache_control, content_type

OWN = ".pantau/"
_WHY = re.compile("<Message>([^<]{1,200})")


class Bucket(BaseModel):
    """A bucket, or a folder in one. Keys come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bucket: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]+$")]
    endpoint: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    region: str = "us-east-1"
    prefix: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$")] = ""
    at_once: Annotated[int, Field(ge=1, le=64)] = 16
    """How many files travel at the same time."""

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.endpoint.rstrip('/')}/{self.bucket}/{self.prefix}"

    @cached_property
    def _store(self) -> S3Store:
        return S3Store(
            self.bucket,
            prefix=self.prefix or None,
            endpoint=self.endpoint,
            region=self.region,
            virtual_hosted_style_request=False,
            client_options={"allow_http": self.endpoint.startswith("http:"), "timeout": "60s"},
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=90)},
        )

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            # The library's account goes on for a page: its beginning says what failed, the store's own words why.
            why = _WHY.search(str(error))
            told = str(error).partition(": Error performing")[0] + (f" ({why[1]})" if why else "")
            raise StoreFailed(f"{self}: {told}; what was there still works, publish again to go on") from error

    def _foreign(self) -> PantauError:
        return PantauError(f"{self} holds something that we did not make; choose another bucket or prefix")

    def _read(self, key: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            return None

    def _put(self, key: str, data: bytes, name: str) -> None:
        """Send one object, told to readers as the site's file `name`."""
        told = {"Content-Type": content_type(name), "Cache-Control": cache_control(name)}
        obstore.put(self._store, key, data, attributes=told, use_multipart=False)

    def _copy(self, old: str, new: str) -> None:
        """Have the store copy one object, with what it tells readers."""
        obstore.copy(self._store, old, new)

    def _each(self, do: Callable[[str], object], names: Iterable[str]) -> None:
        """Do it for every name, several at once, and stop at the first fault."""
        pool = ThreadPoolExecutor(self.at_once)
        try:
            for _ in pool.map(do, names):
                pass
        finally:
            pool.shutdown(cancel_futures=True)

    def _delete(self, keys: Iterable[str]) -> None:
        if found := list(keys):
            obstore.delete(self._store, found)

    def _listed(self, folder: str = "") -> dict[str, str]:
        """The store's mark of every object in a folder, by its path in there."""
        rows = (row for rows in obstore.list(self._store, folder or None) for row in rows)
        return {row["path"].removeprefix(folder): str(row["e_tag"]) for row in rows}

    def _clear(self, folder: str) -> None:
        """Delete all in a folder."""
        self._delete(folder + name for name in self._listed(folder))


def as_it_is(known: Manifest, marks: Mapping[str, str]) -> Manifest:
    """The manifest corrected by what the store holds: what another hand or an interrupted run left counts as other."""
    files = {
        name: (known.files[name] if known.etags.get(name) == mark else TOUCHED) if name in known.files else STRAY
        for name, mark in marks.items()
    }
    return replace(known, files=files)
