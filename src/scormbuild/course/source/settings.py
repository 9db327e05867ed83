"""What course.yaml says, checked field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from scormbuild.course.fields import LONGEST_TITLE, Fields, Listing, Mapping, Scalar, identifier
from scormbuild.course.model import ROOM, Completion, Credit, Device, Grade, Privacy, Receiver, Theme
from scormbuild.course.notes import Notes, Place, did_you_mean
from scormbuild.course.pages.links import is_address
from scormbuild.course.source import colour
from scormbuild.course.source import lrs as receiver
from scormbuild.course.source.completion import COMPLETION, completion, grade
from scormbuild.vocabulary import course_iri

_KEYS = {
    "id": "id: my-course",
    "title": "title: My course",
    "language": "language: en",
    "version": 'version: "1.0.0"',
    "description": "description: one or two sentences on what it is about",
    "completion": "completion: with pages, questions or score below it, indented",
    "grade": "grade: completion",
    "device": "device: shared",
    "room": "room: 64000",
    "credits": "credits: with - role: and name: below it",
    "licence": "licence: CC BY-SA 4.0",
    "theme": "theme: with accent and accent-dark below it, indented",
    "iri": "iri: https://example.org/courses/my-course",
    "receiver": "receiver: with url, key and secret below it, indented",
    "privacy": "privacy: with readers and keep below it, indented",
    "pages": "pages: with a line - page-id below it for each page",
}
_CREDIT = {"role": "role: Author", "name": "name: Their name", "link": "link: https://example.org"}
DEVICES: tuple[Device, ...] = get_args(Device)
MOST_ROOM = 1_000_000


@dataclass(frozen=True)
class Settings:
    """The course but for its pages, of which it has the ids with their places."""

    id: str
    title: str
    language: str
    version: str
    description: str
    completion: Completion
    credits: tuple[Credit, ...]
    licence: str
    theme: Theme
    pages: tuple[Scalar, ...]
    score_place: Place
    iri: str
    receiver: Receiver | None
    receiver_place: Place
    privacy: Privacy | None
    grade: Grade
    device: Device
    room: int


def settings(mapping: Mapping, notes: Notes, languages: Sequence[str]) -> Settings:
    """The settings, with stand-ins where they are at fault."""
    fields = Fields(mapping, notes, _KEYS)
    rules = fields.fields("completion", COMPLETION)
    rule = completion(rules)
    score = rules.values.get("score") if rules else None
    destination = fields.values.get("receiver")
    identity = fields.identifier("id")
    return Settings(
        id=identity,
        title=fields.text("title", longest=LONGEST_TITLE),
        language=_language(fields, languages),
        version=fields.match(
            "version", r"\d{1,6}\.\d{1,6}\.\d{1,6}", "three numbers with points between them"
        ),
        description=fields.text("description", longest=2000),
        completion=rule,
        credits=tuple(_credits(fields, notes)),
        licence=fields.text("licence", "", longest=1000),
        theme=colour.theme(fields.fields("theme", colour.THEME)),
        pages=tuple(_pages(fields, notes)),
        score_place=score.place if score else mapping.place,
        iri=receiver.iri(fields, course_iri(identity)),
        receiver=receiver.receiver(fields.fields("receiver", receiver.RECEIVER)),
        receiver_place=destination.place if destination else mapping.place,
        privacy=receiver.privacy(fields),
        grade=grade(fields, rule),
        device=fields.one_of("device", DEVICES, "own"),
        room=fields.number("room", ROOM, MOST_ROOM, ROOM),
    )


def _language(fields: Fields, languages: Sequence[str]) -> str:
    value = fields.scalar("language")
    if value and value.text not in languages:
        hint = did_you_mean(value.text, languages, "known languages")
        fields.notes.fault(value.place, f"unknown language '{value.text}'", hint)
    return value.text if value else ""


def _credits(fields: Fields, notes: Notes) -> Iterator[Credit]:
    for item in fields.items("credits"):
        if not isinstance(item, Mapping):
            notes.fault(
                item.place, "a credit must have a role and a name", "write - role: Author, and name: below it"
            )
            continue
        credit = Fields(item, notes, _CREDIT)
        link = credit.scalar("link", required=False)
        if link and not is_address(link.text, ("http", "https", "mailto")):
            hint = f"write mailto:{link.text}" if "@" in link.text else f"write {_CREDIT['link']}"
            notes.fault(link.place, f"'{link.text}' is no web or mail address", hint)
        yield Credit(
            credit.text("role", longest=255), credit.text("name", longest=255), link.text if link else ""
        )


def _pages(fields: Fields, notes: Notes) -> Iterator[Scalar]:
    items = fields.items("pages", required=True)
    value = fields.values.get("pages")
    if isinstance(value, Listing) and not items:
        fields.wrong(value, "pages", "has no page")
    first: dict[str, int] = {}
    for item in items:
        if not isinstance(item, Scalar):
            notes.fault(item.place, "a page in this list is only its id", "write - page-id")
        elif item.text in first:
            notes.fault(
                item.place,
                f"the page '{item.text}' stands here twice",
                f"the first is on line {first[item.text]}",
            )
        else:
            first[item.text] = item.place.line
            if identifier(item, notes):
                yield item
