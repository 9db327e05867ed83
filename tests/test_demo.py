"""The demo as a stranger starts it: what a learner does is told, line by line, as it is stored."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from scormbuild import vocabulary as word
from scormbuild.demo.format import format_statement
from scormbuild.demo.verification import missing_statements

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "content/webcare"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/(?!xapi)")
DASHBOARD_LINE = re.compile(r"(http://127\.0\.0\.1:\d+/dashboard/)  \(log in as (\w+), password ([\w-]+)\)")
MOST_POLLS = 120  # at the dashboard, half a second apart: on a slow machine each takes longer, and so do all


class Demo:
    """A running demo; `wait_for` gives the next line that holds some words.

    No clock bounds the waiting, as a busy machine takes its time: the demo says something, or it ends.
    """

    def __init__(self, folder: Path, *options: str, course: Path = COURSE) -> None:
        self.output_lines: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()  # None: it has ended
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scormbuild", "demo", str(course), *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
        )
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for text in self.process.stdout:
            self.output_lines.append(text)
            self._lines.put(text)
        self._lines.put(None)

    def wait_for(self, words: str) -> str:
        """The next line with these words; an AssertionError with all that it said if it ends instead."""
        while (text := self._lines.get()) is not None:
            if words in text:
                return text
        pytest.fail(f"it ended with {self.process.wait()} and no {words!r}:\n{''.join(self.output_lines)}")

    def stop(self) -> int:
        """Ctrl+C, and the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.wait_for_end()

    def wait_for_end(self) -> int:
        """Wait for the end."""
        status = self.process.wait()
        self._thread.join()
        assert self.process.stdout
        self.process.stdout.close()
        return status


@contextmanager
def run_demo(folder: Path, *options: str, course: Path = COURSE) -> Iterator[Demo]:
    """A demo that has said where to look, ended afterwards."""
    demo = Demo(folder, *options, course=course)
    try:
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.process.kill()
        demo.wait_for_end()


def test_an_answer_shows_up_as_it_is_saved_and_ctrl_c_stops_all(browser: Browser, tmp_path: Path) -> None:
    with run_demo(tmp_path, "--port", "0", "--lrs-port", "0") as demo:
        found = ADDRESS.search(demo.wait_for("The course"))
        assert found
        assert "/xapi" in demo.wait_for("The LRS")
        context = browser.new_context()
        page = context.new_page()
        page.goto(found[0])
        demo.wait_for("initialized")
        course = page.frame_locator("#course")
        course.locator("#_start").click()
        course.locator("a.next").click()
        course.locator("a.next").click()
        course.locator("textarea:visible").first.fill("De rustige toon.")
        course.locator("textarea:visible").first.blur()
        told = demo.wait_for("answered")
        assert re.match(r"\d\d:\d\d:\d\d  p_\w{8}  answered ", told)
        assert "Wat viel jou op" in told
        assert "“De rustige toon.”" in told
        page.close()
        demo.wait_for("terminated")
        context.close()
        assert demo.stop() == 0
        assert "Traceback" not in "".join(demo.output_lines)
    assert (tmp_path / "dist/demo.db").is_file()


def count_learners(dashboard_url: str, name: str, password: str, wanted: int) -> int:
    """How many people began, as the dashboard tells who logs in, once it is so many or after some looks."""
    headers = {"Origin": dashboard_url.removesuffix("/dashboard/")}
    with httpx.Client(headers=headers, follow_redirects=True, timeout=None) as client:
        form = re.search(r'name="token" value="([^"]+)"', client.get(f"{dashboard_url}login").text)
        assert form
        client.post(f"{dashboard_url}login", data={"name": name, "password": password, "token": form[1]})
        for _ in range(MOST_POLLS):
            rows = client.get(f"{dashboard_url}reports/overview.json").raise_for_status().json()
            begun = max([row["begun"] or 0 for row in rows], default=0)
            if begun == wanted:
                break
            time.sleep(0.5)
        assert str(begun) in client.get(dashboard_url).text
    return begun


def count_rows(folder: Path, table: str) -> int:
    """How many rows a table of the demo has."""
    with contextlib.closing(sqlite3.connect(folder / "dist/demo.db")) as database:
        (count,) = database.execute(f"select count(*) from {table}").fetchone()
    return int(count)


