"""Moodle's web services over REST: the calls that a harvest needs, and their answers as values.

Moodle answers errors with HTTP status 200 and {"exception", "errorcode", "message"}.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scormbuild.errors import LmsError, LmsErrorResponse, TokenError
from scormbuild.lms.http_client import HttpClient, Response, url_without_query
from scormbuild.lms.moodle.php_form import encode_form
from scormbuild.lms.suspend_data import to_well_formed
from scormbuild.lms.tracks import Tracks, parse_moodle_tracks

PAGE_SIZE = 100
COURSES_AT_ONCE = 50
USER_FIELDS = "id,username,fullname,lastcourseaccess"  # no more than is needed
TOKEN_ERRORS = frozenset({"invalidtoken", "accessexception", "servicenotavailable"})
TOKEN_HINTS = {
    "accessexception": "add the function to the token's service, its account to the service's users, and "
    "webservice/rest:use to the account's role; or make a new token: this one may have expired, "
    "or be for another address"
}
MAINTENANCE_ERRORS = frozenset({"sitemaintenance", "upgraderunning"})
FUNCTIONS = (
    "core_webservice_get_site_info",
    "core_course_get_courses_by_field",
    "mod_scorm_get_scorms_by_courses",
    "mod_scorm_get_scorm_scoes",
    "core_enrol_get_enrolled_users",
    "mod_scorm_get_scorm_sco_tracks",
    "core_completion_get_activities_completion_status",
)


@dataclass(frozen=True)
class Scorm:
    """A SCORM activity: `address` is what a browser opens, and what Moodle's own statements name."""

    id: int
    module: int
    course: int
    name: str
    address: str


@dataclass(frozen=True)
class Sco:
    """A part of a package that can be launched, with its identifiers in the manifest."""

    id: int
    identifier: str
    manifest: str


@dataclass(frozen=True)
class Learner:
    """Somebody who is enrolled; `seen` is when they last were in the course, None where Moodle hides it."""

    id: int
    username: str
    fullname: str
    last_access: int | None


