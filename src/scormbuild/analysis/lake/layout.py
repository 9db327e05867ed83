"""How a lake lies on the disk: which file holds what, and which files count.

    statements/organisation=1/month=202611/<from>-<to>.parquet    the seqs of a batch, both included
    <small table>/organisation=1/<small table>.parquet
    _state/organisation=1.json                                    how far the export came

Files under an organisation=0 hold no rows: they tell the columns to whoever reads an empty lake.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scormbuild.analysis.model.schema import RELATIONS, SMALL

LAYOUT = 1
STATE = "_state"
NOBODY = 0  # no organisation has this number
VIEWS = "views.sql"
KNOWN = {STATE, VIEWS, "statements", *SMALL}
BATCH = re.compile(r"(\d{20})-(\d{20})\.parquet")
FOLDER = re.compile(r"(?:organisation|month)=(\d{1,9})")
SPILL = "_spill-"  # begins the folder of a reader whose memory doesn't suffice
PART = ".part"  # ends the name of a file that is being written; a dot before it hides it from other readers


@dataclass(frozen=True, order=True)
class Batch:
    """A file of statements."""

    organisation: int
    month: int
    first: int
    last: int

    def path(self, lake: Path) -> Path:
        """Where it lies."""
        name = f"{self.first:020d}-{self.last:020d}.parquet"
        return statements(lake, self.organisation) / f"month={self.month}" / name

    def within(self, other: Batch) -> bool:
        """Whether another file of the same month holds all that this one holds."""
        return other.first <= self.first and self.last <= other.last


def statements(lake: Path, organisation: int) -> Path:
    """The folder of an organisation's statements."""
    return lake / "statements" / f"organisation={organisation}"


def small(lake: Path, table: str, organisation: int) -> Path:
    """The file of an organisation's small table."""
    return lake / table / f"organisation={organisation}" / f"{table}.parquet"


def empty(lake: Path, table: str) -> Path:
    """The file that tells the columns of a table."""
    if table == "statements":
        return statements(lake, NOBODY) / "month=0" / "schema.parquet"
    return small(lake, table, NOBODY)


def numbered(folder: Path) -> list[tuple[int, Path]]:
    """The folders `name=NUMBER` in a folder, in the numbers' order; none where it isn't there."""
    if not folder.is_dir():
        return []
    found = ((FOLDER.fullmatch(each.name), each) for each in folder.iterdir())
    return sorted((int(match[1]), each) for match, each in found if match)


def batches(lake: Path, organisation: int) -> Iterator[Batch]:
    """Every file of an organisation's statements, whether it counts or not."""
    for month, folder in numbered(statements(lake, organisation)):
        for path in folder.iterdir():
            if match := BATCH.fullmatch(path.name):
                yield Batch(organisation, month, int(match[1]), int(match[2]))


def folders(lake: Path, organisation: int) -> list[Path]:
    """All folders that hold something of an organisation."""
    name = f"organisation={organisation}"
    return [folder for table in RELATIONS if (folder := lake / table / name).is_dir()]


def parts(lake: Path, organisation: int) -> Iterator[Path]:
    """Files that were being written when an export was killed."""
    for folder in folders(lake, organisation):
        yield from folder.rglob(f"*{PART}")


def counted(found: Iterator[Batch], through: int) -> tuple[list[Batch], list[Batch]]:
    """The files that count, and those left over by an export that was killed.

    A file counts once the state has reached its end, unless files of its month were merged into a larger
    one that holds it: that one took its place when it got its name.
    """
    months: dict[int, list[Batch]] = defaultdict(list)
    for batch in found:
        months[batch.month].append(batch)
    live: list[Batch] = []
    over: list[Batch] = []
    for month in sorted(months):
        widest: Batch | None = None
        for batch in sorted(months[month], key=lambda each: (each.first, -each.last)):
            if batch.last > through or (widest is not None and batch.within(widest)):
                over.append(batch)
            else:
                widest = batch
                live.append(batch)
    return live, over
