"""What the LMS answers over HTTP: a status, headers and bytes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

# The strictest policy under which a course must run: nothing inline, nothing foreign but what is asked for.
COURSE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; frame-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
LRS_ELEMENT = re.compile(rb'<script type="application/json" id="_lrs">(.+?)</script>', re.DOTALL)
FRAME_SOURCES = re.compile(rb"frame-src https://[A-Za-z0-9.:/ -]+", re.ASCII)
LRS_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?", re.ASCII)
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".xsd": "application/xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}
BYTE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


@dataclass(frozen=True)
class Response:
    """A whole answer; headers that every answer has are added when it is sent."""

    status: int
    body: bytes = b""
    type: str = CONTENT_TYPES[".txt"]
    headers: tuple[tuple[str, str], ...] = ()


def text_response(status: int, text: str) -> Response:
    """A sentence for whoever sees it."""
    return Response(status, text.encode() + b"\n")


def json_response(value: object, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(status, json.dumps(value).encode(), CONTENT_TYPES[".json"])


def redirect_response(address: str, status: int) -> Response:
    """Somewhere else."""
    return Response(status, headers=(("Location", address),))


def file_response(name: str, content: bytes, policy: str) -> Response:
    """A file, with the type that its name says and the policy that it runs under."""
    kind = CONTENT_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    headers = (("Content-Security-Policy", policy), ("Accept-Ranges", "bytes"))
    return Response(200, content, kind, headers)


def course_policy(page: bytes, *endpoints: str) -> str:
    """The policy for a course with this page: it may reach these and its own LRS, and show its frames."""
    found = LRS_ELEMENT.search(page)
    origin = LRS_ORIGIN.match(json.loads(found[1])["endpoint"] or "") if found else None
    reached = " ".join(["connect-src 'self'", *endpoints, *([origin[0]] if origin else [])])
    frames = FRAME_SOURCES.search(page)
    shown = frames[0].decode() if frames else "frame-src 'none'"
    return COURSE_POLICY.replace("connect-src 'self'", reached).replace("frame-src 'none'", shown)


def range_response(whole: Response, wanted: str) -> Response:
    """The bytes that a Range header asks for (RFC 9110, 14.2); the whole, unless it asks for one range."""
    match = BYTE_RANGE.fullmatch(wanted.strip())
    if not match or match.group() == "bytes=-":
        return whole
    size = len(whole.body)
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < start:
        return whole
    if start >= size:
        return Response(416, headers=(("Content-Range", f"bytes */{size}"),))
    headers = (*whole.headers, ("Content-Range", f"bytes {start}-{end}/{size}"))
    return Response(206, whole.body[start : end + 1], whole.type, headers)
