"""Requests as a careless or hostile program sends them: any bytes where HTTP lets them be."""

from __future__ import annotations

import http.client
import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class RawResponse:
    """An answer."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def target(path: str, params: dict[str, str]) -> str:
    """A path and a query with everything in them percent-encoded, lone surrogates too."""
    pairs = "&".join(f"{percent_encode(name)}={percent_encode(value)}" for name, value in params.items())
    return quote(path.encode("utf-8", "surrogatepass"), safe="/%") + (f"?{pairs}" if pairs else "")


def percent_encode(text: str) -> str:
    """Percent-encoded UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def send_request(
    port: int, method: str, where: str, headers: dict[str, bytes], body: bytes = b""
) -> RawResponse:
    """One request on a connection of its own; its length is always told truly."""
    lines = [f"{method} {where} HTTP/1.1".encode(), b"Host: 127.0.0.1", b"Connection: close"]
    lines += [name.encode() + b": " + value for name, value in headers.items()]
    lines += [b"Content-Length: %d" % len(body)] if body or method in ("POST", "PUT") else []
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT_SECONDS) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
            connection.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        return RawResponse(response.status, response.headers, response.read())
