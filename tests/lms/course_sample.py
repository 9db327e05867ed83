"""A course with every kind of question, and states of it as the player writes them."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

Json = dict[str, Any]

IRI = "urn:scormbuild:course:care"
REGISTRATION = "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"
OTHER_REGISTRATION = "0b6b8a52-6f0e-4d0c-9a55-3f1b7c2d9e10"


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


def outline(*questions: Json, score: int | None = None, pages: tuple[str, ...] = ("start", "end")) -> Json:
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
            "completion": {"pages": "all", "questions": "all", "score": score},
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
        **other,
    }


def packed(value: object, version: str = "1") -> str:
    """cmi.suspend_data, as the player writes it."""
    return version + packed_text(json.dumps(value, ensure_ascii=False))


def packed_text(text: str) -> str:
    """Raw deflate and base64url of a text."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = deflater.compress(text.encode("utf-8", "surrogatepass")) + deflater.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
