"""What a target is: all that a build has to know of the standard of some learning systems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scormbuild.course.model import Course, PlayerPart

# What a package holds beside the course's own files, which are given: the manifest and what goes with it.
ManifestFiles = Callable[[Course, Mapping[str, bytes]], dict[str, bytes]]


@dataclass(frozen=True)
class Target:
    """One kind of package, by the name that authors write and that the package's file bears."""

    name: str
    title: str
    driver: PlayerPart
    manifest_files: ManifestFiles
    room: int  # characters of the state that every LMS of this standard keeps
    # What the page may reach beside its own server and the course's LRS (in its Content-Security-Policy).
    connect_sources: tuple[str, ...] = ()

    @property
    def standard(self) -> str:
        """The folder of its driver, which is that of its standard."""
        return self.driver.module.split("/")[1]
