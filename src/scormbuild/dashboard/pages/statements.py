"""Raw statements with the filters of the API, as their reader may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from scormbuild.analysis.model.local_time import midnight
from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk, who_of
from scormbuild.dashboard.exchange import Asked, Reply, download
from scormbuild.dashboard.filters import DAY, day, odd, once
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.pages import statement_access
from scormbuild.dashboard.pages.statement_access import Shown
from scormbuild.dashboard.pages.statement_text import Teller
from scormbuild.dashboard.render import rendered
from scormbuild.errors import BadRequest
from scormbuild.lrs.privacy.pseudonym import Scheme, candidates, is_pseudonym
from scormbuild.lrs.rights.view import Titles
from scormbuild.lrs.store import identities
from scormbuild.lrs.xapi import actor
from scormbuild.lrs.xapi.codec import encode, indented
from scormbuild.lrs.xapi.patterns import is_iri, is_uuid, microseconds
from scormbuild.lrs.xapi.query import LARGEST, Query

TEXTS: Final = ("agent", "verb", "activity", "registration", "since", "until", "limit", "more", "course")
SWITCHES: Final = ("related_activities", "related_agents", "ascending")
USUAL: Final = 25  # statements on a page, unless told
MOST: Final = 200  # and at most
ROOM: Final = 150_000  # characters of JSON on a page
LOOKS: Final = 20  # pages of the store that are read to fill one of ours


@dataclass(frozen=True, slots=True)
class Sought:
    """The filters as they were given, and the query that they come to."""

    fields: dict[str, str]
    query: Query
    limit: int

    def link(self, asked: Asked, path: str, **other: object) -> str:
        """This question with something else in it."""
        return asked.link(path, **{**self.fields, **other})


@dataclass(frozen=True, slots=True)
class Line:
    """A statement to look at: a line that tells it, and its JSON."""

    time: str
    who: str
    said: str
    text: str
    stripped: bool


async def show(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page."""
    sought = await read(asked, visitor, desk)
    told, after, left_out = await searched(sought, visitor, desk)
    told, cut = fitting(told)
    after = told[-1].seq if cut else after
    await statement_access.note_words(desk, visitor, told, sorted(sought.fields))
    local = Local(visitor.language, desk.zone)
    teller = Teller(visitor.say, local, Titles([], {}, visitor.language))
    return rendered(
        "statements",
        asked,
        visitor,
        desk,
        fields=sought.fields,
        lines=[line(each, teller, local) for each in told],
        stripped=sum(each.stripped for each in told),
        masked=not visitor.rights.names,
        narrowed=visitor.rights.courses is not None,
        left_out=left_out,
        limit=sought.limit,
        more=sought.link(asked, "/statements", more=after) if after is not None else "",
        keep=sought.link(asked, "/statements.json"),
        kept=kept(asked),
        local=local,
        name="statements",
    )


