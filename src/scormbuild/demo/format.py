"""A statement as one line to read: when, who, did what, with what, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scormbuild.vocabulary import PROGRESS

ACTOR_WIDTH, VERB_WIDTH, OBJECT_WIDTH, RESULT_WIDTH = 10, 12, 44, 60  # the widths of the columns

Json = Mapping[str, Any]


def format_statement(statement: Json) -> str:
    """Such as `12:03:44  p_k3jx7a2c  answered      What struck you?   "The tone."`."""
    when = datetime.fromisoformat(statement["timestamp"]).astimezone()
    columns = (
        f"{when:%H:%M:%S}",
        shorten_text(actor_name(statement["actor"]), ACTOR_WIDTH).ljust(ACTOR_WIDTH),
        verb_name(statement["verb"]).ljust(VERB_WIDTH),
        shorten_text(object_name(statement["object"]), OBJECT_WIDTH).ljust(OBJECT_WIDTH),
        result_text(statement.get("result", {})),
    )
    return "  ".join(columns).rstrip()


def actor_name(actor: Json) -> str:
    """The pseudonym, without the mark of a cut: nobody reads it to the end."""
    account: Json = actor.get("account", {})
    return printable_line(str(account.get("name", actor.get("mbox", "somebody"))))[:ACTOR_WIDTH]


def verb_name(told: Json) -> str:
    """The verb's word, or else the end of its IRI."""
    return printable_line(first_text(told.get("display", {})) or told["id"].rpartition("/")[2])


def object_name(target: Json) -> str:
    """What the object is called: a question by its text, a page by its title."""
    definition: Json = target.get("definition", {})
    texts = (first_text(definition.get("name", {})), first_text(definition.get("description", {})))
    return printable_line(next(filter(None, texts), str(target.get("id", ""))))


def first_text(texts: Json) -> str:
    """The words in the first language that there is."""
    return str(next(iter(texts.values()), ""))


def result_text(told: Json) -> str:
    """The response, the score, or how far; nothing where there is nothing to tell."""
    if "response" in told:
        return f"“{shorten_text(printable_line(told['response']), RESULT_WIDTH)}”"
    if "score" in told:
        return f"{told['score'].get('raw')} of {told['score'].get('max')}"
    progress = told.get("extensions", {}).get(PROGRESS)
    return f"{progress} %" if progress is not None else printable_line(told.get("duration", ""))


def printable_line(text: str) -> str:
    """One line without anything that a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in " ".join(text.split()))


def shorten_text(text: str, width: int) -> str:
    """As much as fits, and a sign where there was more."""
    return text if len(text) <= width else text[: width - 1] + "…"
