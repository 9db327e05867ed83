"""Health, figures and the log: what operators see, and what nobody sees."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.lrs.client import ACTIVITY, AGENT_JSON, Client, open_client, statement

from scormbuild.errors import LrsError, SettingsError, Unavailable
from scormbuild.lrs.http.logs import Logs, UvicornLogs
from scormbuild.lrs.http.messages import RequestLog
from scormbuild.lrs.http.metrics import Prometheus
from scormbuild.lrs.http.readiness import Readiness

SECRETS = ("ann@example.com", "courses/web", "Bearer", "registration")
LOG_FIELDS = {"time", "level", "request", "method", "resource", "status", "ms", "received", "sent"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


class FailingPart:
    """Stands in a part's place and fails whatever is asked of it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __getattr__(self, name: str) -> Any:
        raise self.error


def metric_value(page: str, start: str) -> float:
    """The value of the line that begins so."""
    return next(float(line.rpartition(" ")[2]) for line in page.splitlines() if line.startswith(start))


# Health


def test_the_lrs_says_that_it_is_alive_and_ready_to_anybody(client: Client) -> None:
    nobody = {"Authorization": None, "X-Experience-API-Version": None}
    for path, status in (("/health", "alive"), ("/ready", "ready")):
        answer = client.runner.run(client.send("GET", f"http://lrs{path}", {}, None, {}))
        assert (answer.status_code, answer.json()) == (200, {"status": status})
    assert client.get("/health", headers=nobody).status_code == 404, "below the endpoint is only the standard"


def ask_readiness(client: Client, until: int) -> httpx.Response:
    """The answer of /ready, asked until it is this one: an answer counts for a second."""
    patience = time.monotonic() + 20
    while True:
        answer = client.runner.run(client.send("GET", "http://lrs/ready", {}, None, {}))
        if answer.status_code == until or time.monotonic() > patience:
            return answer
        time.sleep(0.1)


def test_it_is_not_ready_where_the_database_cannot_be_written(tmp_path: Path) -> None:
    with open_client(tmp_path, request_timeout=0.3) as client:
        holder = sqlite3.connect(tmp_path / "lrs.db", isolation_level=None)
        holder.execute("begin immediate")
        answer = ask_readiness(client, 503)
        assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})
        assert int(answer.headers["Retry-After"]) > 0
        for _ in range(10):
            client.runner.run(client.send("GET", "http://lrs/ready", {}, None, {}))
        assert client.lrs.committer.queue.qsize() == 0, "who asks while one probe waits queues no other"
        holder.close()
        assert ask_readiness(client, 200).status_code == 200


def count_written_pages(folder: Path) -> int:
    """How much is in the log of the database."""
    return (folder / "lrs.db-wal").stat().st_size


def test_readiness_is_found_out_by_writing_but_not_for_each_who_asks(tmp_path: Path) -> None:
    with open_client(tmp_path) as client:
        before = count_written_pages(tmp_path)
        assert ask_readiness(client, 200).status_code == 200
        once = count_written_pages(tmp_path)
        assert once > before
        began = time.monotonic()
        for _ in range(200):
            client.runner.run(client.send("GET", "http://lrs/ready", {}, None, {}))
        seconds = time.monotonic() - began
        assert count_written_pages(tmp_path) - once <= (once - before) * (seconds + 1)


def test_a_probe_changes_nothing(tmp_path: Path) -> None:
    with open_client(tmp_path) as client:

        def dump() -> list[str]:
            with closing(sqlite3.connect(tmp_path / "lrs.db")) as connection:
                return list(connection.iterdump())

        before = dump()
        ask_readiness(client, 200)
        assert dump() == before


def test_after_a_batch_that_found_no_room_it_is_not_ready_for_a_while() -> None:
    """Though the little that the probe writes may find some."""
    moments = [0.0]
    written: list[float] = []

    async def probe() -> None:
        written.append(moments[0])

    async def ask() -> list[bool]:
        ready = Readiness(probe, lambda: 0.0, lambda: moments[0], 5.0)
        answers = []
        for moments[0] in (1.0, 25.0, 31.0):
            answers.append(await ready.is_ready())
        return answers

    assert asyncio.run(ask()) == [False, False, True]
    assert written == [31.0]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("POST", 405)])
def test_health_is_only_to_be_read(client: Client, method: str, status: int) -> None:
    answer = client.runner.run(client.send(method, "http://lrs/health", {}, None, {}))
    assert answer.status_code == status


# Faults


def test_a_database_that_is_away_is_told_as_such_and_may_be_tried_again(client: Client) -> None:
    away = FailingPart(Unavailable("the database can't be reached at present", {"Retry-After": "5"}))
    other = client.with_parts(committer=away, finder=away)
    for answer in (other.post("/statements", statement()), other.get("/statements")):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["X-Experience-API-Version"] == "1.0.3"


def test_a_fault_of_ours_is_told_without_a_word_of_what_it_was(client: Client) -> None:
    other = client.with_parts(finder=FailingPart(ValueError("mailto:ann@example.com select secret_hash")))
    answer = other.get(
        "/statements", verb="http://example.org/v", headers={"Origin": "https://lms.example.org"}
    )
    told = answer.json()["error"]
    assert (answer.status_code, told["status"]) == (500, 500)
    assert "select" not in answer.text
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://lms.example.org"
    failure, request = client.log_lines
    assert failure["request"] == request["request"] == told["request"]
    assert (failure["error"], failure["level"]) == ("ValueError", "error")
    assert any("results.py" in place for place in failure["traceback"])
    assert "ann@example.com" not in client.log_stream.getvalue()


