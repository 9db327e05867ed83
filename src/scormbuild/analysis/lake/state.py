"""How far the export of an organisation came: what is written here counts, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scormbuild.analysis.lake.layout import FOLDER_NAME, KNOWN_NAMES, LAYOUT, STATE_FOLDER
from scormbuild.errors import SettingsError
from scormbuild.files import write_file

EXPORT_HINT = "scormbuild lrs export --parquet FOLDER makes a lake"


@dataclass(frozen=True)
class ExportState:
    """One organisation: the last seq and the last number of the journal that the lake holds."""

    organisation: int
    origin: int = 0  # tells this organisation of this database from any other
    through: int = 0
    amended: int = 0
    words: bool = True  # whether what people wrote is in it
    small: dict[str, str] = field(default_factory=dict)  # a digest of each small table
    layout: int = LAYOUT


def state_file(lake: Path, organisation: int) -> Path:
    """The file of an organisation's state."""
    return lake / STATE_FOLDER / f"organisation={organisation}.json"


def read_state(lake: Path, organisation: int) -> ExportState | None:
    """The state of an organisation, None where it was never exported; raises SettingsError.

    Its files must have the columns of this version: others are for the next export to renew.
    """
    found = read_state_of_any_layout(lake, organisation)
    if found is not None and found.layout < LAYOUT:
        raise SettingsError(
            f"{lake}: an older version of scormbuild wrote this lake\n"
            f"  hint: scormbuild lrs export --parquet {lake} renews it"
        )
    return found


def read_state_of_any_layout(lake: Path, organisation: int) -> ExportState | None:
    """The same for who writes: also of a version before this one."""
    file = state_file(lake, organisation)
    try:
        found = json.loads(file.read_bytes())
        if found["layout"] > LAYOUT:
            raise SettingsError(
                f"{lake}: a newer version of scormbuild wrote this lake\n"
                "  hint: use that version, or export into a new folder"
            )
        return ExportState(**found)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        raise SettingsError(f"{file}: this is no state of a lake\n  hint: export into a new folder") from None


def read_states(lake: Path, organisation: int | None = None) -> list[ExportState]:
    """The states of all organisations in a lake, or of one; raises SettingsError where it is no lake."""
    chosen = [each for each in exported_organisations(lake) if organisation in (None, each)]
    return [state for each in chosen if (state := read_state(lake, each)) is not None]


def exported_organisations(lake: Path) -> list[int]:
    """The numbers of the organisations in a lake; raises SettingsError where it is no lake."""
    validate_lake(lake)
    return sorted(
        int(match[1]) for file in (lake / STATE_FOLDER).iterdir() if (match := FOLDER_NAME.match(file.stem))
    )


def write_state(lake: Path, state: ExportState) -> None:
    """Commit: from here on the lake holds what the state says, also after the machine fell over."""
    write_file(state_file(lake, state.organisation), json.dumps(asdict(state), indent=1).encode())


def validate_lake(lake: Path) -> None:
    """Raise SettingsError where a folder is no lake."""
    if not (lake / STATE_FOLDER).is_dir():
        fault = "this folder is no lake" if lake.is_dir() else "there is no such lake"
        raise SettingsError(f"{lake}: {fault}\n  hint: {EXPORT_HINT}")


def validate_lake_folder(lake: Path) -> None:
    """Raise SettingsError where no lake can be made, as something else is there."""
    if lake.exists() and not lake.is_dir():
        raise SettingsError(f"{lake}: this is a file\n  hint: name a folder for the lake")
    if not (lake / STATE_FOLDER).is_dir():
        strange = sorted(each.name for each in lake.iterdir()) if lake.is_dir() else []
        if set(strange) - KNOWN_NAMES:
            raise SettingsError(
                f"{lake}: this folder holds something else, such as {strange[0]}\n"
                "  hint: name a folder of its own"
            )


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it, for their owner only."""
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
