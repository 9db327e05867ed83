"""What the preview's learning systems have in common: one course, switches, and a log-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scormbuild.preview.builds import Builds
from scormbuild.preview.events import EventBroadcaster
from scormbuild.preview.run_times import run_times_of
from scormbuild.preview.switches import Switches

# Both lead to the preview, and are two origins to a browser: an LMS's own, and its LRS's.
HOSTS = ("127.0.0.1", "localhost")


@dataclass
class LearningSystem:
    """One course, and how whoever launches it behaves."""

    builds: Builds
    events: EventBroadcaster
    standard: str = "scorm12"
    room: int = 4096  # characters of the state that every LMS of this standard keeps
    switches: Switches = field(default_factory=Switches)
    session: int = 1  # which log-in this is
    after_login: str = "/"  # where log-in leads
    port: int = 0  # set by the server, once it has one

    def __post_init__(self) -> None:
        self.switches = self.switches.with_changes({"behave-like": next(iter(run_times_of(self.standard)))})

    @property
    def endpoints(self) -> tuple[str, ...]:
        """Origins beside its own that a course may reach, as it was launched."""
        return ()

    def set_switches(self, wishes: Mapping[str, object]) -> None:
        """Set switches, and tell every open page. ValueError, and no change, for a wish without sense."""
        switches = self.switches.with_changes(wishes)
        if switches.run_time.standard != self.standard:
            known = ", ".join(run_times_of(self.standard))
            raise ValueError(
                f"'{switches.behave_like}' plays courses of another standard: choose from {known}"
            )
        self.switches = switches
        self.events.send_event("switches", self.switches.as_dict())

    def remember_after_login(self, wanted: str) -> None:
        """Remember, where the LMS does so, which page or course file somebody without a session asked for."""
        if self.switches.run_time.returns:
            self.after_login = wanted

    def log_in(self) -> str:
        """Begin a new session; where to go now."""
        self.session += 1
        self.set_switches({"session-expired": False})
        destination, self.after_login = self.after_login, "/"
        return destination
