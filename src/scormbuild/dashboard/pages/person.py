"""One learner's path: all that was told of a person, in order and in plain words, by pseudonym."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.locale import Locale, instant
from scormbuild.dashboard.pages import disclosure, statement_access
from scormbuild.dashboard.pages.report import PageContext, read_page_context, template_values
from scormbuild.dashboard.pages.statement_access import VisibleStatement
from scormbuild.dashboard.pages.statement_text import StatementFormatter
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import page_url
from scormbuild.errors import BadRequest
from scormbuild.lrs.privacy.pseudonym import is_pseudonym
from scormbuild.lrs.rights import Titles
from scormbuild.lrs.store import courses
from scormbuild.lrs.store.attestation import list_attested_attempts
from scormbuild.lrs.xapi import (
    FIRST_MOMENT,
    LMS,
    Query,
    is_derived,
    reference_key,
    source_of,
    statement_time,
)

MAX_STATEMENTS: Final = 3_000  # statements of a person, the newest
BATCH_SIZE: Final = 500
ROWS_PER_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class PathStep:
    """A line of the path; `attempt` begins another go at a course."""

    time: str
    day: str
    sentence: str
    response: str
    success: str
    text_hidden: bool
    source: str
    attempt: str


async def show_person(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The page."""
    context = await read_page_context(request, user, dashboard)
    filters = context.filters
    if not filters.person:
        raise BadRequest(user.translate("person.missing"))
    # A name in the address would tell whether somebody is known here.
    if not user.permissions.names and not is_pseudonym(filters.person):
        raise choosing.invalid_value(user.translate, "person", filters.person)
    person = context.display_names.person_by_alias.get(filters.person, filters.person)
    statements = await read_path(context, person, user, dashboard)
    confirmed = await read_confirmed(context, person, user, dashboard)
    if filters.confirmed:
        statements = [each for each in statements if is_confirmed(each, confirmed, user)]
    pages = max(1, -(-len(statements) // ROWS_PER_PAGE))
    page = min(filters.page, pages)
    some = statements[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    read = await statement_access.audit_open_text(dashboard, user, some, ["person", "course"])
    names = {}
    if filters.names and user.permissions.names:
        names = await disclosure.disclose_names(dashboard, user, [person], "path of a person read")
    outlines = await dashboard.run_read(courses.list_outlines, user.organisation)
    formatter = StatementFormatter(user.translate, context.locale, Titles(outlines, {}, user.language))
    return render_page(
        "person",
        request,
        **await template_values(user, dashboard, context, "person"),
        person=person,
        others=sorted(
            other for other, main in context.display_names.person_by_alias.items() if main == person
        ),
        called=names.get(person, ""),
        course_title=context.display_names.courses.get(filters.course, filters.course),
        steps=format_steps(some, formatter, user, context.locale, confirmed),
        stripped=any(each.text_hidden for each in some),
        read=read,
        total=len(statements),
        most=MAX_STATEMENTS,
        first=(page - 1) * ROWS_PER_PAGE + 1 if some else 0,
        last=(page - 1) * ROWS_PER_PAGE + len(some),
        earlier=page_url(request, "/person", **filters.query_params(page=page - 1)) if page > 1 else "",
        later=page_url(request, "/person", **filters.query_params(page=page + 1)) if page < pages else "",
    )


def agents_of(context: PageContext, person: str, user: User) -> list[str]:
    """How statements name a person, by all their pseudonyms."""
    aliases = [other for other, main in context.display_names.person_by_alias.items() if main == person]
    return [statement_access.agent_of(each, user.home_page) for each in (person, *aliases)]


async def read_confirmed(
    context: PageContext, person: str, user: User, dashboard: Dashboard
) -> set[int | None]:
    """The attempts of a person that an LMS confirms."""
    keys = [reference_key("agent", each) for each in agents_of(context, person, user)]
    return set(await dashboard.run_read(list_attested_attempts, user.organisation, keys))


def attempt_number(visible: VisibleStatement) -> int | None:
    """The attempt of a statement, as a number."""
    registration = visible.statement.get("context", {}).get("registration")
    return reference_key("registration", registration.lower()) if registration else None


def is_from_lms(visible: VisibleStatement, user: User) -> bool:
    """Whether an LMS told it."""
    return source_of(visible.statement.get("authority", {}), user.home_page) == LMS


def is_confirmed(visible: VisibleStatement, confirmed: Collection[int | None], user: User) -> bool:
    """Whether an LMS told it, or something of the attempt to which it belongs."""
    attempt = attempt_number(visible)
    return is_from_lms(visible, user) or (attempt is not None and attempt in confirmed)


async def read_path(
    context: PageContext, person: str, user: User, dashboard: Dashboard
) -> list[VisibleStatement]:
    """The newest statements of a person and, where one is chosen, a course; by when they happened."""
    agents = agents_of(context, person, user)
    reader = await statement_access.read_statement_access(
        dashboard, user, context.display_names.course_by_activity
    )
    statements: list[VisibleStatement] = []
    after: int | None = None
    while len(statements) < MAX_STATEMENTS:
        query = Query(agent=agents[0], agent_aliases=tuple(agents[1:]), after=after)
        page = await statement_access.find_statements(dashboard, user, query, BATCH_SIZE)
        statements += [
            each
            for each in reader.visible_statements(page.statements)
            if is_own_statement(each, context.filters.course)
        ]
        after = page.more
        if after is None:
            break
    selection = context.filters.selection(user.organisation, dashboard.zone)
    first, beyond = selection.bounds()
    inside = [
        each
        for each in statements[:MAX_STATEMENTS]
        if (FIRST_MOMENT if first is None else first) <= time_of(each) < (beyond or 1 << 62)
    ]
    return sorted(inside, key=lambda each: (time_of(each), each.seq))


def is_own_statement(visible: VisibleStatement, course: str) -> bool:
    """Whether it is the person's own, of the course: not one about them."""
    return visible.statement["object"].get("objectType") not in ("Agent", "Group") and course in (
        "",
        visible.course,
    )


def time_of(visible: VisibleStatement) -> int:
    """When it counts as done."""
    return statement_time(visible.statement)


def format_steps(
    statements: Sequence[VisibleStatement],
    formatter: StatementFormatter,
    user: User,
    locale: Locale,
    confirmed: Collection[int | None],
) -> list[PathStep]:
    """Each statement as a line."""
    attempts: dict[Any, int] = {}
    context, day, going = [], "", None
    for each in statements:
        statement = each.statement
        at = instant(time_of(each)).astimezone(locale.zone)
        registration = statement.get("context", {}).get("registration")
        new = registration is not None and registration != going
        if new:
            attempts.setdefault(registration, len(attempts) + 1)
            going = registration
        today = locale.format_date(at.date())
        context.append(
            PathStep(
                f"{at:%H:%M:%S}",
                "" if today == day and not new else today,
                formatter.sentence(statement),
                formatter.response_text(statement),
                formatter.success_text(statement),
                each.text_hidden,
                format_source(statement, user, confirmed=is_confirmed(each, confirmed, user)),
                user.translate("person.attempt", number=attempts[registration]) if new else "",
            )
        )
        day = today
    return context


def format_source(statement: dict[str, Any], user: User, *, confirmed: bool) -> str:
    """The source of a statement, whether an LMS itself attests it, and whether none confirms whose it is."""
    source = source_of(statement.get("authority", {}), user.home_page)
    if (
        source == LMS
        and statement["verb"]["id"].rpartition("/")[2] in ("completed", "passed", "failed")
        and not is_derived(statement)
    ):
        return user.translate("path.lms_says")
    word = user.translate(f"sources.{source}")
    return word if confirmed else user.translate("sources.unconfirmed", source=word)
