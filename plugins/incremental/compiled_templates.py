"""Jinja's cache of compiled templates, kept between builds."""

from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins.incremental.build_state import verify_checksum, with_checksum
from plugins.incremental.files import replace_file


class CompiledTemplates(BytecodeCache):
    """A folder of compiled templates, each named by Jinja's digest of its source; a damaged one counts as missing."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first template is stored."""
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with the stored template, if there is one."""
        with suppress(FileNotFoundError, ValueError):
            # Jinja gives the bytes to marshal, which damaged ones can crash: hence the checksum.
            bucket.bytecode_from_string(bytes(verify_checksum((self._folder / bucket.key).read_bytes())))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the template in `bucket`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._folder / bucket.key, with_checksum(bucket.bytecode_to_string()))
