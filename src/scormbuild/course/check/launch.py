"""The page that an LMS launches: whether it can tell the LMS anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scormbuild.course.check.archive import Archive
from scormbuild.course.check.pages import Page, is_page, read_text, trace_page
from scormbuild.errors import Problem

MOST_PAGES = 50  # that are looked through: a package with more is made alike throughout


@dataclass(frozen=True)
class Api:
    """How a course talks to the LMS: its name, and words that only a script that does so has."""

    name: str
    evidence: tuple[str, ...]  # in small letters

    def is_called_in(self, text: str) -> bool:
        """Whether a text, in small letters, has the evidence."""
        # Words and no pattern: a package may have 64 MB of script, and this is ten times as fast.
        return any(words in text for words in self.evidence)


SCORM_12_API = Api(
    "SCORM 1.2",
    (
        *("lmsinitialize", "lmsfinish", "lmsgetvalue", "lmssetvalue", "lmscommit"),
        *('"lms"', "'lms'", "`lms`"),  # which wrappers put before a name that they share with 2004's
    ),
)
SCORM_2004_API = Api("SCORM 2004", ("api_1484",))
CMI5_API = Api("cmi5", ("auth-token", "lms.launchdata", "cmi5"))
XAPI = Api("xAPI", ("x-experience-api", "tincan", "xapi", "activities/state"))
APIS = (SCORM_12_API, SCORM_2004_API, CMI5_API, XAPI)

# Tells of a launched page: code, message.
Report = Callable[[str, str], Problem]


class Scripts:
    """Which APIs the texts of a package call; each text is searched once."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.known: dict[str, frozenset[Api]] = {}

    def calls_in(self, names: Iterable[str]) -> frozenset[Api]:
        """The APIs that any of these files calls."""
        return frozenset[Api]().union(*map(self.calls_of, names))

    def calls_of(self, name: str) -> frozenset[Api]:
        """The APIs that one file calls."""
        if name not in self.known:
            text = read_text(self.archive, name).lower() if name in self.archive.texts else ""
            self.known[name] = frozenset(api for api in APIS if api.is_called_in(text))
        return self.known[name]

    @cached_property
    def package_calls(self) -> frozenset[Api]:
        """The APIs that anything in the package calls, loaded by whatever way."""
        return self.calls_in(self.archive.texts)


def check_launch_pages(
    archive: Archive, launches: Iterable[tuple[str, Report]], wanted: Api
) -> Iterator[Problem]:
    """Each launched page, with what it loads, can call the LMS by its standard's API."""
    scripts = Scripts(archive)
    reports = dict(reversed([each for each in launches if each[0] in archive.texts and is_page(each[0])]))
    for path, report in list(reversed(reports.items()))[:MOST_PAGES]:
        yield from check_page(scripts, path, report, wanted)


def check_page(scripts: Scripts, path: str, report: Report, wanted: Api) -> Iterator[Problem]:
    """One launched page; silent wherever a script could do what can't be seen."""
    if not read_text(scripts.archive, path).strip():
        yield report("empty-launch", f"the page to launch, '{path}', is empty")
        return
    page = trace_page(scripts.archive, path)
    for address in page.outside:
        if address.lower().startswith("http:"):
            yield report("script-from-http", f"'{path}' loads '{address}' over plain http")
    if wanted not in scripts.calls_in(page.files):
        yield from explain_silence(scripts, page, report, wanted)


def explain_silence(scripts: Scripts, page: Page, report: Report, wanted: Api) -> Iterator[Problem]:
    """Why a page whose tags load no call of the API can't call it; nothing where it still may."""
    path = page.files[0]
    if not page.is_whole:
        return
    if not page.has_script and not page.outside:
        yield report("no-lms-call", f"'{path}' has no script, so it can't call the LMS")
        return
    if not scripts.archive.has_all_texts or wanted in scripts.package_calls:
        return
    if others := sorted(api.name for api in scripts.package_calls - {XAPI}):
        message = f"the course looks for the API of {' and '.join(others)}, and its manifest is {wanted.name}"
        yield report("other-api", message)
    elif not page.outside:
        yield report("no-lms-call", f"neither '{path}' nor any script in the package calls the LMS")
    elif all(address.lower().startswith("http:") for address in page.outside):
        message = f"'{path}' may call the LMS by '{page.outside[0]}' only, which comes over plain http"
        yield report("lms-script-from-http", message)
