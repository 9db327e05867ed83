"""What a harvest did, for its last line and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scormbuild.lrs.ingest import IngestCounts


@dataclass
class HarvestSummary:
    """Counts, and what couldn't be read; `faults` names learners by their number only."""

    site: str
    activities: int = 0
    learners: int = 0
    attempts: int = 0  # that were new or had changed
    spared: int = 0  # learners who needn't be asked about
    requests: int = 0
    new: int = 0
    known: int = 0
    dropped: int = 0
    bare: int = 0  # statements whose attachments were not fetched
    refused: int = 0  # statements that wait in `refused_file`, of this run and of earlier ones
    refused_file: str = ""
    faults: list[str] = field(default_factory=list)

    def add_counts(self, taken: IngestCounts) -> None:
        """Add what became of some statements."""
        self.new += taken.new
        self.known += taken.known
        self.dropped += taken.dropped
