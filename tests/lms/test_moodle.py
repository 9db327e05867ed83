"""The client of Moodle's web services: patient, polite, and silent about its token."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from support.lms.fake_moodle import FakeMoodle

from scormbuild.errors import LmsError, LmsErrorResponse, SettingsError, TokenError
from scormbuild.lms.http_client import HttpClient, validate_url
from scormbuild.lms.lock import harvest_lock
from scormbuild.lms.moodle.client import Moodle
from scormbuild.lms.moodle.php_form import encode_form
from scormbuild.lms.secret_file import read_key, read_token
from scormbuild.lrs.privacy.pseudonym import origin


def test_a_burst_of_trouble_is_waited_out_with_growing_pauses(
    site: FakeMoodle, moodle: Moodle, pauses: list[float]
) -> None:
    site.statuses = [500, 502, 503, 504]
    assert moodle.site() == site.url
    assert [pause for pause in pauses if pause >= 1] == [1, 2, 4, 8]


def test_a_server_that_names_a_pause_gets_it(site: FakeMoodle, moodle: Moodle, pauses: list[float]) -> None:
    site.statuses = [429]
    moodle.site()
    assert max(pauses) == 7


def test_an_answer_that_takes_too_long_is_asked_for_again(site: FakeMoodle, pauses: list[float]) -> None:
    site.statuses = [0]
    web = HttpClient(1000, pauses.append, timeout=0.3)
    assert Moodle(site.url, site.token, web).site() == site.url
    assert web.requests == 2
    web.close()


def test_after_seven_tries_it_ends_with_the_place_and_the_way_out(site: FakeMoodle, moodle: Moodle) -> None:
    site.statuses = [503] * 7
    with pytest.raises(LmsError) as raised:
        moodle.site()
    assert str(raised.value) == (
        f"{site.url}/webservice/rest/server.php: no answer after 7 tries (HTTP status 503)\n"
        "  hint: run this again later; it goes on where it was"
    )


def test_a_moodle_that_is_not_there_is_told(pauses: list[float]) -> None:
    web = HttpClient(1000, pauses.append)
    with pytest.raises(LmsError, match="it can't be reached"):
        Moodle("http://127.0.0.1:1", "token", web).site()
    assert len([pause for pause in pauses if pause >= 1]) == 6
    web.close()


def test_no_more_requests_a_second_than_allowed(site: FakeMoodle) -> None:
    moments, waited = [0.0], []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        moments[0] += seconds

    web = HttpClient(4, pause, lambda: moments[0])
    for _ in range(9):
        Moodle(site.url, site.token, web).site()
    web.close()
    assert moments[0] == pytest.approx(2)


def test_the_token_stands_in_no_message(site: FakeMoodle, pauses: list[float]) -> None:
    web = HttpClient(1000, pauses.append)
    secret = "fedcba9876543210fedcba9876543210"
    with pytest.raises(TokenError) as raised:
        Moodle(site.url, secret, web).site()
    web.close()
    assert secret not in str(raised.value)
    assert "make a new token" in str(raised.value)


def test_a_function_that_is_not_in_the_service_is_named(moodle: Moodle) -> None:
    with pytest.raises(TokenError, match=r"(?s)refuses the token for core_other.*add the function"):
        moodle.call("core_other")


def test_another_error_of_moodle_keeps_its_code(site: FakeMoodle, moodle: Moodle) -> None:
    site.unreadable_learners.add(31)
    with pytest.raises(LmsErrorResponse, match="Invalid user") as raised:
        moodle.tracks(501, 31)
    assert raised.value.code == "invaliduser"


@pytest.mark.parametrize(
    ("status", "headers", "body", "message"),
    [
        (200, {}, b"<html>", "the answer is no JSON"),
        (200, {}, b"[]", "not the form of Moodle's answer"),
        (200, {}, b'{"siteurl": 1, "x": ', "the answer is no JSON"),
        (301, {"Location": "https://new.example.org/?token=1"}, b"", "moved to https://new.example.org/\n"),
        (403, {}, b"", "enable web services and the REST protocol"),
        (404, {}, b"", "the address of the site's home page"),
        (418, {}, b"", "HTTP status 418"),
    ],
)
def test_what_is_no_moodle_is_told(status: int, headers: dict[str, str], body: bytes, message: str) -> None:
    with serve_response(status, headers, body) as url:
        web = HttpClient(1000)
        with pytest.raises(LmsError, match=message.replace("?", r"\?")):
            Moodle(url, "token", web).site()
        web.close()


def test_a_message_of_moodle_that_repeats_the_token_is_shown_without_it() -> None:
    said = {"exception": "moodle_exception", "errorcode": "odd", "message": "No such token: secret-word"}
    with serve_response(200, {}, json.dumps(said).encode()) as url:
        web = HttpClient(1000)
        with pytest.raises(LmsErrorResponse, match="No such token: …") as raised:
            Moodle(url, "secret-word", web).site()
        web.close()
    assert "secret-word" not in str(raised.value)


def test_all_that_can_be_behind_a_refusal_is_in_the_hint() -> None:
    said = {"exception": "webservice_access_exception", "errorcode": "accessexception", "message": "No"}
    with serve_response(200, {}, json.dumps(said).encode()) as url:
        web = HttpClient(1000)
        with pytest.raises(
            TokenError, match="webservice/rest:use to the account's role; or make a new token"
        ):
            Moodle(url, "secret-word", web).site()
        web.close()


def test_a_site_in_maintenance_ends_the_run_and_not_each_learner(site: FakeMoodle, moodle: Moodle) -> None:
    site.maintenance = True
    with pytest.raises(LmsError, match="hint: run this again later"):
        moodle.site()
    with pytest.raises(LmsError) as raised:
        moodle.tracks(501, 31)
    assert not isinstance(raised.value, LmsErrorResponse)


@contextmanager
def serve_response(status: int, headers: dict[str, str], body: bytes) -> Iterator[str]:
    """A server with one answer to everything."""

    class Parrot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Parrot) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("lms.example.org", "is no address"),
        ("ftp://lms.example.org", "is no address"),
        ("https://lms.example.org/?token=x", "is no address"),
        ("http://lms.example.org", "without https"),
        ("https://me:word@lms.example.org", "holds a password"),
    ],
)
def test_an_address_that_is_no_good_is_refused(url: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        validate_url(url)


def test_http_is_allowed_on_this_machine_or_where_somebody_says_so() -> None:
    assert validate_url("http://localhost:8080/moodle/") == "http://localhost:8080/moodle"
    assert validate_url("http://lms.example.org", insecure=True) == "http://lms.example.org"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://lms.example.org/moodle", "https://lms.example.org"),
        ("https://LMS.example.org:443/", "https://lms.example.org"),
        ("http://lms.example.org:8080", "http://lms.example.org:8080"),
        ("http://[::1]:8080/x", "http://[::1]:8080"),
    ],
)
def test_the_origin_is_written_as_a_browser_writes_it(url: str, expected: str) -> None:
    assert origin(url) == expected


def test_parameters_become_fields_as_php_reads_them() -> None:
    assert encode_form({"courseid": 2, "options": [{"name": "limitfrom", "value": 0}], "ids": [4, 5]}) == {
        "courseid": "2",
        "options[0][name]": "limitfrom",
        "options[0][value]": "0",
        "ids[0]": "4",
        "ids[1]": "5",
    }


@pytest.mark.parametrize("text", ["", "two words", "tóken", "a\nb"])
def test_a_file_without_a_token_is_refused_unquoted(tmp_path: Path, text: str) -> None:
    file = tmp_path / "token"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        read_token(file)
    assert not text or text not in str(raised.value)


def test_tokens_and_keys_are_read_with_or_without_the_end_of_a_line(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("abc\r\n", encoding="utf-8")
    assert read_token(file) == "abc"
    for text in ("sb_key:secret:more\n", "sb_key\nsecret:more\n"):
        file.write_text(text, encoding="utf-8")
        assert read_key(file) == ("sb_key", "secret:more")
    file.write_text("only", encoding="utf-8")
    with pytest.raises(SettingsError, match="KEY:SECRET"):
        read_key(file)


def test_only_one_harvest_of_a_source_runs_at_a_time(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/x.db"
    with (
        harvest_lock(database, "site") as first,
        harvest_lock(database, "site") as second,
        harvest_lock(database, "other") as third,
    ):
        assert (first, second, third) == (True, False, True)
    with harvest_lock(database, "site") as again:
        assert again


def test_a_lock_that_cannot_be_taken_is_told_and_is_not_called_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(SettingsError, match="let this account write there"), harvest_lock("x", "y"):
        pass
