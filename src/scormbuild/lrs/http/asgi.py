"""Between ASGI's messages and the receiver: headers, parameters and bodies in, answers out."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from scormbuild.errors import BadRequest, ScormbuildError, TooLarge, UnsupportedMediaType
from scormbuild.lrs.http.messages import Answer

PARAMETERS = 60
WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's wbits: 31 is a gzip frame, 15 a zlib one
LONG = 65_536  # a body from here on is unpacked in a thread, so that nobody waits for it


class DisconnectedError(ScormbuildError):
    """The caller hung up before the request was whole; nobody waits for an answer."""


def headers(scope: Scope) -> dict[str, str]:
    """The headers by their lower-case name; a header that came twice is one list (RFC 9110 5.3)."""
    pairs = scope["headers"]
    found = {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}
    if len(found) != len(pairs):
        for name in found:
            found[name] = ", ".join(v.decode("latin-1") for k, v in pairs if k.decode("latin-1") == name)
    return found


def params(query: bytes) -> dict[str, str]:
    """The parameters of a query string: UTF-8, each of them once (xAPI 1.0.3 Communication 1.4)."""
    if not query:
        return {}
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS
        )
    except ValueError as fault:
        raise BadRequest(f"the query string can't be read as parameters in UTF-8: {fault}") from None
    return single(pairs)


def single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pairs by name; raises BadRequest where one comes twice."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise BadRequest(f"parameter {name[:60]!r} is given twice: send it once")
        found[name] = value
    return found


async def body(receive: Receive, sent: dict[str, str], limit: int, seconds: float) -> bytes:
    """The request's body, unpacked: TooLarge as soon as it is clear that it goes beyond the limit."""
    coding = sent.get("content-encoding", "identity").strip().lower() or "identity"
    if coding != "identity" and coding not in WINDOWS:
        raise UnsupportedMediaType(
            f"Content-Encoding {coding[:40]!r} is not read here: send gzip, deflate or identity",
            {"Accept-Encoding": "gzip, deflate, identity"},
        )
    length = sent.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limit:
        raise too_large(limit)
    try:
        async with asyncio.timeout(seconds):
            data = await received(receive, limit)
    except TimeoutError:
        raise BadRequest(
            f"the body took longer than {seconds:g} s to arrive", {"Connection": "close"}
        ) from None
    if coding == "identity":
        return data
    if len(data) < LONG:
        return unpacked(data, coding, limit)
    return await asyncio.to_thread(unpacked, data, coding, limit)


async def received(receive: Receive, limit: int) -> bytes:
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


def unpacked(data: bytes, coding: str, limit: int) -> bytes:
    """A gzip or deflate body as it was before, never unpacking more than `limit` bytes of it."""
    inflate = zlib.decompressobj(WINDOWS[coding])
    try:
        plain = inflate.decompress(data, limit + 1)
    except zlib.error as fault:
        raise BadRequest(f"the body is not what Content-Encoding {coding!r} says: {fault}") from None
    if len(plain) > limit:
        raise too_large(limit)
    if not inflate.eof or inflate.unused_data:
        raise BadRequest(f"the {coding} body is cut off, or something follows it")
    return plain


def too_large(limit: int) -> TooLarge:
    """The refusal of a body; it says how much is taken."""
    return TooLarge(f"the body is larger than the {limit} bytes that are taken at once")


async def send_answer(send: Send, answer: Answer, *, head: bool = False) -> int:
    """Send an answer; gives the bytes of its body, none after HEAD (xAPI 1.0.3 Communication 1.1)."""
    parts = [answer.body] if isinstance(answer.body, bytes) else answer.body
    size = sum(map(len, parts))
    lines = [
        (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers.items()
    ]
    if answer.status not in (204, 304):
        lines.append((b"content-type", answer.content_type.encode("latin-1")))
        lines.append((b"content-length", b"%d" % size))
    await send({"type": "http.response.start", "status": answer.status, "headers": lines})
    if head or len(parts) == 1:
        last = b"" if head else parts[0]
        await send({"type": "http.response.body", "body": last})
        return len(last)
    for part in parts:
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
    return size
