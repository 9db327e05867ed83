"""Asks ADL's CATAPULT whether our courses are conformant cmi5 content, in every launch mode.

    python benchmarks/catapult.py FOLDER

FOLDER holds CATAPULT, installed: a copy of github.com/adlnet/CATAPULT in which `npm install` has been run
in player/service and in cts/service. Its player keeps what it hears in an LRS of ours. It starts a
MariaDB on the port that CATAPULT knows, 3306. Exit status 1 unless every session is without a fault.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from lxml import etree
from playwright.sync_api import Browser, Page, Route
from rich.console import Console
from rich.table import Table

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from catapult_services import (
    CONTENT_PATH,
    PASSWORD,
    PLAYER_PORT,
    SCHEMA,
    USER,
    require_catapult,
    run_catapult,
)
from support.chromium import launch_chromium
from support.lrs.lrs_process import create_key, sqlite_database_url, start_lrs

from scormbuild.course import package
from scormbuild.course.build import build_course

ROOT = Path(__file__).resolve().parents[1]
COURSES = {"webcare": ROOT / "content/webcare", "starter": ROOT / "src/scormbuild/course/starter/en"}
ACTOR = {"account": {"homePage": "https://lms.example.org", "name": "anna"}}
# Both kinds of Review: asked for, and by itself once the course is done.
MODES = ("Browse", "Normal", "", "Review")
WORDS = "Eerst luisteren, dan antwoorden: dank je wel voor je bericht. "


@dataclass(frozen=True)
class Session:
    """One launch, and what the judge said of it."""

    course: str
    mode: str
    statements: int
    violations: list[str]
    result: str


def judge_course(suite: httpx.Client, browser: Browser, name: str, content: bytes) -> Iterator[Session]:
    """A course imported, enrolled in, and launched in each mode, one after another."""
    course = post(suite, "courses", content=content, headers={"Content-Type": "application/zip"})
    test = post(suite, "tests", json={"courseId": course["id"], "actor": ACTOR})
    for mode in MODES:
        launch = {"testId": test["id"], "auIndex": 0, **({"launchMode": mode} if mode else {})}
        session = post(suite, "sessions", json=launch)
        take_course(browser, session["launchUrl"])
        logs = suite.get(f"sessions/{session['id']}/logs").json()
        records = [log for log in map(metadata, logs) if "Statement recorded" in log.get("summary", "")]
        violations = suite.get(f"sessions/{session['id']}").json()["metadata"]["violatedReqIds"]
        result = suite.get(f"tests/{test['id']}").json()["metadata"]["result"]
        yield Session(name, mode or "by itself", len(records), violations, result)


def metadata(log: dict[str, Any]) -> dict[str, Any]:
    """What a line of a session's log says."""
    found = log.get("metadata")
    return found if isinstance(found, dict) else {}


def post(suite: httpx.Client, path: str, **content: Any) -> Any:
    """What the suite answers; the command ends with what it says if that is no."""
    answer = suite.post(path, **content)
    if answer.is_error:
        sys.exit(f"catapult: {path}: {answer.status_code} {answer.text}")
    return answer.json()


def take_course(browser: Browser, address: str) -> None:
    """All of it, as a learner would, who then presses the button that saves and closes."""
    # The suite asks who it is, also of a learner who comes back.
    context = browser.new_context(locale="nl-NL", http_credentials={"username": USER, "password": PASSWORD})
    context.route(f"**{CONTENT_PATH}/**", fetch_content)
    page = context.new_page()
    page.goto(address)
    page.locator("html.started").wait_for()
    page.locator("#_close").wait_for()
    while not page.locator("#_answers").is_visible():
        answer_page(page)
        page.locator("#_start:visible, a.next:visible").click()  # a course may begin with a cover
    page.locator("#_close").click()
    page.wait_for_url("**/return-url*")
    context.close()


def fetch_content(route: Route) -> None:
    """The player's content, at the suite's address."""
    path = route.request.url.split(CONTENT_PATH, 1)[1]
    route.fulfill(response=route.fetch(url=f"http://127.0.0.1:{PLAYER_PORT}/content{path}"))


def answer_page(page: Page) -> None:
    """Whatever is asked on the page that is open."""
    for field in page.locator("textarea:visible:not([readonly])").all():
        field.fill(WORDS * 3)
    for group in page.locator("fieldset[data-kind]:visible").all():
        wanted = (group.get_attribute("data-keys") or "").split(",")
        boxes = group.locator("input:enabled").all()
        right = [box for box in boxes if box.get_attribute("value") in wanted]
        every = group.get_attribute("data-kind") == "checklist"
        for box in right or (boxes if every else boxes[:1]):
            box.check()
        check = group.locator("button:visible:enabled")
        if right and check.count():
            check.first.click()


def scored_course(folder: Path) -> Path:
    """The starter, which asks for a score as its own remark shows."""
    shutil.copytree(COURSES["starter"], folder)
    settings = folder / "course.yaml"
    settings.write_text(settings.read_text("utf-8").replace("# score: 80", "score: 80"), "utf-8")
    return folder


def build(folder: Path, schema: etree.XMLSchema) -> bytes:
    """A course's package, its structure valid by the schema: the judge itself doesn't look."""
    files = build_course(folder, target="cmi5").files
    schema.assertValid(etree.fromstring(files["cmi5.xml"]))
    return package.zip_files(files)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where CATAPULT lies, installed")
    folder = require_catapult(parser.parse_args().folder.resolve())
    schema = etree.XMLSchema(etree.parse(folder / SCHEMA))
    sessions: list[Session] = []
    with tempfile.TemporaryDirectory(prefix="catapult-") as name:
        work = Path(name)
        url = sqlite_database_url(work / "lrs.db")
        key = create_key(url, "catapult")
        with (
            start_lrs(url) as lrs,
            run_catapult(folder, work, lrs.endpoint, (key.key, key.secret)) as suite,
            launch_chromium() as browser,
        ):
            for course, source in {**COURSES, "starter, score: 80": scored_course(work / "scored")}.items():
                content = build(source, schema)
                sessions += judge_course(suite, browser, course, content)
    table = Table("course", "launch mode", "statements", "violations", "the course so far")
    for each in sessions:
        violations = ", ".join(each.violations) or "none"
        table.add_row(each.course, each.mode, str(each.statements), violations, each.result)
    Console(width=100).print(table)
    last = [session.result for session in sessions if session.mode == MODES[-1]]
    sys.exit(any(each.violations for each in sessions) or any(result != "conformant" for result in last))


if __name__ == "__main__":
    main()
