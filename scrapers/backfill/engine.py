"""Where batches are read: this machine's processes or a Dask cluster; results come back in the order of the batches."""

import logging
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from distributed import Client, Future, LocalCluster
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker
from distributed.utils import CancelledError

from scrapers.backfill.batch import Batch, BatchResult, SearchSpec, content_of, read_batch
from scrapers.errors import ArchiveProblem, BackfillFailed

AHEAD = 3
"""Batches a worker thread that are under way: enough that none waits, few enough for any memory."""
PATIENCE = 30
"""Seconds for a scheduler to answer and for its first worker to come."""


class Engine:
    """Reads batches on a Dask cluster; it never holds more than a few of them and of their results."""

    def __init__(self, client: Client, *, sends: bool) -> None:
        """`sends`: workers may not see this machine's files, so that bytes travel with each batch."""
        self._client, self._sends = client, sends

    def read(self, search: SearchSpec, batches: Iterable[Batch]) -> Generator[tuple[Batch, BatchResult], None, None]:
        """Each batch with its result, in order, whichever worker read it and however often one died.

        Raises `ArchiveProblem` for a batch that no worker survives, `BackfillFailed` when the scheduler is gone.
        """
        # A result like any other, so that a cluster keeps it once a worker and makes it anew after a death.
        packed = self._client.submit(_packed_search, search.packed(), pure=False)
        under_way: deque[tuple[Batch, Future]] = deque()
        most = AHEAD * max(1, sum(self._client.nthreads().values()))
        try:
            for batch in batches:
                under_way.append((batch, self._client.submit(read_batch, packed, self._sent(batch), pure=False)))
                if len(under_way) >= most:
                    yield self._finished(*under_way.popleft())
            while under_way:
                yield self._finished(*under_way.popleft())
        finally:
            # Also where the reader stops early, as `run` does when a batch turns out to be cut inside a record.
            self._client.cancel([future for _, future in under_way])

    def _sent(self, batch: Batch) -> Batch:
        if not self._sends:
            return batch
        with content_of(Path(batch.path)) as data:
            return replace(batch, data=data[batch.start : batch.end])

    def _finished(self, batch: Batch, future: Future) -> tuple[Batch, BatchResult]:
        try:
            done: BatchResult = future.result()
        except KilledWorker as error:
            advice = "give them more memory, or report the page that does it"
            raise ArchiveProblem(
                batch.path, f"bytes {batch.start} to {batch.end} ended every worker that read them; {advice}"
            ) from error
        except (CancelledError, CommClosedError) as error:
            raise BackfillFailed("the Dask scheduler is gone; start it, then run again") from error
        return batch, done


@contextmanager
def engine(*, scheduler: str = "", workers: int | None = None) -> Iterator[Engine]:
    """An engine on the cluster of `scheduler`, else on `workers` processes of this machine (default: its cores).

    Raises `BackfillFailed` where no scheduler or worker answers.
    """
    # Dask also logs what the result or the error says of a lost worker or scheduler.
    for chatty in ("distributed", "distributed.client"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    if scheduler:
        with _joined(scheduler) as client:
            yield Engine(client, sends=True)
        return
    with tempfile.TemporaryDirectory(prefix="pantau-backfill-") as scratch:
        local: dict[str, Any] = {"local_directory": scratch, "dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"}
        # Encrypted with keys of this run, since whoever can speak to a worker can have it run anything.
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, security=True, silence_logs=logging.CRITICAL, **local
        )
        with cluster, Client(cluster) as client:
            yield Engine(client, sends=False)


@contextmanager
def _joined(scheduler: str) -> Iterator[Client]:
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise BackfillFailed(
            f"{scheduler}: no Dask scheduler answers ({error}); start one, or leave --scheduler out"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise BackfillFailed(
                f"{scheduler}: the scheduler has no workers; start some from this project's folder, then run again"
            ) from error
        yield client


def _packed_search(packed: bytes) -> bytes:
    return packed
