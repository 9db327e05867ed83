"""One statement in plain words: opened page …, answered … (version 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from scormbuild import vocabulary as word
from scormbuild.dashboard.locale import Locale
from scormbuild.lrs.rights import Titles, object_title
from scormbuild.lrs.xapi import parse_duration, score_of

LARGEST_NUMBER: Final = 10**9
Json = dict[str, Any]
Translate = Callable[..., str]


@dataclass(frozen=True, slots=True)
class StatementFormatter:
    """Tells statements in a language."""

    translate: Translate
    locale: Locale
    titles: Titles

    def sentence(self, statement: Json) -> str:
        """What was done, to what."""
        verb, target = statement["verb"]["id"], object_title(statement, self.titles)
        result = statement.get("result", {})
        key, values = self.phrase(verb, statement, result)
        return self.translate(f"path.{key}", object=target, **values)

    def phrase(self, verb: str, statement: Json, result: Json) -> tuple[str, dict[str, str]]:
        """The sentence, and what stands in it beside its object."""
        extensions = result.get("extensions", {})
        match word.DISPLAYS.get(verb):
            case "answered" if (revision := number_from(extensions.get(word.REVISION), 2)) is not None:
                return "answered_version", {"revision": f"{revision:.0f}"}
            case "progressed":
                share = number_from(extensions.get(word.PROGRESS), 0)
                return "progressed", {"progress": "?" if share is None else self.locale.format_score(share)}
            case "terminated" if (seconds := parse_duration(str(result.get("duration", "")))) is not None:
                return "terminated_after", {"duration": self.locale.format_duration(seconds)}
            case "completed" if is_part(statement):
                return "completed_other", {}
            case "passed" | "failed" as state if (score := score_percent(result)) is not None:
                return f"{state}_score", {"score": self.locale.format_score(score)}
            case None:
                return "other", {"verb": self.verb_display(statement["verb"])}
            case known:
                return known, {}

    def verb_display(self, verb_object: Json) -> str:
        """A verb that isn't one of ours, by its display or the end of its IRI."""
        display = verb_object.get("display") or {}
        said = display.get(self.locale.language) or next(iter(display.values()), "")
        return str(said or verb_object["id"].rstrip("/").rpartition("/")[2] or verb_object["id"])

    def response_text(self, statement: Json) -> str:
        """What was answered, keys of options as their texts."""
        response = statement.get("result", {}).get("response")
        if not isinstance(response, str) or response in ("", "true", "false"):
            return ""
        if statement["object"].get("objectType", "Activity") != "Activity":
            return response
        return self.titles.response_text(statement["object"], response)

    def success_text(self, statement: Json) -> str:
        """Whether an answer was right."""
        success = statement.get("result", {}).get("success")
        if statement["verb"]["id"] != word.ANSWERED or success is None:
            return ""
        return self.translate("path.right" if success else "path.wrong")


def number_from(value: Any, least: int) -> float | None:
    """A number from `least` up, of a size that means anything; None for all else that an extension holds."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    # Compared before it is made a float: a whole number may have any number of digits.
    return float(value) if least <= value <= LARGEST_NUMBER else None


def is_part(statement: Json) -> bool:
    """Whether something else than a course was completed, such as a film."""
    kind = statement["object"].get("definition", {}).get("type", word.COURSE)
    return bool(kind != word.COURSE)


def score_percent(result: Json) -> float | None:
    """The score in per cent."""
    try:
        return score_of(result.get("score", {}))
    except (TypeError, ValueError):
        return None
