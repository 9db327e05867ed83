"""What a course becomes: a folder for each standard, and a row for each target."""

from __future__ import annotations

from collections.abc import Mapping

from scormbuild.course.form import FOLDER
from scormbuild.course.model import PlayerPart
from scormbuild.course.targets.cmi5 import structure as cmi5
from scormbuild.course.targets.scorm12 import manifest as scorm12
from scormbuild.course.targets.scorm2004.manifest import FOURTH_EDITION, THIRD_EDITION
from scormbuild.course.targets.target import Target
from scormbuild.course.targets.tincan import structure as tincan
from scormbuild.course.targets.web import site
from scormbuild.course.targets.web.single_file import render_single_file
from scormbuild.course.targets.web.words import site_words

DEFAULT_TARGET = "scorm12"
SCORM_2004_DRIVER = PlayerPart("driver", "lms/scorm2004/scorm2004", "openScorm2004")
# An LRS bounds no document, but what a browser sends while a page goes is at most 64 KiB (Fetch, keepalive).
XAPI_ROOM = 60_000
# The launch says where the LRS is.
ANY_ENDPOINT = ("https:", "http:")

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
        # The SPM of cmi.suspend_data: the least that an LMS must take (Run-Time Environment, 4.2.23).
        Target(
            "scorm2004-3",
            "SCORM 2004 3rd Edition",
            SCORM_2004_DRIVER,
            THIRD_EDITION.manifest_files,
            room=4000,
        ),
        Target(
            "scorm2004-4",
            "SCORM 2004 4th Edition",
            SCORM_2004_DRIVER,
            FOURTH_EDITION.manifest_files,
            room=64_000,
        ),
        Target(
            "cmi5",
            "cmi5",
            PlayerPart("driver", "lms/cmi5/cmi5", "openCmi5"),
            cmi5.structure_files,
            room=XAPI_ROOM,
            connect_sources=ANY_ENDPOINT,
            makes_statements=True,
            has_way_back=True,
        ),
        Target(
            "tincan",
            "xAPI (tincan.xml)",
            PlayerPart("driver", "lms/tincan/tincan", "openTincan"),
            tincan.structure_files,
            room=XAPI_ROOM,
            connect_sources=ANY_ENDPOINT,
            makes_statements=True,
        ),
        Target(
            "web",
            "a web site",
            PlayerPart("driver", "lms/web/web", "openWeb"),
            site.site_files,
            room=1_000_000,  # a browser keeps more than anybody writes
            is_bounded=False,
            policy=("worker-src 'self'", "manifest-src 'self'"),
            parts={
                PlayerPart("site", "lms/web/web", "startSite"): lambda course: True,  # noqa: ARG005
                PlayerPart("nameLearner", "lms/web/web", "nameLearner"): lambda course: (
                    course.lrs is not None
                ),
            },
            words=site_words,
            form=FOLDER,
            single_file=render_single_file,
        ),
    )
}