async def keep(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The same statements as a file."""
    sought = await read(asked, visitor, desk)
    told, _, _ = await searched(sought, visitor, desk)
    await statement_access.note_words(desk, visitor, told, sorted(sought.fields))
    return download(encode([each.statement for each in told]), "statements.json", "application/json")


async def searched(sought: Sought, visitor: Visitor, desk: Desk) -> tuple[list[Shown], int | None, int]:
    """The statements, where the next ones begin, and how many of other courses were passed over."""
    named = await desk.figures.named(visitor.organisation)
    reader = await statement_access.reader(desk, visitor, named.mapped)
    told: list[Shown] = []
    after, left_out = sought.query.after, 0
    for _ in range(LOOKS):
        rows = sought.limit - len(told)
        page = await statement_access.found(desk, visitor, replace(sought.query, after=after), rows)
        shown = reader.shown(page.statements)
        left_out += len(page.statements) - len(shown)
        told += shown
        after = page.more
        if after is None or len(told) >= sought.limit:
            break
    return told, after, left_out


def fitting(told: list[Shown]) -> tuple[list[Shown], bool]:
    """As many as a page has room for, and whether some were left for the next one."""
    size = 0
    for place, each in enumerate(told):
        size += len(indented(each.statement))
        if size > ROOM and place:
            return told[:place], True
    return told, False


def line(shown: Shown, teller: Teller, local: Local) -> Line:
    """One statement to look at."""
    statement = shown.statement
    return Line(
        local.moment(microseconds(statement["timestamp"])),
        called(statement["actor"]),
        teller.sentence(statement),
        indented(statement).decode(),
        shown.stripped,
    )


def called(who: Mapping[str, Any]) -> str:
    """An agent in a word: the pseudonym, or what identifies it."""
    held = who.get("account")
    return str(held["name"] if held else (actor.ifi(who) or who.get("objectType", "")))


async def read(asked: Asked, visitor: Visitor, desk: Desk) -> Sought:
    """The filters; raises BadRequest in the visitor's words."""
    say = visitor.say
    given = {name: once(asked.params, name, say) for name in (*TEXTS, *SWITCHES)}
    if given["course"] and not given["activity"]:
        given["activity"], given["related_activities"] = given["course"], "true"
    for name in ("verb", "activity"):
        if given[name] and not is_iri(given[name]):
            raise odd(say, "iri", given[name])
    if given["registration"] and not is_uuid(given["registration"]):
        raise odd(say, "uuid", given["registration"])
    limit = number(given["limit"], "limit", 1, MOST, say) or USUAL
    agents = await agents_of(given["agent"], visitor, desk)
    query = Query(
        agent=agents[0] if agents else None,
        others=tuple(agents[1:]),
        verb=given["verb"] or None,
        activity=given["activity"] or None,
        registration=given["registration"].lower() or None,
        since=moment(given["since"], desk.zone, say, after=False),
        until=moment(given["until"], desk.zone, say, after=True),
        after=number(given["more"], "more", 0, LARGEST, say),
        related_activities=switch(given["related_activities"]),
        related_agents=switch(given["related_agents"]),
        ascending=switch(given["ascending"]),
    )
    fields = {name: value for name, value in given.items() if value and name not in ("more", "course")}
    return Sought(fields, query, limit)


async def agents_of(text: str, visitor: Visitor, desk: Desk) -> list[str]:
    """The identities to look for: a pseudonym, or an agent as JSON for who may see names."""
    if not text:
        return []
    if is_pseudonym(text):
        return [statement_access.agent_of(text, visitor.home_page)]
    if not visitor.rights.names:
        raise odd(visitor.say, "person", text)
    try:
        who = actor.read(text)
    except BadRequest:
        raise odd(visitor.say, "agent", text) from None
    return [actor.ifi(who) or "", *await behind(who, visitor, desk)]


async def behind(who: dict[str, Any], visitor: Visitor, desk: Desk) -> list[str]:
    """By which pseudonyms an agent is known here; noted, as it tells who somebody is."""
    secret = await desk.read(identities.secret, visitor.organisation)
    if secret is None:
        return []
    scheme = Scheme(secret.pseudonym_key, visitor.home_page)
    rows = await desk.read(identities.behind, visitor.organisation, candidates(who, scheme))
    await desk.receiver.committer.run(
        visitor.organisation,
        lambda connection: identities.disclose(
            connection, visitor.organisation, who_of(visitor), "statements of a person read", rows
        ),
    )
    return sorted({statement_access.agent_of(row.person, visitor.home_page) for row in rows})


def switch(text: str) -> bool:
    """A tick in a form, or what the API says."""
    return text in ("true", "yes", "on")


def number(text: str, name: str, least: int, most: int, say: choosing.Say) -> int | None:
    """A whole number within bounds."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise BadRequest(say(f"odd.{name}", value=text[: choosing.SHOWN], most=most))
    return int(text)


def moment(text: str, zone: ZoneInfo, say: choosing.Say, *, after: bool) -> int | None:
    """A timestamp as the API takes it, or a local day, which counts whole."""
    if not text:
        return None
    if DAY.fullmatch(text) and (chosen := day(text, say)):
        return midnight(chosen + timedelta(days=1 if after else 0), zone) - 1
    try:
        return microseconds(text)
    except ValueError:
        raise odd(say, "moment", text) from None


def kept(asked: Asked) -> dict[str, str]:
    """What goes along to other pages, as far as it is theirs."""
    names = ("course", "team", "period", "by", "at")
    return {name: value for name in names if (value := asked.params.one(name))}
