"""The directives by name: what builds each of them, and how its options are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scormbuild.course.fields import Fields
from scormbuild.course.model import Block
from scormbuild.course.notes import Notes, did_you_mean
from scormbuild.course.pages import fence, presentation, questions
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token


class _Kind(NamedTuple):
    build: Callable[[Directive], Block]
    options: dict[str, str]
    argument: bool = True


_ASKED = {"optional": ":optional: true", "answers": ":answers: both"}
_SIZE = {"minimum": ":minimum: 10", "rows": ":rows: 6"}
KINDS = {
    "callout": _Kind(presentation.callout, {"title": ":title: Remember this"}),
    "post": _Kind(
        presentation.post,
        {"author": ":author: Name", "network": ":network: Facebook", "when": ":when: yesterday, 23.00"},
        argument=False,
    ),
    "video": _Kind(
        presentation.video,
        {
            "title": ":title: What the video is called",
            "youtube": ":youtube: its 11 characters",
            "file": ":file: media/name.mp4",
            "captions": ":captions: media/name.vtt",
        },
    ),
    "dos-donts": _Kind(presentation.dos_donts, {"dos": ":dos: Do", "donts": ":donts: Don't"}, argument=False),
    "reflection": _Kind(questions.reflection, {"hint": ":hint: Think of your own work", **_SIZE, **_ASKED}),
    "contrast": _Kind(
        questions.contrast,
        {"wrong": ":wrong: The worst answer", "good": ":good: The best answer", **_SIZE, **_ASKED},
    ),
    "choice": _Kind(questions.choice, {"retries": ":retries: 1", **_ASKED}),
    "opinion": _Kind(questions.opinion, _ASKED),
    "acknowledge": _Kind(questions.acknowledge, {"label": ":label: I have read this", **_ASKED}),
    "checklist": _Kind(questions.checklist, _ASKED),
}


def block(token: Token, notes: Notes, words: Mapping[str, str | list[str]]) -> Block | None:
    """The block that a colon fence stands for; None when it stands for none, which is noted."""
    found = fence.read(token, notes)
    if found is None:
        return None
    kind = KINDS.get(found.name.text)
    if kind is None:
        notes.fault(
            found.name.place, f"unknown directive '{found.name.text}'", did_you_mean(found.name.text, KINDS)
        )
        return None
    if found.argument and not kind.argument:
        notes.fault(
            found.argument.place, f"{found.name.text} takes no argument", f"leave '{found.argument.text}' out"
        )
    options = Fields(found.options, notes, kind.options, "option")
    fence.check_late_options(found, kind.options, notes)
    return kind.build(Directive(found, options, notes, words))