class Moodle:
    """A site, by its address and a token; the token stands in bodies only, and in no message."""

    def __init__(self, url: str, token: str, web: HttpClient) -> None:
        self.url = url
        self.endpoint = f"{url}/webservice/rest/server.php"
        self.token = token
        self.web = web
        self.closed_courses: set[int] = set()  # courses that the token's account may not enter

    def call(self, function: str, **parameters: Any) -> Any:
        """The answer to a function; raises LmsErrorResponse, TokenError or LmsError."""
        body = {
            "wstoken": self.token,
            "wsfunction": function,
            "moodlewsrestformat": "json",
            **encode_form(parameters),
        }
        answer = self.web.send("POST", self.endpoint, data=body)
        if answer.status != 200:
            raise LmsError(explain_status(answer, self.endpoint))
        try:
            value = answer.json()
        except ValueError:
            endpoint = url_without_query(self.endpoint)
            raise LmsError(
                f"{endpoint}: the answer is no JSON\n  hint: is this where the Moodle site is?"
            ) from None
        if isinstance(value, dict) and "exception" in value:
            self.raise_error(function, str(value.get("errorcode") or ""), str(value.get("message") or ""))
        return value

    def raise_error(self, function: str, code: str, message: str) -> None:
        """Raise what an error of Moodle's means here."""
        message = to_well_formed(message).replace(self.token, "…")[:300]
        if code in TOKEN_ERRORS:
            raise TokenError(
                f"{self.url}: Moodle refuses the token for {function} ({code}: {message})\n"
                f"  hint: {TOKEN_HINTS.get(code, 'make a new token')}; what was read is kept"
            )
        if code in MAINTENANCE_ERRORS:
            raise LmsError(f"{self.url}: {message}\n  hint: run this again later; it goes on where it was")
        raise LmsErrorResponse(code, f"{function}: {message} ({code})")

    def site(self) -> str:
        """The address that the site gives itself; shows that the token works."""
        with expect_response("core_webservice_get_site_info"):
            return str(self.call("core_webservice_get_site_info")["siteurl"]).rstrip("/")

    def courses(self, wanted: list[str]) -> list[int]:
        """The courses of these numbers or short names; without any, all that the token shows."""
        found = [int(name) for name in wanted if name.isascii() and name.isdigit()]
        names = [name for name in wanted if not (name.isascii() and name.isdigit())]
        for name in names:
            rows = self.find_courses(field="shortname", value=name)
            if not rows:
                raise LmsError(
                    f"no course has the short name {name!r}\n  hint: give its number, from its address"
                )
            found += rows
        return sorted(set(found if wanted else self.find_courses()))

    def find_courses(self, **condition: str) -> list[int]:
        """The numbers of the courses that a condition finds."""
        with expect_response("core_course_get_courses_by_field"):
            answer = self.call("core_course_get_courses_by_field", **condition)
            return [int(course["id"]) for course in answer["courses"]]

    def scorms(self, courses: list[int], site: str) -> Iterator[Scorm]:
        """The SCORM activities of courses."""
        for start in range(0, len(courses), COURSES_AT_ONCE):
            with expect_response("mod_scorm_get_scorms_by_courses"):
                portion = courses[start : start + COURSES_AT_ONCE]
                answer = self.call("mod_scorm_get_scorms_by_courses", courseids=portion)
                self.closed_courses |= {
                    int(each["itemid"]) for each in answer.get("warnings", []) if each["item"] == "course"
                }
                for row in answer["scorms"]:
                    module = int(row["coursemodule"])
                    address = f"{site}/mod/scorm/view.php?id={module}"
                    name = to_well_formed(str(row["name"]))
                    yield Scorm(int(row["id"]), module, int(row["course"]), name, address)

    def scos(self, scorm: int) -> list[Sco]:
        """What can be launched in an activity."""
        with expect_response("mod_scorm_get_scorm_scoes"):
            rows = self.call("mod_scorm_get_scorm_scoes", scormid=scorm)["scoes"]
            return [
                Sco(int(row["id"]), str(row["identifier"]), str(row["manifest"]))
                for row in rows
                # The organization is in the list as well, with nothing to launch.
                if row.get("launch")
            ]

    def learners(self, course: int) -> Iterator[Learner]:
        """All who are enrolled, a page at a time.

        Moodle leaves out whom the token may not see, so a short page needn't be the last; an empty one is.
        """
        start = 0
        while True:
            options = {
                "userfields": USER_FIELDS,
                "limitfrom": start,
                "limitnumber": PAGE_SIZE,
                # By number, so that who is enrolled meanwhile moves nobody to another page.
                "sortby": "id",
            }
            with expect_response("core_enrol_get_enrolled_users"):
                rows = self.call(
                    "core_enrol_get_enrolled_users",
                    courseid=course,
                    options=[{"name": name, "value": value} for name, value in options.items()],
                )
                page = [parse_learner(row) for row in rows]
            if not page:
                return
            yield from page
            start += PAGE_SIZE

    def tracks(self, sco: int, learner: int, attempt: int = 0) -> Tracks:
        """What is stored of an attempt, 0 for the last one."""
        with expect_response("mod_scorm_get_scorm_sco_tracks"):
            answer = self.call("mod_scorm_get_scorm_sco_tracks", scoid=sco, userid=learner, attempt=attempt)
            return parse_moodle_tracks(int(answer["data"]["attempt"]), answer["data"]["tracks"])

    def completions(self, course: int, learner: int) -> dict[int, tuple[int, int]]:
        """By course module: whether it was completed and when, where Moodle judged by its own rule."""
        with expect_response("core_completion_get_activities_completion_status"):
            answer = self.call(
                "core_completion_get_activities_completion_status", courseid=course, userid=learner
            )
            return {
                int(row["cmid"]): (int(row["state"]), int(row["timecompleted"] or 0))
                for row in answer["statuses"]
                # 2 is COMPLETION_TRACKING_AUTOMATIC: what learners tick themselves is no word of the LMS's.
                if row.get("tracking") in (2, "2", "auto")
            }


def parse_learner(row: dict[str, Any]) -> Learner:
    """A row of the list of participants."""
    seen = row.get("lastcourseaccess")
    name, full = row.get("username") or "", row.get("fullname") or ""
    return Learner(
        int(row["id"]),
        to_well_formed(str(name)),
        to_well_formed(str(full)),
        None if seen is None else int(seen),
    )


@contextmanager
def expect_response(function: str) -> Iterator[None]:
    """Tell an answer of another form than Moodle's."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LmsError(
            f"{function}: not the form of Moodle's answer\n  hint: is this Moodle 3.9 or newer?"
        ) from None


def explain_status(answer: Response, url: str) -> str:
    """An HTTP status in words, with the way out."""
    place = url_without_query(url)
    if answer.status in (301, 302, 303, 307, 308):
        target = answer.headers.get("location", "")
        return (
            f"{place}: moved to {url_without_query(target)}\n  hint: give --url as the site itself writes it"
        )
    if answer.status == 403:
        return f"{place}: closed\n  hint: in Moodle, enable web services and the REST protocol"
    if answer.status == 404:
        return f"{place}: not there\n  hint: give --url as the address of the site's home page"
    return f"{place}: HTTP status {answer.status}\n  hint: is this the address of the Moodle site?"
