"""Another store as the source: every statement once, in both versions, whatever breaks off in between."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from support.lms.harvest_run import pull_statements, read_statements
from support.lrs.lrs_process import COMMAND, Key, LrsProcess, create_key, sqlite_database_url, start_lrs

from scormbuild.errors import LmsError, TokenError
from scormbuild.lms import xapi as forwarding
from scormbuild.lms.http_client import HttpClient
from scormbuild.lms.summary import HarvestSummary
from scormbuild.lms.xapi import PullPosition, RemoteLrs
from scormbuild.lrs.ingest import Ingest

Json = dict[str, Any]
VERB = "http://adlnet.gov/expapi/verbs/answered"


class SourceLrs:
    """An LRS as the source, with a key that may read all."""

    def __init__(self, process: LrsProcess, key: Key) -> None:
        self.process, self.key = process, key
        self.auth = (key.key, key.secret)

    def add_statements(self, *statements: Json, version: str = "1.0.3") -> None:
        """Store statements there."""
        address = f"{self.process.endpoint}/statements"
        headers = {"X-Experience-API-Version": version}
        answer = httpx.post(address, json=list(statements), auth=self.auth, headers=headers)
        assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def source_lrs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SourceLrs]:
    """A store, shared by all tests here: each asks about an activity of its own."""
    url = sqlite_database_url(tmp_path_factory.mktemp("source") / "source.db")
    key = create_key(url)
    with start_lrs(url) as process:
        yield SourceLrs(process, key)


@pytest.fixture
def activity() -> str:
    """What the statements of one test are about."""
    return f"https://lms.example.org/{uuid4()}"


@pytest.fixture
def remote_lrs(source_lrs: SourceLrs, activity: str) -> Iterator[RemoteLrs]:
    """The statements of one test."""
    web = HttpClient(1000)
    yield RemoteLrs(source_lrs.process.endpoint, source_lrs.auth, {"activity": activity}, web)
    web.close()


@pytest.fixture
def ingest(database: str) -> Iterator[Ingest]:
    """The way in."""
    opened = Ingest.open(database, "default", "other.example.org", None)
    yield opened
    opened.close()


def statements(activity: str, number: int) -> list[Json]:
    return [
        {
            "id": str(uuid4()),
            "actor": {"mbox": f"mailto:learner{place}@example.org", "name": "Anna Bakker"},
            "verb": {"id": VERB},
            "object": {"id": activity},
            "result": {"response": f"words {place}"},
        }
        for place in range(number)
    ]


def ids(found: list[Json]) -> list[str]:
    return [each["id"] for each in found]


def test_all_pages_are_followed_in_stored_order(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, database: str, activity: str
) -> None:
    sent = statements(activity, 1100)
    source_lrs.add_statements(*sent)
    summary = pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    assert (summary.new, summary.attempts, remote_lrs.version) == (1100, 1100, "2.0.0")
    assert ids(read_statements(database)) == ids(sent)


def test_statements_are_pseudonymised_and_bear_the_road(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, database: str, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 1))
    pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    (found,) = read_statements(database)
    assert found["actor"]["account"]["name"].startswith("p_")
    assert "Anna" not in json.dumps(found)
    assert found["authority"]["account"]["name"] == "lrs/other.example.org"


def test_a_second_run_takes_only_what_is_new(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, database: str, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 3))
    pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    source_lrs.add_statements(*statements(activity, 2))
    summary = pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    assert (summary.new, len(read_statements(database))) == (2, 5)


def test_a_run_that_was_killed_goes_on_where_it_was(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, database: str, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 1100))

    def killed(so_far: int) -> None:
        if so_far == 1000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull_statements(remote_lrs, ingest, HarvestSummary("there"), step=killed)
    summary = pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    assert (summary.new, summary.known, len(read_statements(database))) == (100, 500, 1100)


def test_a_place_that_the_store_has_forgotten_begins_again_from_the_last_moment(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 2))
    ingest.write_checkpoint(
        remote_lrs.url,
        remote_lrs.checkpoint_key,
        PullPosition("2020-01-01T00:00:00Z", f"{remote_lrs.url}/more/gone").to_json(),
    )
    assert pull_statements(remote_lrs, ingest, HarvestSummary("there")).new == 2


def test_the_first_run_can_begin_later(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 2))
    assert pull_statements(remote_lrs, ingest, HarvestSummary("there"), "2100-01-01T00:00:00Z").new == 0


def test_statements_of_either_version_come_over_whole(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, database: str, activity: str
) -> None:
    (newer,) = statements(activity, 1)
    newer["context"] = {
        "contextAgents": [{"objectType": "contextAgent", "agent": {"mbox": "mailto:b@example.org"}}]
    }
    source_lrs.add_statements(*statements(activity, 1))
    source_lrs.add_statements(newer, version="2.0.0")
    assert pull_statements(remote_lrs, ingest, HarvestSummary("there")).faults == []
    assert "contextAgents" in read_statements(database)[1]["context"]


def test_attachments_are_not_fetched_and_that_is_told(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, activity: str
) -> None:
    (statement,) = statements(activity, 1)
    content = b"A certificate"
    attachment = {
        "usageType": "https://example.org/certificate",
        "display": {"en": "Certificate"},
        "contentType": "text/plain",
        "length": len(content),
        "sha2": sha256(content).hexdigest(),
    }
    statement["attachments"] = [attachment]
    parts = (
        f"--b\r\nContent-Type: application/json\r\n\r\n{json.dumps(statement)}\r\n"
        "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n"
        f"X-Experience-API-Hash: {attachment['sha2']}\r\n\r\n{content.decode()}\r\n--b--\r\n"
    )
    headers = {"X-Experience-API-Version": "1.0.3", "Content-Type": "multipart/mixed; boundary=b"}
    address = f"{source_lrs.process.endpoint}/statements"
    assert httpx.post(address, content=parts, auth=source_lrs.auth, headers=headers).status_code == 200
    summary = pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    assert (summary.new, summary.bare, summary.faults) == (1, 1, [])


def test_a_voided_statement_stays_away_and_what_voided_it_comes(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, activity: str
) -> None:
    (first, second) = statements(activity, 2)
    voiding = {
        "actor": first["actor"],
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": {"objectType": "StatementRef", "id": first["id"]},
    }
    source_lrs.add_statements(first, second)
    source_lrs.add_statements(voiding)
    assert pull_statements(remote_lrs, ingest, HarvestSummary("there")).new == 2


def test_a_key_that_is_refused_ends_it(source_lrs: SourceLrs, ingest: Ingest) -> None:
    web = HttpClient(1000)
    with pytest.raises(TokenError, match="may read all statements") as raised:
        pull_statements(
            RemoteLrs(source_lrs.process.endpoint, (source_lrs.key.key, "wrong"), {}, web),
            ingest,
            HarvestSummary("there"),
        )
    web.close()
    assert "wrong" not in str(raised.value)


def test_the_key_is_not_sent_to_another_host(remote_lrs: RemoteLrs) -> None:
    with pytest.raises(LmsError, match="its next page is elsewhere"):
        remote_lrs.next_page_url("https://evil.example.org/xapi/statements")
    assert remote_lrs.next_page_url("/xapi/statements?x=1") == remote_lrs.url + "/statements?x=1"


def test_the_place_of_a_run_without_news_stays(
    source_lrs: SourceLrs, remote_lrs: RemoteLrs, ingest: Ingest, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 1))
    pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    kept = ingest.read_checkpoint(remote_lrs.url, remote_lrs.checkpoint_key)
    pull_statements(remote_lrs, ingest, HarvestSummary("there"))
    assert ingest.read_checkpoint(remote_lrs.url, remote_lrs.checkpoint_key) == kept
    assert forwarding.overlap_start("no moment") == ""


def test_the_command_says_what_it_did(
    source_lrs: SourceLrs, database: str, tmp_path: Path, activity: str
) -> None:
    source_lrs.add_statements(*statements(activity, 2))
    key = tmp_path / "lrs.key"
    key.write_text(f"{source_lrs.key.key}:{source_lrs.key.secret}\n", encoding="utf-8")
    options = [
        "--url",
        source_lrs.process.endpoint,
        "--key-file",
        str(key),
        "--activity",
        activity,
        "--database",
        database,
    ]
    done = subprocess.run(
        [*COMMAND[:3], "harvest", "lrs", *options, "--source", "lms"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{source_lrs.process.endpoint}: 2 statements read, 2 statements stored, 0 known\n"
    assert (
        read_statements(database)[0]["authority"]["account"]["name"]
        == f"lms/127.0.0.1:{source_lrs.process.port}"
    )
    assert base64.b64encode(source_lrs.key.secret.encode()).decode() not in done.stdout
