"""The LMS over HTTP: what it serves, what it refuses, and the way in for authors."""

from __future__ import annotations

import errno
import http.client
import socket
from pathlib import Path

import pytest
from support.preview.lms_client import Client, Course

from scormbuild.preview.server import Preview, serve_preview

# What is served


def test_the_lms_page_and_its_scripts_are_served(client: Client) -> None:
    page = client.get("/")
    assert page.status == 200
    assert b"<iframe" in page.body
    assert client.get("/lms/lms.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert b"Scorm12API" in client.get("/lms/scorm-again-scorm12.js").body


def test_course_files_run_under_the_strictest_policy(client: Client) -> None:
    headers = client.get("/course/index.html").headers
    assert headers["content-security-policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self';"
    )
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("course.js", "text/javascript; charset=utf-8"),
        ("media/film.mp4", "video/mp4"),
        ("media/film.vtt", "text/vtt; charset=utf-8"),
        ("media/plan.svg", "image/svg+xml"),
    ],
)
def test_a_file_has_the_type_that_its_name_says(client: Client, name: str, kind: str) -> None:
    assert client.get(f"/course/{name}").headers["content-type"] == kind


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("bytes=90-", 90, 99),
        ("bytes=-5", 95, 99),
        ("bytes=50-1000", 50, 99),
        ("bytes=-1000", 0, 99),
    ],
)
def test_part_of_a_film_can_be_asked_for(client: Client, wanted: str, first: int, last: int) -> None:
    part = client.get("/course/media/film.mp4", Range=wanted)
    assert part.status == 206
    assert part.headers["content-range"] == f"bytes {first}-{last}/100"
    assert part.body == bytes(range(first, last + 1))


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=-0"])
def test_a_part_beyond_the_film_is_refused(client: Client, wanted: str) -> None:
    part = client.get("/course/media/film.mp4", Range=wanted)
    assert (part.status, part.headers["content-range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    "wanted", ["bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "bytes=-", f"bytes={'9' * 5000}-"]
)
def test_a_range_that_means_nothing_here_gives_the_whole_film(client: Client, wanted: str) -> None:
    whole = client.get("/course/media/film.mp4", Range=wanted)
    assert (whole.status, len(whole.body)) == (200, 100)


def test_head_gives_the_headers_alone(client: Client) -> None:
    head = client.request("HEAD", "/course/media/film.mp4")
    assert (head.status, head.headers["content-length"], head.body) == (200, "100", b"")


# What is refused


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/course/nothing.html",
        "/course/",
        "/course/../text",
        "/course/%2e%2e/text",
        "/course/..%5ctext",
        "/course//etc/passwd",
        "/lms/../server.py",
        "/lms/%2e%2e/server.py",
        "/lms/scorm-again.LICENSE",
        "/text",
    ],
)
def test_a_path_that_is_not_exactly_a_file_of_ours_is_unknown(client: Client, path: str) -> None:
    assert client.get(path).status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_host_that_is_not_ours_is_refused(client: Client, host: str) -> None:
    assert client.get("/data", Host=host).status == 421


def test_localhost_is_ours_too(client: Client) -> None:
    assert client.get("/", Host=f"localhost:{client.host.partition(':')[2]}").status == 200


def test_a_page_of_another_site_can_set_nothing(client: Client) -> None:
    refused = client.post("/switches", {"commits-fail": True}, Origin="https://evil.example")
    assert refused.status == 403
    assert client.get("/switches").json()["commits-fail"] is False


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_picture_or_a_link_on_another_page_changes_no_switch(client: Client, site: str) -> None:
    assert client.get("/?commits-fail=on", Sec_Fetch_Site=site).status == 403
    assert client.get("/switches").json()["commits-fail"] is False
    assert client.get("/", Sec_Fetch_Site=site).status == 200
    assert client.get("/?commits-fail=on", Sec_Fetch_Site="none").status == 200
    assert client.get("/switches").json()["commits-fail"] is True


def test_only_this_machine_can_reach_it(preview: Preview) -> None:
    port = int(preview.url.rstrip("/").rpartition(":")[2])
    with socket.socket() as other:
        assert other.connect_ex(("127.0.0.2", port)) == errno.ECONNREFUSED


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "/data", "GET"), ("GET", "/commit", "POST"), ("POST", "/course/index.html", "GET")],
)
def test_another_method_is_refused_and_the_right_one_named(
    client: Client, method: str, path: str, allowed: str
) -> None:
    refused = client.request(method, path)
    assert (refused.status, refused.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/switches", {"commits-fial": True}, "there is no switch 'commits-fial': choose from"),
        ("/switches", {"commits-fail": "maybe"}, "'commits-fail' is on or off, not 'maybe'"),
        (
            "/switches",
            {"mode": "holiday"},
            "there is no mode 'holiday': choose from normal, review, browse, auto",
        ),
        (
            "/switches",
            {"behave-like": "noodle"},
            "there is no behave-like 'noodle': choose from strict, moodle,",
        ),
        ("/switches", ["mode"], "the body is a JSON object"),
        ("/commit", {"attempt": 1, "changed": {"a": 1}}, "'changed' maps elements to text"),
        ("/commit", {"attempt": 2, "changed": {}}, "learner-1 has no attempt 2"),
        ("/commit", {"attempt": "1", "changed": {}}, "learner-1 has no attempt 1"),
        (
            "/commit?learner=../x",
            {"attempt": 1, "changed": {}},
            "a learner's id is 1 to 64 letters, digits, '-' and '_'",
        ),
        ("/calls", {"calls": ["a"]}, "'calls' is a list of objects"),
    ],
)
def test_a_body_without_sense_is_refused_with_the_reason(
    client: Client, path: str, body: object, words: str
) -> None:
    refused = client.post(path, body)
    assert refused.status == 400
    assert words in refused.body.decode()


@pytest.mark.parametrize("length", ["3000000", "-1", "many"])
def test_a_body_without_a_sane_length_is_refused_unread(client: Client, length: str) -> None:
    connection = http.client.HTTPConnection(client.host, timeout=5)
    connection.putrequest("POST", "/commit")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


# The way in for authors


def test_serve_says_where_the_course_is_and_what_is_wrong_with_it(course: Course, tmp_path: Path) -> None:
    course.write("fault: no such thing")
    said: list[str] = []

    def announce(words: str) -> None:
        said.append(words)
        if words.startswith("pages/"):
            raise KeyboardInterrupt

    serve_preview(course.build, course.folder, 0, tmp_path / "state.json", announce)
    assert said[-1] == "Stopped."
    assert said[0].startswith("The course is at http://127.0.0.1:")
    assert said[1] == "pages/a.md:3:5: fault: no such thing"


def test_serve_begins_with_the_lms_that_was_asked_for(course: Course, tmp_path: Path) -> None:
    found: list[str] = []

    def announce(words: str) -> None:
        if not found:  # the first of its lines
            address = words.removeprefix("The course is at ").split(" ")[0]
            found.append(Client(address).get("/switches").json()["behave-like"])
            raise KeyboardInterrupt

    serve_preview(course.build, course.folder, 0, tmp_path / "state.json", announce, behave_like="openedx")
    assert found == ["openedx"]


def test_a_port_that_is_taken_is_an_error_of_the_system(
    preview: Preview, course: Course, tmp_path: Path
) -> None:
    port = int(preview.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        serve_preview(course.build, course.folder, port, tmp_path / "other.json", print)
