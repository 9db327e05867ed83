"""Changes and faults of the course while the preview runs, as the pages hear of them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable

import pytest
from support.preview.lms_client import Client, Course

from scormbuild.preview.server import Preview


class Events:
    """Server-sent events, read one by one."""

    def __init__(self, client: Client) -> None:
        self._connection = http.client.HTTPConnection(client.host, timeout=5)
        self._connection.request("GET", "/events")
        self._reply = self._connection.getresponse()

    def next(self, name: str) -> dict[str, object]:
        """The next event of this name, without those of other names before it."""
        found = ""
        while found != name:
            found = self._line("event: ")
            data: dict[str, object] = json.loads(self._line("data: "))
        return data

    def _line(self, start: str) -> str:
        while not (line := self._reply.readline().decode()).startswith(start):
            assert line, "the stream has ended"
        return line.removeprefix(start).strip()

    def close(self) -> None:
        self._reply.close()
        self._connection.close()


def test_a_change_of_the_course_is_built_and_told(client: Client, course: Course) -> None:
    events = Events(client)
    assert events.next("build") == {"revision": 1, "faults": []}
    course.write("Hello again")
    assert events.next("build") == {"revision": 2, "faults": []}
    assert client.get("/course/text.txt").body == b"Hello again"
    events.close()


def test_a_fault_is_told_with_its_place_and_the_last_good_build_stays(client: Client, course: Course) -> None:
    events = Events(client)
    events.next("build")
    course.write("fault: no such thing")
    fault = {"place": "pages/a.md:3:5", "message": "fault: no such thing", "hint": "write something else"}
    assert events.next("build") == {"revision": 1, "faults": [fault]}
    assert client.get("/course/text.txt").body == b"Hello"
    course.write("Mended")
    assert events.next("build") == {"revision": 2, "faults": []}
    events.close()


def test_a_build_that_fails_for_another_reason_is_told_too(client: Client, course: Course) -> None:
    events = Events(client)
    events.next("build")
    course.write("broken")
    assert events.next("build")["faults"] == [{"place": "", "message": "nothing works", "hint": ""}]
    events.close()


def test_a_file_that_vanishes_while_it_is_built_is_a_fault_that_passes(
    client: Client, course: Course
) -> None:
    events = Events(client)
    events.next("build")
    (course.folder / "text").unlink()
    assert "No such file" in str(events.next("build")["faults"])
    course.write("Back")
    assert events.next("build") == {"revision": 2, "faults": []}
    events.close()


def test_a_course_with_faults_from_the_start_is_shown_once_it_is_mended(
    open_preview: Callable[[], Preview], course: Course
) -> None:
    course.write("fault")
    with open_preview() as preview:
        client = Client(preview.url)
        events = Events(client)
        assert events.next("build")["revision"] == 0
        assert client.get("/course/index.html").status == 404
        course.write("Mended")
        assert events.next("build")["revision"] == 1
        events.close()


def test_a_switch_is_told_to_every_open_page(client: Client) -> None:
    pages = [Events(client), Events(client)]
    for page in pages:
        page.next("switches")
    client.post("/switches", {"slow": True})
    assert [page.next("switches")["slow"] for page in pages] == [True, True]
    for page in pages:
        page.close()


def test_closing_lets_every_listener_go(open_preview: Callable[[], Preview]) -> None:
    with open_preview() as preview:
        events = Events(Client(preview.url))
        events.next("switches")
    with pytest.raises(AssertionError, match="the stream has ended"):
        events.next("build")
    events.close()
