"""Has the process whose forks run commands load and compile what each of them would else load and compile again.

Nothing here has state: tables, regular expressions, models, a language's words, compiled templates. What is made of a
test's own files stays for the fork.
"""

import atexit
import gc
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from babel import Locale
from jinja2.bccache import Bucket

from plugins.incremental.compiled_templates import CompiledTemplates
from plugins.incremental.files import replace_file
from record.models import Place
from scrapers import gazetteer
from scrapers.extract.article import extract
from tests.conftest import FETCHED, PLACES, article, place

_load, _dump = CompiledTemplates.load_bytecode, CompiledTemplates.dump_bytecode
_compiled = Path(tempfile.mkdtemp(prefix="templates-"))
"""Templates that some fork has compiled, by place and digest of the source: to compile all takes half a second."""
_owner = os.getpid()


@atexit.register
def _clean_up() -> None:
    if os.getpid() == _owner:
        shutil.rmtree(_compiled, ignore_errors=True)


def _load_shared(own: CompiledTemplates, bucket: Bucket) -> None:
    _load(own, bucket)
    if bucket.code is None:
        with suppress(FileNotFoundError):
            bucket.bytecode_from_string((_compiled / f"{bucket.key}-{bucket.checksum}").read_bytes())
            _dump(own, bucket)


def _dump_shared(own: CompiledTemplates, bucket: Bucket) -> None:
    _dump(own, bucket)
    replace_file(_compiled / f"{bucket.key}-{bucket.checksum}", bucket.bytecode_to_string())


CompiledTemplates.load_bytecode = _load_shared
CompiledTemplates.dump_bytecode = _dump_shared
gazetteer.load()
for row in PLACES:
    Place.model_validate(place(*row).model_dump())
extract(str(article("Pusat kendali dibuka").body).encode(), "https://kabar.example/berita/1", fetched=FETCHED)
for language in ("id", "en"):
    assert Locale.parse(language).date_formats
# A fork copies each object that its garbage collector looks at: it passes over those that are there by now.
gc.freeze()
