"""One statement in plain words: opened page …, answered … (version 2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from scormbuild import vocabulary as word
from scormbuild.dashboard.locale import Local
from scormbuild.lrs.rights.view import Titles, subject
from scormbuild.lrs.xapi.completion import score_of

Json = dict[str, Any]
Say = Callable[..., str]
SPAN: Final = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells statements in a language."""

    say: Say
    local: Local
    titles: Titles

    def sentence(self, statement: Json) -> str:
        """What was done, to what."""
        verb, target = statement["verb"]["id"], subject(statement, self.titles)
        result = statement.get("result", {})
        key, values = self.phrase(verb, statement, result)
        return self.say(f"path.{key}", object=target, **values)

    def phrase(self, verb: str, statement: Json, result: Json) -> tuple[str, dict[str, str]]:
        """The sentence, and what stands in it beside its object."""
        extensions = result.get("extensions", {})
        match word.DISPLAYS.get(verb):
            case "answered" if number(extensions.get(word.REVISION), 2):
                return "answered_version", {"revision": str(extensions[word.REVISION])}
            case "progressed":
                share = extensions.get(word.PROGRESS)
                return "progressed", {"progress": self.local.score(share) if number(share, 0) else "?"}
            case "terminated" if (seconds := span(str(result.get("duration", "")))) is not None:
                return "terminated_after", {"duration": self.local.span(seconds)}
            case "completed" if is_part(statement):
                return "completed_other", {}
            case "passed" | "failed" as state if (score := scored(result)) is not None:
                return f"{state}_score", {"score": self.local.score(score)}
            case None:
                return "other", {"verb": self.verb(statement["verb"])}
            case known:
                return known, {}

    def verb(self, told: Json) -> str:
        """A verb that isn't one of ours, by its display or the end of its IRI."""
        display = told.get("display") or {}
        said = display.get(self.local.language) or next(iter(display.values()), "")
        return str(said or told["id"].rstrip("/").rpartition("/")[2] or told["id"])

    def response(self, statement: Json) -> str:
        """What was answered, keys of options as their texts."""
        response = statement.get("result", {}).get("response")
        if not isinstance(response, str) or response in ("", "true", "false"):
            return ""
        if statement["object"].get("objectType", "Activity") != "Activity":
            return response
        return self.titles.response(statement["object"], response)

    def success(self, statement: Json) -> str:
        """Whether an answer was right."""
        success = statement.get("result", {}).get("success")
        if statement["verb"]["id"] != word.ANSWERED or success is None:
            return ""
        return self.say("path.right" if success else "path.wrong")


def number(value: Any, least: int) -> bool:
    """Whether something is a number from `least` up."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= least


def is_part(statement: Json) -> bool:
    """Whether something else than a course was completed, such as a film."""
    kind = statement["object"].get("definition", {}).get("type", word.COURSE)
    return bool(kind != word.COURSE)


def scored(result: Json) -> float | None:
    """The score in per cent."""
    try:
        return score_of(result.get("score", {}))
    except (TypeError, ValueError):
        return None


def span(text: str) -> float | None:
    """The seconds of a duration of days and less (ISO 8601:2004 4.4.3.2)."""
    found = SPAN.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
