"""What the LMS keeps of each learner, and how its switches change that, over HTTP."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from support.preview.lms_client import Client, Course

from scormbuild.preview.server import Preview

CMI = "cmi.core."


def test_a_commit_adds_to_what_is_kept(client: Client) -> None:
    client.commit({"cmi.suspend_data": "a", CMI + "lesson_location": "p1"})
    client.commit({"cmi.suspend_data": "b\0"})
    assert client.data() == {"cmi.suspend_data": "b", CMI + "lesson_location": "p1"}


def test_each_learner_has_data_of_their_own(client: Client) -> None:
    client.commit({"cmi.suspend_data": "a"}, learner="kim")
    assert client.data("lee") == {}


def test_what_is_kept_outlives_the_preview(open_preview: Callable[[], Preview]) -> None:
    with open_preview() as first:
        Client(first.url).commit({"cmi.suspend_data": "één ✓"})
    with open_preview() as second:
        assert Client(second.url).data() == {"cmi.suspend_data": "één ✓"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kim": []}', '{"kim": [{"a": 1}]}', '{"kim": {"a": "b"}}'])
def test_a_state_file_that_something_else_wrote_is_begun_anew(
    tmp_path: Path, course: Course, text: str
) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    with Preview(course.build, course.folder, file) as preview:
        client = Client(preview.url)
        assert client.data("kim") == {}
        assert client.commit({"cmi.suspend_data": "a"}, learner="kim").status == 200


def launch(client: Client) -> dict[str, str]:
    found: dict[str, str] = client.get("/launch").json()["cmi"]
    return found


def test_entry_follows_how_the_session_before_ended(client: Client) -> None:
    assert launch(client)[CMI + "entry"] == "ab-initio"
    client.commit({CMI + "exit": "suspend", "cmi.suspend_data": "a"}, finish=True)
    assert launch(client)[CMI + "entry"] == "resume"
    client.commit({CMI + "exit": ""}, finish=True)
    assert launch(client)[CMI + "entry"] == ""
    assert launch(client)["cmi.suspend_data"] == "a"


def test_a_new_session_finds_neither_exit_nor_session_time(client: Client) -> None:
    client.commit(
        {CMI + "exit": "suspend", CMI + "session_time": "00:01:00", CMI + "total_time": "00:01:00"},
        finish=True,
    )
    found = launch(client)
    assert CMI + "exit" not in found
    assert CMI + "session_time" not in found
    assert found[CMI + "total_time"] == "00:01:00"


def test_a_new_attempt_starts_empty_and_the_old_one_stays(client: Client) -> None:
    client.commit({"cmi.suspend_data": "a"})
    assert client.post("/attempts", {}).json() == {"attempt": 2}
    assert client.data() == {}
    assert client.get("/data").json()["attempts"] == [{"cmi.suspend_data": "a"}, {}]
    assert launch(client)[CMI + "entry"] == "ab-initio"


def test_a_commit_goes_to_the_attempt_that_its_page_opened(client: Client) -> None:
    client.post("/attempts", {})
    client.commit({"cmi.suspend_data": "late"}, attempt=1)
    assert client.data() == {}


def test_a_course_that_ends_without_a_status_has_completed(client: Client) -> None:
    client.commit({"cmi.suspend_data": "a"})
    assert CMI + "lesson_status" not in client.data()
    client.commit({}, finish=True)
    assert client.data()[CMI + "lesson_status"] == "completed"


def test_a_course_that_ends_without_a_status_in_browse_mode_has_completed_too(client: Client) -> None:
    client.post("/switches", {"mode": "browse"})
    client.commit({CMI + "lesson_status": "not attempted"}, finish=True)
    assert client.data()[CMI + "lesson_status"] == "completed"


@pytest.mark.parametrize(
    ("mode", "credit"), [("normal", "credit"), ("review", "no-credit"), ("browse", "no-credit")]
)
def test_the_mode_is_the_one_that_was_set(client: Client, mode: str, credit: str) -> None:
    client.post("/switches", {"mode": mode})
    found = launch(client)
    assert (found[CMI + "lesson_mode"], found[CMI + "credit"]) == (mode, credit)


@pytest.mark.parametrize(
    ("status", "mode"),
    [("incomplete", "normal"), ("completed", "review"), ("passed", "review"), ("failed", "review")],
)
def test_in_mode_auto_a_course_that_is_done_opens_for_review(client: Client, status: str, mode: str) -> None:
    client.post("/switches", {"mode": "auto"})
    client.commit({CMI + "lesson_status": status}, finish=True)
    assert launch(client)[CMI + "lesson_mode"] == mode


def test_a_launch_waits_for_what_the_page_before_it_sent(client: Client) -> None:
    late = Thread(
        target=lambda: (time.sleep(0.2), client.commit({"cmi.suspend_data": "late"}, page="p", leaving=True))
    )
    late.start()
    found = client.get("/launch?page=p&sent=1").json()["cmi"]
    late.join()
    assert found["cmi.suspend_data"] == "late"


def test_whose_attempts_are_deleted_is_as_one_whom_nobody_met(
    open_preview: Callable[[], Preview], client: Client
) -> None:
    client.commit({"cmi.suspend_data": "a"}, learner="kim")
    client.commit({"cmi.suspend_data": "b"}, learner="lee")
    client.post("/attempts?learner=kim", {})
    assert client.request("DELETE", "/attempts?learner=kim").status == 204
    assert client.get("/data?learner=kim").json()["attempts"] == [{}]
    assert client.data("lee") == {"cmi.suspend_data": "b"}
    with open_preview() as second:
        assert Client(second.url).data("kim") == {}


# Logging in


@pytest.mark.parametrize(
    ("name", "destination"), [("moodle", "/course/media/film.mp4?a=b"), ("strict", "/"), ("openedx", "/")]
)
def test_log_in_ends_the_trouble_and_leads_on(client: Client, name: str, destination: str) -> None:
    client.post("/switches", {"behave-like": name, "session-expired": True})
    client.request("HEAD", "/course/media/film.mp4?a=b")
    there = client.request("POST", "/login")
    assert (there.status, there.headers["location"]) == (303, destination)
    assert client.get("/switches").json()["session-expired"] is False
    assert client.request("POST", "/login").headers["location"] == "/"


def test_without_a_session_the_page_of_moodle_leads_to_log_in_and_back(client: Client) -> None:
    moved = client.get("/?learner=kim&behave-like=moodle&session-expired")
    assert (moved.status, moved.headers["location"]) == (302, "/login")
    back = client.request("POST", "/login").headers["location"]
    assert back.startswith("/?learner=kim")


# The switches


@pytest.mark.parametrize(
    ("name", "strict", "mode"),
    [
        ("strict", True, "normal"),
        ("moodle", False, "auto"),
        ("openedx", False, "normal"),
        ("chamilo", False, "normal"),
        ("frappe", False, "normal"),
        ("ilias", True, "normal"),
    ],
)
def test_a_run_time_sets_room_and_mode_unless_they_are_set_with_it(
    client: Client, name: str, strict: bool, mode: str
) -> None:
    client.get(f"/?behave-like={name}")
    switches = client.get("/switches").json()
    assert (switches["strict"], switches["mode"]) == (strict, mode)
    client.get(f"/?behave-like={name}&strict={'off' if strict else 'on'}&mode=browse")
    switches = client.get("/switches").json()
    assert (switches["strict"], switches["mode"]) == (not strict, "browse")


def test_switches_can_be_set_by_the_address_of_the_page(client: Client) -> None:
    client.get("/?commits-fail&strict=off&mode=review&learner=kim&width=phone")
    switches = client.get("/switches").json()
    assert (switches["commits-fail"], switches["strict"], switches["mode"], switches["slow"]) == (
        True,
        False,
        "review",
        False,
    )


def test_one_wish_without_sense_leaves_all_switches_as_they_were(client: Client) -> None:
    assert client.post("/switches", {"slow": True, "mode": "holiday"}).status == 400
    assert client.get("/switches").json()["slow"] is False


@pytest.mark.parametrize(("switch", "status"), [("commits-fail", 500), ("session-expired", 403)])
def test_a_commit_that_is_refused_stores_nothing(client: Client, switch: str, status: int) -> None:
    client.post("/switches", {switch: True})
    assert client.commit({"cmi.suspend_data": "a"}).status == status
    assert client.data() == {}
    client.post("/switches", {switch: False})
    assert client.commit({"cmi.suspend_data": "a"}).status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_a_connection_course_files_and_commits_get_no_answer(client: Client, method: str) -> None:
    client.post("/switches", {"commits-lie": True})
    with pytest.raises(http.client.RemoteDisconnected):
        client.request(method, "/course/index.html")
    with pytest.raises(http.client.RemoteDisconnected):
        client.commit({"cmi.suspend_data": "a"})
    assert client.data() == {}


def test_once_the_session_has_expired_course_files_lead_to_the_log_in_page(client: Client) -> None:
    client.post("/switches", {"session-expired": True})
    moved = client.get("/course/index.html")
    assert (moved.status, moved.headers["location"]) == (302, "/login")
    assert b"Log in" in client.get("/login").body


def test_without_beacons_only_what_is_sent_in_leaving_is_lost(client: Client) -> None:
    client.post("/switches", {"no-beacon": True})
    client.commit({"cmi.suspend_data": "gone"}, leaving=True)
    assert client.data() == {}
    client.commit({"cmi.suspend_data": "here"})
    assert client.data() == {"cmi.suspend_data": "here"}


def test_a_slow_commit_takes_its_time(client: Client) -> None:
    client.post("/switches", {"slow": True})
    begun = time.monotonic()
    client.commit({})
    assert time.monotonic() - begun >= 0.1


def test_every_commit_is_noted_with_what_became_of_it(client: Client) -> None:
    client.commit({"cmi.suspend_data": "a"})
    client.post("/switches", {"commits-fail": True})
    client.commit({"cmi.suspend_data": "b"}, leaving=True)
    commits = client.get("/calls").json()["commits"]
    assert [(commit["outcome"], commit["leaving"]) for commit in commits] == [
        ("stored", False),
        ("failed", True),
    ]


def test_the_log_of_calls_can_be_begun_anew(client: Client) -> None:
    client.post("/calls?learner=kim", {"calls": [{"method": "LMSInitialize"}]})
    assert client.get("/calls").json()["calls"] == [{"method": "LMSInitialize", "learner": "kim"}]
    client.request("DELETE", "/calls")
    assert client.get("/calls").json() == {"calls": [], "commits": []}
