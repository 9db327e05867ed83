"""A harvest of any source: its lock, then batch after batch into the LRS, checkpoints after statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from urllib.parse import urlsplit

from scormbuild.errors import BadRequest, Conflict
from scormbuild.lms.lock import harvest_lock
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Source
from scormbuild.lms.statements import Json
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lrs.ingest import Ingest


@contextmanager
def open_run(
    source: Source, database: str, organisation: str | None, now: Callable[[], int]
) -> Iterator[Run | None]:
    """A run of a source into an organisation; None where another one is busy with it."""
    lock = harvest_lock(database, source.lock_name) if source.lock_name else nullcontext(True)
    with lock as free:
        if not free:
            yield None
            return
        with open_ingest(database, organisation, source.url, attests=source.attests) as ingest:
            yield Run(source.url, ingest, now, HarvestSummary(source.url))


def open_ingest(database: str, organisation: str | None, url: str, *, attests: bool = True) -> Ingest:
    """The way in for the source at an address."""
    return Ingest.open(database, organisation, source_name(url), "lms" if attests else None)


def harvest_source(source: Source, run: Run) -> HarvestSummary:
    """Bring over all that is new; the summary grows meanwhile, so it holds after a fault too."""
    for part in source.parts(run):
        with run.collect_faults(part.place) if part.place else nullcontext():
            for batch in part.batches:
                store_batch(run, batch)
    return run.summary


def store_batch(run: Run, batch: Batch) -> None:
    """Hand over statements, then note the checkpoints.

    Who dies in between hands the same over again, and the LRS knows it; the other way round it would be lost.
    """
    if batch.independent:
        store_independently(run, batch.statements)
    else:
        store_statements(run, batch.statements)
    for key, checkpoint in batch.checkpoints.items():
        run.write_checkpoint(key, checkpoint)


def store_independently(run: Run, statements: Sequence[Json]) -> None:
    """Hand statements over together; where one is refused, the others one by one."""
    try:
        store_statements(run, statements)
    except (BadRequest, Conflict) as error:
        # A batch is stored whole or not at all, so that one at fault keeps the others back.
        if len(statements) == 1:
            run.summary.faults.append(f"statement {statements[0].get('id')}: {error}")
            return
        for statement in statements:
            store_independently(run, [statement])


def store_statements(run: Run, statements: Sequence[Json]) -> None:
    """Hand statements over, and count; the contents of attachments don't come along."""
    if statements:
        run.summary.add_counts(run.ingest.store_statements(statements))
        run.summary.bare += sum("attachments" in each for each in statements)


def source_name(url: str) -> str:
    """The name of a source, as it stands in the authority of its statements."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
