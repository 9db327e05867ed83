"""The directives by name: what builds each of them, and how its options are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from scormbuild.course.fields import Fields
from scormbuild.course.model import Block
from scormbuild.course.notes import Notes
from scormbuild.course.pages import fence, presentation, questions
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import Token
from scormbuild.errors import did_you_mean


class _Kind(NamedTuple):
    build: Callable[[Directive], Block]
    options: dict[str, str]
    argument: bool = True


_QUESTION_OPTIONS = {"optional": ":optional: true", "answers": ":answers: both"}
_SIZE_OPTIONS = {"minimum": ":minimum: 10", "rows": ":rows: 6"}
DIRECTIVE_KINDS = {
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
    "reflection": _Kind(
        questions.reflection, {"hint": ":hint: Think of your own work", **_SIZE_OPTIONS, **_QUESTION_OPTIONS}
    ),
    "contrast": _Kind(
        questions.contrast,
        {
            "wrong": ":wrong: The worst answer",
            "good": ":good: The best answer",
            **_SIZE_OPTIONS,
            **_QUESTION_OPTIONS,
        },
    ),
    "choice": _Kind(questions.choice, {"retries": ":retries: 1", **_QUESTION_OPTIONS}),
    "opinion": _Kind(questions.opinion, _QUESTION_OPTIONS),
    "acknowledge": _Kind(questions.acknowledge, {"label": ":label: I have read this", **_QUESTION_OPTIONS}),
    "checklist": _Kind(questions.checklist, _QUESTION_OPTIONS),
}


def parse_directive(token: Token, notes: Notes, words: Mapping[str, str | list[str]]) -> Block | None:
    """The block that a colon fence stands for; None when it stands for none, which is noted."""
    parsed_fence = fence.parse_fence(token, notes)
    if parsed_fence is None:
        return None
    kind = DIRECTIVE_KINDS.get(parsed_fence.name.text)
    if kind is None:
        notes.add_problem(
            parsed_fence.name.place,
            f"unknown directive '{parsed_fence.name.text}'",
            did_you_mean(parsed_fence.name.text, DIRECTIVE_KINDS, "known:"),
        )
        return None
    if parsed_fence.argument and not kind.argument:
        notes.add_problem(
            parsed_fence.argument.place,
            f"{parsed_fence.name.text} takes no argument",
            f"leave '{parsed_fence.argument.text}' out",
        )
    options = Fields(parsed_fence.options, notes, kind.options, "option")
    fence.check_late_options(parsed_fence, kind.options, notes)
    return kind.build(Directive(parsed_fence, options, notes, words))
