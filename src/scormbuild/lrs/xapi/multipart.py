"""Bodies in parts: multipart/mixed as RFC 2046 has it, strictly (xAPI 1.0.3 Communication 1.5.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from scormbuild.errors import BadRequest, TooLarge

if TYPE_CHECKING:  # the package defines it for type checkers only
    from python_multipart.multipart import MultipartCallbacks

MIXED = "multipart/mixed"
# Each part costs objects and a hash, however little is in it.
MAX_PARTS = 1000
MAX_HEADERS = 16  # of one part
MAX_HEADER = 2048  # characters of one line
BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
PRINTABLE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


@dataclass(slots=True)
class Part:
    """One part: its headers, names in lower case, and its octets as they came."""

    headers: dict[str, str]
    content: bytes = b""


class Collector:
    """Gathers what the parser finds; `complete` tells whether the closing boundary came."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.name = self.value = ""
        self.complete = False

    def callbacks(self) -> MultipartCallbacks:
        """What the parser is to call."""
        return {
            "on_part_begin": self._begin,
            "on_header_begin": self._begin_header,
            "on_header_field": self._take_name,
            "on_header_value": self._take_value,
            "on_header_end": self._end_header,
            "on_part_data": self._take_content,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) == MAX_PARTS:
            raise TooLarge(f"the body has more than {MAX_PARTS} parts")
        self.parts.append(Part({}))

    def _begin_header(self) -> None:
        self.name = self.value = ""

    def _take_name(self, data: bytes, start: int, end: int) -> None:
        self.name = data[start:end].decode("latin-1").lower()

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self.value = data[start:end].decode("latin-1").strip()

    def _end_header(self) -> None:
        headers = self.parts[-1].headers
        # Of two hashes or types, another reader might take the other one.
        if self.name in headers:
            raise BadRequest(f"part {len(self.parts)} has the header {self.name!r} twice")
        # A line feed alone would pass the parser, and could split the header where it is sent on.
        if not PRINTABLE.fullmatch(self.value):
            raise BadRequest(f"part {len(self.parts)} has a control character in the header {self.name!r}")
        headers[self.name] = self.value

    def _take_content(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _end(self) -> None:
        self.complete = True


def essence(content_type: str) -> str:
    """The media type without its parameters, in lower case (RFC 9110 8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def boundary_of(content_type: str) -> str:
    """The boundary that a multipart content type names, quoted or not (RFC 2046 5.1.1)."""
    try:
        boundary = parse_options_header(content_type)[1].get(b"boundary", b"").decode("latin-1")
    except ValueError:  # a coding that RFC 2231 lets a parameter name, and that isn't one
        boundary = ""
    if not BOUNDARY.fullmatch(boundary):
        raise BadRequest("the Content-Type of a multipart body must have a valid boundary (RFC 2046)")
    return boundary


def parse_multipart(body: bytes, content_type: str) -> list[Part]:
    """The parts of a body; what is before the first and after the last boundary is skipped (RFC 2046 5.1)."""
    boundary = boundary_of(content_type)
    delimiter = b"--" + boundary.encode("ascii")
    # The parser takes no preamble, which RFC 2046 5.1.1 allows.
    if not body.startswith(delimiter):
        start = body.find(b"\r\n" + delimiter)
        if start < 0:
            raise BadRequest("the boundary that the Content-Type names is nowhere in the body")
        body = body[start + 2 :]
    collector = Collector()
    parser = MultipartParser(
        boundary, collector.callbacks(), max_header_count=MAX_HEADERS, max_header_size=MAX_HEADER
    )
    try:
        parser.write(body)
    except FormParserError as error:
        raise BadRequest(f"the body is no valid multipart (RFC 2046): {error}") from error
    # A connection that broke off must not look like a request with fewer attachments.
    if not collector.complete:
        raise BadRequest("the body ends before its closing boundary")
    # RFC 2046 5.1.1: there is at least one; a closing boundary alone is none.
    if not collector.parts:
        raise BadRequest("the body has no part")
    return collector.parts


def render_multipart(parts: Iterable[Part], boundary: str) -> list[bytes]:
    """The body in pieces, so that no content is copied; the boundary must occur in none of the parts."""
    pieces: list[bytes] = []
    for part in parts:
        lines = [f"\r\n--{boundary}", *(f"{name}: {value}" for name, value in part.headers.items())]
        pieces += ["\r\n".join([*lines, "", ""]).encode("latin-1"), part.content]
    pieces[0] = pieces[0].removeprefix(b"\r\n")
    pieces.append(f"\r\n--{boundary}--\r\n".encode("latin-1"))
    return pieces
