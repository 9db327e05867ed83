"""What somebody without a key can make the LRS do: no more than is bounded, however it arrives."""

from __future__ import annotations

import json
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.lrs.client import statement
from support.lrs.server_thread import LrsThread, expect_within, receive_bytes, run_lrs_thread

from scormbuild.lrs.http import asgi, open_files
from scormbuild.lrs.http.connections import MOST, Connections, counted_address
from scormbuild.lrs.http.logs import Logs

ABOUT = b"GET /xapi/about HTTP/1.1\r\nHost: lrs\r\n"
CHUNKED = ABOUT + b"Transfer-Encoding: chunked\r\n\r\n"
ORIGIN = b"Origin: https://lms.example.org\r\n"


@pytest.fixture
def lrs(tmp_path: Path) -> Iterator[LrsThread]:
    with run_lrs_thread(tmp_path, request_timeout=5, max_body=100_000) as started:
        yield started


def exchange(lrs: LrsThread, *pieces: bytes, pause: float = 0.05) -> bytes:
    """All that comes back for some bytes, sent in pieces, until the other side ends it."""
    with lrs.connect() as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            return receive_bytes(connection)
        except ConnectionError:  # ended while it was still being sent
            return b""


def is_served(lrs: LrsThread) -> bool:
    """Whether somebody else gets an answer."""
    with lrs.connect() as connection:
        connection.sendall(ABOUT + b"\r\n")
        return receive_bytes(connection, b"}").startswith(b"HTTP/1.1 200 ")


def refused_lines(lrs: LrsThread) -> list[dict[str, Any]]:
    """What the log says of strangers who were refused."""
    return [line for line in map(json.loads, lrs.log.read_text().splitlines()) if "refused" in line]


# A head


def test_reading_headers_takes_time_in_proportion_to_their_number() -> None:
    def seconds(count: int) -> float:
        headers = [(b"x-%d" % number, b"1") for number in range(count)] + [(b"x-0", b"2")] * count
        before = time.process_time()
        assert asgi.read_headers({"headers": headers})["x-0"].startswith("1, 2, 2")
        return time.process_time() - before

    seconds(100)
    assert seconds(5_000) < 1  # by comparing each with each it took ten times as long


def test_a_header_that_comes_twice_is_one_list_in_the_order_in_which_it_came() -> None:
    headers = [(b"if-match", b'"a"'), (b"host", b"lrs"), (b"if-match", b'"b"')]
    assert asgi.read_headers({"headers": headers}) == {"if-match": '"a", "b"', "host": "lrs"}


