"""What course.yaml says, checked field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from scormbuild.catalogue import _, mark
from scormbuild.course.fields import (
    LONGEST_TITLE,
    Fields,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    parse_identifier,
)
from scormbuild.course.model import Certificate, Course, Credit, Device, Learner, Theme
from scormbuild.course.notes import Link, Notes, Place
from scormbuild.course.pages.links import is_address
from scormbuild.course.source import lrs as lrs_keys
from scormbuild.course.source.completion import COMPLETION_KEYS, parse_completion, parse_grade
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
from scormbuild.errors import did_you_mean
from scormbuild.vocabulary import course_iri

_KEYS = {
    "id": "id: my-course",
    "title": mark("title: My course"),
    "language": "language: en",
    "version": 'version: "1.0.0"',
    "description": mark("description: one or two sentences on what it is about"),
    "completion": mark("completion: with pages, questions or score below it, indented"),
    "grade": "grade: completion",
    "device": "device: shared",
    "learner": "learner: ask",
    "room": "room: 64000",
    "targets": f"targets: with a line - {DEFAULT_TARGET} below it for each",
    "credits": mark("credits: with - role: and name: below it"),
    "licence": mark("licence: CC BY-SA 4.0"),
    "theme": mark("theme: calm, or with accent and accent-dark below it, indented"),
    "cover": mark("cover: media/cover.svg, or false"),
    "duration": "duration: 20",
    "iri": "iri: https://example.org/courses/my-course",
    "lrs": mark("lrs: with url, key and secret below it, indented"),
    "privacy": mark("privacy: with readers and keep below it, indented"),
    "certificate": "certificate: true",
    "search": "search: true",
    "pages": mark("pages: with a line - page-id below it for each page"),
}
_CERTIFICATE_KEYS = {
    "text": mark("text: what the course was about, in a sentence"),
    "signed-by": mark("signed-by: the trainers of your organisation"),
}
_CREDIT_KEYS = {"role": "role: Author", "name": mark("name: Their name"), "link": "link: https://example.org"}
DEVICES: tuple[Device, ...] = get_args(Device)
LEARNERS: tuple[Learner, ...] = get_args(Learner)
LEAST_ROOM, MOST_ROOM = 4096, 1_000_000
LEAST_MINUTES, MOST_MINUTES = 2, 600


@dataclass(frozen=True)
class CourseSettings:
    """What course.yaml says: the course without its pages, and the places of what pages decide about."""

    course: Course
    pages: tuple[ScalarNode, ...]  # their ids
    score_place: Place
    lrs_place: Place
    theme: Node | None


def parse_settings(mapping: MappingNode, notes: Notes, languages: Sequence[str]) -> CourseSettings:
    """The settings, with stand-ins where they are at fault."""
    fields = Fields(mapping, notes, _KEYS)
    rules = fields.fields("completion", COMPLETION_KEYS)
    rule = parse_completion(rules)
    score = rules.values.get("score") if rules else None
    lrs_node = fields.values.get("lrs")
    identity = fields.identifier("id")
    course = Course(
        id=identity,
        title=fields.text("title", longest=LONGEST_TITLE),
        language=_parse_language(fields, languages),
        version=fields.match(
            "version", r"\d{1,6}\.\d{1,6}\.\d{1,6}", _("three numbers with points between them")
        ),
        description=fields.text("description", longest=2000),
        completion=rule,
        credits=tuple(_parse_credits(fields, notes)),
        licence=fields.text("licence", "", longest=1000),
        theme=Theme(),  # of which course.yaml says only a part: source/theme.py
        iri=lrs_keys.parse_iri(fields, course_iri(identity)),
        lrs=lrs_keys.parse_lrs(fields.fields("lrs", lrs_keys.LRS_KEYS)),
        privacy=lrs_keys.parse_privacy(fields),
        grade=parse_grade(fields, rule),
        device=fields.one_of("device", DEVICES, "own"),
        learner=fields.one_of("learner", LEARNERS, "anonymous"),
        room=fields.number("room", LEAST_ROOM, MOST_ROOM, 0),
        targets=tuple(_parse_targets(fields, notes)),
        search=fields.flag("search") if "search" in fields.values else None,
        certificate=_parse_certificate(fields),
        cover=_parse_cover(fields, notes),
        duration=fields.number("duration", LEAST_MINUTES, MOST_MINUTES, 0),
    )
    return CourseSettings(
        course,
        pages=tuple(_parse_pages(fields, notes)),
        score_place=score.place if score else mapping.place,
        lrs_place=lrs_node.place if lrs_node else mapping.place,
        theme=fields.values.get("theme"),
    )


def _parse_language(fields: Fields, languages: Sequence[str]) -> str:
    value = fields.scalar("language")
    if value and value.text not in languages:
        hint = did_you_mean(value.text, languages, _("known languages:"))
        fields.notes.add_problem(value.place, _("unknown language '%(value)s'", value=value.text), hint)
    return value.text if value else ""


def _parse_certificate(fields: Fields) -> Certificate | None:
    """Keys with what stands on it, or only that there is one."""
    value = fields.values.get("certificate")
    if not isinstance(value, MappingNode):
        return Certificate() if fields.flag("certificate") else None
    own = Fields(value, fields.notes, _CERTIFICATE_KEYS)
    return Certificate(own.text("text", "", longest=500), own.text("signed-by", "", longest=255))


def _parse_credits(fields: Fields, notes: Notes) -> Iterator[Credit]:
    for item in fields.items("credits"):
        if not isinstance(item, MappingNode):
            notes.add_problem(
                item.place,
                _("a credit must have a role and a name"),
                _("write - role: Author, and name: below it"),
            )
            continue
        credit = Fields(item, notes, _CREDIT_KEYS)
        link = credit.scalar("link", required=False)
        if link and not is_address(link.text, ("http", "https", "mailto")):
            hint = (
                _("write mailto:%(link)s", link=link.text)
                if "@" in link.text
                else _("write %(example)s", example=_(_CREDIT_KEYS["link"]))
            )
            notes.add_problem(link.place, _("'%(link)s' is no web or mail address", link=link.text), hint)
        yield Credit(
            credit.text("role", longest=255), credit.text("name", longest=255), link.text if link else ""
        )


def _parse_targets(fields: Fields, notes: Notes) -> Iterator[str]:
    """The targets that a course is built for where nobody says otherwise."""
    names: set[str] = set()
    for item in fields.items("targets"):
        name = item.text if isinstance(item, ScalarNode) else ""
        if name not in TARGETS:
            hint = did_you_mean(name, TARGETS, _("targets:"))
            notes.add_problem(item.place, _("there is no target '%(name)s'", name=name), hint)
        elif name in names:
            notes.add_problem(
                item.place, _("the target '%(name)s' stands here twice", name=name), _("leave one out")
            )
        else:
            names.add(name)
            yield name


def _parse_cover(fields: Fields, notes: Notes) -> str | None:
    """The picture of the cover: "" for a pattern, None for no cover."""
    value = fields.scalar("cover", required=False)
    if value is None or value.text == "true":
        return ""
    if value.text == "false":
        return None
    notes.links.append(Link(value.place, value.text, "image"))
    return value.text


def _parse_pages(fields: Fields, notes: Notes) -> Iterator[ScalarNode]:
    items = fields.items("pages", required=True)
    value = fields.values.get("pages")
    if isinstance(value, SequenceNode) and not items:
        fields.add_value_problem(value, "pages", _("has no page"))
    first: dict[str, int] = {}
    for item in items:
        if not isinstance(item, ScalarNode):
            notes.add_problem(item.place, _("a page in this list is only its id"), _("write - page-id"))
        elif item.text in first:
            notes.add_problem(
                item.place,
                _("the page '%(item)s' stands here twice", item=item.text),
                _("the first is on line %(line)s", line=first[item.text]),
            )
        else:
            first[item.text] = item.place.line
            if parse_identifier(item, notes):
                yield item
