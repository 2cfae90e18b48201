"""S3-compatible storage for the targets `s3` and `s3-releases`: put, read, copy, list and delete objects."""

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
"""The folder of our own objects, which are no files of the site."""
_WHY = re.compile("<Message>([^<]{1,200})")


class Bucket(BaseModel):
    """A bucket, or a folder in one. Access keys come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bucket: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]+$")]
    endpoint: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    """The store's address: `https://s3.example`."""
    region: str = "us-east-1"
    prefix: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$")] = ""
    """The folder in the bucket, without slashes around; "" for its top."""
    at_once: Annotated[int, Field(ge=1, le=64)] = 16
    """How many files are sent at the same time."""

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
            # The bucket in the path: the other way needs a host name a bucket, which self-hosted stores often lack.
            virtual_hosted_style_request=False,
            client_options={"allow_http": self.endpoint.startswith("http:"), "timeout": "60s"},
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=90)},
        )

    @contextmanager
    def _store_failures(self) -> Iterator[None]:
        """Turns the library's errors into `StoreFailed`."""
        try:
            yield
        except (BaseError, OSError) as error:
            # The library's message is a page long: its beginning says what failed, the store's own words why.
            why = _WHY.search(str(error))
            what = str(error).partition(": Error performing")[0] + (f" ({why[1]})" if why else "")
            raise StoreFailed(f"{self}: {what}; what was there still works, publish again to go on") from error

    def _foreign(self) -> PantauError:
        return PantauError(f"{self} holds something that we did not make; choose another bucket or prefix")

    def _read(self, key: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            return None

    def _put(self, key: str, data: bytes, name: str) -> None:
        """Send one object with the headers of the site's file `name`."""
        headers = {"Content-Type": content_type(name), "Cache-Control": cache_control(name)}
        obstore.put(self._store, key, data, attributes=headers, use_multipart=False)

    def _copy(self, old: str, new: str) -> None:
        """Have the store copy one object, with its headers."""
        obstore.copy(self._store, old, new)

    def _in_parallel(self, do: Callable[[str], object], names: Iterable[str]) -> None:
        """Call `do` for every name, `at_once` at a time; the first error is raised and the rest is left."""
        pool = ThreadPoolExecutor(self.at_once)
        try:
            for _ in pool.map(do, names):
                pass
        finally:
            pool.shutdown(cancel_futures=True)

    def _delete(self, keys: Iterable[str]) -> None:
        if names := list(keys):
            obstore.delete(self._store, names)

    def _etags(self, folder: str = "") -> dict[str, str]:
        """The ETag of every object in a folder, by its path in there."""
        rows = (row for rows in obstore.list(self._store, folder or None) for row in rows)
        return {row["path"].removeprefix(folder): str(row["e_tag"]) for row in rows}

    def _delete_folder(self, folder: str) -> None:
        """Delete every object in a folder."""
        self._delete(folder + name for name in self._etags(folder))


def as_stored(known: Manifest, etags: Mapping[str, str]) -> Manifest:
    """The manifest corrected by what the store holds (`etags`, by path in the site).

    Files that others or an interrupted run changed are `TOUCHED`, those that the manifest does not name are `STRAY`.
    """
    files = {
        name: (known.files[name] if known.etags.get(name) == etag else TOUCHED) if name in known.files else STRAY
        for name, etag in etags.items()
    }
    return replace(known, files=files)
