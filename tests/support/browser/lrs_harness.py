"""A classroom whose course speaks with a real LRS, through a gate that a test can shut."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser
from support.browser.lms_harness import LmsHarness
from support.browser.lms_records import records_of
from support.browser.lrs_proxy import LrsProxy
from support.profile_check import problems, registration_problems

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint
from scormbuild.course.outline import course_outline
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.xapi.source import PACKAGE
from scormbuild.preview.server import Preview
from scormbuild.vocabulary import PROGRESS, REVISION

Json = dict[str, Any]
NUMBERS = itertools.count(1)
RATE = 6_000  # statements a minute


class LrsHarness(LmsHarness):
    """A classroom with an organisation of its own in the LRS; `gate` is between it and the browsers."""

    def __init__(
        self,
        browser: Browser,
        folder: Path,
        state_file: Path,
        lrs_server: LrsServer,
        target: str = DEFAULT_TARGET,
    ) -> None:
        self.lrs_server = lrs_server
        self.lrs_proxy = LrsProxy(lrs_server.port)
        self.organisation = f"room {next(NUMBERS)}"
        self.read_key = self.new_key({"all"}, Limits())
        self.lrs_client = httpx.Client(
            base_url=lrs_server.endpoint,
            auth=self.read_key,
            headers={"X-Experience-API-Version": "1.0.3"},
            verify=False,
        )
        self.lrs_endpoint: LrsEndpoint | None = None
        self.browser, self.folder = browser, folder
        self.preview = Preview(
            lambda: build_course(folder, self.lrs_endpoint, target=target).files,
            folder,
            state_file,
            poll=60,
            standard=TARGETS[target].standard,
            room=TARGETS[target].room,
        )
        self.preview_lms = self.preview.lms
        self.records = records_of(self.preview_lms)
        self.contexts, self.page_errors = [], []
        self.check_order = True  # False where sessions of one learner overlap
        self.outline = course_outline(build_course(folder).course)
        self.course_iri = self.outline["course"]["iri"]
        self.write_key = self.new_key({"statements/write"}, self.package_limits())
        self.set_package_key(self.write_key)

    def package_limits(self, **others: Any) -> Limits:
        """Those of a package's key."""
        usual = {
            "activity_prefix": self.course_iri,
            "origins": (self.url.rstrip("/"),),
            "rate": RATE,
            "source": PACKAGE,
        }
        return Limits(**{**usual, **others})

    def new_key(self, scopes: set[str], limits: Limits) -> tuple[str, str]:
        """A key of this room's organisation."""
        with self.lrs_server.lrs.database.writing() as connection:
            if self.organisation not in [each.name for each in organisations.list_organisations(connection)]:
                organisations.create_organisation(connection, self.organisation)
            owner = organisations.find_organisation(connection, self.organisation).id
            return credentials.create_credential(connection, owner, "trial", scopes, limits)

    def set_package_key(self, key: tuple[str, str], endpoint: str = "") -> None:
        """Put this key into the package, from the next launch on."""
        self.lrs_endpoint = LrsEndpoint(endpoint or self.lrs_proxy.endpoint, *key)
        (self.folder / "touched").write_text(key[0])  # so that it is built again
        self.preview_lms.builds.rebuild_if_changed()
        (self.folder / "touched").unlink()
        assert not self.preview_lms.builds.faults, self.preview_lms.builds.faults

    def stored_statements(self) -> list[Json]:
        """The statements that the LRS holds of this room, in the order in which it stored them."""
        page = self.lrs_client.get("/statements", params={"ascending": "true"}).json()
        found: list[Json] = page["statements"]
        while page.get("more"):
            page = self.lrs_client.get(page["more"].removeprefix("/xapi")).json()
            found += page["statements"]
        return found

    def short_statements(self) -> list[str]:
        """The same in short: `answered first 1 Some words`."""
        return [short_statement(statement) for statement in self.stored_statements()]

    def sent_statements(self) -> list[Json]:
        """The statements that browsers have sent, in that order, as often as they sent them."""
        return [statement for asked in self.lrs_proxy.write_requests() for statement in asked.statements]

    def expect_statements(self, expected: Iterable[str], within: float = 8.0) -> None:
        """Wait until exactly these are there, in this order."""
        wanted = list(expected)
        try:
            self.wait_until(lambda: self.short_statements() == wanted, within)
        except AssertionError:
            assert self.short_statements() == wanted

    def expect_statement_set(self, expected: Iterable[str], within: float = 8.0) -> None:
        """Wait until these are there, in any order, none of them twice; how far it was is left open."""
        wanted = sorted(each for each in expected if not each.startswith("progressed"))

        def short_statements() -> list[str]:
            return sorted(each for each in self.short_statements() if not each.startswith("progressed"))

        try:
            self.wait_until(lambda: short_statements() == wanted, within)
        except AssertionError:
            assert short_statements() == wanted
        far = [each for each in self.short_statements() if each.startswith("progressed")]
        assert len(far) == len(set(far))

    def close_and_check(self) -> list[str]:
        """Send everybody home; what is wrong with a statement by xAPI or our profile, or with their order."""
        statements = self.stored_statements()
        self.close()
        self.lrs_proxy.close()
        self.lrs_client.close()
        registrations = dict.fromkeys(each["context"]["registration"] for each in statements)
        wrong = [fault for each in statements for fault in problems(each)]
        for registration in registrations if self.check_order else ():
            wrong += registration_problems(
                [each for each in statements if each["context"]["registration"] == registration]
            )
        return wrong


def object_iri(statement: Json) -> str:
    """The IRI that a statement is about."""
    iri: str = statement["object"]["id"]
    return iri


def short_statement(statement: Json) -> str:
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
