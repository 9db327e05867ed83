"""A request is one request: the LRS never reads as two what a proxy before it reads as one, or the reverse.

Each case is sent to a real socket, with an honest request behind it on the same connection. What is framed
in two ways, or in none, is refused and the connection ended; what has one meaning is one request, after which
the honest one is read from its first letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest
from support.lrs.server_thread import LrsThread, receive_bytes, run_lrs_thread

ABOUT = b"GET /xapi/about HTTP/1.1\r\nHost: lrs\r\n"
# What one of two readers would take for the next request: it has no version, and its resource is asked for by
# nobody else.
HIDDEN = b"GET /xapi/agents HTTP/1.1\r\nHost: lrs\r\n\r\n"
HONEST = b"GET /xapi/activities HTTP/1.1\r\nX-Experience-API-Version: 2.0.0\r\nConnection: close\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"


def with_length(*lines: bytes, body: bytes = HIDDEN) -> bytes:
    """A request whose length says that the hidden one is its body."""
    return ABOUT + b"".join(lines) + b"Content-Length: %d\r\n\r\n" % len(body) + body


def in_chunks(*lines: bytes, chunks: bytes = b"") -> bytes:
    """A request in chunks; by default the hidden one is its only chunk."""
    return ABOUT + b"".join(lines) + b"\r\n" + (chunks or b"%x\r\n%s\r\n0\r\n\r\n" % (len(HIDDEN), HIDDEN))


def of_length(value: bytes) -> bytes:
    """A request with a length in these words, and the hidden one behind its head."""
    return ABOUT + b"Content-Length: " + value + b"\r\n\r\n" + HIDDEN


def with_coding(line: bytes) -> bytes:
    """A request with a length that covers the hidden one, and a coding by which it stands alone."""
    return with_length(line, body=b"0\r\n\r\n" + HIDDEN)


def with_chunk(chunk: bytes) -> bytes:
    """A request in chunks, the first of them as odd as this, and the hidden one behind the last."""
    return in_chunks(CHUNKED, chunks=chunk + b"0\r\n\r\n" + HIDDEN)


REFUSED = {
    # By the length, and by the chunks
    "a length, then chunks": with_coding(CHUNKED),
    "chunks, then a length": in_chunks(CHUNKED, b"Content-Length: 4\r\n"),
    "a length of 0, and chunks": in_chunks(b"Content-Length: 0\r\n", CHUNKED),
    # Two codings
    "chunked and identity": with_coding(CHUNKED + b"Transfer-Encoding: identity\r\n"),
    "identity and chunked": with_coding(b"Transfer-Encoding: identity\r\n" + CHUNKED),
    "chunked, and then another coding": in_chunks(b"Transfer-Encoding: chunked, gzip\r\n"),
    "a coding that nobody knows": in_chunks(b"Transfer-Encoding: xchunked\r\n"),
    "a coding in quotation marks": in_chunks(b'Transfer-Encoding: "chunked"\r\n'),
    "a coding behind a vertical tab": in_chunks(b"Transfer-Encoding: \x0bchunked\r\n"),
    "a coding with a NUL": in_chunks(b"Transfer-Encoding: chunked\0\r\n"),
    # Two lengths, or none that is one
    "two lengths": with_length(b"Content-Length: 0\r\n"),
    "the same length twice": with_length(b"Content-Length: %d\r\n" % len(HIDDEN)),
    "two lengths in one line": of_length(b"0, %d" % len(HIDDEN)),
    "a length with a plus": of_length(b"+0"),
    "a length below nothing": of_length(b"-1"),
    "a length in hexadecimal": of_length(b"0x0"),
    "a length with a fraction": of_length(b"0.0"),
    "a length with a space in it": of_length(b"0 0"),
    "a length that is larger than a number can be": of_length(b"%d" % (1 << 64)),
    "an empty length": of_length(b""),
    # Lines
    "a space before the colon of a length": with_length(b"Content-Length : 0\r\n"),
    "a space before the colon of a coding": with_coding(b"Transfer-Encoding : chunked\r\n"),
    "a header that begins with a space": ABOUT[:-2] + b"\r\n Content-Length: 0\r\n\r\n" + HIDDEN,
    "a value that goes on in the next line": with_length(b"X-Folded: one\r\n two\r\n"),
    "a coding in the next line": with_coding(b"Transfer-Encoding:\r\n chunked\r\n"),
    "a header that ends by a line feed alone": with_coding(b"X-Header: 1\nTransfer-Encoding: chunked\r\n"),
    "a header that ends by a carriage return alone": with_coding(b"X: 1\rTransfer-Encoding: chunked\r\n"),
    "a head that ends by line feeds alone": (ABOUT + b"\r\n").replace(b"\r\n", b"\n") + HIDDEN,
    "a NUL in a value": with_length(b"X-Header: 1\0\r\n"),
    "a header without a colon": with_length(b"Content-Length\r\n"),
    "a header without a name": with_length(b": 0\r\n"),
    "a header with a space in its name": with_length(b"X Content-Length: 0\r\n"),
    # Chunks
    "a chunk's size in another notation": with_chunk(b"0x1\r\nx\r\n"),
    "a chunk's size with a plus": with_chunk(b"+1\r\nx\r\n"),
    "a chunk's size below nothing": with_chunk(b"-1\r\nx\r\n"),
    "a chunk's size that is larger than a number can be": with_chunk(b"1%s1\r\nx\r\n" % (b"0" * 16)),
    "a chunk without a size": with_chunk(b"\r\nx\r\n"),
    "a chunk's size that ends by a line feed alone": with_chunk(b"1\nx\r\n"),
    "a chunk that ends by a line feed alone": with_chunk(b"1\r\nx\n"),
    "a chunk that is longer than its size": with_chunk(b"1\r\nxx\r\n"),
    "a chunk that is shorter than its size": with_chunk(b"3\r\nx\r\n"),
    "an extension that ends by a line feed alone": with_chunk(b"1;a\nx\r\n"),
    "a last chunk that ends by line feeds alone": in_chunks(CHUNKED, chunks=b"0\n\n" + HIDDEN),
    "a trailer": in_chunks(CHUNKED, chunks=b"0\r\nX-Trailer: 1\r\n\r\n" + HIDDEN),
    "a length among the trailers": in_chunks(CHUNKED, chunks=b"0\r\nContent-Length: 0\r\n\r\n" + HIDDEN),
    "the hidden request among the trailers": in_chunks(CHUNKED, chunks=b"0\r\n" + HIDDEN),
}
ONE = {
    "a length of a GET": with_length(),
    "chunks of a GET": in_chunks(CHUNKED),
    "a coding in capitals": in_chunks(b"TRANSFER-ENCODING: CHUNKED\r\n"),
    "a coding behind a tab": in_chunks(b"Transfer-Encoding:\tchunked\r\n"),
    "a length with zeroes before it": ABOUT + b"Content-Length: 00%d\r\n\r\n" % len(HIDDEN) + HIDDEN,
    "a header that is called nearly as the length": with_length(b"Content_Length: 0\r\n"),
    "a header that is called nearly as the coding": with_coding(b"Transfer_Encoding: chunked\r\n"),
    "a connection that is told to drop the length": with_length(
        b"Connection: keep-alive, Content-Length\r\n"
    ),
    "another host in the address": with_length().replace(b"/xapi", b"http://elsewhere.example/xapi", 1),
    "empty lines before the first one": b"\r\n\r\n" + with_length(),
    "an extension of a chunk": in_chunks(CHUNKED, chunks=b"1;a=b\r\nx\r\n0\r\n\r\n"),
    "an extension that holds the hidden request": in_chunks(
        CHUNKED, chunks=b'1;a="%s"\r\nx\r\n0\r\n\r\n' % HIDDEN.partition(b"\r\n")[0]
    ),
}
# Whoever speaks an older HTTP has one request on a connection.
LAST = {
    "a first line without a version": b"GET /xapi/about\r\nHost: lrs\r\n\r\n" + HIDDEN,
    "HTTP/1.0": with_length().replace(b"HTTP/1.1", b"HTTP/1.0", 1) + HIDDEN,
}


@pytest.fixture(scope="module")
def lrs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LrsThread]:
    with run_lrs_thread(tmp_path_factory.mktemp("smuggling"), request_timeout=5) as started:
        yield started
    # Only now: a line is written once its answer has been sent, or nobody waits for one any more.
    asked = {json.loads(line).get("resource") for line in started.log.read_text().splitlines()}
    assert "agents" not in asked, "a hidden request was read, if not answered"


def exchange(lrs: LrsThread, sent: bytes) -> list[int]:
    """The status of each answer to some bytes and the honest request, until the connection ends."""
    with lrs.connect() as connection:
        with suppress(ConnectionError):  # refused before all of it was sent
            connection.sendall(sent + HONEST)
        answers = receive_bytes(connection)
    return [int(each[:3]) for each in answers.split(b"HTTP/1.1 ")[1:]]


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED)
def test_what_is_framed_in_two_ways_or_in_none_is_refused(lrs: LrsThread, sent: bytes) -> None:
    assert exchange(lrs, sent) == [400]


@pytest.mark.parametrize("sent", ONE.values(), ids=ONE)
def test_what_has_one_meaning_is_one_request(lrs: LrsThread, sent: bytes) -> None:
    assert exchange(lrs, sent) == [200, 401]


@pytest.mark.parametrize("sent", LAST.values(), ids=LAST)
def test_a_request_after_which_a_connection_ends_is_the_last(lrs: LrsThread, sent: bytes) -> None:
    assert exchange(lrs, sent) == [200]