HEADS = {
    "one long header": ABOUT + b"X-Long: " + b"x" * 70_000 + b"\r\n\r\n",
    "many headers": ABOUT + b"".join(b"X-%d: 1\r\n" % number for number in range(101)) + b"\r\n",
    "one header again and again": ABOUT + b"A: 1\r\n" * 9_000 + b"\r\n",
    "a long address": b"GET /xapi/about?" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: lrs\r\n\r\n",
    "a head without end": ABOUT + b"X-Long: " + b"x" * 70_000,
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("size", [200_000, 20_000])
def test_a_head_is_bounded_however_it_arrives(lrs: LrsThread, head: bytes, size: int) -> None:
    pieces = [head[start : start + size] for start in range(0, len(head), size)]
    assert exchange(lrs, *pieces, pause=0.01).startswith(b"HTTP/1.1 431 ")
    assert is_served(lrs)
    assert [line["times"] for line in refused_lines(lrs)] == [1]


def test_a_head_as_large_as_browsers_send_is_taken(lrs: LrsThread) -> None:
    head = ABOUT + b"".join(b"X-%d: %s\r\n" % (number, b"x" * 500) for number in range(98))
    assert exchange(lrs, head + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_a_head_behind_a_body_is_counted_by_itself(lrs: LrsThread) -> None:
    body = b"x" * 90_000
    first = ABOUT + b"Content-Length: %d\r\n\r\n" % len(body) + body
    second = ABOUT + b"X-Long: " + b"x" * 30_000
    sent = first + second, b"x" * 30_000 + b"\r\nConnection: close\r\n\r\n"
    assert exchange(lrs, *sent).count(b"HTTP/1.1 200 ") == 2


def test_a_page_may_read_why_its_head_was_refused(lrs: LrsThread) -> None:
    answer = exchange(lrs, ABOUT + ORIGIN + b"X-Long: " + b"x" * 70_000 + b"\r\n\r\n")
    assert b"Access-Control-Allow-Origin: https://lms.example.org\r\n" in answer
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["status"] == 431


# A body, of any method, and what comes behind it


BODIES = {
    "trailers": (CHUNKED + b"0\r\n", b"X-Trailer: 1\r\n"),
    "one trailer without end": (CHUNKED + b"0\r\nX-Trailer: ", b"x"),
    "chunk extensions": (CHUNKED + b"1;", b"x"),
    "a body of a GET": (ABOUT + b"Content-Length: 999999999\r\n\r\n", b"x"),
    "chunks of a GET": (CHUNKED, b"1\r\nx\r\n"),
}


@pytest.mark.parametrize(("begun", "more"), BODIES.values(), ids=BODIES)
def test_what_follows_a_head_is_bounded_whatever_it_is(lrs: LrsThread, begun: bytes, more: bytes) -> None:
    """With the head, a body and what frames it may be as large as both limits together."""
    sent = 0
    with lrs.connect() as connection:
        connection.sendall(begun)
        try:
            while sent < 20_000_000:
                connection.sendall(more * (50_000 // len(more)))
                sent += 50_000
        except ConnectionError:
            pass
    assert sent < 20_000_000, "all of it was taken"
    assert is_served(lrs)


def test_a_trailer_is_refused(lrs: LrsThread) -> None:
    post = lrs.request_head(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    assert exchange(lrs, post + b"0\r\nX-Trailer: 1\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_who_waits_for_a_100_and_is_refused_hears_the_refusal_alone(lrs: LrsThread) -> None:
    post = lrs.request_head(0).replace(
        b"Content-Length: 0", b"Expect: 100-continue\r\nTransfer-Encoding: chunked"
    )
    assert exchange(lrs, post + b"zz\r\n").startswith(b"HTTP/1.1 400 ")
    assert "traceback" not in lrs.log.read_text()


def test_a_body_in_chunks_may_be_as_large_as_the_limit(lrs: LrsThread) -> None:
    post = lrs.request_head(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    body = json.dumps(statement()).encode().ljust(100_000)
    chunks = b"".join(b"1000\r\n%s\r\n" % body[at : at + 4096] for at in range(0, 98_304, 4096))
    last = body[98_304:]
    with lrs.connect() as connection:
        connection.sendall(post + chunks + b"%x\r\n%s\r\n0\r\n\r\n" % (len(last), last))
        assert receive_bytes(connection, b"]").startswith(b"HTTP/1.1 200 ")


def test_a_form_that_may_hold_the_key_is_read_up_to_a_small_size_only(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path) as lrs:
        head = b"POST /xapi/statements?method=GET HTTP/1.1\r\nHost: lrs\r\nContent-Length: %d\r\n"
        assert exchange(lrs, head % 300_000 + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 413 ")


# Time


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        ABOUT,
        ABOUT + b"\r\n" + ABOUT,
        ABOUT + b"Content-Length: 99\r\n\r\nx",
        CHUNKED + b"5\r\nx",
        CHUNKED + b"0\r\nX-Trailer",
    ],
)
def test_what_never_becomes_whole_ends_the_connection(tmp_path: Path, begun: bytes) -> None:
    with run_lrs_thread(tmp_path, request_timeout=0.3) as lrs, lrs.connect() as connection:
        began = time.monotonic()
        connection.sendall(begun)
        receive_bytes(connection)
        assert time.monotonic() - began < 3


def test_a_byte_now_and_then_keeps_no_connection_open(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path, request_timeout=0.5) as lrs, lrs.connect() as connection:
        connection.sendall(ABOUT + b"Content-Length: 999\r\n\r\n")

        def drip() -> None:
            for _ in range(60):
                connection.sendall(b"x")
                time.sleep(0.1)

        with pytest.raises(ConnectionError):
            drip()


def test_an_answer_that_nobody_takes_ends_the_connection(tmp_path: Path) -> None:
    bounds = {"slowest_reader": 10_000_000}
    with run_lrs_thread(tmp_path, bounds, request_timeout=5) as lrs, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", lrs.port))
        head = lrs.request_head(0).partition(b"Content-Type")[0].replace(b"POST", b"GET")
        with lrs.connect() as other:
            body = json.dumps([statement(result={"response": "x" * 100_000})] * 100).encode()
            other.sendall(lrs.request_head(len(body)) + body)
            assert receive_bytes(other, b"]").startswith(b"HTTP/1.1 200 ")
        connection.sendall(head + b"\r\n")
        expect_within(60, lambda: any("answers" in line["refused"] for line in refused_lines(lrs)))


# Requests of one connection


def test_a_connection_has_an_end_after_many_requests(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path, {"max_requests": 3}) as lrs, lrs.connect() as connection:
        for number in range(3):
            connection.sendall(ABOUT + b"\r\n")
            assert (b"connection: close" in receive_bytes(connection, b"}")) is (number == 2)


def test_requests_that_wait_on_one_connection_are_bounded(lrs: LrsThread) -> None:
    assert exchange(lrs, (ABOUT + b"\r\n") * 5_000).count(b"HTTP/1.1 200 ") < 100
    assert is_served(lrs)
    some = (ABOUT + b"\r\n") * 9 + ABOUT + b"Connection: close\r\n\r\n"
    assert exchange(lrs, some).count(b"HTTP/1.1 200 ") == 10


# Connections


class FakeConnection(SimpleNamespace):
    """A connection that notes whether it was ended."""

    def __init__(self, address: str | None) -> None:
        super().__init__(address=address, ended=False)

    def give_way(self) -> None:
        self.ended = True

    __hash__ = object.__hash__


def test_where_there_are_too_many_connections_the_one_that_waits_longest_gives_way() -> None:
    refused: list[str] = []
    connections = Connections(refused.append, most=3, most_of_address=3)
    first, second, third, fourth = (FakeConnection(None) for _ in range(4))
    for each in (first, second, third):
        connections.add(each)
    connections.set_busy(first)
    connections.add(fourth)
    assert [each.ended for each in (first, second, third, fourth)] == [False, True, False, False]
    assert refused == ["connections"]


def test_where_all_are_busy_a_new_connection_is_ended() -> None:
    connections = Connections(lambda _: None, most=1, most_of_address=1)
    first, second = FakeConnection(None), FakeConnection(None)
    connections.add(first)
    connections.set_busy(first)
    connections.add(second)
    assert (first.ended, second.ended) == (False, True)
    connections.remove(second)
    connections.remove(first)
    assert not connections.open


def test_one_address_gives_way_to_itself_and_leaves_room_for_others() -> None:
    connections = Connections(lambda _: None, most=9, most_of_address=2)
    other, *ours = FakeConnection("192.0.2.1"), *(FakeConnection("192.0.2.2") for _ in range(4))
    for each in (other, *ours):
        connections.add(each)
    assert [each.ended for each in (other, *ours)] == [False, True, True, False, False]
    for each in (other, *ours):
        connections.remove(each)
    assert not connections.by_address


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("127.0.0.1", None),
        ("::1", None),
        ("10.1.2.3", None),
        ("2001:db8:9::1", None),
        (None, None),
    ],
)
def test_a_proxy_is_not_counted_by_address_and_a_network_of_ipv6_is_one(
    host: str | None, counted: str | None
) -> None:
    assert counted_address(host, ("10.0.0.0/8", "2001:db8:9::/48")) == counted


def test_half_heads_in_great_number_keep_nobody_out(lrs: LrsThread) -> None:
    """More than there are places: each newcomer takes that of who waits longest."""
    lrs.bounds.connections.most = 50
    held = [lrs.connect() for _ in range(120)]
    try:
        for each in held:
            each.sendall(ABOUT)
        assert is_served(lrs)
        assert len(lrs.bounds.connections.open) <= 50
        assert [line["refused"] for line in refused_lines(lrs)] == ["connections"]
    finally:
        for each in held:
            each.close()


# Files and the log


def test_where_too_few_files_may_be_open_it_says_so_and_takes_fewer_connections(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    log = tmp_path / "log"
    with log.open("w") as stream:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
        try:
            assert open_files.allowed_connections(Logs(stream, lambda: 0)) == MOST
            assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= open_files.NEEDED
            assert open_files.allowed_connections(Logs(stream, lambda: 0), lambda: 1024) == 524
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
    [line] = map(json.loads, log.read_text().splitlines())
    assert "LimitNOFILE" in line["said"]


def test_the_log_has_a_line_a_minute_for_what_is_refused_however_often(tmp_path: Path) -> None:
    log, now = tmp_path / "log", [0]
    with log.open("w") as stream:
        logs = Logs(stream, lambda: now[0])
        for second in range(70):
            now[0] = second * 1_000_000
            for _ in range(100):
                logs.log_refusal("this is no HTTP")
    assert [json.loads(line)["times"] for line in log.read_text().splitlines()] == [1, 6_000]
