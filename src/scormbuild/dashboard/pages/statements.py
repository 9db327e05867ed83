"""Raw statements with the filters of the API, as their reader may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.analysis.model.local_time import midnight
from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard, audit_name
from scormbuild.dashboard.filters import DATE_PATTERN, invalid_value, parse_date, single_value
from scormbuild.dashboard.forms import Translate, first_value
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.pages import statement_access
from scormbuild.dashboard.pages.statement_access import VisibleStatement
from scormbuild.dashboard.pages.statement_text import StatementFormatter
from scormbuild.dashboard.render import render_page
from scormbuild.dashboard.urls import download, page_url
from scormbuild.errors import BadRequest
from scormbuild.lrs.auth.secrets import find_secret
from scormbuild.lrs.privacy.pseudonym import Scheme, candidate_pseudonyms, is_pseudonym
from scormbuild.lrs.rights import Titles
from scormbuild.lrs.store import identities
from scormbuild.lrs.xapi import (
    MAX_INTEGER,
    Query,
    encode_json,
    format_json,
    ifi,
    is_iri,
    is_uuid,
    parse_agent,
    parse_timestamp,
    statement_time,
)

TEXT_PARAMS: Final = (
    "agent",
    "verb",
    "activity",
    "registration",
    "since",
    "until",
    "limit",
    "more",
    "course",
)
FLAG_PARAMS: Final = ("related_activities", "related_agents", "ascending")
DEFAULT_LIMIT: Final = 25  # statements on a page, unless told
MAX_LIMIT: Final = 200  # and at most
MAX_PAGE_CHARACTERS: Final = 150_000  # characters of JSON on a page
# Who may see one course of many could else make one page read the whole store.
MAX_STORE_PAGES: Final = 20  # pages of the store that are read to fill one of ours


@dataclass(frozen=True, slots=True)
class StatementSearch:
    """The filters as they were given, and the query that they come to."""

    fields: dict[str, str]
    query: Query
    limit: int

    def page_url(self, request: Request, path: str, **other: object) -> str:
        """This question with something else in it."""
        return page_url(request, path, **{**self.fields, **other})


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement to look at: a line that tells it, and its JSON."""

    time: str
    actor: str
    sentence: str
    json: str
    text_hidden: bool


