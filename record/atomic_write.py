"""Writing files whole or not at all."""

import os
import tempfile
from pathlib import Path

from record.errors import StoreFailed


def write_text(path: Path, text: str) -> bool:
    """Write `text` as UTF-8 through a temporary file and a rename; False where the file already holds it.

    Raises `StoreFailed` (disk full, read-only); the old file is then whole and no half-written one is left.
    """
    data = text.encode()
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        advice = "free some space or make the folder writable, then run again"
        raise StoreFailed(f"{path}: cannot be written ({error.strerror}); {advice}") from error
    return True
