"""A classroom whose course speaks with a real receiver, through a gate that a test can shut."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser
from support.browser.classroom import Classroom
from support.browser.receiver_gate import Gate
from support.profile_check import problems, strays

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint
from scormbuild.course.outline import course_outline
from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.xapi.source import PACKAGE
from scormbuild.preview.server import Preview
from scormbuild.vocabulary import PROGRESS, REVISION

Json = dict[str, Any]
NUMBERS = itertools.count(1)
RATE = 6_000  # statements a minute


class Room(Classroom):
    """A classroom with an organisation of its own in the receiver; `gate` is between it and the browsers."""

    def __init__(self, browser: Browser, folder: Path, state_file: Path, reception: LrsServer) -> None:
        self.reception = reception
        self.gate = Gate(reception.port)
        self.organisation = f"room {next(NUMBERS)}"
        self.reader = self.new_key({"all"}, Limits())
        self.http = httpx.Client(
            base_url=reception.endpoint,
            auth=self.reader,
            headers={"X-Experience-API-Version": "1.0.3"},
            verify=False,
        )
        self.receiver: LrsEndpoint | None = None
        self.browser, self.folder = browser, folder
        self.preview = Preview(
            lambda: build_course(folder, self.receiver).files,
            folder,
            state_file,
            poll=60,
        )
        self.lms = self.preview.lms
        self.contexts, self.faults = [], []
        self.in_order = True  # False where sessions of one learner overlap
        self.outline = course_outline(build_course(folder).course)
        self.iri = self.outline["course"]["iri"]
        self.writer = self.new_key({"statements/write"}, self.limits())
        self.equip(self.writer)

    def limits(self, **others: Any) -> Limits:
        """Those of a package's key."""
        usual = {
            "activity_prefix": self.iri,
            "origins": (self.url.rstrip("/"),),
            "rate": RATE,
            "source": PACKAGE,
        }
        return Limits(**{**usual, **others})

    def new_key(self, scopes: set[str], limits: Limits) -> tuple[str, str]:
        """A key of this room's organisation."""
        with self.reception.lrs.database.writing() as connection:
            if self.organisation not in [each.name for each in organisations.list_organisations(connection)]:
                organisations.create_organisation(connection, self.organisation)
            owner = organisations.find_organisation(connection, self.organisation).id
            return credentials.create_credential(connection, owner, "trial", scopes, limits)

    def equip(self, key: tuple[str, str], endpoint: str = "") -> None:
        """Put this key into the package, from the next launch on."""
        self.receiver = LrsEndpoint(endpoint or self.gate.endpoint, *key)
        (self.folder / "touched").write_text(key[0])  # so that it is built again
        self.lms.builds.rebuild_if_changed()
        (self.folder / "touched").unlink()
        assert not self.lms.builds.faults, self.lms.builds.faults

    def received(self) -> list[Json]:
        """The statements that the receiver holds of this room, in the order in which it stored them."""
        page = self.http.get("/statements", params={"ascending": "true"}).json()
        found: list[Json] = page["statements"]
        while page.get("more"):
            page = self.http.get(page["more"].removeprefix("/xapi")).json()
            found += page["statements"]
        return found

    def told(self) -> list[str]:
        """The same in short: `answered first 1 Some words`."""
        return [short(statement) for statement in self.received()]

    def sent(self) -> list[Json]:
        """The statements that browsers have sent, in that order, as often as they sent them."""
        return [statement for asked in self.gate.posts() for statement in asked.statements]

    def expect(self, expected: Iterable[str], within: float = 8.0) -> None:
        """Wait until exactly these are there, in this order."""
        wanted = list(expected)
        try:
            self.until(lambda: self.told() == wanted, within)
        except AssertionError:
            assert self.told() == wanted

    def expect_set(self, expected: Iterable[str], within: float = 8.0) -> None:
        """Wait until these are there, in any order, none of them twice; how far it was is left open."""
        wanted = sorted(each for each in expected if not each.startswith("progressed"))

        def told() -> list[str]:
            return sorted(each for each in self.told() if not each.startswith("progressed"))

        try:
            self.until(lambda: told() == wanted, within)
        except AssertionError:
            assert told() == wanted
        far = [each for each in self.told() if each.startswith("progressed")]
        assert len(far) == len(set(far))

    def finish(self) -> list[str]:
        """Send everybody home; what is wrong with a statement by xAPI or our profile, or with their order."""
        statements = self.received()
        self.close()
        self.gate.close()
        self.http.close()
        registrations = dict.fromkeys(each["context"]["registration"] for each in statements)
        wrong = [fault for each in statements for fault in problems(each)]
        for registration in registrations if self.in_order else ():
            wrong += strays([each for each in statements if each["context"]["registration"] == registration])
        return wrong


def subject(statement: Json) -> str:
    """The IRI that a statement is about."""
    iri: str = statement["object"]["id"]
    return iri


def short(statement: Json) -> str:
    """A statement in a few words: verb, the end of the object's IRI, and what the result says."""
    verb = statement["verb"]["id"].rpartition("/")[2]
    target = statement["object"]["id"]
    name = target.rpartition("/")[2] if "/" in target else ""
    result = statement.get("result", {})
    extensions = result.get("extensions", {})
    parts = [verb, name, extensions.get(REVISION), result.get("response")]
    if "/interactions/" in target:
        parts += ["(too short)"] if result.get("completion") is False else []
        parts += [{True: "(right)", False: "(wrong)", None: ""}[result.get("success")]]
    parts += [extensions.get(PROGRESS), result.get("score", {}).get("raw")]
    return " ".join(str(part) for part in parts if part not in (None, ""))
