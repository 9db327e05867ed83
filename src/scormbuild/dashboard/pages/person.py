"""One learner's path: all that was told of a person, in order and in plain words, by pseudonym."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from scormbuild.dashboard import filters as choosing
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.locale import Local
from scormbuild.dashboard.pages import disclosure, statement_access
from scormbuild.dashboard.pages.report import Ground, ground, values
from scormbuild.dashboard.pages.statement_access import Shown
from scormbuild.dashboard.pages.statement_text import Teller
from scormbuild.dashboard.render import rendered
from scormbuild.errors import BadRequest
from scormbuild.lrs.privacy.pseudonym import is_pseudonym
from scormbuild.lrs.rights.view import Titles
from scormbuild.lrs.store import courses
from scormbuild.lrs.xapi.completion import Known, derived, road_of
from scormbuild.lrs.xapi.patterns import microseconds
from scormbuild.lrs.xapi.query import Query

MOST: Final = 3_000  # statements of a person, the newest
PORTION: Final = 500
ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the path; `attempt` begins another go at a course."""

    time: str
    day: str
    said: str
    response: str
    success: str
    stripped: bool
    road: str
    attempt: str


async def show(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The page."""
    found = await ground(asked, visitor, desk)
    chosen = found.chosen
    if not chosen.person:
        raise BadRequest(visitor.say("person.missing"))
    if not visitor.rights.names and not is_pseudonym(chosen.person):
        raise choosing.odd(visitor.say, "person", chosen.person)
    person = found.named.persons.get(chosen.person, chosen.person)
    told = await statements(found, person, visitor, desk)
    pages = max(1, -(-len(told) // ROWS))
    page = min(chosen.page, pages)
    some = told[(page - 1) * ROWS : page * ROWS]
    read = await statement_access.note_words(desk, visitor, some, ["person", "course"])
    names = {}
    if chosen.names and visitor.rights.names:
        names = await disclosure.called(desk, visitor, [person], "path of a person read")
    outlines = await desk.read(courses.outlines, visitor.organisation)
    teller = Teller(visitor.say, found.local, Titles(outlines, {}, visitor.language))
    return rendered(
        "person",
        asked,
        visitor,
        desk,
        **await values(visitor, desk, found, "person"),
        person=person,
        others=sorted(other for other, main in found.named.persons.items() if main == person),
        called=names.get(person, ""),
        course_title=found.named.courses.get(chosen.course, chosen.course),
        steps=steps(some, teller, visitor, found.local),
        stripped=any(each.stripped for each in some),
        read=read,
        total=len(told),
        most=MOST,
        first=(page - 1) * ROWS + 1 if some else 0,
        last=(page - 1) * ROWS + len(some),
        earlier=asked.link("/person", **chosen.query(page=page - 1)) if page > 1 else "",
        later=asked.link("/person", **chosen.query(page=page + 1)) if page < pages else "",
    )


async def statements(found: Ground, person: str, visitor: Visitor, desk: Desk) -> list[Shown]:
    """The newest statements of a person and, where one is chosen, a course; by when they happened."""
    aliases = [other for other, main in found.named.persons.items() if main == person]
    agents = [statement_access.agent_of(each, visitor.home_page) for each in (person, *aliases)]
    reader = await statement_access.reader(desk, visitor, found.named.mapped)
    told: list[Shown] = []
    after: int | None = None
    while len(told) < MOST:
        query = Query(agent=agents[0], others=tuple(agents[1:]), after=after)
        page = await statement_access.found(desk, visitor, query, PORTION)
        told += [each for each in reader.shown(page.statements) if is_own(each, found.chosen.course)]
        after = page.more
        if after is None:
            break
    selection = found.chosen.selection(visitor.organisation, desk.zone)
    first, beyond = selection.bounds()
    inside = [each for each in told[:MOST] if (first or 0) <= moment(each) < (beyond or 1 << 62)]
    return sorted(inside, key=lambda each: (moment(each), each.seq))


def is_own(shown: Shown, course: str) -> bool:
    """Whether it is the person's own, of the course: not one about them."""
    return shown.statement["object"].get("objectType") not in ("Agent", "Group") and course in (
        "",
        shown.course,
    )


def moment(shown: Shown) -> int:
    """When it happened."""
    return microseconds(shown.statement["timestamp"])


def steps(told: Sequence[Shown], teller: Teller, visitor: Visitor, local: Local) -> list[Step]:
    """Each statement as a line."""
    attempts: dict[Any, int] = {}
    found, day, going = [], "", None
    for each in told:
        statement = each.statement
        at = datetime.fromisoformat(statement["timestamp"].replace("z", "Z")).astimezone(local.zone)
        registration = statement.get("context", {}).get("registration")
        new = registration is not None and registration != going
        if new:
            attempts.setdefault(registration, len(attempts) + 1)
            going = registration
        today = local.day(at.date())
        found.append(
            Step(
                f"{at:%H:%M:%S}",
                "" if today == day and not new else today,
                teller.sentence(statement),
                teller.response(statement),
                teller.success(statement),
                each.stripped,
                told_by(statement, visitor),
                visitor.say("person.attempt", number=attempts[registration]) if new else "",
            )
        )
        day = today
    return found


def told_by(statement: dict[str, Any], visitor: Visitor) -> str:
    """The road of a statement, and whether it is an LMS's own word."""
    road = road_of(statement.get("authority", {}), Known(visitor.home_page))
    if (
        road == "lms"
        and statement["verb"]["id"].rpartition("/")[2] in ("completed", "passed", "failed")
        and not derived(statement)
    ):
        return visitor.say("path.lms_says")
    return visitor.say(f"roads.{road}")
