"""A course in one file, and a plain HTTP client for the LMS around it."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scormbuild.errors import Problem, ScormbuildError, SourceError

INDEX = (
    b"""<!doctype html><html lang="en"><title>A course</title><script src="course.js"></script><p>Hello</p>"""
)
SCRIPT = b"""
const lms = window.parent.API;
window.leave = () => {};
if (lms) lms.LMSInitialize('');
window.addEventListener('pagehide', () => { window.leave(); });
"""


class Course:
    """A course folder with one file, `text`: what it says becomes a file of the build, or a fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("Hello")

    def write(self, text: str) -> None:
        (self.folder / "text").write_text(text, encoding="utf-8")

    def build(self) -> dict[str, bytes]:
        text = (self.folder / "text").read_text(encoding="utf-8")
        if text.startswith("fault"):
            raise SourceError([Problem("pages/a.md", 3, 5, text, "write something else")])
        if text == "broken":
            raise ScormbuildError("nothing works")
        media = {
            "media/film.mp4": bytes(range(100)),
            "media/film.vtt": b"WEBVTT\n",
            "media/plan.svg": b"<svg/>",
        }
        return {"index.html": INDEX, "course.js": SCRIPT, "text.txt": text.encode(), **media}


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """A plain HTTP client, as strange as a test needs it."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc

    def request(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        connection = http.client.HTTPConnection(self.host, timeout=10)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(
                method, path, data, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            reply = connection.getresponse()
            return Response(
                reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
            )
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Response:
        return self.request("GET", path, **headers)

    def post(self, path: str, body: object, **headers: str) -> Response:
        return self.request("POST", path, body, **headers)

    def commit(
        self, changed: dict[str, str], *, learner: str = "learner-1", attempt: int = 1, **more: object
    ) -> Response:
        return self.post(f"/commit?learner={learner}", {"attempt": attempt, "changed": changed, **more})

    def data(self, learner: str = "learner-1") -> dict[str, str]:
        kept: dict[str, str] = self.get(f"/data?learner={learner}").json()["data"]
        return kept
