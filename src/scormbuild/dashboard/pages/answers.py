"""What people wrote, question by question, and the search in it; only for readers, and each look is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.analysis.model.table import ReportTable
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.charts.chart import as_dicts, group_rows
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.display_names import DisplayNames
from scormbuild.dashboard.filters import Filters
from scormbuild.dashboard.pages import disclosure
from scormbuild.dashboard.pages.report import (
    PageContext,
    download_links,
    read_page_context,
    read_visible_report,
    template_values,
)
from scormbuild.dashboard.pages.search import TextPieces, contains_words, mark_matches
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url
from scormbuild.errors import Forbidden

ROWS_PER_PAGE: Final = 50
FOLD_LENGTH: Final = 2_000  # characters of an answer before the rest is folded away


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

    pieces: TextPieces
    rest: TextPieces
    person: str
    team: str
    when: str
    revision: int
    prompt: str  # "" where it is that of the answer above
    person_link: str
    source: str


async def show_answers(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The page: the questions of a course, and the answers to one of them, or those that were searched."""
    context = await read_page_context(request, user, dashboard)
    values = await template_values(user, dashboard, context, "answers")
    values["courses"] = {
        iri: title for iri, title in values["courses"].items() if user.permissions.may_read_open_text(iri)
    }
    course = context.filters.course or (next(iter(values["courses"])) if len(values["courses"]) == 1 else "")
    # Beside the report's own wall: a page of somebody else's course is refused, and not just empty.
    if course and not user.permissions.may_read_open_text(course):
        raise Forbidden(user.translate("answers.not_yours"))
    context = replace(context, filters=replace(context.filters, course=course))
    values |= {"chosen": context.filters, "kept": context.filters.shared_params(), "downloads": []}
    if course:
        values |= await list_answers(request, user, dashboard, context)
    return render_page("answers", request, **{"questions": [], "answers": [], "total": 0, **values})


async def list_answers(
    request: Request, user: User, dashboard: Dashboard, context: PageContext
) -> dict[str, Any]:
    """The questions of the course and one page of answers, once they are noted in the audit log."""
    filters = context.filters
    table = await read_visible_report(context.report_request("answers", dashboard, user), dashboard, user)
    asks = questions_with_answers(request, filters, table, context.display_names)
    rows = (
        await dashboard.lrs.run_in_thread(search_answers, table, filters)
        if filters.question or filters.search_text
        else []
    )
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    page = min(filters.page, pages)
    some = rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    # Only the answers of this page are noted, and before it is made: what is noted is what is read.
    await disclosure.audit_answers(dashboard, user, some, table, searched=bool(filters.search_text))
    place = next((number for number, each in enumerate(asks) if each.iri == filters.question), None)

    def other(number: int) -> Question | None:
        """The question before or after the one that is read."""
        return asks[number] if place is not None and 0 <= number < len(asks) else None

    def page_link(number: int) -> str:
        return (
            page_url(request, "/answers", **filters.query_params(page=number)) if 1 <= number <= pages else ""
        )

    return {
        "questions": asks,
        "current": None if place is None else asks[place],
        "before": other((place or 0) - 1),
        "after": other((place or 0) + 1),
        "answers": format_answers(some, table, context, request, user),
        "total": len(rows),
        "first": (page - 1) * ROWS_PER_PAGE + 1 if some else 0,
        "last": (page - 1) * ROWS_PER_PAGE + len(some),
        "earlier": page_link(page - 1),
        "later": page_link(page + 1),
        "downloads": download_links(request, filters, "answers"),
    }


def questions_with_answers(
    request: Request, filters: Filters, table: ReportTable, display_names: DisplayNames
) -> list[Question]:
    """The questions that somebody answered, as the report has them."""
    return [
        Question(
            iri,
            str(rows[0]["prompt"] or display_names.titles.get(iri, iri)),
            len(rows),
            page_url(request, "/answers", **filters.query_params(question=iri, search_text="", page=1)),
        )
        for (iri,), rows in group_rows(as_dicts(table), "question")
    ]


def search_answers(table: ReportTable, filters: Filters) -> list[tuple[Any, ...]]:
    """The answers to the question that was chosen, or to all, that hold what was searched."""
    question, answer = table.column_index("question"), table.column_index("answer")
    return [
        row
        for row in table.rows
        if (not filters.question or row[question] == filters.question)
        and (not filters.search_text or contains_words(str(row[answer]), filters.search_text))
    ]


def format_answers(
    rows: Sequence[tuple[Any, ...]], table: ReportTable, context: PageContext, request: Request, user: User
) -> list[Answer]:
    """The answers as the template takes them."""
    answers, above = [], None
    for row in rows:
        each = dict(zip((column.name for column in table.columns), row, strict=True))
        pieces, rest = fold_answer(str(each["answer"]), context.filters.search_text)
        person = str(each["person"])
        follow = user.has_permission("report person")
        path = page_url(request, "/person", person=person, course=context.filters.course) if follow else ""
        prompt = "" if each["question"] == above or context.filters.question else str(each["prompt"])
        above = each["question"]
        answers.append(
            Answer(
                pieces,
                rest,
                person,
                str(each["team"] or ""),
                context.locale.format_cell(each["when"], "time"),
                each["revision"] or 1,
                prompt,
                path,
                format_source(each["source"], each["confirmed"], user),
            )
        )
    return answers


def format_source(source: str, confirmed: bool, user: User) -> str:
    """Where an answer comes from, and that no LMS confirms whose it is."""
    word = user.translate(f"sources.{source}")
    return word if confirmed else user.translate("sources.unconfirmed", source=word)


def fold_answer(text: str, words: str) -> tuple[TextPieces, TextPieces]:
    """An answer, and what of a long one is folded away."""
    if len(text) <= FOLD_LENGTH:
        return mark_matches(text, words), []
    return mark_matches(text[:FOLD_LENGTH], words), mark_matches(text[FOLD_LENGTH:], words)
