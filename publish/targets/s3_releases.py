"""A bucket behind a server of yours: each release whole in a folder of its own, and one object that says which is seen.

The server asks that object, the pointer, and answers from the release it names (docs/servers/nginx-s3.conf). What did
not change is copied from the release before by the store itself. A run that ends early leaves the pointer as it was.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import obstore

from publish.manifest import Manifest, Plan, parse
from publish.targets.bucket import OWN, Bucket, as_it_is
from record.errors import PantauError

POINTER = f"{OWN}current"
RELEASES, MANIFESTS, PACKED = "releases/", f"{OWN}releases/", ".json.gz"
NONE_YET = 0


class S3Releases(Bucket):
    """Visitors see the old site or the new one, never a mixture; the release before is kept."""

    kind: Literal["s3-releases"] = "s3-releases"

    def public(self) -> Manifest | None:
        """What is shown, by the store's own marks; None for nothing yet. Raises `PantauError` when it is not ours."""
        with self._said():
            number = self._current()
            if number is None and self._listed():
                raise self._foreign()
            if not number:
                return None
            kept, marks = self._read(_kept(number)), self._listed(_release(number))
        return as_it_is(parse(kept or b"", f"{self}/{_kept(number)}"), marks)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make it show `built`; how many files travelled. Raises `StoreFailed`: the old site stands."""
        with self._said():
            before = self._current()
            if before is None:
                # Marks the bucket as ours, so that a first publish that was interrupted can go on.
                self._point(before := NONE_YET)
            number = max(self._whole(), default=NONE_YET) + 1
            # What is newer than what is shown was taken back, or is what an interrupted run left.
            self._forget({one for one in self._whole() if one <= before})
            sent = set(plan.sent)

            def bring(name: str) -> None:
                if name in sent:
                    self._put(_release(number) + name, (built / name).read_bytes(), name)
                else:
                    self._copy(_release(before) + name, _release(number) + name)

            self._each(bring, new.files)
            marks = self._listed(_release(number))
            self._put(_kept(number), replace(new, etags=marks).packed(), _kept(number))
            self._point(number)
            self._forget({before, number})
        return len(sent)

    def rollback(self) -> str:
        """Show the release before the present one again; says which. Raises `PantauError` when there is none."""
        with self._said():
            number = self._current()
            earlier = max((one for one in self._whole() if number is not None and one < number), default=None)
            if earlier is None:
                raise PantauError(f"{self}: no earlier release is kept; build and publish the one you want instead")
            self._point(earlier)
        return f"release {earlier} instead of {number}"

    def _current(self) -> int | None:
        """The release that is shown; None for a bucket that is not ours yet."""
        told = self._read(POINTER)
        if told is not None and not told.isdigit():
            raise self._foreign()
        return None if told is None else int(told)

    def _point(self, number: int) -> None:
        """Show a release: nginx reads the header, whoever looks the text."""
        told = {"Content-Type": "text/plain", "Cache-Control": "no-store", "release": str(number)}
        obstore.put(self._store, POINTER, str(number).encode(), attributes=told, use_multipart=False)

    def _whole(self) -> set[int]:
        """The releases of which nothing is missing: the manifest comes last, and goes first."""
        return {int(name.removesuffix(PACKED)) for name in self._listed(MANIFESTS)}

    def _forget(self, kept: set[int]) -> None:
        """Delete all releases, and what interrupted runs left, but for `kept`."""
        self._delete(_kept(number) for number in sorted(self._whole() - kept))
        for folder in obstore.list_with_delimiter(self._store, RELEASES)["common_prefixes"]:
            if int(folder.rpartition("/")[2]) not in kept:
                self._clear(f"{folder}/")


def _release(number: int) -> str:
    return f"{RELEASES}{number}/"


def _kept(number: int) -> str:
    return f"{MANIFESTS}{number}{PACKED}"