def test_a_crowd_comes_once_is_on_the_dashboard_soon_and_is_not_told_line_by_line(tmp_path: Path) -> None:
    statements = set()
    for _ in range(2):
        with run_demo(tmp_path, "--port", "0", "--lrs-port", "0") as demo:
            entrance = DASHBOARD_LINE.search(demo.wait_for("The dashboard"))
            assert entrance
            demo.wait_for("Stop with Ctrl+C")
            statements.add(count_rows(tmp_path, "statement"))
            learners = count_rows(tmp_path, "identity")
            assert learners > 200
            assert count_learners(*entrance.groups(), round(learners / 5) * 5) == round(learners / 5) * 5
            assert demo.stop() == 0
            assert not any(re.match(r"\d\d:\d\d:\d\d", each) for each in demo.output_lines)
    assert min(statements) > 4000
    assert len(statements) == 1


def test_once_plays_the_whole_course_tells_all_and_ends_well(tmp_path: Path) -> None:
    with run_demo(tmp_path, "--once") as demo:
        assert demo.wait_for_end() == 0, "".join(demo.output_lines)
    told = [
        re.split(r"\s{2,}", each.strip()) for each in demo.output_lines if re.match(r"\d\d:\d\d:\d\d", each)
    ]
    verbs = [parts[2] for parts in told]
    assert verbs[0] == "initialized"
    assert verbs[-1] == "terminated"
    assert (verbs.count("experienced"), verbs.count("answered"), verbs.count("acknowledged")) == (7, 9, 1)
    assert verbs.count("completed") == 1
    assert re.search(r"\d+ statements received, 0 missing", demo.output_lines[-1])
    assert not (tmp_path / "dist/demo.db").exists()


@pytest.mark.long
def test_once_plays_a_course_with_all_kinds_of_questions_a_story_and_a_quiz_in_two_tries(
    tmp_path: Path,
) -> None:
    with run_demo(tmp_path, "--once", course=ROOT / "content/hand-hygiene") as demo:
        assert demo.wait_for_end() == 0, "".join(demo.output_lines)
    assert re.search(r"\d+ statements received, 0 missing", demo.output_lines[-1])


def test_a_course_with_a_fault_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("titel: x\n")
    command = [sys.executable, "-m", "scormbuild", "demo", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "course.yaml:1:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_help_has_an_example() -> None:
    command = [sys.executable, "-m", "scormbuild", "demo", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Example: scormbuild demo" in done.stdout


OUTLINE = {
    "course": {"iri": "urn:x:course", "language": "en", "title": "X", "description": "X."},
    "pages": [{"id": "one", "title": "One"}],
    "questions": [],
    "videos": [],
}


def statement(verb: str, target: str, **more: object) -> dict[str, object]:
    return {
        "id": f"{verb} {target}",
        "timestamp": "2026-11-23T12:00:00Z",
        "actor": {"account": {"name": "p_abcdefghijkl"}},
        "verb": {"id": verb},
        "object": {"id": target},
        **more,
    }


def test_each_statement_that_did_not_come_is_missed() -> None:
    all_of_it = [
        statement(word.INITIALIZED, "urn:x:course"),
        statement(word.EXPERIENCED, "urn:x:course/pages/one"),
        statement(word.COMPLETED, "urn:x:course"),
        statement(word.TERMINATED, "urn:x:course"),
    ]
    nothing_kept = missing_statements(OUTLINE, {}, all_of_it)
    assert nothing_kept == ["a registration in the LMS's data"]
    for place in range(len(all_of_it)):
        absent = missing_statements(OUTLINE, {}, [*all_of_it[:place], *all_of_it[place + 1 :]])
        assert len(absent) == 2


@given(st.text(), st.text())
def test_a_line_is_one_line_without_what_a_terminal_would_obey(response: str, name: str) -> None:
    told = format_statement(
        statement(
            word.ANSWERED,
            "urn:x:course/interactions/q",
            result={"response": response},
        )
        | {"object": {"id": "urn:x", "definition": {"description": {"en": name}}}}
    )
    assert told.isprintable()
    assert len(told) < 160
