"""A statement that is true or isn't."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import mark
from scormbuild.course.blocks.question import CHECK_OPTIONS, CheckedQuestion, check_fields
from scormbuild.course.model import Interaction, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import split_quotes
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class TrueFalse(CheckedQuestion):
    """A statement, the labels of both answers, and what is said to who chooses each."""

    prompt: str
    correct: bool
    labels: tuple[str, str]
    feedback: tuple[str, str]

    player_parts = (PlayerPart("true-false", "blocks/choice", "startChoice"),)
    style_parts = ("question", "options", "check", "choice")

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        keys = ("t" if self.correct else "f",)
        # The options bear the names that they have in a statement, where reports find them.
        options = tuple(zip(("true", "false"), self.labels, strict=True))
        return self.interaction(html_to_text(self.prompt), keys, "t", options)


def parse_true_false(directive: Directive) -> TrueFalse:
    """A statement, and whether it is true."""
    options = directive.options
    text, explanation = split_quotes(directive.tokens())
    options.scalar("answer")  # it must be there
    return TrueFalse(
        id=directive.identifier(),
        prompt=directive.html("the statement", text),
        correct=options.flag("answer"),
        labels=(str(directive.defaults["yes_true"]), str(directive.defaults["no_false"])),
        feedback=(options.text("if-true", ""), options.text("if-false", "")),
        **check_fields(directive, explanation, retries=0),
    )


TRUE_FALSE = DirectiveType(
    parse_true_false,
    {
        "answer": ":answer: false",
        "if-true": mark(":if-true: What is said to who chooses true"),
        "if-false": mark(":if-false: What is said to who chooses false"),
        **CHECK_OPTIONS,
    },
    group="ask",
    purpose="ask whether something is true",
    access="two radio buttons in a group; what is right is said in words",
)
