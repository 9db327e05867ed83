"""Another Learning Record Store as a source: page after page, and its place kept after each.

Its statements pass as they are, so there are no learners or attempts here, and nothing is attested anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from scormbuild.errors import LmsError, TokenError
from scormbuild.lms.checkpoint import checkpoint_key
from scormbuild.lms.http_client import HttpClient, Response, url_without_query
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Part
from scormbuild.lms.statements import Json

VERSIONS = ("2.0.0", "1.0.3")
PAGE_LIMIT = 500
# Stores differ in whether what is stored late can get an earlier time; what comes twice is left alone.
OVERLAP = timedelta(seconds=60)


@dataclass(frozen=True)
class PullPosition:
    """On the page `more`, or after the moment `since`; `newest` is when the last one was stored."""

    since: str = ""
    more: str = ""
    newest: str = ""

    @classmethod
    def parse(cls, text: str | None) -> PullPosition:
        """A place as it was kept; where there is none, the beginning."""
        try:
            kept = json.loads(text or "{}")
            return cls(str(kept["since"]), str(kept["more"]), str(kept["newest"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def after_page(self, statements: Iterable[Json], more: str) -> PullPosition:
        """The place after a page: on the next one, or where the next run begins."""
        # What is no statement at all is refused later on, by the LRS.
        stored = (str(each.get("stored", "")) for each in statements if isinstance(each, dict))
        newest = max([self.newest, *stored], key=timestamp_seconds)
        return PullPosition(self.since if more else overlap_start(newest) or self.since, more, newest)

    def to_json(self) -> str:
        """The place as it is kept."""
        return json.dumps({"since": self.since, "more": self.more, "newest": self.newest})


class RemoteLrs:
    """A store's statements resource, with a key; statements come as this store has them, in stored order."""

    def __init__(self, url: str, key: tuple[str, str], filters: Mapping[str, str], web: HttpClient) -> None:
        self.url = url
        self.key = key
        self.filters = filters
        self.web = web
        self.version = ""

    @property
    def checkpoint_key(self) -> str:
        """Keeps the places of different questions apart."""
        return checkpoint_key(self.url, sorted(self.filters.items()))

    def read_page(self, at: PullPosition) -> tuple[list[Json], str]:
        """A page of statements, and the address of the next one or ''; raises LmsError."""
        question = {"ascending": "true", "limit": str(PAGE_LIMIT), "attachments": "false", **self.filters}
        if at.since:
            question["since"] = at.since
        answer = self.send_request(at.more or f"{self.url}/statements?{urlencode(question)}")
        if at.more and 400 <= answer.status < 500:  # a place that the store has forgotten
            return self.read_page(replace(at, more=""))
        body = parse_response(answer, self.url)
        try:
            statements, more = list(body["statements"]), str(body.get("more") or "")
        except (KeyError, TypeError, AttributeError):
            raise LmsError(
                f"{self.url}: not the form of an LRS's answer\n  hint: is this its endpoint?"
            ) from None
        return statements, self.next_page_url(more) if more else ""

    def next_page_url(self, more: str) -> str:
        """The address of the next page; the key goes nowhere else than to this store."""
        address = urljoin(f"{self.url}/statements", more)
        if urlsplit(address)[:2] != urlsplit(self.url)[:2]:
            elsewhere = url_without_query(address)
            raise LmsError(
                f"{self.url}: its next page is elsewhere, at {elsewhere}\n  hint: give --url as that"
            )
        return address

    def send_request(self, address: str) -> Response:
        """An answer, in the newest version that the store speaks."""
        if not self.version:
            self.version = self.negotiate_version()
        headers = {"X-Experience-API-Version": self.version}
        return self.web.send("GET", address, headers=headers, auth=self.key)

    def negotiate_version(self) -> str:
        """The newest version that both speak (xAPI 1.0.3 Communication 2.8, About)."""
        answer = self.web.send("GET", f"{self.url}/about", headers={"X-Experience-API-Version": VERSIONS[-1]})
        try:
            known = [str(version) for version in answer.json()["version"]]
        except (ValueError, KeyError, TypeError):
            return VERSIONS[-1]
        return VERSIONS[0] if any(version.startswith("2.0") for version in known) else VERSIONS[-1]


@dataclass(frozen=True)
class LrsSource:
    """All statements since the last run; the first begins at `since`."""

    remote: RemoteLrs
    since: str = ""
    attests: bool = False

    @property
    def url(self) -> str:
        """The store's endpoint."""
        return self.remote.url

    @property
    def lock_name(self) -> str:
        """Two questions to one store have a place each, and may be asked at once."""
        return self.remote.checkpoint_key

    def parts(self, run: Run) -> Iterator[Part]:
        """One part, as a page can't be left out: only it says where the next one is."""
        yield Part(self.pages(run))

    def pages(self, run: Run) -> Iterator[Batch]:
        """Each page, and then the place after it."""
        at = PullPosition.parse(run.read_checkpoint(self.remote.checkpoint_key))
        if not at.since:
            at = replace(at, since=self.since)
        pages = True
        while pages:
            statements, more = self.remote.read_page(at)
            yield Batch(statements, independent=True)
            run.summary.attempts += len(statements)
            run.on_progress(run.summary.attempts, None)
            at, pages = at.after_page(statements, more), bool(more)
            yield Batch(checkpoints={self.remote.checkpoint_key: at.to_json()})


def parse_response(answer: Response, url: str) -> Any:
    """The body of a good answer; raises TokenRefused or LmsError."""
    if answer.status in (401, 403):
        raise TokenError(f"{url}: refuses the key\n  hint: it must be one that may read all statements")
    if answer.status != 200:
        raise LmsError(f"{url}: HTTP status {answer.status}\n  hint: give --url as the LRS's xAPI endpoint")
    try:
        return answer.json()
    except ValueError:
        raise LmsError(f"{url}: the answer is no JSON\n  hint: is this the LRS's xAPI endpoint?") from None


def timestamp_seconds(stored: str) -> float:
    """A moment as a number, so that 10:00Z and 10:00:00.000Z are alike."""
    try:
        return datetime.fromisoformat(stored).timestamp()
    except ValueError:
        return 0.0


def overlap_start(newest: str) -> str:
    """Where the next run begins: a little before the newest that was seen."""
    if not timestamp_seconds(newest):
        return ""
    return (datetime.fromisoformat(newest) - OVERLAP).isoformat().replace("+00:00", "Z")