async def show_statements(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The page."""
    search = await parse_search(request, user, dashboard)
    statements, after, left_out = await find_visible_statements(search, user, dashboard)
    statements, cut = fit_page(statements)
    after = statements[-1].seq if cut else after
    await statement_access.audit_open_text(dashboard, user, statements, sorted(search.fields))
    locale = Locale(user.language, dashboard.zone)
    formatter = StatementFormatter(user.translate, locale, Titles([], {}, user.language))
    return render_page(
        "statements",
        request,
        fields=search.fields,
        lines=[format_line(each, formatter, locale) for each in statements],
        stripped=sum(each.text_hidden for each in statements),
        masked=not user.permissions.names,
        narrowed=user.permissions.courses is not None,
        left_out=left_out,
        limit=search.limit,
        more=search.page_url(request, "/statements", more=after) if after is not None else "",
        keep=search.page_url(request, "/statements.json"),
        kept=shared_params(request),
        locale=locale,
        name="statements",
    )


async def download_statements(request: Request, user: User, dashboard: Dashboard) -> Response:
    """The same statements as a file."""
    search = await parse_search(request, user, dashboard)
    statements, _, _ = await find_visible_statements(search, user, dashboard)
    await statement_access.audit_open_text(dashboard, user, statements, sorted(search.fields))
    return download(
        encode_json([each.statement for each in statements]), "statements.json", "application/json"
    )


async def find_visible_statements(
    search: StatementSearch, user: User, dashboard: Dashboard
) -> tuple[list[VisibleStatement], int | None, int]:
    """The statements, where the next ones begin, and how many of other courses were passed over."""
    display_names = await dashboard.report_cache.display_names(user.organisation)
    reader = await statement_access.read_statement_access(dashboard, user, display_names.course_by_activity)
    statements: list[VisibleStatement] = []
    after, left_out = search.query.after, 0
    for _ in range(MAX_STORE_PAGES):
        rows = search.limit - len(statements)
        page = await statement_access.find_statements(
            dashboard, user, replace(search.query, after=after), rows
        )
        visible = reader.visible_statements(page.statements)
        left_out += len(page.statements) - len(visible)
        statements += visible
        after = page.more
        if after is None or len(statements) >= search.limit:
            break
    return statements, after, left_out


def fit_page(statements: list[VisibleStatement]) -> tuple[list[VisibleStatement], bool]:
    """As many as a page has room for, and whether some were left for the next one."""
    size = 0
    for place, each in enumerate(statements):
        size += len(format_json(each.statement))
        if size > MAX_PAGE_CHARACTERS and place:
            return statements[:place], True
    return statements, False


def format_line(visible: VisibleStatement, formatter: StatementFormatter, locale: Locale) -> StatementLine:
    """One statement to look at."""
    statement = visible.statement
    return StatementLine(
        locale.format_datetime(statement_time(statement)),
        actor_name(statement["actor"]),
        formatter.sentence(statement),
        format_json(statement).decode(),
        visible.text_hidden,
    )


def actor_name(who: Mapping[str, Any]) -> str:
    """An agent in a word: the pseudonym, or what identifies it."""
    account = who.get("account")
    return str(account["name"] if account else (ifi(who) or who.get("objectType", "")))


async def parse_search(request: Request, user: User, dashboard: Dashboard) -> StatementSearch:
    """The filters; raises BadRequest in the user's words."""
    translate = user.translate
    given = {
        name: single_value(request.query_params, name, translate) for name in (*TEXT_PARAMS, *FLAG_PARAMS)
    }
    if given["course"] and not given["activity"]:
        given["activity"], given["related_activities"] = given["course"], "true"
    for name in ("verb", "activity"):
        if given[name] and not is_iri(given[name]):
            raise invalid_value(translate, "iri", given[name])
    if given["registration"] and not is_uuid(given["registration"]):
        raise invalid_value(translate, "uuid", given["registration"])
    limit = parse_bounded_integer(given["limit"], "limit", 1, MAX_LIMIT, translate) or DEFAULT_LIMIT
    agents = await find_agents(given["agent"], user, dashboard)
    query = Query(
        agent=agents[0] if agents else None,
        agent_aliases=tuple(agents[1:]),
        verb=given["verb"] or None,
        activity=given["activity"] or None,
        registration=given["registration"].lower() or None,
        since=parse_time_bound(given["since"], dashboard.zone, translate, after=False),
        until=parse_time_bound(given["until"], dashboard.zone, translate, after=True),
        after=parse_bounded_integer(given["more"], "more", 0, MAX_INTEGER, translate),
        related_activities=parse_flag(given["related_activities"]),
        related_agents=parse_flag(given["related_agents"]),
        ascending=parse_flag(given["ascending"]),
    )
    fields = {name: value for name, value in given.items() if value and name not in ("more", "course")}
    return StatementSearch(fields, query, limit)


async def find_agents(text: str, user: User, dashboard: Dashboard) -> list[str]:
    """The identities to look for: a pseudonym, or an agent as JSON for who may see names."""
    if not text:
        return []
    if is_pseudonym(text):
        return [statement_access.agent_of(text, user.home_page)]
    if not user.permissions.names:
        raise invalid_value(user.translate, "person", text)
    try:
        who = parse_agent(text)
    except BadRequest:
        raise invalid_value(user.translate, "agent", text) from None
    return [ifi(who) or "", *await find_pseudonym_agents(who, user, dashboard)]


async def find_pseudonym_agents(who: dict[str, Any], user: User, dashboard: Dashboard) -> list[str]:
    """By which pseudonyms an agent is known here; noted, as it tells who somebody is."""
    secret = await dashboard.run_read(find_secret, user.organisation)
    if secret is None:
        return []
    scheme = Scheme(secret.pseudonym_key, user.home_page)
    rows = await dashboard.run_read(
        identities.find_identities_behind, user.organisation, candidate_pseudonyms(who, scheme)
    )
    digests = identities.list_person_digests(rows)
    await dashboard.lrs.committer.run_job(
        user.organisation,
        lambda connection: identities.audit_disclosure(
            connection, user.organisation, audit_name(user), "statements of a person read", digests
        ),
    )
    return sorted({statement_access.agent_of(row.person, user.home_page) for row in rows})


def parse_flag(text: str) -> bool:
    """A tick in a form, or what the API says."""
    return text in ("true", "yes", "on")


def parse_bounded_integer(text: str, name: str, least: int, most: int, translate: Translate) -> int | None:
    """A whole number within bounds."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise BadRequest(translate(f"odd.{name}", value=text[: choosing.MAX_QUOTED_LENGTH], most=most))
    return int(text)


def parse_time_bound(text: str, zone: ZoneInfo, translate: Translate, *, after: bool) -> int | None:
    """A timestamp as the API takes it, or a local day, which counts whole."""
    if not text:
        return None
    if DATE_PATTERN.fullmatch(text) and (local_day := parse_date(text, translate)):
        # `since` leaves its own moment out and `until` keeps it (Communication 2.1.3), so both end a
        # microsecond early.
        return midnight(local_day + timedelta(days=1 if after else 0), zone) - 1
    try:
        return parse_timestamp(text)
    except ValueError:
        raise invalid_value(translate, "moment", text) from None


def shared_params(request: Request) -> dict[str, str]:
    """What goes along to other pages, as far as it is theirs."""
    names = ("course", "team", "period", "by", "at")
    return {name: value for name in names if (value := first_value(request.query_params, name))}
