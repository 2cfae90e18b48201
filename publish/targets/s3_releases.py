"""A bucket behind a web server of yours: each release in a folder of its own, and one object that names the one shown.

The server reads that object, the pointer, and answers from the release that it names (docs/servers/nginx-s3.conf).
The store itself copies unchanged files from the release before. A run that ends early leaves the pointer as it was.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import obstore

from publish.manifest import Manifest, Plan, parse
from publish.targets.bucket import OWN, Bucket, as_stored
from record.errors import PantauError

POINTER = f"{OWN}current"
RELEASES, MANIFESTS, PACKED = "releases/", f"{OWN}releases/", ".json.gz"
NONE_YET = 0


class S3Releases(Bucket):
    """`{"kind": "s3-releases"}` and the keys of `s3`: visitors see the old site or the new one; one earlier stays."""

    kind: Literal["s3-releases"] = "s3-releases"

    def public(self) -> Manifest | None:
        """The manifest of the release shown, corrected by the store's ETags; None for nothing yet.

        Raises `PantauError` for a bucket that is not ours.
        """
        with self._store_failures():
            number = self._current()
            if number is None and self._etags():
                raise self._foreign()
            if not number:
                return None
            stored, etags = self._read(_manifest(number)), self._etags(_release(number))
        return as_stored(parse(stored or b"", f"{self}/{_manifest(number)}"), etags)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make a release of `built`, show it, give the number of files sent. Raises `StoreFailed`: the old stays."""
        with self._store_failures():
            before = self._current()
            if before is None:
                # Marks the bucket as ours, so that a first publish that was interrupted can go on.
                self._point(before := NONE_YET)
            number = max(self._finished(), default=NONE_YET) + 1
            # Releases newer than the one shown were rolled back, or left by an interrupted run.
            self._remove_all_but({one for one in self._finished() if one <= before})
            sent = set(plan.to_send)

            def bring(name: str) -> None:
                if name in sent:
                    self._put(_release(number) + name, (built / name).read_bytes(), name)
                else:
                    self._copy(_release(before) + name, _release(number) + name)

            self._in_parallel(bring, new.files)
            etags = self._etags(_release(number))
            self._put(_manifest(number), replace(new, etags=etags).to_gzip(), _manifest(number))
            self._point(number)
            self._remove_all_but({before, number})
        return len(sent)

    def rollback(self) -> str:
        """Show the release before the present one again; say which. Raises `PantauError` if none is kept."""
        with self._store_failures():
            number = self._current()
            earlier = max((one for one in self._finished() if number is not None and one < number), default=None)
            if earlier is None:
                raise PantauError(f"{self}: no earlier release is kept; build and publish the one you want instead")
            self._point(earlier)
        return f"release {earlier} instead of {number}"

    def _current(self) -> int | None:
        """The number of the release shown; 0 before the first is, None for an empty bucket. Raises `PantauError`."""
        text = self._read(POINTER)
        if text is not None and not text.isdigit():
            raise self._foreign()
        return None if text is None else int(text)

    def _point(self, number: int) -> None:
        """Show a release. nginx reads its number from the header `x-amz-meta-release`, this project from its text."""
        headers = {"Content-Type": "text/plain", "Cache-Control": "no-store", "release": str(number)}
        obstore.put(self._store, POINTER, str(number).encode(), attributes=headers, use_multipart=False)

    def _finished(self) -> set[int]:
        """Numbers of the complete releases: a manifest is written last and deleted first."""
        return {int(name.removesuffix(PACKED)) for name in self._etags(MANIFESTS)}

    def _remove_all_but(self, numbers: set[int]) -> None:
        """Delete other releases, and what interrupted runs left."""
        self._delete(_manifest(number) for number in sorted(self._finished() - numbers))
        for folder in obstore.list_with_delimiter(self._store, RELEASES)["common_prefixes"]:
            if int(folder.rpartition("/")[2]) not in numbers:
                self._delete_folder(f"{folder}/")


def _release(number: int) -> str:
    return f"{RELEASES}{number}/"


def _manifest(number: int) -> str:
    return f"{MANIFESTS}{number}{PACKED}"
