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

from scormbuild.analysis.model.schema import DIMENSION_TABLES, RELATIONS
from scormbuild.files import PART_SUFFIX

# 1 had `at` for `timestamp_us`, moments to come, and no attestations and conflicts; 2 had registrations;
# 3 had no quizzes, and not where a scenario's choices lead.
LAYOUT = 4
STATE_FOLDER = "_state"
NO_ORGANISATION = 0  # no organisation has this number
VIEWS_FILE = "views.sql"
KNOWN_NAMES = {STATE_FOLDER, VIEWS_FILE, "statements", *DIMENSION_TABLES}
STATEMENT_FILE_NAME = re.compile(r"(\d{20})-(\d{20})\.parquet")
FOLDER_NAME = re.compile(r"(?:organisation|month)=(\d{1,9})")
SPILL_PREFIX = "_spill-"  # begins the folder of a reader whose memory doesn't suffice


@dataclass(frozen=True, order=True)
class StatementFile:
    """A file of statements."""

    organisation: int
    month: int
    first: int
    last: int

    def path(self, lake: Path) -> Path:
        """Where it lies."""
        # Twenty digits, so that names in order are places in order.
        name = f"{self.first:020d}-{self.last:020d}.parquet"
        return statements_folder(lake, self.organisation) / f"month={self.month}" / name

    def is_within(self, other: StatementFile) -> bool:
        """Whether another file of the same month holds all that this one holds."""
        return other.first <= self.first and self.last <= other.last


def statements_folder(lake: Path, organisation: int) -> Path:
    """The folder of an organisation's statements."""
    return lake / "statements" / f"organisation={organisation}"


def dimension_file(lake: Path, table: str, organisation: int) -> Path:
    """The file of an organisation's small table."""
    return lake / table / f"organisation={organisation}" / f"{table}.parquet"


def schema_file(lake: Path, table: str) -> Path:
    """The file that tells the columns of a table."""
    if table == "statements":
        return statements_folder(lake, NO_ORGANISATION) / "month=0" / "schema.parquet"
    return dimension_file(lake, table, NO_ORGANISATION)


def numbered_folders(folder: Path) -> list[tuple[int, Path]]:
    """The folders `name=NUMBER` in a folder, in the numbers' order; none where it isn't there."""
    if not folder.is_dir():
        return []
    found = ((FOLDER_NAME.fullmatch(each.name), each) for each in folder.iterdir())
    return sorted((int(match[1]), each) for match, each in found if match)


def statement_files(lake: Path, organisation: int) -> Iterator[StatementFile]:
    """Every file of an organisation's statements, whether it counts or not."""
    for month, folder in numbered_folders(statements_folder(lake, organisation)):
        for path in folder.iterdir():
            if match := STATEMENT_FILE_NAME.fullmatch(path.name):
                yield StatementFile(organisation, month, int(match[1]), int(match[2]))


def organisation_folders(lake: Path, organisation: int) -> list[Path]:
    """All folders that hold something of an organisation."""
    name = f"organisation={organisation}"
    return [folder for table in RELATIONS if (folder := lake / table / name).is_dir()]


def part_files(lake: Path, organisation: int) -> Iterator[Path]:
    """Files that were being written when an export was killed."""
    for folder in (lake / STATE_FOLDER, *organisation_folders(lake, organisation)):
        yield from folder.rglob(f"*{PART_SUFFIX}")


def split_live_files(
    found: Iterator[StatementFile], through: int
) -> tuple[list[StatementFile], list[StatementFile]]:
    """The files that count, and those left over by an export that was killed.

    A file counts once the state has reached its end, unless files of its month were merged into a larger
    one that holds it: that one took its place when it got its name.
    """
    months: dict[int, list[StatementFile]] = defaultdict(list)
    for batch in found:
        months[batch.month].append(batch)
    live: list[StatementFile] = []
    over: list[StatementFile] = []
    for month in sorted(months):
        widest: StatementFile | None = None
        # The widest of those that begin at one place comes first, and those within it after it.
        for batch in sorted(months[month], key=lambda each: (each.first, -each.last)):
            if batch.last > through or (widest is not None and batch.is_within(widest)):
                over.append(batch)
            else:
                widest = batch
                live.append(batch)
    return live, over
