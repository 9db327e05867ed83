"""How the LMS misbehaves: one switch per failure that was seen in a real LMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

MODES = ("normal", "review", "browse", "auto")
WORDS = {"": True, "1": True, "true": True, "on": True, "0": False, "false": False, "off": False}


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

    def changed(self, wishes: Mapping[str, object]) -> Switches:
        """The switches after these wishes; ValueError for a name or a value that there isn't."""
        values: dict[str, Any] = {name.replace("-", "_"): wanted(name, wish) for name, wish in wishes.items()}
        return replace(self, **values)

    def public(self) -> dict[str, object]:
        """Name and value of each, as pages and tests spell them."""
        return {name.replace("_", "-"): value for name, value in asdict(self).items()}


NAMES = frozenset(field.name.replace("_", "-") for field in fields(Switches))


def wanted(name: str, wish: object) -> bool | str:
    """A wish as a value: from JSON a boolean, from an address a word ("1", "off", or nothing for on)."""
    if name not in NAMES:
        raise ValueError(f"there is no switch '{name}': choose from {', '.join(sorted(NAMES))}")
    if name == "mode":
        if wish not in MODES:
            raise ValueError(f"there is no mode '{wish}': choose from {', '.join(MODES)}")
        return str(wish)
    value = WORDS.get(wish) if isinstance(wish, str) else wish
    if not isinstance(value, bool):
        raise ValueError(f"'{name}' is on or off, not '{wish}'")
    return value
