"""A course with every kind of question, and states of it as the player writes them."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from scormbuild.vocabulary import short_key

Json = dict[str, Any]

IRI = "urn:scormbuild:course:care"
REGISTRATION = "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"
OTHER_REGISTRATION = "0b6b8a52-6f0e-4d0c-9a55-3f1b7c2d9e10"
SECRET = "q7ZtR1xWcU4mVb0hKd9s2A"  # opens copies in the learner's browser


def question(name: str, kind: str, **other: Any) -> Json:
    """A question of the outline."""
    letters = [{"key": key, "text": f"Option {key}"} for key in "abc"]
    places = [{"key": key, "text": f"Place {key}"} for key in "123"]
    return {
        "id": name,
        "page": "start",
        "kind": kind,
        "form": {"open": "reflection"}.get(kind, kind),
        "prompt": f"What of {name}?",
        "minimum": 1,
        "required": True,
        "answers": "both",
        "options": letters if kind in ("choice", "checklist") else places if kind == "opinion" else [],
        "keys": {"choice": ["a", "c"], "checklist": ["a", "b", "c"]}.get(kind, []),
        **other,
    }


def outline(
    *questions: Json,
    score: int | None = None,
    pages: tuple[str, ...] = ("start", "end"),
    grade: str = "score",
    **rule: str,
) -> Json:
    """A course with these questions; without any, one of each kind."""
    kinds = ("open", "choice", "opinion", "acknowledge", "checklist")
    asked = questions or tuple(question(f"q-{kind}", kind) for kind in kinds)
    return {
        "course": {
            "iri": IRI,
            "id": "care",
            "title": "Care online",
            "description": "How to care.",
            "language": "en",
            "version": "1.0.0",
            "completion": {
                "pages": "all",
                "questions": "all",
                "score": score,
                "finish": "auto",
                "report": "completed",
                **rule,
            },
            "grade": grade,
        },
        "pages": [{"id": page, "title": f"Page {page}"} for page in pages],
        "questions": list(asked),
        "videos": [],
    }


ANSWERS = {
    "q-open": "Één woord, en 🙂",
    "q-choice": "a,c 2",
    "q-opinion": "3",
    "q-acknowledge": "t",
    "q-checklist": "a,b,c",
}


def old_outline(course: Json) -> Json:
    """The outline of a course as it was kept before there were a button, a word to report and a grade."""
    about = {key: value for key, value in course["course"].items() if key != "grade"}
    rule = {key: about["completion"][key] for key in ("pages", "questions", "score")}
    return {**course, "course": {**about, "completion": rule}}


def state(**other: Any) -> Json:
    """What the player remembers of a course that is done."""
    return {
        "registration": REGISTRATION,
        "sessions": 1,
        "count": 9,
        "page": "end",
        "seen": ["start", "end"],
        "answers": ANSWERS,
        "behind": [],
        "by": "x",
        "key": SECRET,
        "version": "1.0.0",
        **other,
    }


def encode_state(value: Json) -> str:
    """cmi.suspend_data as the player writes it: short keys stand for ids."""
    keys = {
        name: {short_key(key): each for key, each in value[name].items()}
        for name in ("answers", "revisions")
        if name in value
    }
    lists = {name: [short_key(each) for each in value[name]] for name in ("seen", "behind")}
    return encode_suspend_data({**value, "page": short_key(value["page"]), **keys, **lists}, "2")


def encode_suspend_data(value: object, version: str = "1") -> str:
    """cmi.suspend_data with the ids as they are; version 1 had them so."""
    return version + deflate_text(json.dumps(value, ensure_ascii=False))


def deflate_text(text: str) -> str:
    """Raw deflate and base64url of a text."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    # Lone surrogates too: a learner can put anything there.
    data = deflater.compress(text.encode("utf-8", "surrogatepass")) + deflater.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
