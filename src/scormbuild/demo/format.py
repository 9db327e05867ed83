"""A statement as one line to read: when, who, did what, with what, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scormbuild.vocabulary import PROGRESS

WHO, VERB, OBJECT, RESULT = 10, 12, 44, 60  # the widths of the columns

Json = Mapping[str, Any]


def line(statement: Json) -> str:
    """Such as `12:03:44  p_k3jx7a2c  answered      What struck you?   "The tone."`."""
    when = datetime.fromisoformat(statement["timestamp"]).astimezone()
    columns = (
        f"{when:%H:%M:%S}",
        shortened(who(statement["actor"]), WHO).ljust(WHO),
        verb(statement["verb"]).ljust(VERB),
        shortened(name(statement["object"]), OBJECT).ljust(OBJECT),
        result(statement.get("result", {})),
    )
    return "  ".join(columns).rstrip()


def who(actor: Json) -> str:
    """The pseudonym, without the mark of a cut: nobody reads it to the end."""
    account: Json = actor.get("account", {})
    return plain(str(account.get("name", actor.get("mbox", "somebody"))))[:WHO]


def verb(told: Json) -> str:
    """The verb's word, or else the end of its IRI."""
    return plain(first(told.get("display", {})) or told["id"].rpartition("/")[2])


def name(target: Json) -> str:
    """What the object is called: a question by its text, a page by its title."""
    definition: Json = target.get("definition", {})
    texts = (first(definition.get("name", {})), first(definition.get("description", {})))
    return plain(next(filter(None, texts), str(target.get("id", ""))))


def first(texts: Json) -> str:
    """The words in the first language that there is."""
    return str(next(iter(texts.values()), ""))


def result(told: Json) -> str:
    """The response, the score, or how far; nothing where there is nothing to tell."""
    if "response" in told:
        return f"“{shortened(plain(told['response']), RESULT)}”"
    if "score" in told:
        return f"{told['score'].get('raw')} of {told['score'].get('max')}"
    progress = told.get("extensions", {}).get(PROGRESS)
    return f"{progress} %" if progress is not None else plain(told.get("duration", ""))


def plain(text: str) -> str:
    """One line without anything that a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in " ".join(text.split()))


def shortened(text: str, width: int) -> str:
    """As much as fits, and a sign where there was more."""
    return text if len(text) <= width else text[: width - 1] + "…"
