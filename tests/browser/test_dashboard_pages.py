"""The pages of reports in a browser: read, searched and chosen by keyboard, on a phone, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support.browser.page_checks import find_violations
from support.dashboard.sample_course import (
    ANSWERS,
    COURSE,
    HOSTILE,
    HOSTILE_NAME,
    SCRIPT,
    START,
    fill_dashboard,
)

from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import logins, organisations, password
from scormbuild.lrs.database.clock import now_microseconds
from scormbuild.lrs.settings import Settings, lake_folder

pytestmark = pytest.mark.xdist_group("browser/dashboard pages")  # what is made once for the file
PASSWORD = "een zin van twaalf"
PATHS = "completion progress time quizzes opinions choices attempts activity quality snapshot"
REPORTS = [f"reports/{name}" for name in PATHS.split()]
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
TARGETS = ", ".join(f"main {each}" for each in ("a[href]", "button", "input", "select", "summary"))
TOO_SMALL = f"""() => [...document.querySelectorAll('{TARGETS}')].filter((each) => {{
    const box = (each.closest('.tick') ?? each).getBoundingClientRect();
    const inSentence = each.matches('p a') && getComputedStyle(each).display === 'inline';
    return each.checkVisibility() && !inSentence && (box.width < 24 || box.height < 24);
}}).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LrsServer, dict[int, str]]]:
    """An LRS with a dashboard over what sixteen learners told, and a login for each role."""
    url = f"sqlite:///{tmp_path_factory.mktemp('pages') / 'desk.db'}"
    people = fill_dashboard(url, lake_folder(Settings(database=url)))
    # Two months later on any day: of what is older than a year pages show nothing unless asked.
    behind = now_microseconds() - int((START + timedelta(days=60)).timestamp() * 1e6)
    with LrsServer(url, dashboard=True, clock=lambda: now_microseconds() - behind) as started:
        with started.lrs.database.writing() as connection:
            owner = organisations.ensure_default(connection).id
            secret = password.hash_password(PASSWORD)
            for name, roles in (("reader", ["reader"]), ("analyst", ["analyst"])):
                logins.create_login(connection, name, owner, roles, password=secret, language="en")
            for name in ("nl", "en"):
                roles = ["administrator", "analyst", "reader"]
                logins.create_login(connection, name, owner, roles, password=secret, language=name)
        yield started, people


class DashboardBrowser:
    """A browser that is logged in; `faults` is what mustn't happen on any page."""

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.address, self.faults = address, []
        self.page = context.new_page()
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda shown: self.faults.append(shown.message))
        self.page.on("request", self.check_request)
        self.page.goto(f"{address}login")
        self.page.locator("#name").fill(name)
        self.page.locator("#password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("h1")).not_to_have_text("Log in")

    def check_request(self, request: object) -> None:
        """Nothing is fetched from elsewhere."""
        if not request.url.startswith(self.address):
            self.faults.append(request.url)

    def open(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(f"{self.address}{path}")
        return self.page


@pytest.fixture
def log_in(browser: Browser, sample_server: tuple[LrsServer, dict[int, str]]) -> Iterator[object]:
    """`log_in(name)`: somebody at the dashboard; afterwards, that nothing went wrong for anybody."""
    opened: list[tuple[BrowserContext, DashboardBrowser]] = []

    def log_in(name: str, **context: object) -> DashboardBrowser:
        made = browser.new_context(**context)
        opened.append((made, DashboardBrowser(made, sample_server[0].dashboard_url, name)))
        return opened[-1][1]

    yield log_in
    faults = [fault for _, desk in opened for fault in desk.faults]
    for context, _ in opened:
        context.close()
    assert faults == []


def test_a_reader_reads_and_searches_answers_by_keyboard_and_script_in_one_is_text(log_in) -> None:
    page = log_in("reader", viewport=DESKTOP).open(f"answers?course={COURSE}")
    page.get_by_role("link", name=HOSTILE["prompt"]).press("Enter")
    expect(page.get_by_role("heading", level=2)).to_have_text(HOSTILE["prompt"])
    expect(page.locator("blockquote")).to_have_count(16)
    expect(page.get_by_text(SCRIPT)).to_be_visible()
    assert page.locator("script, style, [style], [onclick], img, iframe").count() == 0
    page.get_by_role("searchbox", name="Search the answers").focus()
    page.keyboard.type("woorden VAN cursist 12")
    page.keyboard.press("Enter")
    expect(page.locator("blockquote")).to_have_count(1)
    expect(page.locator("blockquote")).to_have_text(ANSWERS[12])
    expect(page.locator("mark").first).to_have_text("Wóórden")


def test_an_analyst_sees_nobodys_words_or_names_and_chooses_by_keyboard(log_in, sample_server) -> None:
    desk = log_in("analyst", viewport=DESKTOP)
    page = desk.open("")
    page.locator("#course").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.locator("h1")).to_have_text(HOSTILE["title"])
    assert page.locator("#team").input_value() == HOSTILE["team"]
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Progress").first.press("Enter")
    expect(page.locator("#course")).to_have_value(COURSE)
    expect(page.locator("figure")).to_have_count(1)
    paths = [
        "",
        *REPORTS,
        f"person?person={sample_server[1][3]}",
        "statements",
        "help",
    ]
    for path in paths:
        said = desk.open(path).content()
        for secret in (*ANSWERS.values(), "Geheim", HOSTILE_NAME, "Meer", "Number"):
            assert secret not in said, path
    assert desk.page.request.get(f"{desk.address}answers").status == 403


@pytest.mark.parametrize(("language", "scheme", "size"), [("nl", "light", PHONE), ("en", "dark", DESKTOP)])
def test_axe_finds_nothing_on_any_page_and_none_is_wider_than_the_screen(
    log_in, sample_server, language, scheme, size
) -> None:
    desk = log_in(language, viewport=size, color_scheme=scheme)
    question = f"answers?course={COURSE}&question={COURSE}/interactions/seen"
    person = f"person?person={sample_server[1][1]}&names=yes"
    paths = ["", *REPORTS, question, person, "statements?limit=3"]
    if size is PHONE:
        paths += [f"?course={COURSE}", f"answers?course={COURSE}&words=geheim", "help", "help/choices"]
    for path in paths:
        page = desk.open(path)
        for summary in page.locator("main details:not([open]) > summary").all()[:1]:
            summary.click()
        assert page.locator("html").get_attribute("lang") == language
        assert find_violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        assert page.evaluate(TOO_SMALL) == [], path
        assert page.get_by_role("heading", level=1).count() == 1


def test_charts_and_frames_stand_out_in_forced_colours_and_on_paper(log_in) -> None:
    page = log_in("en", viewport=DESKTOP, forced_colors="active").open("reports/progress")
    full, track = (page.locator(f"rect.{each}").first for each in ("full", "track"))
    colour = "each => getComputedStyle(each).fill"
    assert full.evaluate(colour) != track.evaluate(colour)
    page.emulate_media(media="print")
    expect(page.locator("form.filters")).to_be_hidden()
    expect(page.locator("table")).to_be_visible()
