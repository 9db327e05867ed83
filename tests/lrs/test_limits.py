"""What is too large, deep, slow or frequent is refused with a reason (xAPI 1.0.3 Communication 3.2)."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import tracemalloc
import uuid
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.lrs.client import ACTIVITY, AGENT_JSON, Client, error_reason, open_client, statement

from scormbuild.lrs.http.app import application

JSON = {"Content-Type": "application/json"}
STATE = {"activityId": ACTIVITY, "agent": AGENT_JSON, "stateId": "x"}
LIMIT = 20_000


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(
        tmp_path, max_body=LIMIT, max_attachment=1000, max_statements=10, request_timeout=0.2
    ) as client:
        yield client


async def body_chunks(*parts: bytes, pause: float = 0) -> AsyncIterator[bytes]:
    """A body that comes bit by bit, and without a length."""
    for part in parts:
        await asyncio.sleep(pause)
        yield part


def nested_statement(levels: int) -> dict[str, Any]:
    """A statement with an extension, so that so many objects and lists lie in one another."""
    value: object = []
    for _ in range(levels - 4):
        value = [value]
    return statement(result={"extensions": {"http://example.org/x": value}})


# The body's size


def test_a_body_may_be_as_large_as_the_limit_and_no_larger(client: Client) -> None:
    for size, status in ((LIMIT, 204), (LIMIT + 1, 413)):
        assert client.put("/activities/state", b"x" * size, **STATE).status_code == status
    assert str(LIMIT) in error_reason(client.post("/statements", b"x" * (LIMIT + 1)))


def test_a_body_that_says_to_be_too_large_is_not_even_read(client: Client) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("read")
        yield b""

    answer = client.post("/statements", never(), headers={"Content-Length": "99999999999999999999999"})
    assert answer.status_code == 413


def test_a_body_without_a_length_is_read_up_to_the_limit(client: Client) -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(1)
            yield b"x" * 1000

    assert client.post("/statements", endless(), headers=JSON).status_code == 413
    assert len(read) <= LIMIT // 1000 + 2


def test_a_body_that_comes_in_pieces_is_put_together(client: Client) -> None:
    whole = json.dumps(statement()).encode()
    answer = client.post("/statements", body_chunks(whole[:10], b"", whole[10:50], whole[50:]), headers=JSON)
    assert answer.status_code == 200


def test_an_attachment_has_a_limit_of_its_own(client: Client) -> None:
    for size, status in ((1000, 200), (1001, 413)):
        content = b"x" * size
        sha2 = hashlib.sha256(content).hexdigest()
        one = {
            "usageType": ACTIVITY,
            "display": {},
            "contentType": "text/plain",
            "length": size,
            "sha2": sha2,
        }
        body = (
            b"--x\r\nContent-Type: application/json\r\n\r\n"
            + json.dumps(statement(attachments=[one])).encode()
        )
        body += b"\r\n--x\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + sha2.encode()
        body += b"\r\n\r\n" + content + b"\r\n--x--"
        answer = client.post("/statements", body, headers={"Content-Type": "multipart/mixed; boundary=x"})
        assert answer.status_code == status


def test_a_batch_has_a_limit(client: Client) -> None:
    assert client.post("/statements", [statement()] * 11).status_code == 413
    assert len(client.store(*[statement() for _ in range(10)])) == 10


# Codings


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "GZip"])
def test_a_body_may_be_a_gzip(client: Client, coding: str) -> None:
    body = gzip.compress(json.dumps(statement()).encode())
    assert client.post("/statements", body, headers={**JSON, "Content-Encoding": coding}).status_code == 200


def test_a_body_may_be_deflated(client: Client) -> None:
    body = zlib.compress(json.dumps(statement()).encode())
    assert (
        client.post("/statements", body, headers={**JSON, "Content-Encoding": "deflate"}).status_code == 200
    )


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "x"])
def test_a_body_in_any_other_coding_is_refused(client: Client, coding: str) -> None:
    answer = client.post("/statements", b"x", headers={**JSON, "Content-Encoding": coding})
    assert answer.status_code == 415
    assert answer.headers["Accept-Encoding"] == "gzip, deflate, identity"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_is_not_what_its_coding_says_is_refused(client: Client, coding: str) -> None:
    whole = {"gzip": gzip.compress(b"{}" * 50), "deflate": zlib.compress(b"{}" * 50)}[coding]
    for body in (b"", b"x", whole[:-1], whole[:8], whole + b"x"):
        answer = client.post("/statements", body, headers={**JSON, "Content-Encoding": coding})
        assert (answer.status_code, coding in error_reason(answer)) == (400, True)


def test_a_body_that_unpacks_beyond_the_limit_is_refused_before_it_is_unpacked(client: Client) -> None:
    bomb = gzip.compress(bytes(20_000_000))
    assert len(bomb) < LIMIT
    tracemalloc.start()
    answer = client.post("/statements", bomb, headers={**JSON, "Content-Encoding": "gzip"})
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert most < 2_000_000


def test_a_long_packed_body_is_unpacked_as_well(tmp_path: Path) -> None:
    with open_client(tmp_path) as client:
        noise = [statement(id=str(uuid.uuid4()), result={"response": uuid.uuid4().hex}) for _ in range(2000)]
        body = gzip.compress(json.dumps(noise).encode())
        assert len(body) > 65_536
        answer = client.post("/statements", body, headers={**JSON, "Content-Encoding": "gzip"})
        assert len(answer.json()) == 2000


# Time


def test_a_body_that_comes_too_slowly_is_refused(client: Client) -> None:
    answer = client.post("/statements", body_chunks(b"{", b'"', b"a", b'"', pause=0.15), headers=JSON)
    assert answer.status_code == 400
    assert "0.2 s" in error_reason(answer)
    assert answer.headers["Connection"] == "close"


def test_a_caller_who_hangs_up_gets_no_answer_and_stores_nothing(client: Client) -> None:
    messages = iter([{"type": "http.request", "body": b"[", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[object] = []

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: object) -> None:
        sent.append(message)

    headers = {"authorization": client.key.authorization, "x-experience-api-version": "1.0.3", **JSON}
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/xapi/statements",
        "query_string": b"",
        "headers": raw,
    }
    client.runner.run(application(client.lrs)(scope, receive, send))
    assert sent == []
    assert [line["status"] for line in client.log_lines] == [499]


# Depth


def test_a_statement_may_be_nested_as_deep_as_the_limit_and_no_deeper(tmp_path: Path) -> None:
    with open_client(tmp_path, max_depth=20) as client:
        assert client.post("/statements", [nested_statement(20)]).status_code == 200
        answer = client.post("/statements", [statement(), nested_statement(21)])
        assert (answer.status_code, "20 levels" in error_reason(answer)) == (400, True)


@pytest.mark.parametrize("levels", [500, 5_000, 50_000, 400_000])
def test_a_statement_nested_beyond_reason_is_refused(tmp_path: Path, levels: int) -> None:
    with open_client(tmp_path) as client:
        body = json.dumps(nested_statement(4)).encode().replace(b"[]", b"[" * levels + b"]" * levels)
        assert client.post("/statements", body, headers=JSON).status_code == 400
        assert client.post("/statements", b"[" * levels, headers=JSON).status_code == 400


# Parameters


@pytest.mark.parametrize(
    "query",
    [
        "limit=1&limit=2",
        "verb=%ff",
        "verb=%00",
        "%00=1",
        "limit",
        "&".join(f"a{n}=1" for n in range(100)),
        "verb=\xff",
    ],
)
def test_parameters_that_cannot_be_read_are_refused(client: Client, query: str) -> None:
    assert client.get(f"/statements?{query}").status_code == 400


# The rate


def test_a_key_may_store_only_so_many_statements_a_minute(client: Client) -> None:
    key = client.new_key("statements/write", rate=3)
    assert client.post("/statements", [statement(), statement()], key=key).status_code == 200
    answer = client.post("/statements", [statement(), statement()], key=key)
    assert (answer.status_code, int(answer.headers["Retry-After"])) == (429, 20)
    assert "3 statements a minute" in error_reason(answer)
    assert client.post("/statements", statement(), key=key).status_code == 200
    assert len(client.query()) == 3


def test_a_refused_statement_does_not_count(client: Client) -> None:
    key = client.new_key("statements/write", rate=1)
    for _ in range(3):
        assert client.post("/statements", {}, key=key).status_code == 400
    assert client.post("/statements", statement(), key=key).status_code == 200


# What cannot be foreseen


def test_random_octets_never_do_more_than_being_refused(client: Client) -> None:
    for number in range(50):
        noise = hashlib.sha512(bytes([number])).digest() * 3
        for kind in ("application/json", "multipart/mixed; boundary=x", "multipart/mixed"):
            for coding in (None, "gzip"):
                headers = {"Content-Type": kind, "Content-Encoding": coding}
                assert client.post("/statements", noise, headers=headers).status_code == 400
