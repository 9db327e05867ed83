"""What a user chose to look at, out of a page's query: course, team, period, place in a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.selection import Selection
from scormbuild.dashboard.forms import Fields, Translate, list_values
from scormbuild.errors import BadRequest

PERIODS: Final = ("twelve", "year", "quarter", "all", "own")
# Years far off make moments that no database or chart can hold.
YEARS: Final = range(2000, 2101)
MAX_VALUE_LENGTH: Final = 2_000  # characters of a value
MAX_QUOTED_LENGTH: Final = 60  # of a refused one in a message
DATE_PATTERN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PAGE_PATTERN: Final = re.compile(r"[1-9][0-9]{0,6}")
SORT_PATTERN: Final = re.compile(r"-?[a-z0-9_]{1,40}")
SINGLE_PARAMS: Final = (
    "course",
    "team",
    "period",
    "since",
    "until",
    "by",
    "at",
    "sort",
    "page",
    "question",
    "words",
    "person",
    "names",
    "confirmed",
    "was",
)
SHARED_PARAMS: Final = ("course", "team", "period", "since", "until", "by", "at", "confirmed")


@dataclass(frozen=True, slots=True)
class Filters:
    """The choice; `since` and `until` are the local days that the period comes to."""

    course: str = ""
    team: str = ""
    period: str = PERIODS[0]
    since: date | None = None
    until: date | None = None
    by: str = ""
    at: date | None = None
    sort: str = ""
    page: int = 1
    question: str = ""
    search_text: str = ""
    person: str = ""
    names: bool = False
    confirmed: bool = False

    def selection(self, organisation: int, zone: ZoneInfo) -> Selection:
        """The same as the reports take it."""
        course, team = self.course or None, self.team or None
        return Selection(organisation, zone, course, team, self.since, self.until, self.confirmed)

    def options(self, today: date) -> Options:
        """What the reports take beside it."""
        return Options(by="day" if self.by == "day" else "week", at=self.at or today)

    def query_params(self, **other: Any) -> dict[str, Any]:
        """The fields that go along in links, some of them changed; the usual ones are left out."""
        changed = replace(self, **other)
        own = changed.period == "own"
        fields = {
            "course": changed.course,
            "team": changed.team,
            "period": "" if changed.period == PERIODS[0] else changed.period,
            "since": changed.since.isoformat() if own and changed.since else "",
            "until": changed.until.isoformat() if own and changed.until else "",
            "by": changed.by,
            "at": changed.at.isoformat() if changed.at else "",
            "sort": changed.sort,
            "page": changed.page if changed.page > 1 else "",
            "question": changed.question,
            "words": changed.search_text,
            "person": changed.person,
            "names": "yes" if changed.names else "",
            "confirmed": "yes" if changed.confirmed else "",
        }
        return {name: value for name, value in fields.items() if value != ""}

    def shared_params(self) -> dict[str, Any]:
        """What goes along to other pages."""
        return {name: value for name, value in self.query_params().items() if name in SHARED_PARAMS}


def parse_filters(params: Fields, today: date, translate: Translate) -> Filters:
    """The choice; raises BadRequest in the user's words."""
    values = {name: single_value(params, name, translate) for name in SINGLE_PARAMS}
    period = values["period"] or PERIODS[0]
    if period not in PERIODS:
        raise invalid_value(translate, "period", period)
    own = tuple(parse_date(values[name], translate) for name in ("since", "until"))
    if any(own) and period != "own" and values["was"] != "own":
        period = "own"  # dates were filled in beside a period with a name: they are what was meant
    since, until = own if period == "own" else period_dates(period, today)
    if since and until and since > until:
        raise BadRequest(translate("odd.order"))
    if values["by"] not in ("", "day", "week"):
        raise invalid_value(translate, "by", values["by"])
    return Filters(
        course=values["course"],
        team=values["team"],
        period=period,
        since=since,
        until=until,
        by=values["by"],
        at=parse_date(values["at"], translate),
        sort=validate_pattern(SORT_PATTERN, values["sort"], "sort", translate),
        page=int(validate_pattern(PAGE_PATTERN, values["page"], "page", translate) or 1),
        question=values["question"],
        search_text=values["words"],
        person=values["person"],
        names=values["names"] == "yes",
        confirmed=values["confirmed"] == "yes",
    )


def period_dates(period: str, today: date) -> tuple[date | None, date | None]:
    """The days of a period that has a name, the last one left open."""
    match period:
        case "year":
            return date(today.year, 1, 1), None
        case "quarter":
            return date(today.year, (today.month - 1) // 3 * 3 + 1, 1), None
        case "twelve":
            return year_before(today) + timedelta(days=1), None
    return None, None


def year_before(today: date) -> date:
    """The same day a year ago; the last of February where there is none."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return date(today.year - 1, 2, 28)


def single_value(params: Fields, name: str, translate: Translate) -> str:
    """A value that may be there once."""
    given = list_values(params, name)
    # Twice the same says nothing new; of two different ones, nobody knows which was meant.
    if len(set(given)) > 1:
        raise BadRequest(translate("odd.twice", name=name))
    value = given[0] if given else ""
    if len(value) > MAX_VALUE_LENGTH:
        raise BadRequest(translate("odd.long", name=name, most=MAX_VALUE_LENGTH))
    if "\0" in value or "\N{REPLACEMENT CHARACTER}" in value:
        raise BadRequest(translate("odd.letters", name=name))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadRequest(translate("odd.letters", name=name)) from None
    return value


def parse_date(text: str, translate: Translate) -> date | None:
    """A day as a date field sends it."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if DATE_PATTERN.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise invalid_value(translate, "date", text)
    if found.year not in YEARS:
        raise invalid_value(translate, "far", text)
    return found


def validate_pattern(pattern: re.Pattern[str], text: str, word: str, translate: Translate) -> str:
    """A text of a certain form, or none."""
    if text and not pattern.fullmatch(text):
        raise invalid_value(translate, word, text)
    return text


def invalid_value(translate: Translate, word: str, value: str) -> BadRequest:
    """The refusal of a value."""
    return BadRequest(translate(f"odd.{word}", value=value[:MAX_QUOTED_LENGTH]))
