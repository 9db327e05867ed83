"""One harvest as its source sees it: what is known already, and where it counts and tells of faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scormbuild.errors import BadRequest, Conflict, LmsErrorResponse
from scormbuild.lms.refused import RefusedFile
from scormbuild.lms.statement_builder import StatementBuilder
from scormbuild.lms.summary import HarvestSummary

if TYPE_CHECKING:
    from scormbuild.lrs.ingest import Ingest


def show_nothing(_done: int, _expected: int | None) -> None:
    """Progress that nobody looks at."""


@dataclass
class Run:
    """The source's address, the way into the LRS, the clock; `on_progress` takes how many of how many."""

    url: str
    ingest: Ingest
    now: Callable[[], int]  # in seconds since 1970
    summary: HarvestSummary
    on_progress: Callable[[int, int | None], None] = show_nothing
    refused: RefusedFile | None = None  # where statements go that are refused by themselves

    @property
    def statements(self) -> StatementBuilder:
        """Makes statements of attempts."""
        return StatementBuilder(self.url, self.ingest.find_pseudonym, self.now)

    def read_checkpoint(self, key: str) -> str | None:
        """How far the harvest of an item came."""
        return self.ingest.read_checkpoint(self.url, key)

    def write_checkpoint(self, key: str, checkpoint: str) -> None:
        """Keep how far the harvest of an item came."""
        self.ingest.write_checkpoint(self.url, key, checkpoint)

    def add_fault(self, fault: str, hint: str) -> None:
        """Keep a fault for the end."""
        self.summary.faults.append(f"{fault}\n  hint: {hint}")

    @contextmanager
    def collect_faults(self, place: str) -> Iterator[None]:
        """Keep what one learner or activity can't give for the end, and go on with the rest."""
        try:
            yield
        except (LmsErrorResponse, BadRequest, Conflict) as error:
            self.summary.faults.append(f"{place}: {error}")
