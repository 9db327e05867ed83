"""How the preview plays the courses of each standard: a row says which learning system, and its routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scormbuild.preview.builds import Builds
from scormbuild.preview.cmi5.launch import CMI5_LAUNCH
from scormbuild.preview.events import EventBroadcaster
from scormbuild.preview.learning_system import LearningSystem
from scormbuild.preview.routes import Routes
from scormbuild.preview.scorm.learners import Learners
from scormbuild.preview.scorm.lms import Lms
from scormbuild.preview.scorm.routes import SCORM_ROUTES
from scormbuild.preview.tincan.launch import TINCAN_LAUNCH
from scormbuild.preview.web.site import SITE_ROUTES, Site
from scormbuild.preview.xapi.launch_method import LaunchMethod
from scormbuild.preview.xapi.lms import XapiLms
from scormbuild.preview.xapi.registrations import Registrations
from scormbuild.preview.xapi.routes import XAPI_ROUTES

# The builds to play, whom to tell, the standard's name, how much room it has, and the file between two runs.
Open = Callable[[Builds, EventBroadcaster, str, int, Path], LearningSystem]


@dataclass(frozen=True)
class Standard:
    """How the courses of one standard are played."""

    open: Open
    routes: Routes


def open_scorm(builds: Builds, events: EventBroadcaster, standard: str, room: int, file: Path) -> Lms:
    """An LMS of either version of SCORM."""
    return Lms(builds, events, standard, room, learners=Learners(file))


def open_xapi(method: LaunchMethod) -> Open:
    """A learning system that launches so."""

    def open_lms(builds: Builds, events: EventBroadcaster, standard: str, room: int, file: Path) -> XapiLms:
        return XapiLms(builds, events, standard, room, method=method, registrations=Registrations(file))

    return open_lms


def open_site(builds: Builds, events: EventBroadcaster, standard: str, room: int, _file: Path) -> Site:
    """A web site, which keeps nothing."""
    return Site(builds, events, standard, room)


STANDARDS: Mapping[str, Standard] = {
    "scorm12": Standard(open_scorm, SCORM_ROUTES),
    "scorm2004": Standard(open_scorm, SCORM_ROUTES),
    "cmi5": Standard(open_xapi(CMI5_LAUNCH), XAPI_ROUTES),
    "tincan": Standard(open_xapi(TINCAN_LAUNCH), XAPI_ROUTES),
    "web": Standard(open_site, SITE_ROUTES),
}
