"""What a course becomes: a folder for each standard, and a row for each target."""

from __future__ import annotations

from collections.abc import Mapping

from scormbuild.course.model import PlayerPart
from scormbuild.course.targets.scorm12 import manifest as scorm12
from scormbuild.course.targets.target import Target

DEFAULT_TARGET = "scorm12"

# In the order in which they are built and listed; the driver's module is player/src/lms/FOLDER/FOLDER.js.
TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target(
            DEFAULT_TARGET,
            "SCORM 1.2",
            PlayerPart("driver", "lms/scorm12/scorm12", "openScorm12"),
            scorm12.manifest_files,
            room=4096,  # CMIString4096 (SCORM 1.2 Run-Time Environment, cmi.suspend_data)
        ),
    )
}
