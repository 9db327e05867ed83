"""A harvest of any source: its lock, then batch after batch into the LRS, checkpoints after statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from scormbuild.errors import BadRequest, Conflict, InvalidStatement
from scormbuild.lms.lock import harvest_lock
from scormbuild.lms.refused import RefusedFile, statement_key
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Source
from scormbuild.lms.statements import Json
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lrs.ingest import Ingest

MOST_TOLD = 20  # refused statements that a run names one by one; all of them are in the file


@contextmanager
def open_run(
    source: Source,
    database: str,
    organisation: str | None,
    now: Callable[[], int],
    refused: RefusedFile | None = None,
) -> Iterator[Run | None]:
    """A run of a source into an organisation; None where another one is busy with it."""
    lock = harvest_lock(database, source.lock_name) if source.lock_name else nullcontext(True)
    with lock as free:
        if not free:
            yield None
            return
        with open_ingest(database, organisation, source.url, attests=source.attests) as ingest:
            yield Run(source.url, ingest, now, HarvestSummary(source.url), refused=refused)


def open_ingest(database: str, organisation: str | None, url: str, *, attests: bool = True) -> Ingest:
    """The way in for the source at an address."""
    return Ingest.open(database, organisation, source_name(url), "lms" if attests else None)


def harvest_source(source: Source, run: Run, *, settle_refused: bool = False) -> HarvestSummary:
    """Bring over all that is new; the summary grows meanwhile, so it holds after a fault too."""
    if run.refused:
        retry_refused(run, run.refused, settle=settle_refused)
    for part in source.parts(run):
        with run.collect_faults(part.place) if part.place else nullcontext():
            for batch in part.batches:
                store_batch(run, batch)
    return run.summary


def store_batch(run: Run, batch: Batch) -> None:
    """Hand over statements, keep what is refused, then note the checkpoints.

    Who dies in between hands the same over again, and the LRS knows it; the other way round it would be lost.
    """
    if batch.independent:
        keep_refused(run, list(store_independently(run, batch.statements)))
    else:
        store_statements(run, batch.statements)
    for key, checkpoint in batch.checkpoints.items():
        run.write_checkpoint(key, checkpoint)


def store_independently(run: Run, statements: Sequence[Json]) -> Iterator[tuple[Any, str]]:
    """Hand statements over together; where one is refused, the others one by one. Gives those, and why."""
    try:
        store_statements(run, statements)
    except (BadRequest, Conflict):
        # A batch is stored whole or not at all, so that one at fault keeps the others back.
        for statement in statements:
            if reason := refusal_reason(run, statement):
                yield statement, reason


def refusal_reason(run: Run, statement: Any) -> str:
    """Hand one statement over; why it is refused, or '' where it was not."""
    try:
        store_statements(run, [statement])
    except InvalidStatement as error:
        # Mended in the file and taken, it is here under its id; its store still sends it as it was.
        if isinstance(statement, dict) and run.ingest.has_statement(statement.get("id")):
            run.summary.known += 1
            return ""
        return str(error).replace("statements[0]", "statement", 1)
    except (BadRequest, Conflict) as error:
        return str(error)
    return ""


def keep_refused(run: Run, refused: Sequence[tuple[Any, str]]) -> None:
    """Put refused statements into the file, where there is one, and name those that are new in it."""
    new = run.refused.append(refused) if run.refused else refused
    untold = max(0, MOST_TOLD - len(run.summary.faults))
    run.summary.faults += [f"statement {statement_key(each)}: {reason}" for each, reason in new[:untold]]


def retry_refused(run: Run, refused: RefusedFile, *, settle: bool) -> None:
    """Try again what earlier runs kept: the LRS or somebody with an editor may have mended it."""
    refused.retry(lambda statement: refusal_reason(run, statement), settle=settle)
    for line in refused.unreadable_lines:
        run.add_fault(f"{refused.path}: line {line} is not as it was written", "mend it, or take it out")


def store_statements(run: Run, statements: Sequence[Json]) -> None:
    """Hand statements over, and count; the contents of attachments don't come along."""
    if statements:
        run.summary.add_counts(run.ingest.store_statements(statements))
        run.summary.bare += sum("attachments" in each for each in statements)


def source_name(url: str) -> str:
    """The name of a source, as it stands in the authority of its statements."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()
