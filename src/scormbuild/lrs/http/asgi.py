"""Between ASGI's messages and the LRS: headers, parameters and bodies in, answers out."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from scormbuild.errors import BadRequest, ScormbuildError, TooLarge, UnsupportedMediaType
from scormbuild.lrs.http.messages import SAFE_HEADERS, Response

MAX_PARAMETERS = 60
WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's wbits: 31 is a gzip frame, 15 a zlib one
LARGE_BODY = 65_536  # a body from here on is unpacked in a thread, so that nobody waits for it


class DisconnectedError(ScormbuildError):
    """The caller hung up before the request was whole; nobody waits for an answer."""


def read_headers(scope: Scope) -> dict[str, str]:
    """The headers by their lower-case name; a header that came twice is one list (RFC 9110 5.3)."""
    pairs = scope["headers"]
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}
    if len(found) == len(pairs):
        return found
    # Each pair is looked at once more, and no name for itself: nobody is known yet who makes us do this.
    values: dict[bytes, list[bytes]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return {name.decode("latin-1"): b", ".join(each).decode("latin-1") for name, each in values.items()}


def parse_params(query: bytes) -> dict[str, str]:
    """The parameters of a query string: UTF-8, each of them once (xAPI 1.0.3 Communication 1.4)."""
    if not query:
        return {}
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
        )
    except ValueError as fault:
        raise BadRequest(f"the query string can't be read as parameters in UTF-8: {fault}") from None
    return unique_params(pairs)


def unique_params(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs by name; raises BadRequest where one comes twice."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise BadRequest(f"parameter {name[:60]!r} is given twice: send it once")
        found[name] = value
    return found


async def read_body(receive: Receive, headers: dict[str, str], limit: int, seconds: float) -> bytes:
    """The request's body, unpacked: TooLarge as soon as it is clear that it goes beyond the limit."""
    coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding != "identity" and coding not in WBITS:
        raise UnsupportedMediaType(
            f"Content-Encoding {coding[:40]!r} is not read here: send gzip, deflate or identity",
            {"Accept-Encoding": "gzip, deflate, identity"},
        )
    length = headers.get("content-length", "")
    # Twenty digits are beyond any limit, and Python refuses to read some thousands as a number.
    if length.isdecimal() and int(length[:20]) > limit:
        raise too_large(limit)
    try:
        async with asyncio.timeout(seconds):
            data = await receive_body(receive, limit)
    except TimeoutError:
        # The rest of the body may still come: on this connection it would be taken for another request.
        raise BadRequest(
            f"the body took longer than {seconds:g} s to arrive", {"Connection": "close"}
        ) from None
    if coding == "identity":
        return data
    if len(data) < LARGE_BODY:
        return decompress_body(data, coding, limit)
    return await asyncio.to_thread(decompress_body, data, coding, limit)


async def receive_body(receive: Receive, limit: int) -> bytes:
    """All bytes that come before the last one, at most `limit`."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        whole: bytes = message.get("body", b"")
        if len(whole) > limit:
            raise too_large(limit)
        return whole
    data = bytearray()
    while message["type"] == "http.request":
        data += message.get("body", b"")
        if len(data) > limit:
            raise too_large(limit)
        if not message.get("more_body"):
            return bytes(data)
        message = await receive()
    raise DisconnectedError("the caller hung up")


def decompress_body(data: bytes, coding: str, limit: int) -> bytes:
    """A gzip or deflate body as it was before, never unpacking more than `limit` bytes of it."""
    inflate = zlib.decompressobj(WBITS[coding])
    try:
        # One byte more than is taken tells that there is more, without unpacking it: 20 kB of gzip can be
        # 16 MB.
        plain = inflate.decompress(data, limit + 1)
    except zlib.error as fault:
        raise BadRequest(f"the body is not what Content-Encoding {coding!r} says: {fault}") from None
    if len(plain) > limit:
        raise too_large(limit)
    # What follows a frame is skipped by some readers and unpacked by others: so nothing may.
    if not inflate.eof or inflate.unused_data:
        raise BadRequest(f"the {coding} body is cut off, or something follows it")
    return plain


def too_large(limit: int) -> TooLarge:
    """The refusal of a body; it says how much is taken."""
    return TooLarge(f"the body is larger than the {limit} bytes that are taken at once")


def with_safe_headers(send: Send) -> Send:
    """ASGI's send for what isn't the LRS's own answer: what it doesn't say of itself is said for it."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SAFE_HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_on


async def send_response(send: Send, response: Response, *, head: bool = False) -> int:
    """Send an answer; gives the bytes of its body, none after HEAD (xAPI 1.0.3 Communication 1.1)."""
    parts = [response.body] if isinstance(response.body, bytes) else response.body
    size = sum(map(len, parts))
    lines = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in (SAFE_HEADERS | response.headers).items()
    ]
    # A 204 has no Content-Length (RFC 9110 8.6); after HEAD it is that of the body left out (9.3.2).
    if response.status not in (204, 304):
        lines.append((b"content-type", response.content_type.encode("latin-1")))
        lines.append((b"content-length", b"%d" % size))
    await send({"type": "http.response.start", "status": response.status, "headers": lines})
    if head or len(parts) == 1:
        last = b"" if head else parts[0]
        await send({"type": "http.response.body", "body": last})
        return len(last)
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    return size
