"""How the LMS behaves: which LMS it is like, and one switch per failure that was seen in a real one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from scormbuild.preview.run_times import RUN_TIMES, RunTime

MODES = ("normal", "review", "browse", "auto")
BOOLEAN_WORDS = {"": True, "1": True, "true": True, "on": True, "0": False, "false": False, "off": False}


@dataclass(frozen=True)
class Switches:
    """All of them. Outside Python a name is spelled with hyphens: `commits-fail`."""

    commits_fail: bool = False  # the server answers a commit with 500
    commits_lie: bool = False  # the connection is lost: "true" for a commit, course files fail
    session_expired: bool = False  # commits are forbidden, course files lead to the log-in page
    no_beacon: bool = False  # what is sent while the page goes away never arrives
    slow: bool = False  # a commit takes 100 ms, as Moodle's do
    strict: bool = True  # SCORM's own limits (4096, 255); off: Moodle's default, 64000
    mode: str = "normal"  # lesson_mode; auto: review once the course is done, as Moodle has it
    behave_like: str = "strict"  # a run time; setting it sets `strict` and `mode` as that run time has them

    @property
    def run_time(self) -> RunTime:
        """The run time that the LMS behaves like."""
        return RUN_TIMES[self.behave_like]

    def with_changes(self, wishes: Mapping[str, object]) -> Switches:
        """The switches after these wishes; ValueError for a name or a value that there isn't."""
        values: dict[str, Any] = {
            name.replace("-", "_"): parse_switch(name, wish) for name, wish in wishes.items()
        }
        if "behave_like" in values:
            run_time = RUN_TIMES[values["behave_like"]]
            # In this order: what the wishes say themselves goes before what the run time has.
            values = {"strict": run_time.strict, "mode": run_time.mode} | values
        return replace(self, **values)

    def as_dict(self) -> dict[str, object]:
        """Name and value of each, as pages and tests spell them."""
        return {name.replace("_", "-"): value for name, value in asdict(self).items()}


SWITCH_CHOICES = {"mode": MODES, "behave-like": tuple(RUN_TIMES)}
SWITCH_NAMES = frozenset(field.name.replace("_", "-") for field in fields(Switches))


def parse_switch(name: str, wish: object) -> bool | str:
    """A wish as a value: from JSON a boolean, from an address a word ("1", "off", or nothing for on)."""
    if name not in SWITCH_NAMES:
        raise ValueError(f"there is no switch '{name}': choose from {', '.join(sorted(SWITCH_NAMES))}")
    if name in SWITCH_CHOICES:
        if wish not in SWITCH_CHOICES[name]:
            raise ValueError(f"there is no {name} '{wish}': choose from {', '.join(SWITCH_CHOICES[name])}")
        return str(wish)
    value = BOOLEAN_WORDS.get(wish) if isinstance(wish, str) else wish
    if not isinstance(value, bool):
        raise ValueError(f"'{name}' is on or off, not '{wish}'")
    return value
