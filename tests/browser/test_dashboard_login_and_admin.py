"""The door of the dashboard and the pages behind it that administrators use, in a browser."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser.page_checks import find_violations

from scormbuild.demo.server import LrsServer
from scormbuild.lrs.auth import credentials, logins, organisations, password
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.store import audit

pytestmark = pytest.mark.xdist_group("browser/dashboard login")  # what is made once for the file
PASSWORD = "een zin van twaalf"
PATHS = ("login", "keys", "logins", "organisations", "health", "audit-log", "password", "nowhere")
LONG = "Arbeidsongeschiktheidsverzekeringsmaatschappij" * 3


@pytest.fixture(scope="module")
def dashboard_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LrsServer]:
    """An LRS with a dashboard, a key, and somebody of each language who may do everything."""
    folder = tmp_path_factory.mktemp("desk")
    with LrsServer(f"sqlite:///{folder / 'dashboard_server.db'}", dashboard=True) as started:
        with started.lrs.database.writing() as connection:
            owner = organisations.ensure_default(connection).id
            organisations.create_organisation(connection, f"Zorg <script>alert(1)</script> {LONG}"[:200])
            for name in ("nl", "en"):
                roles = ["administrator", "auditor", "reader"]
                logins.create_login(
                    connection, name, 0, roles, password=password.hash_password(PASSWORD), language=name
                )
            credentials.create_credential(
                connection, owner, f"<img src=x onerror=alert(1)> {LONG}", {"all"}, Limits()
            )
            audit.insert_audit_entry(
                connection, owner, "login <b>", "read", {"course": f"https://example.org/{LONG}"}
            )
        yield started


@pytest.fixture
def page(browser: Browser, dashboard_server: LrsServer) -> Iterator[Page]:
    """A phone of 320 px, on which nothing may go wrong."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="en-GB")
    found = context.new_page()
    faults: list[str] = []
    found.on("console", lambda said: faults.extend([said.text] if said.type == "error" else []))
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on(
        "request",
        lambda each: faults.extend([] if each.url.startswith(dashboard_server.dashboard_url) else [each.url]),
    )
    yield found
    context.close()
    assert [fault for fault in faults if "status of 40" not in fault] == []


def log_in(
    page: Page, dashboard_server: LrsServer, name: str, secret: str = PASSWORD, path: str = "health"
) -> None:
    """Log in with the keyboard alone."""
    page.goto(f"{dashboard_server.dashboard_url}{path}")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(secret)
    page.keyboard.press("Enter")


def test_by_keyboard_in_with_a_wrong_and_a_right_password_and_out_again(
    page: Page, dashboard_server: LrsServer
) -> None:
    log_in(page, dashboard_server, "en", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("username or password is wrong")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{dashboard_server.dashboard_url}health")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.get_by_role("button", name="Log out").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{dashboard_server.dashboard_url}login")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_a_key_is_made_with_the_forms_of_the_page_and_its_secret_shown_once(
    page: Page, dashboard_server: LrsServer
) -> None:
    log_in(page, dashboard_server, "nl", path="keys")
    page.get_by_label("Naam").fill("mijn sleutel")
    page.get_by_role("button", name="Sleutel maken").click()
    expect(page.locator(".secret code")).to_have_count(2)
    secret = page.locator(".secret code").last.inner_text()
    page.get_by_role("button", name="Sleutel mijn sleutel intrekken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sleutel intrekken: mijn sleutel?")
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Intrekken", exact=True).click()
    expect(page.get_by_role("row", name="mijn sleutel")).to_contain_text("ingetrokken")
    assert secret not in page.content()
    page.get_by_text("Pagina's", exact=True).click()
    page.get_by_role("link", name="Auditlog").click()
    expect(page.get_by_role("row", name="Sleutel ingetrokken")).to_have_count(1)


