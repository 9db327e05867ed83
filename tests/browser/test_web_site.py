"""The target web in a browser: answers that stay, go along in a file and come back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, question, wait_until_ready, write_course
from support.browser.page_checks import EVERY_BLOCK, find_violations, visit_pages
from support.browser.sites import serve_files
from support.browser.web_site import WebSite, open_site, wait_until_kept

from scormbuild.course.build import build_packages

PLAYER = Path(__file__).parents[2] / "player/src"
WORDS = "Ik zou eerst luisteren. 🎈"
PAGES = {
    "one": question("first", "What is your first thought?"),
    "two": ":::{choice} fruit\n\nWhich?\n\n- [x] Apple\n- [ ] Stone\n:::\n",
}


@pytest.fixture
def site(browser: Browser, tmp_path: Path) -> Iterator[WebSite]:
    """A course with an open question and a choice."""
    with open_site(browser, write_course(tmp_path / "course", PAGES)) as opened:
        yield opened


def answer(page: Page, words: str) -> None:
    """Answer the open question, and wait until this browser has it."""
    page.locator("#q_first").fill(words)
    page.locator("#q_first").blur()
    page.wait_for_timeout(400)


def choose_apple(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#two")
    page.locator("#q_fruit input[value=a]").check()
    page.locator("#q_fruit button").click()


def download(page: Page, folder: Path) -> Path:
    """The file of answers, as a learner gets it."""
    page.goto(page.url.split("#")[0] + "#_answers")
    with page.expect_download() as waiting:
        page.locator("#_download").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def load(page: Page, path: Path) -> str:
    """What the course says to a file that is put back."""
    page.goto(page.url.split("#")[0] + "#_answers")
    # What was said of a file before isn't what is said of this one.
    page.evaluate("document.querySelector('#_loaded').textContent = ''")
    page.locator("#_load").set_input_files(path)
    expect(page.locator("#_loaded")).not_to_be_empty()
    return page.locator("#_loaded").inner_text()


def test_what_was_typed_is_there_when_the_site_is_opened_again(site: WebSite) -> None:
    context = site.context()
    page = site.open(context)
    answer(page, WORDS)
    page.close()
    expect(site.open(context).locator("#q_first")).to_have_value(WORDS)
    expect(site.open().locator("#q_first")).to_have_value("")


def test_the_status_says_where_answers_are_and_names_no_learning_site(site: WebSite) -> None:
    page = site.open()
    expect(page.locator("#_standing p")).to_have_text(PLAYER_TEXT["alone_device"])
    answer(page, WORDS)
    page.goto(f"{site.origin}/#_answers")
    for text in page.locator("main, header").all_inner_texts():
        assert "learning site" not in text


def test_a_downloaded_file_brings_answers_to_another_browser(site: WebSite, tmp_path: Path) -> None:
    page = site.open()
    answer(page, WORDS)
    choose_apple(page)
    path = download(page, tmp_path)
    assert WORDS in path.read_text(encoding="utf-8")
    other = site.open()
    assert load(other, path) == "2 answers put back."
    expect(other.locator("#q_first")).to_have_value(WORDS)
    expect(other.locator("#q_fruit input[value=a]")).to_be_checked()
    expect(other.locator("#_standing p")).to_contain_text(PLAYER_TEXT["done"])
    other.reload()
    wait_until_ready(other.main_frame)
    expect(other.locator("#q_first")).to_have_value(WORDS)


def test_a_file_writes_over_nothing_without_asking(site: WebSite, tmp_path: Path) -> None:
    page = site.open()
    answer(page, WORDS)
    path = download(page, tmp_path)
    context = site.context()
    other = site.open(context)
    answer(other, "Something else")
    assert PLAYER_TEXT["load_kept"] in load(other, path)
    other.close()
    again = site.open(context, "/#one")
    expect(again.locator("#q_first")).to_have_value("Something else")
    again.get_by_role("button", name=PLAYER_TEXT["use_ours"]).click()
    expect(again.locator("#q_first")).to_have_value(WORDS)


def test_a_mailed_file_whose_line_was_broken_comes_back(site: WebSite, tmp_path: Path) -> None:
    page = site.open()
    answer(page, WORDS)
    path = download(page, tmp_path)
    text, _, line = path.read_text(encoding="utf-8").rpartition("\nscormbuild:")
    broken = "\n".join(line[start : start + 60] for start in range(0, len(line), 60))
    path.write_text(f"> hello\nscormbuild: is nice\n{text}\nscormbuild:{broken}", encoding="utf-8")
    assert load(site.open(), path) == "1 answer put back."


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x00\xff" * 5000, b"scormbuild:", b"\nscormbuild:AAAA.2AAAA\n"]
)
def test_what_is_no_file_of_answers_is_said_so_and_changes_nothing(
    site: WebSite, tmp_path: Path, content: bytes
) -> None:
    page = site.open()
    answer(page, WORDS)
    (tmp_path / "other.txt").write_bytes(content)
    assert load(page, tmp_path / "other.txt") == PLAYER_TEXT["load_unreadable"]
    expect(page.locator("#q_first")).to_have_value(WORDS)


def test_a_file_with_a_letter_changed_is_not_taken(site: WebSite, tmp_path: Path) -> None:
    page = site.open()
    answer(page, WORDS)
    path = download(page, tmp_path)
    text = path.read_text(encoding="utf-8").rstrip()
    path.write_text(f"{text[:-8]}{'B' if text[-8] == 'A' else 'A'}{text[-7:]}\n", encoding="utf-8")
    assert load(site.open(), path) == PLAYER_TEXT["load_unreadable"]


FORGE = """
import { encodeState, emptyState } from './state.js';
import { shortKey } from './short-key.js';
const [answers, check] = JSON.parse(process.argv[1]);
const text = encodeState({ ...emptyState(), answers, seen: ['elsewhere'], extra: { course: 'trial' } });
console.log(`scormbuild:${check || shortKey(text)}.${text}`);
"""


def forge(answers: dict[str, object], check: str = "") -> str:
    """The last line of a file that somebody made by hand, with all that the course looks at."""
    command = ["node", "--input-type=module", "--eval", FORGE, json.dumps([answers, check])]
    return "\n" + subprocess.check_output(command, cwd=PLAYER, text=True)


def test_of_a_file_that_was_made_by_hand_only_possible_answers_are_taken(
    site: WebSite, tmp_path: Path
) -> None:
    answers: dict[str, object] = {
        "fruit": "z 1",
        "first": "Mine",
        "nobody": "x",
        "__proto__": "x",
        "constructor": "x",
    }
    (tmp_path / "made.txt").write_text(forge(answers))
    page = site.open()
    assert load(page, tmp_path / "made.txt") == "1 answer put back."
    expect(page.locator("#q_first")).to_have_value("Mine")
    (tmp_path / "made.txt").write_text(forge({"first": 5}))
    assert load(page, tmp_path / "made.txt") == "0 answers put back."
    expect(page.locator("#q_first")).to_have_value("Mine")


def test_a_file_whose_check_is_wrong_is_not_taken(site: WebSite, tmp_path: Path) -> None:
    (tmp_path / "made.txt").write_text(forge({"first": "Mine"}, "AAAA"))
    assert load(site.open(), tmp_path / "made.txt") == PLAYER_TEXT["load_unreadable"]


def test_a_file_of_another_course_is_not_taken(site: WebSite, browser: Browser, tmp_path: Path) -> None:
    page = site.open()
    answer(page, WORDS)
    path = download(page, tmp_path)
    with open_site(browser, write_course(tmp_path / "second", PAGES, id="second")) as second:
        assert load(second.open(), path) == PLAYER_TEXT["load_other"]


def test_the_browser_is_asked_to_keep_answers_at_the_first_and_not_before(site: WebSite) -> None:
    context = site.context()
    context.add_init_script(
        "window.asked = 0;"
        "if (navigator.storage) navigator.storage.persist = async () => { window.asked += 1; };"
    )
    page = site.open(context)
    assert page.evaluate("window.asked") == 0
    page.locator("#q_first").type("two")
    assert page.evaluate("window.asked") == 1


def test_a_single_file_keeps_answers_and_runs_under_its_policy_from_a_disk(
    browser: Browser, tmp_path: Path
) -> None:
    folder = write_course(tmp_path / "course", {**EVERY_BLOCK, **TWO_PAGES})
    ((path, _),) = build_packages(folder, tmp_path, single_file=True)
    context = browser.new_context()
    complaints: list[str] = []
    context.on("console", lambda message: complaints.append(message.text))
    context.on("weberror", lambda fault: complaints.append(f"{fault.error}"))
    page = context.new_page()
    page.goto(path.as_uri() + "#one")
    wait_until_ready(page.main_frame)
    answer(page, WORDS)
    page.close()
    again = context.new_page()
    again.goto(path.as_uri() + "#one")
    wait_until_ready(again.main_frame)
    expect(again.locator("#q_first")).to_have_value(WORDS)
    with serve_files({"index.html": path.read_bytes()}) as port:
        again.goto(f"http://127.0.0.1:{port}/")
        wait_until_ready(again.main_frame)
    context.close()
    assert complaints == []


def test_axe_finds_nothing_on_any_page_of_a_site(site: WebSite) -> None:
    page = site.open()
    answer(page, WORDS)
    found = [
        f"{name}: {fault}"
        for name in visit_pages(page.main_frame)
        for fault in find_violations(page.main_frame)
    ]
    assert not found


def test_answers_are_put_back_by_keyboard(site: WebSite, tmp_path: Path) -> None:
    page = site.open()
    answer(page, WORDS)
    path = download(page, tmp_path)
    other = site.open(address="/#_answers")
    other.locator("#_download").focus()
    other.keyboard.press("Tab")
    assert other.evaluate("document.activeElement.id") == "_load"
    other.locator(":focus").set_input_files(path)
    expect(other.locator("#_loaded")).to_have_text("1 answer put back.")


def test_a_site_in_a_frame_says_at_once_that_nobody_else_has_the_answers(site: WebSite) -> None:
    site.files["around.html"] = b'<!doctype html><iframe src="/index.html"></iframe>'
    page = site.context().new_page()
    page.goto(f"{site.origin}/around.html")
    frame = page.frames[-1]
    expect(frame.locator("#_standing p")).to_have_text(PLAYER_TEXT["alone_device"], timeout=2_000)


def test_a_page_that_was_kept_is_told_by_the_browser(site: WebSite) -> None:
    page = site.open()
    wait_until_kept(page)
    assert page.evaluate("caches.keys().then((names) => names.length)") == 1
