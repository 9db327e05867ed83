"""How long statements, and the words in them, are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scormbuild.errors import SettingsError
from scormbuild.lrs.xapi.effective_time import DAY_MICROSECONDS, statement_time
from scormbuild.question_kinds import CLOSED_FORMS, CLOSED_INTERACTIONS, OPEN_FORMS
from scormbuild.vocabulary import form_iri

Json = dict[str, Any]
Rules = Mapping[tuple[str, str], int]  # part and verb ("" for all other verbs) to a number of days
STATEMENT, OPEN_TEXT, AUDIT = "statement", "words", "audit"
OPEN_CATEGORIES = frozenset(map(form_iri, OPEN_FORMS))
CLOSED_CATEGORIES = frozenset(map(form_iri, CLOSED_FORMS))


def apply_retention(statement: Json, rules: Rules, now: int) -> Json | None:
    """What the rules leave of a statement at a moment: itself, a copy without its words, or nothing."""
    if not rules:
        return statement
    verb, age = statement["verb"]["id"], now - statement_time(statement, now)
    if is_expired(rules, STATEMENT, verb, age):
        return None
    if is_expired(rules, OPEN_TEXT, verb, age) and has_open_text(statement):
        return without_open_text(statement)
    return statement


def validate_rules(rules: Rules) -> None:
    """Raise SettingsError where words would be kept longer than the statements that they stand in.

    A statement's rule may well be absent: then only the words go.
    """
    for verb in sorted({verb for part, verb in rules if part != AUDIT}):
        words, rest = retention_days(rules, OPEN_TEXT, verb), retention_days(rules, STATEMENT, verb)
        if words is not None and rest is not None and words > rest:
            raise SettingsError(
                f"open text of {verb or 'all verbs'} would be kept {words} days, its statements {rest}\n"
                f"  hint: keep open text at most {rest} days, or the statements at least {words}"
            )


def retention_days(rules: Rules, part: str, verb: str) -> int | None:
    """The days that hold for a verb: its own rule goes before the rule for all."""
    return rules.get((part, verb), rules.get((part, "")))


def is_expired(rules: Rules, part: str, verb: str, age: int) -> bool:
    """Whether something of this age is past its time."""
    days = retention_days(rules, part, verb)
    return days is not None and age > days * DAY_MICROSECONDS


def has_open_text(statement: Json) -> bool:
    """Whether a statement, or the one inside it, holds something that a person may have written."""
    inner = statement["object"]
    if inner.get("objectType") == "SubStatement" and has_open_text(inner):
        return True
    return bool(statement.get("result", {}).get("response")) and not has_closed_response(statement)


def has_closed_response(statement: Json) -> bool:
    """Whether the response can only be one of those that were given: by its question, or by our category.

    Where neither tells, it counts as open text: to take that for words is the smaller harm.
    """
    categories = statement.get("context", {}).get("contextActivities", {}).get("category", [])
    ours = {each["id"] for each in (categories if isinstance(categories, list) else [categories])}
    # What says of itself that it is open text is taken for that, whatever type its question claims.
    if ours & OPEN_CATEGORIES:
        return False
    kind = statement["object"].get("definition", {}).get("interactionType")
    return kind in CLOSED_INTERACTIONS if kind else bool(ours & CLOSED_CATEGORIES)


def without_open_text(statement: Json) -> Json:
    """A copy without its open text; that it was answered, and how, stays."""
    copy = dict(statement)
    if copy["object"].get("objectType") == "SubStatement":
        copy["object"] = without_open_text(copy["object"])
    if copy.get("result", {}).get("response") and not has_closed_response(copy):
        copy["result"] = {name: value for name, value in copy["result"].items() if name != "response"}
        if not copy["result"]:
            del copy["result"]
    return copy
