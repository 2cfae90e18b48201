"""Jinja's compiled templates, kept between builds."""

import os
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins.incremental import build_state


class CompiledTemplates(BytecodeCache):
    """Jinja's compiled templates, which it knows by their text; a damaged one counts as none."""

    def __init__(self, folder: Path) -> None:
        """They are kept in `folder`."""
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what is kept of a template."""
        with suppress(FileNotFoundError, ValueError):
            bucket.bytecode_from_string(bytes(build_state.unsealed((self._folder / bucket.key).read_bytes())))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._folder.mkdir(parents=True, exist_ok=True)
        # Each of the processes that make pages may come to do this at once.
        fresh = self._folder / f"{bucket.key}.{os.getpid()}"
        fresh.write_bytes(build_state.sealed(bucket.bytecode_to_string()))
        fresh.replace(self._folder / bucket.key)
