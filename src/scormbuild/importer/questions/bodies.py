"""What stands below a prompt in each directive that asks, from the answers that a reader found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from scormbuild.importer.block_markdown import line_markdown
from scormbuild.importer.document import text_of
from scormbuild.importer.escapes import escape_text
from scormbuild.importer.questions.question import Kind, Question, QuestionError

MOST: Final = 26  # answers have letters
_NUMBER: Final = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?")


@dataclass(slots=True)
class Body:
    """The text below the prompt, the directive's options, whether an explanation may follow, what to tell."""

    text: str = ""
    options: dict[str, str] = field(default_factory=dict)
    explains: bool = True
    guessed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def choice_body(question: Question) -> Body:
    """The options with a box each. What is said at the end is said to who chooses what is right."""
    ask_for(2, MOST, len(question.answers), "options")
    most = max(answer.share for answer in question.answers)
    rights = [answer.share > 0 if question.several else answer.share == most for answer in question.answers]
    if most <= 0:
        raise QuestionError("has no right answer")
    body = Body(explains=False)
    if not question.several and any(0 < answer.share < most for answer in question.answers):
        body.guessed.append("an answer that is right in part counts as wrong")
    lines = []
    for answer, right in zip(question.answers, rights, strict=True):
        lines.append(f"- [{'x' if right else ' '}] {line_markdown(answer.text).replace('{#', '{ #') or '–'}")
        said = [answer.feedback, question.explanation if right else None]
        words = " ".join(line_markdown(each) for each in said if each is not None)
        lines += [f"  > {words}"] if words else []
    body.text = "\n".join(lines)
    return body


def true_false_body(question: Question) -> Body:
    """Which is right, and what is said to who chooses each; the answers are called true and false."""
    shares = {text_of(answer.text).lower(): answer for answer in question.answers}
    yes, no = shares.get("true"), shares.get("false")
    if (yes.share if yes else 0) == (no.share if no else 0):
        raise QuestionError("has no right answer")
    right = "true" if (yes.share if yes else 0) > (no.share if no else 0) else "false"
    said = {
        f"if-{name}": text_of(answer.feedback)
        for name, answer in (("true", yes), ("false", no))
        if answer is not None and answer.feedback is not None and text_of(answer.feedback)
    }
    return Body(options={"answer": right, **said})


def fill_in_body(question: Question) -> Body:
    """The words that are right, those that get all points first."""
    body = Body(left=feedback_left(question))
    rights = sorted((each for each in question.answers if each.share > 0), key=lambda each: -each.share)
    written = [text_of(each.text) for each in rights]
    words = list(dict.fromkeys(" ".join(re.sub(r"[*|]", " ", each).split()) for each in written))
    if any(re.search(r"[*|]", each) for each in written):
        body.guessed.append(f"signs for any words are left out: {', '.join(written)}")
    if not any(words):
        raise QuestionError("has no right answer")
    wrong = [text_of(each.text) for each in question.answers if each.share <= 0 and text_of(each.text) != "*"]
    body.left += [f"a wrong answer: {each}" for each in wrong if each]
    if any(each.share < 1 for each in rights):
        body.guessed.append("an answer that is right in part counts as right")
    body.text = f"- [x] {' | '.join(escape_text(each) for each in words if each)}"
    return body


def numeric_body(question: Question) -> Body:
    """A number with its tolerance, or a range; one of them."""
    body = Body(left=feedback_left(question))
    rights = sorted((each for each in question.answers if each.share > 0), key=lambda each: -each.share)
    if not rights:
        raise QuestionError("has no right answer")
    first, *rest = (text_of(each.text) for each in rights)
    body.left += [f"another right answer: {each}" for each in rest]
    least, dots, most = first.partition("..")
    numbers = (least, most if dots else least, rights[0].match or "0")
    if not all(_NUMBER.fullmatch(each.strip()) for each in numbers):
        raise QuestionError(f"is answered with {first}, which is no number that a course knows")
    if dots:
        low, high = sorted((least.strip(), most.strip()), key=lambda each: float(each.replace(",", ".")))
        body.options = {"range": f"{low}..{high}"}
    else:
        tolerance = rights[0].match.strip()
        body.options = {"answer": first.strip(), **({"tolerance": tolerance} if tolerance else {})}
    return body


