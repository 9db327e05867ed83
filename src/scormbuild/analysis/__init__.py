"""Questions to what people learned: reports, tables and SQL over a lake.

from scormbuild.analysis import open_lake

with open_lake("lake") as lake:
    lake.report("completion")
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scormbuild.analysis.model.permissions import Permissions
    from scormbuild.analysis.notebook import Lake

__all__ = ["open_lake"]
DEFAULT_TIME_ZONE = "Europe/Amsterdam"


def open_lake(
    path: str | Path,
    organisation: str | None = None,
    *,
    time_zone: str = DEFAULT_TIME_ZONE,
    permissions: Permissions | None = None,
    memory: str = "1GB",
) -> Lake:
    """A lake as it is now, to be closed or used in a `with`; raises SettingsError where it can't be opened.

    `organisation` may be left out where the lake holds one. `permissions` are an analyst's unless told:
    figures and pseudonyms, no open text in reports, and no group of fewer than five.
    """
    from scormbuild.extras import require_extra

    # Imported here: `import scormbuild.analysis` is quick, and works without the packages of reports.
    with require_extra("opening a lake"):
        from scormbuild.analysis.notebook import Lake
    return Lake(Path(path), organisation, time_zone=time_zone, permissions=permissions, memory=memory)