def test_who_logs_out_leaves_nothing_to_go_back_to_and_the_browser_stays_known(
    page: Page, dashboard_server: LrsServer
) -> None:
    log_in(page, dashboard_server, "en", path="audit-log")
    expect(page.get_by_role("heading", name="Audit log", level=1)).to_be_visible()
    page.evaluate("localStorage.setItem('words', 'of a course at the same origin')")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert {each["name"] for each in page.context.cookies()} == {"desk-known", "desk-door"}
    assert page.evaluate("localStorage.getItem('words')") == "of a course at the same origin"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_name_of_who_is_in_stands_level_with_the_log_out(
    page: Page, dashboard_server: LrsServer, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    log_in(page, dashboard_server, "en")
    name, button = (page.locator(f".who {each}").bounding_box() for each in ("a", "button"))
    middles = [box["y"] + box["height"] / 2 for box in (name, button)]
    assert middles[0] == pytest.approx(middles[1], abs=1)


def test_a_document_of_the_lrs_does_nothing_in_the_name_of_the_administrator_who_opens_it(
    browser: Browser, dashboard_server: LrsServer
) -> None:
    """A key for documents alone, and a page elsewhere that sends the administrator to one of them."""
    with dashboard_server.lrs.database.writing() as connection:
        owner = organisations.ensure_default(connection).id
        key = credentials.create_credential(connection, owner, "content", {"state"}, Limits())
        before = len(credentials.list_credentials(connection))
    address = f"{dashboard_server.endpoint}/activities/state"
    named = {"activityId": "https://a.example/1", "agent": '{"mbox":"mailto:a@b.example"}', "stateId": "s"}
    attack = (
        "<title>opened</title><script>document.title = 'ran';"
        "fetch('/dashboard/keys').then((page) => page.text()).then((text) => fetch('/dashboard/keys', {"
        "method: 'POST', headers: {'Content-Type': 'application/x-www-form-urlencoded'},"
        'body: `name=theirs&scope=all&token=${/token" value="(\\w+)/.exec(text)[1]}`}))'
        ".then(() => { document.title = 'done'; })</script>"
    )
    headers = {"Content-Type": "text/html", "X-Experience-API-Version": "1.0.3"}
    put = httpx.put(address, params=named, content=attack, headers=headers, auth=key)
    assert put.status_code == 204
    context = browser.new_context()
    page = context.new_page()
    log_in(page, dashboard_server, "en")
    expect(page).to_have_url(f"{dashboard_server.dashboard_url}health")
    basic = "Basic " + base64.b64encode(":".join(key).encode()).decode()
    fields = {**named, "Authorization": basic, "X-Experience-API-Version": "1.0.3"}
    page.goto("about:blank")
    page.evaluate(
        """([address, fields]) => {
            const form = document.body.appendChild(document.createElement('form'));
            Object.assign(form, { method: 'post', action: `${address}?method=GET` });
            for (const [name, value] of Object.entries(fields)) {
                form.append(Object.assign(document.createElement('input'), { name, value }));
            }
            form.submit();
        }""",
        [address, fields],
    )
    expect(page).to_have_title("opened")
    page.wait_for_timeout(500)
    assert page.title() == "opened"
    with dashboard_server.lrs.database.reading() as connection:
        assert len(credentials.list_credentials(connection)) == before
    context.close()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(
    browser: Browser, dashboard_server: LrsServer, language: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale=language)
    page = context.new_page()
    page.goto(f"{dashboard_server.dashboard_url}login")
    check_pages(page, dashboard_server, PATHS[:1], language)
    log_in(page, dashboard_server, language)
    expect(page).to_have_url(f"{dashboard_server.dashboard_url}health")
    check_pages(page, dashboard_server, PATHS[1:], language)
    page.set_viewport_size({"width": 1280, "height": 800})
    check_pages(page, dashboard_server, ("logins",), language)
    context.close()


def check_pages(page: Page, dashboard_server: LrsServer, paths: tuple[str, ...], language: str) -> None:
    """Each page, as axe and a ruler see it."""
    for path in paths:
        page.goto(f"{dashboard_server.dashboard_url}{path}")
        assert page.locator("html").get_attribute("lang") == language
        assert find_violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path
        assert page.get_by_role("heading", level=1).count() == 1


def test_no_page_has_script_or_style_of_its_own(browser: Browser, dashboard_server: LrsServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, dashboard_server, "en", path="keys")
    expect(page.get_by_role("button", name="Create key")).to_be_visible()
    assert page.locator("script, style, [style], [onclick], iframe, object").count() == 0
    assert page.locator("img").count() == 0
    page.goto(f"{dashboard_server.dashboard_url}organisations")
    expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    context.close()