def matching_body(question: Question) -> Body:
    """Each pair on a line; what belongs to nothing is a wrong thing to choose from."""
    pairs = [
        answer
        for answer in question.answers
        if text_of(answer.text) or answer.text.find(".//img") is not None
    ]
    ask_for(2, MOST, len(pairs), "pairs")
    rights = [plain(answer.match) for answer in pairs]
    more = [plain(answer.match) for answer in question.answers if answer not in pairs] + question.more
    targets = dict.fromkeys([*rights, *more])
    if not all(rights):
        raise QuestionError("has something to which nothing belongs")
    ask_for(2, MOST, len(targets), "things to choose from")
    body = Body(left=feedback_left(question), options=more_option(more))
    body.text = "\n".join(
        f"- {without_equals(line_markdown(answer.text))} = {escape_text(right)}"
        for answer, right in zip(pairs, rights, strict=True)
    )
    return body


def ordering_body(question: Question) -> Body:
    """The steps in the right order."""
    ask_for(2, MOST, len(question.answers), "steps")
    lines = [line_markdown(answer.text) for answer in question.answers]
    if not all(lines):
        raise QuestionError("has an empty step")
    return Body(
        "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)), left=feedback_left(question)
    )


def gaps_body(question: Question) -> Body:
    """The gaps stand in the prompt; wrong words to choose from beside them."""
    gaps = re.findall(r"\{([^{}]*)\}", text_of(question.prompt))
    ask_for(1, MOST, len(gaps), "gaps")
    if not all(word.strip() for gap in gaps for word in gap.split("|")):
        raise QuestionError("has an empty gap")
    if question.kind == "pull-down-gaps":
        ask_for(2, MOST, len({*gaps, *question.more}), "words to choose from")
    return Body(options=more_option(question.more), left=feedback_left(question))


def reflection_body(question: Question) -> Body:
    """Nothing below its prompt; a model answer has no place in it."""
    left = [f"a model answer: {text_of(answer.text)}" for answer in question.answers]
    if question.explanation is not None and text_of(question.explanation):
        left.append(f"what is said at the end: {text_of(question.explanation)}")
    return Body(explains=False, left=left)


def ask_for(least: int, most: int, count: int, what: str) -> None:
    """That so many of something are too few or too many."""
    if not least <= count <= most:
        raise QuestionError(f"has {count} {what}, and a course takes {least} to {most}")


def feedback_left(question: Question) -> list[str]:
    """What would be said about an answer, where a directive says nothing about one."""
    return [
        f"what is said about “{text_of(answer.text) or '*'}”: {text_of(answer.feedback)}"
        for answer in question.answers
        if answer.feedback is not None and text_of(answer.feedback)
    ]


def plain(words: str) -> str:
    """Words on one line."""
    return without_equals(" ".join(words.split()))


def without_equals(words: str) -> str:
    """An equals sign that parts no pair."""
    return re.sub(r"\s+=(?=\s)", "=", words)


def more_option(words: list[str]) -> dict[str, str]:
    """Wrong words; a comma in them would part them."""
    more = ", ".join(dict.fromkeys(word.replace(",", ";") for word in words if word))
    return {"more": more} if more else {}


BODIES: Final[dict[Kind, Callable[[Question], Body]]] = {
    "choice": choice_body,
    "true-false": true_false_body,
    "fill-in": fill_in_body,
    "numeric": numeric_body,
    "matching": matching_body,
    "ordering": ordering_body,
    "gaps": gaps_body,
    "pull-down-gaps": gaps_body,
    "reflection": reflection_body,
}
