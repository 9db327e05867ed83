"""A site without a connection, a site that gets a new version, and where nothing is kept at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from support.browser.lms_harness import question, wait_until_ready, write_course
from support.browser.web_site import WebSite, open_site, wait_until, wait_until_kept

from scormbuild.preview.server import Preview

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
IS_WAITING = "navigator.serviceWorker.getRegistration().then((it) => Boolean(it.waiting))"
REGISTRATIONS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"


def write_version(folder: Path, version: str, title: str) -> Path:
    """The course in another version; script and page are the same but for what the page says."""
    text = f"---\ntitle: {title}\n---\n![A square](media/square.svg)\n\n{question('first')}"
    write_course(folder, {"one": text}, version=version)
    (folder / "media").mkdir(exist_ok=True)
    (folder / "media/square.svg").write_text(PICTURE)
    return folder


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Iterator[WebSite]:
    with open_site(browser, write_version(tmp_path / "course", "1.0.0", "Before")) as opened:
        yield opened


@pytest.fixture
def visited(site: WebSite) -> BrowserContext:
    """A browser that was there once, for as long as it takes to keep it all."""
    context = site.context()
    page = site.open(context)
    wait_until_kept(page)
    page.close()
    return context


def test_after_the_first_visit_a_course_is_there_without_a_connection(
    site: WebSite, visited: BrowserContext
) -> None:
    site.files.clear()  # and the server has nothing more to give
    visited.set_offline(True)
    page = site.open(visited, "/index.html?from=mail#one")
    assert page.evaluate("document.querySelector('img').naturalWidth") == 9
    page.locator("#q_first").fill("Words")
    page.wait_for_timeout(400)
    page.close()
    expect(site.open(visited).locator("#q_first")).to_have_value("Words")


def test_a_new_version_is_there_at_the_next_visit_with_all_answers(
    site: WebSite, visited: BrowserContext
) -> None:
    page = site.open(visited)
    page.locator("#q_first").fill("Words")
    write_version(site.folder, "1.1.0", "After")
    site.publish()
    page.reload()
    wait_until_ready(page.main_frame)
    expect(page.locator("#one h1")).to_have_text("Before")  # an open course goes on as it began
    wait_until(page, IS_WAITING)
    page.reload()
    wait_until_ready(page.main_frame)
    expect(page.locator("#one h1")).to_have_text("After")
    expect(page.locator("#q_first")).to_have_value("Words")
    wait_until(page, "caches.keys().then((names) => names.length === 1)")


def test_half_an_upload_reaches_nobody_who_was_there_before(site: WebSite, visited: BrowserContext) -> None:
    before = dict(site.files)
    write_version(site.folder, "1.1.0", "After")
    site.publish()
    site.files["style.css"] = before["style.css"] + b"/* not yet */"
    for _ in range(2):
        page = site.open(visited)
        page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update()).catch(() => {})")
        page.wait_for_timeout(300)
        expect(page.locator("#one h1")).to_have_text("Before")
        page.close()
    site.publish()
    page = site.open(visited)
    # The look that opening brings may still be at the half one: another one comes after it.
    page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
    wait_until(page, IS_WAITING)
    page.close()
    expect(site.open(visited).locator("#one h1")).to_have_text("After")


def test_another_course_on_the_same_server_keeps_what_it_has(site: WebSite, visited: BrowserContext) -> None:
    for path, content in dict(site.files).items():
        site.files[f"other/{path}"] = content
    site.files["other/"] = site.files["index.html"]
    page = site.open(visited, "/other/index.html")
    wait_until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 2)")
    wait_until(page, "caches.keys().then((names) => names.length === 2)")
    assert page.evaluate(REGISTRATIONS) == 2


@pytest.mark.parametrize(
    "address", ["/around.html", "/?endpoint=https%3A%2F%2Flms.example.org%2Fxapi&actor=%7B%7D"]
)
def test_nothing_is_kept_of_a_course_that_a_learning_system_opened(site: WebSite, address: str) -> None:
    site.files["around.html"] = (
        b"<!doctype html><script>window.API = { LMSInitialize: () => 'true' };</script>"
        b'<iframe src="/index.html"></iframe>'
    )
    page = site.context().new_page()
    page.goto(site.origin + address)
    expect(page.frames[-1].locator("#q_first")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate(REGISTRATIONS) == 0


def test_nothing_is_kept_of_a_site_that_is_played_within_the_previews_lms(
    site: WebSite, tmp_path: Path
) -> None:
    context = site.context()
    # The preview's own policy would stop it too, so what counts is that nobody tries.
    context.add_init_script(
        "window.tries = 0;"
        "if (navigator.serviceWorker) navigator.serviceWorker.register = async () => { window.tries += 1; };"
    )
    page = context.new_page()
    with Preview(lambda: site.files, site.folder, tmp_path / "lms.json", poll=60) as preview:
        page.goto(preview.url)
        expect(page.frame_locator("iframe").locator("#q_first")).to_be_visible()
        assert [frame.evaluate("window.tries") for frame in page.frames] == [0, 0]


def test_nothing_is_kept_where_the_page_itself_has_an_api(site: WebSite) -> None:
    context = site.context()
    context.add_init_script("window.API_1484_11 = {};")
    page = site.open(context)
    page.wait_for_timeout(300)
    assert page.evaluate(REGISTRATIONS) == 0
