"""Questions that are answered together: some of them drawn, in so many tries, with a mark to reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from scormbuild.catalogue import _, mark
from scormbuild.course.fields import ScalarNode
from scormbuild.course.model import Block, Page, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.question_kinds import QUESTION_KINDS
from scormbuild.vocabulary import short_key

Feedback = Literal["at-once", "at-end"]
MOST_QUESTIONS = 500


@dataclass(frozen=True)
class Quiz(Block):
    """Blocks with questions among them, and rules. What was drawn of it is kept as an answer with its id."""

    id: str
    blocks: tuple[Block, ...]
    draw: int  # 0: all of them
    shuffle: bool
    tries: int
    pass_mark: int  # in percent; 0: none is asked for
    feedback: Feedback
    review: bool
    optional: bool

    player_parts = (PlayerPart("quiz", "blocks/quiz", "startQuizzes"),)
    style_parts = ("question", "quiz")

    @property
    def children(self) -> tuple[Block, ...]:
        """What stands in it."""
        return self.blocks

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those that can be drawn."""
        return tuple(block for block in self.blocks if isinstance(block, Question))

    @property
    def longest_answer(self) -> str:
        """What the player keeps: the questions that were drawn, the tries, and the percentage."""
        ids = [each.id for question in self.questions for each in question.interactions]
        number = self.draw or len(ids)
        return f"{','.join(map(short_key, ids[:number])) if self.draw or self.shuffle else '-'} 9 100"


def list_quizzes(pages: Iterable[Page]) -> list[Quiz]:
    """The quizzes of these pages."""
    return [block for page in pages for block in page.all_blocks if isinstance(block, Quiz)]


def parse_quiz(directive: Directive) -> Quiz:
    """Its own blocks, and those of a bank."""
    options = directive.options
    optional = options.flag("optional")
    blocks = (*directive.parse_blocks(directive.page_tokens()), *_bank_blocks(directive))
    quiz = Quiz(
        id=directive.identifier(),
        # Whether it must be answered depends on the quiz, and on what is drawn of it.
        blocks=tuple(
            replace(each, optional=optional) if isinstance(each, Question) else each for each in blocks
        ),
        draw=options.number("draw", 1, MOST_QUESTIONS, 0),
        shuffle=options.flag("shuffle"),
        tries=options.number("tries", 1, 9, 1),
        pass_mark=options.number("pass", 1, 100, 0),
        feedback=options.one_of("feedback", get_args(Feedback), "at-once"),
        review=options.flag("review"),
        optional=optional,
    )
    _check_questions(directive, quiz.questions)
    if quiz.questions and quiz.draw > len(quiz.questions):
        options.add_value_problem(
            options.values["draw"],
            "draw",
            _("is %(draw)s, and there are %(number)s questions", draw=quiz.draw, number=len(quiz.questions)),
        )
    if quiz.feedback == "at-once" and "review" in options.values:
        options.add_value_problem(
            options.values["review"], "review", _("says nothing where each question is judged at once")
        )
    return quiz


def _check_questions(directive: Directive, questions: Sequence[Question]) -> None:
    # What is wrong with its bank is told there.
    if not questions and "from" not in directive.options.values:
        directive.add_problem(
            _("this quiz has no questions"), _("write some within it, or :from: with the name of a bank")
        )
    for question in questions:
        if not QUESTION_KINDS[question.kind].scored:
            directive.add_problem(
                _(
                    "the %(name)s '%(id)s' of this quiz has no right answer",
                    name=question.name,
                    id=question.id,
                ),
                _("put it above or below the quiz"),
            )


def _bank_blocks(directive: Directive) -> tuple[Block, ...]:
    """The blocks of the bank that it names."""
    name = directive.options.scalar("from", required=False)
    return directive.banks.take(name, directive.notes) if isinstance(name, ScalarNode) else ()


QUIZ = DirectiveType(
    parse_quiz,
    {
        "draw": ":draw: 10",
        "shuffle": ":shuffle: true",
        "tries": ":tries: 2",
        "pass": ":pass: 80",
        "feedback": ":feedback: at-end",
        "review": mark(":review: true, with :feedback: at-end"),
        "from": ":from: hygiene.md",
        "optional": ":optional: true",
    },
    group="layout",
    purpose="let people hand in questions together",
    access="a group; what it came to is said, and the focus goes there",
    holds=frozenset({"show", "ask"}),
)
