"""The strictest policy, no word from the console, and nobody else on the line until a film is asked for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Request, Route, expect
from support.browser.lms_harness import PAGE_TEXT, LmsHarness, StartLms
from support.browser.page_checks import EVERY_BLOCK, fill_page, open_page, unfold, visit_pages

FILMS = "www.youtube-nocookie.com"
# Every breach of the policy, from the first moment on.
WATCH = (
    """addEventListener('securitypolicyviolation', (breach) => console.error(breach.violatedDirective));"""
)


@pytest.fixture
def console_errors() -> list[str]:
    return []


def record_complaints(context: BrowserContext, console_errors: list[str]) -> BrowserContext:
    context.add_init_script(WATCH)
    context.on(
        "console", lambda message: console_errors.append(message.text) if message.type != "log" else None
    )
    return context


def record_requests(context: BrowserContext) -> list[Request]:
    """All that this browser asks for from now on."""
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))  # noqa: PLW0108  (Playwright marks its listeners)
    return asked


def foreign_hosts(lms: LmsHarness, asked: list[Request]) -> set[str]:
    """Whom the browser asked for something, but for the LMS."""
    here = urlsplit(lms.url).netloc
    return {urlsplit(request.url).netloc for request in asked if request.url.startswith("http")} - {here}


def test_webcare_runs_under_the_strictest_policy_without_a_word_from_the_console(
    webcare_of_each_standard: LmsHarness, console_errors: list[str]
) -> None:
    webcare = webcare_of_each_standard
    course = webcare.open(record_complaints(webcare.context(), console_errors))
    for _ in visit_pages(course):
        unfold(course)
        for field in course.locator("textarea:visible").all():
            field.fill("Een antwoord.")
    webcare.wait_until(lambda: webcare.status() == "completed")
    # A first launch finds nothing in an LRS, which browsers always tell.
    assert [each for each in console_errors if "404 (Not Found)" not in each] == []


def test_every_block_runs_under_the_strictest_policy_and_asks_nobody_else(
    start_lms: StartLms, console_errors: list[str]
) -> None:
    lms = start_lms(EVERY_BLOCK)
    context = record_complaints(lms.context(), console_errors)
    asked = record_requests(context)
    course = lms.open(context)
    for _ in visit_pages(course):
        unfold(course)
        fill_page(course, "Some words.")
    for name in ("copy_all", "download", "forget"):
        course.get_by_role("button", name=PAGE_TEXT[name]).click()
    assert console_errors == []
    assert foreign_hosts(lms, asked) == set()


@pytest.mark.parametrize("alone", [False, True])
def test_only_the_learner_sends_for_a_film_and_only_where_no_cookies_are(
    start_lms: StartLms, alone: bool
) -> None:
    lms = start_lms(EVERY_BLOCK)
    context = lms.context()
    context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", lambda route: route.abort())
    asked = record_requests(context)
    course = lms.open_without_lms(context) if alone else lms.open(context)
    for _ in visit_pages(course):
        assert foreign_hosts(lms, asked) == set()
    open_page(course, "words")
    with context.expect_event("request", lambda request: FILMS in request.url):
        course.locator("#q_film button").click()
    assert foreign_hosts(lms, asked) == {FILMS}


def test_the_policy_stands_in_the_page_for_an_lms_that_sends_none(start_lms: StartLms) -> None:
    lms = start_lms(EVERY_BLOCK)
    page = lms.preview_lms.builds.files["index.html"].decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    directives = dict(part.strip().split(" ", 1) for part in policy[1].split(";"))
    assert directives["default-src"] == "'none'"
    assert "unsafe" not in policy[1]
    assert directives["script-src"].split()[0] == "'self'"
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_policy_in_the_page_stops_a_script_that_gets_in(start_lms: StartLms) -> None:
    lms = start_lms(EVERY_BLOCK)
    context = lms.context()

    def without_header(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if "security-policy" not in name}
        planted = answer.text().replace("</main>", "<script>document.title = 'caught'</script></main>")
        route.fulfill(response=answer, headers=headers, body=planted)

    context.route("**/course/index.html", without_header)
    course = lms.open_without_lms(context)
    expect(course).not_to_have_title("caught")
    assert course.evaluate("document.scripts.length") == 2


def test_the_page_has_nothing_inline_and_loads_nothing_but_its_own_files(start_lms: StartLms) -> None:
    page = start_lms(EVERY_BLOCK).preview_lms.builds.files["index.html"].decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert re.findall(r"<script[^>]*>[^<]*", page) == ['<script src="player.js" defer>']
    sources = set(re.findall(r'\b(?:src|poster)="([^"]+)"', page))
    assert {each for each in sources if not each.startswith("media/")} == {"player.js"}
    # An empty icon, or else the browser asks the LMS's server for one.
    assert re.findall(r'<link[^>]*href="([^"]+)"', page) == ["data:,", "style.css"]


def test_another_site_learns_nothing_from_a_link(start_lms: StartLms) -> None:
    course = start_lms(EVERY_BLOCK).open()
    links = course.locator("a[target=_blank]")
    assert links.count() >= 2
    rels = links.evaluate_all("all => all.map((link) => link.rel)")
    assert all({"noopener", "noreferrer"} & set(rel.split()) for rel in rels)