def test_every_error_has_a_status_of_its_own_or_its_kinds() -> None:
    kinds = [LrsError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.status for kind in kinds} == {
        400,
        401,
        403,
        404,
        405,
        409,
        412,
        413,
        415,
        429,
        431,
        500,
        503,
    }


# The log


def test_the_log_has_a_line_for_each_request_without_anything_personal(client: Client) -> None:
    client.store(statement(), key=client.key)
    client.get("/statements", agent=AGENT_JSON, registration="4f0a4e0e-5a10-4f58-9e3e-8f0b7a3e9b1c")
    client.put(
        "/activities/state", {"secret": "word"}, activityId=ACTIVITY, agent=AGENT_JSON, stateId="notes"
    )
    client.get("/agents/profile", agent="mailto:ann@example.com", profileId="x")
    client.get(f"/statements/{ACTIVITY}")
    client.get("/statements", headers={"Authorization": "Bearer ann@example.com"})
    lines = client.log_lines
    assert [(line["resource"], line["status"]) for line in lines] == [
        ("statements", 200),
        ("statements", 200),
        ("state", 204),
        ("agent profile", 400),
        ("unknown", 404),
        ("statements", 401),
    ]
    assert set(lines[0]) == LOG_FIELDS | {"key", "organisation"}
    assert set(lines[5]) == LOG_FIELDS
    assert (lines[0]["key"], lines[0]["organisation"]) == (client.key.key[:8], "default")
    text = client.log_stream.getvalue()
    for word in (*SECRETS, client.key.secret, client.key.key, "word", "notes", "4f0a4e0e-5a10"):
        assert word not in text


def test_a_line_tells_the_size_and_time_of_a_request(client: Client) -> None:
    body = json.dumps(statement()).encode()
    answer = client.post("/statements", statement())
    [line] = client.log_lines
    assert (line["received"], line["sent"]) == (len(body), len(answer.content))
    assert 0 < line["ms"] < 10_000
    assert line["time"].endswith("Z")


def test_a_word_that_a_caller_makes_up_as_a_method_is_not_repeated(client: Client) -> None:
    client.request("MAILTOANN", "/statements")
    assert [line["method"] for line in client.log_lines] == ["OTHER"]


@pytest.mark.parametrize(
    ("level", "statuses"), [("debug", [200, 503]), ("info", [200, 503]), ("error", [503])]
)
def test_the_level_tells_which_lines_are_written(tmp_path: Path, level: str, statuses: list[int]) -> None:
    with open_client(tmp_path, log_level=level) as client:
        client.get("/about")
        client.with_parts(finder=FailingPart(Unavailable("away"))).get("/statements")
        assert [line["status"] for line in client.log_lines] == statuses


def test_the_log_may_be_text(tmp_path: Path) -> None:
    with open_client(tmp_path, log_format="text") as client:
        client.get("/about")
        [line] = client.log_stream.getvalue().splitlines()
        assert " info request=" in line
        assert " method=GET resource=about status=200 ms=" in line


def test_without_a_stream_there_is_no_log(capfd: pytest.CaptureFixture[str]) -> None:
    logs = Logs(None, lambda: 0)
    logs.log_request(RequestLog("1", 0.0, "GET"), 0.1)
    logs.log_failure("1", ValueError())
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_stops_nothing(client: Client) -> None:
    client.log_stream.close()
    assert client.get("/about").status_code == 200


def test_what_the_web_server_says_goes_into_the_log_without_its_words() -> None:
    lines = io.StringIO()
    handler = UvicornLogs(Logs(lines, lambda: 0))
    logger = logging.Logger("trial")
    logger.addHandler(handler)
    logger.info("not worth a line")
    logger.warning("what a stranger sent: told by the protocol, with a count")
    try:
        raise ValueError("ann")
    except ValueError:
        logger.exception("failed")
    logger.error("a request of %s", "ann")
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert (first["level"], first["error"]) == ("error", "ValueError")
    assert second["said"] == "a request of %s"
    assert "ann" not in lines.getvalue()


# Figures


def test_figures_count_what_is_done(tmp_path: Path) -> None:
    with open_client(tmp_path, metrics=True) as client:
        client.store(statement(), statement())
        client.get("/statements", agent=AGENT_JSON)
        client.get("/statements", foo="bar")
        answer = client.runner.run(client.send("GET", "http://lrs/metrics", {}, None, {}))
        page = answer.text
        assert answer.headers["Content-Type"].startswith("text/plain")
        requests = 'scormbuild_lrs_requests_total{method="%s",resource="statements",status="%s"}'
        assert metric_value(page, requests % ("POST", 200)) == 1
        assert metric_value(page, requests % ("GET", 200)) == 1
        assert metric_value(page, requests % ("GET", 400)) == 1
        assert metric_value(page, "scormbuild_lrs_statements_stored_total") == 2
        assert metric_value(page, "scormbuild_lrs_group_size_count") == 1
        assert metric_value(page, "scormbuild_lrs_queue_length") == 0
        assert (
            metric_value(page, 'scormbuild_lrs_request_seconds_count{method="GET",resource="statements"}')
            == 2
        )
        assert "ann@example.com" not in page


def test_there_are_no_figures_unless_asked_for(client: Client) -> None:
    answer = client.runner.run(client.send("GET", "http://lrs/metrics", {}, None, {}))
    assert answer.status_code == 404


def test_figures_without_their_package_are_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(SettingsError, match=r"pip install 'scormbuild\[metrics\]'"):
        Prometheus()
