"""What people wrote, question by question, and the search in it; only for readers, and each look is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scormbuild.analysis.model.table import Sheet
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.charts.reports import as_dicts, grouped
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.filters import Chosen
from scormbuild.dashboard.names import Named
from scormbuild.dashboard.pages import disclosure
from scormbuild.dashboard.pages.report import Ground, asked_sheet, ground, links, values
from scormbuild.dashboard.pages.search import Pieces, holds, marked
from scormbuild.dashboard.render import rendered
from scormbuild.errors import Forbidden

ROWS: Final = 50
LONG: Final = 2_000  # characters of an answer before the rest is folded away


@dataclass(frozen=True, slots=True)
class Question:
    """A question, how many answered it, and where their answers are."""

    iri: str
    prompt: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `pieces` are (text, whether it is what was searched), `rest` what is folded away."""

    pieces: Pieces
    rest: Pieces
    person: str
    team: str
    when: str
    revision: int
    prompt: str  # "" where it is that of the answer above
    path: str


async def show(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page: the questions of a course, and the answers to one of them, or those that were searched."""
    found = await ground(asked, visitor, desk)
    told = await values(visitor, desk, found, "answers")
    told["courses"] = {iri: title for iri, title in told["courses"].items() if visitor.rights.reads(iri)}
    course = found.chosen.course or (next(iter(told["courses"])) if len(told["courses"]) == 1 else "")
    if course and not visitor.rights.reads(course):
        raise Forbidden(visitor.say("answers.not_yours"))
    found = replace(found, chosen=replace(found.chosen, course=course))
    told |= {"chosen": found.chosen, "kept": found.chosen.kept(), "downloads": []}
    if course:
        told |= await answered(asked, visitor, desk, found)
    return rendered("answers", asked, visitor, desk, **{"questions": [], "answers": [], "total": 0, **told})


async def answered(asked: Asked, visitor: Visitor, desk: Desk, found: Ground) -> dict[str, Any]:
    """The questions of the course and one page of answers, once they are noted in the audit trail."""
    chosen = found.chosen
    sheet = await asked_sheet(found.question("answers", desk, visitor), desk, visitor)
    asks = questions(asked, chosen, sheet, found.named)
    rows = await desk.receiver.run(matching, sheet, chosen) if chosen.question or chosen.words else []
    pages = max(1, -(-len(rows) // ROWS))
    page = min(chosen.page, pages)
    some = rows[(page - 1) * ROWS : page * ROWS]
    await disclosure.words_read(desk, visitor, some, sheet, searched=bool(chosen.words))
    place = next((number for number, each in enumerate(asks) if each.iri == chosen.question), None)

    def other(number: int) -> Question | None:
        """The question before or after the one that is read."""
        return asks[number] if place is not None and 0 <= number < len(asks) else None

    def page_link(number: int) -> str:
        return asked.link("/answers", **chosen.query(page=number)) if 1 <= number <= pages else ""

    return {
        "questions": asks,
        "current": None if place is None else asks[place],
        "before": other((place or 0) - 1),
        "after": other((place or 0) + 1),
        "answers": shown(some, sheet, found, asked, visitor),
        "total": len(rows),
        "first": (page - 1) * ROWS + 1 if some else 0,
        "last": (page - 1) * ROWS + len(some),
        "earlier": page_link(page - 1),
        "later": page_link(page + 1),
        "downloads": links(asked, chosen, "answers"),
    }


def questions(asked: Asked, chosen: Chosen, sheet: Sheet, named: Named) -> list[Question]:
    """The questions that somebody answered, as the report has them."""
    return [
        Question(
            iri,
            str(rows[0]["prompt"] or named.titles.get(iri, iri)),
            len(rows),
            asked.link("/answers", **chosen.query(question=iri, words="", page=1)),
        )
        for (iri,), rows in grouped(as_dicts(sheet), "question")
    ]


def matching(sheet: Sheet, chosen: Chosen) -> list[tuple[Any, ...]]:
    """The answers to the question that was chosen, or to all, that hold what was searched."""
    question, answer = sheet.place("question"), sheet.place("answer")
    return [
        row
        for row in sheet.rows
        if (not chosen.question or row[question] == chosen.question)
        and (not chosen.words or holds(str(row[answer]), chosen.words))
    ]


def shown(
    rows: Sequence[tuple[Any, ...]], sheet: Sheet, found: Ground, asked: Asked, visitor: Visitor
) -> list[Answer]:
    """The answers as the template takes them."""
    answers, above = [], None
    for row in rows:
        each = dict(zip((column.name for column in sheet.columns), row, strict=True))
        pieces, rest = folded(str(each["answer"]), found.chosen.words)
        person = str(each["person"])
        follow = visitor.may("report person")
        path = asked.link("/person", person=person, course=found.chosen.course) if follow else ""
        prompt = "" if each["question"] == above or found.chosen.question else str(each["prompt"])
        above = each["question"]
        answers.append(
            Answer(
                pieces,
                rest,
                person,
                str(each["team"] or ""),
                found.local.cell(each["when"], "time"),
                each["revision"] or 1,
                prompt,
                path,
            )
        )
    return answers


def folded(text: str, words: str) -> tuple[Pieces, Pieces]:
    """An answer, and what of a long one is folded away."""
    if len(text) <= LONG:
        return marked(text, words), []
    return marked(text[:LONG], words), marked(text[LONG:], words)
