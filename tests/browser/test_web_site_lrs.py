"""A site with an LRS: under which name statements arrive, and that nobody is asked for one in vain."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser.lms_harness import PAGE_TEXT, question, write_course
from support.browser.page_checks import find_violations
from support.browser.web_site import WebSite, open_site

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint
from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.xapi.source import PACKAGE

NUMBERS = itertools.count(1)
PRIVACY = {"readers": "the trainers of your organisation", "keep": "a year"}
FORM = "#_learner"


class LrsSite:
    """A site that speaks with an LRS, in an organisation of its own there."""

    def __init__(self, site: WebSite, lrs_server: LrsServer) -> None:
        self.site, self.lrs_server = site, lrs_server
        self.iri = build_course(site.folder, target="web").course.iri
        limits = Limits(activity_prefix=self.iri, origins=(site.origin,), rate=6_000, source=PACKAGE)
        with lrs_server.lrs.database.writing() as connection:
            name = f"site {next(NUMBERS)}"
            organisations.create_organisation(connection, name)
            owner = organisations.find_organisation(connection, name).id
            public = credentials.create_credential(connection, owner, "public", {"statements/write"}, limits)
            self.read_key = credentials.create_credential(connection, owner, "all", {"all"}, Limits())
        site.publish(LrsEndpoint(lrs_server.endpoint, *public))

    def statements(self, **filters: Any) -> list[dict[str, Any]]:
        """The statements that the LRS holds, the first one first."""
        headers = {"X-Experience-API-Version": "1.0.3"}
        client = httpx.Client(base_url=self.lrs_server.endpoint, auth=self.read_key, headers=headers)
        with client:
            answer = client.get("/statements", params={"ascending": "true", **filters})
        found: list[dict[str, Any]] = answer.json()["statements"]
        return found

    def of_account(self, name: str) -> list[dict[str, Any]]:
        """Those of the learner who is called so on this site."""
        return self.statements(agent=json.dumps({"account": {"homePage": self.iri, "name": name}}))


@pytest.fixture
def open_lrs_site(browser: Browser, tmp_path: Path, lrs_server: LrsServer) -> Iterator[Any]:
    """`open_lrs_site(learner="ask")`: the site of a course with these settings, and with an LRS."""
    sites: list[Any] = []

    def start(**settings: Any) -> LrsSite:
        folder = write_course(tmp_path / "course", {"one": question("first")}, privacy=PRIVACY, **settings)
        sites.append(open_site(browser, folder))
        return LrsSite(sites[-1].__enter__(), lrs_server)

    yield start
    for each in sites:
        each.__exit__(None, None, None)


def answer(page: Page, words: str) -> None:
    page.locator("#q_first").fill(words)
    page.locator("#q_first").blur()


def wait_for(page: Page, lrs: LrsSite, response: str) -> list[dict[str, Any]]:
    """All statements, once one has this response."""
    for _ in range(100):
        found = lrs.statements()
        if any(each.get("result", {}).get("response") == response for each in found):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(response)


def test_statements_of_a_site_are_of_one_random_learner_for_each_browser(open_lrs_site: Any) -> None:
    lrs = open_lrs_site()
    context = lrs.site.context()
    for words in ("Once", "Twice"):
        page = lrs.site.open(context)
        expect(page.locator(FORM)).to_have_count(0)
        answer(page, words)
        found = wait_for(page, lrs, words)
        page.close()
    assert len({json.dumps(each["actor"]) for each in found}) == 1
    assert len({each["context"]["registration"] for each in found}) == 1
    assert sum("resumed" in each["verb"]["id"] for each in found) == 1
    page = lrs.site.open()
    answer(page, "Somebody else")
    assert len({json.dumps(each["actor"]) for each in wait_for(page, lrs, "Somebody else")}) == 2


def test_a_learner_may_give_a_name_before_anything_is_told(open_lrs_site: Any) -> None:
    lrs = open_lrs_site(learner="ask")
    context = lrs.site.context()
    page = lrs.site.open(context)
    expect(page.locator(FORM)).to_contain_text(PRIVACY["readers"])
    answer(page, "Before")
    page.wait_for_timeout(2_500)
    assert lrs.statements() == []
    page.get_by_label(PAGE_TEXT["learner_name"]).fill("  A.   Jansen ")
    page.keyboard.press("Enter")
    expect(page.locator(FORM)).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    found = wait_for(page, lrs, "Before")
    assert found == lrs.of_account("A. Jansen")
    page.close()
    page = lrs.site.open(context)
    answer(page, "After")
    assert wait_for(page, lrs, "After") == lrs.of_account("A. Jansen")
    expect(page.locator(FORM)).to_be_hidden()


def test_a_learner_may_leave_the_name_out_and_is_not_asked_again(open_lrs_site: Any) -> None:
    lrs = open_lrs_site(learner="ask")
    context = lrs.site.context()
    page = lrs.site.open(context)
    page.get_by_role("button", name=PAGE_TEXT["learner_give"]).click()
    expect(page.locator(FORM)).to_be_visible()  # nothing was given
    page.get_by_role("button", name=PAGE_TEXT["learner_skip"]).click()
    answer(page, "Nameless")
    assert wait_for(page, lrs, "Nameless")
    page.close()
    page = lrs.site.open(context)
    page.wait_for_timeout(500)
    expect(page.locator(FORM)).to_be_hidden()


def test_axe_finds_nothing_where_a_name_is_asked(open_lrs_site: Any) -> None:
    page = open_lrs_site(learner="ask").site.open()
    expect(page.locator(FORM)).to_be_visible()
    assert find_violations(page.main_frame) == []
    for place in page.locator(f"{FORM} input, {FORM} button").all():
        box = place.bounding_box()
        assert box
        assert box["height"] >= 24  # WCAG 2.2, 2.5.8


def test_a_site_with_an_lrs_says_who_reads_along(open_lrs_site: Any) -> None:
    page = open_lrs_site().site.open()
    readers = PAGE_TEXT["read_by"].format(**PRIVACY)
    expect(page.locator("#_notice .readers")).to_have_text(readers)
    expect(page.locator("#_standing p")).to_have_text(PAGE_TEXT["site_device"].format(**PRIVACY))


def test_without_an_lrs_nobody_is_asked_for_a_name(browser: Browser, tmp_path: Path) -> None:
    folder = write_course(tmp_path / "course", {"one": question("first")}, learner="ask")
    with open_site(browser, folder) as site:
        page = site.open()
        page.wait_for_timeout(500)
        expect(page.locator(FORM)).to_have_count(0)
