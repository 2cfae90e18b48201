"""Jinja's cache of compiled templates, kept between builds."""

from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins.incremental.build_state import verify_checksum, with_checksum
from plugins.incremental.files import replace_file


class CompiledTemplates(BytecodeCache):
    """A folder of compiled templates, a file for each; a damaged one, or one of another `version`, counts as missing.

    What a template is compiled to depends on the filters and globals too: whether Jinja passes them its context.
    """

    def __init__(self, folder: Path, version: str) -> None:
        """`folder` is made when the first template is stored; `version` stands for the code of filters and globals."""
        self._folder, self._version = folder, version

    def get_source_checksum(self, source: str) -> str:
        """What a stored template must have been made from."""
        return str(super().get_source_checksum(f"{self._version}\n{source}"))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with the stored template, if there is one."""
        with suppress(FileNotFoundError, ValueError):
            # Jinja gives the bytes to marshal, which damaged ones can crash: hence the checksum.
            bucket.bytecode_from_string(bytes(verify_checksum((self._folder / bucket.key).read_bytes())))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the template in `bucket`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._folder / bucket.key, with_checksum(bucket.bytecode_to_string()))
