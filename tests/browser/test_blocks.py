"""Each kind of block does what it promises, and what was chosen is there again."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Locator, expect
from support.browser.lms_harness import PAGE_TEXT, PLAYER_TEXT, LmsHarness, StartLms, write_course
from support.browser.page_checks import EVERY_BLOCK, open_page

from scormbuild.course.blocks import BLOCKS

# A second of film, drawn and recorded by the browser itself.
RECORD = """async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 36 });
    const pen = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/mp4;codecs=vp9' });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const done = new Promise((resolve) => { recorder.onstop = resolve; });
    recorder.start();
    for (let hue = 0; hue < 360; hue += 12) {
        pen.fillStyle = `hsl(${hue} 50% 50%)`;
        pen.fillRect(0, 0, 64, 36);
        await new Promise((resolve) => setTimeout(resolve, 25));
    }
    recorder.stop();
    await done;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}"""
FILM = """\
:::{video} film
:title: A rainbow
:file: media/rainbow.mp4
:captions: media/rainbow.vtt

- 0:00 Red
- 0:01 Violet

Colours.
:::
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:00.900\nThe colours of the rainbow.\n"
SCORED_PAGE = """\
:::{choice} first
:retries: 0

One?

- [x] Right
- [ ] Wrong
:::

:::{choice} second
:retries: 0

Two?

- [x] Right
- [ ] Wrong
:::
"""


@pytest.fixture
def lms(start_lms: StartLms) -> LmsHarness:
    return start_lms(EVERY_BLOCK)


def test_the_course_that_goes_through_every_check_has_every_directive() -> None:
    texts = [text for text in EVERY_BLOCK.values() if isinstance(text, str)]
    assert set(re.findall(r":{3,}\s*\{([a-z-]+)\}", "".join(texts))) == set(BLOCKS)


def open_at_page(lms: LmsHarness, page: str) -> Frame:
    course = lms.open()
    open_page(course, page)
    return course


def submit_choice(question: Locator, *labels: str) -> None:
    for label in labels:
        question.get_by_label(label).check()
    question.get_by_role("button").click()


def wait_for_answer(lms: LmsHarness, question: str, answer: str) -> None:
    lms.wait_until(lambda: lms.answers().get(question) == answer)


def test_a_wrong_choice_gets_its_feedback_and_another_try(lms: LmsHarness) -> None:
    question = open_at_page(lms, "choices").locator("#q_one-right")
    submit_choice(question, "Carrot")
    expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["wrong_again"]["one"].format(n=1))
    expect(question.get_by_text("A root.")).to_be_visible()
    expect(question.get_by_text("It grows on a tree.")).to_be_hidden()
    expect(question.locator("label", has_text="Carrot")).to_contain_text(PLAYER_TEXT["mark_wrong"])
    expect(question).not_to_contain_text(PLAYER_TEXT["mark_answer"])
    wait_for_answer(lms, "one-right", "a 1")
    question.get_by_label("Apple").check()
    expect(question.get_by_text("A root.")).to_be_hidden()
    submit_choice(question, "Apple")
    expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["right"])
    expect(question.get_by_text("It grows on a tree.")).to_be_visible()
    expect(question.get_by_role("button")).to_have_count(0)
    expect(question.get_by_label("Apple")).to_be_disabled()
    wait_for_answer(lms, "one-right", "b 2")


def test_after_the_last_try_the_right_answer_is_shown_in_words(lms: LmsHarness) -> None:
    question = open_at_page(lms, "choices").locator("#q_one-right")
    submit_choice(question, "Carrot")
    submit_choice(question, "Verpleegkundig")
    expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["wrong"])
    expect(question.locator("label", has_text="Apple")).to_contain_text(PLAYER_TEXT["mark_answer"])
    expect(question.locator("label", has_text="Verpleegkundig")).to_contain_text(PLAYER_TEXT["mark_wrong"])
    expect(question.get_by_role("button")).to_have_count(0)


def test_of_several_right_options_all_and_only_these_are_right(lms: LmsHarness) -> None:
    question = open_at_page(lms, "choices").locator("#q_two-right")
    expect(question.get_by_role("checkbox")).to_have_count(3)
    submit_choice(question, "Two", "Four")
    expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["right"])
    wait_for_answer(lms, "two-right", "a,c 1")


def test_a_part_of_the_right_options_is_not_right(lms: LmsHarness) -> None:
    question = open_at_page(lms, "choices").locator("#q_two-right")
    submit_choice(question, "Two")
    expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["wrong"])
    expect(question.locator("label", has_text="Four")).to_contain_text(PLAYER_TEXT["mark_answer"])


def test_nothing_chosen_is_no_try(lms: LmsHarness) -> None:
    question = open_at_page(lms, "choices").locator("#q_one-right")
    question.get_by_role("button").click()
    expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["choose_first"])
    expect(question.get_by_label("Apple")).to_be_enabled()
    lms.pause(1.3)
    assert "one-right" not in lms.answers()


def test_choices_and_their_verdicts_are_back_at_the_next_launch(lms: LmsHarness) -> None:
    course = open_at_page(lms, "choices")
    submit_choice(course.locator("#q_one-right"), "Carrot")
    submit_choice(course.locator("#q_two-right"), "Three")
    course.locator("#q_view").get_by_label("Agree", exact=True).check()
    course.locator("#q_list").get_by_label("I understood it.").check()
    course.locator("#q_read").get_by_label("I read the rules").check()
    for name, answer in {
        "one-right": "a 1",
        "two-right": "b 1",
        "view": "4",
        "list": "b",
        "read": "t",
    }.items():
        wait_for_answer(lms, name, answer)
    again = lms.open()
    expect(again.locator("#choices")).to_be_visible()
    expect(again.locator("#q_one-right .verdict")).to_have_text(PLAYER_TEXT["wrong_again"]["one"].format(n=1))
    expect(again.locator("#q_one-right").get_by_role("button")).to_be_enabled()
    expect(again.locator("#q_two-right .verdict")).to_have_text(PLAYER_TEXT["wrong"])
    expect(again.locator("#q_two-right").get_by_label("Three")).to_be_checked()
    expect(again.locator("#q_view").get_by_label("Agree", exact=True)).to_be_checked()
    expect(again.locator("#q_list").get_by_label("I read it.")).not_to_be_checked()
    expect(again.locator("#q_list").get_by_label("I understood it.")).to_be_checked()
    expect(again.locator("#q_read").get_by_role("checkbox")).to_be_checked()


def test_what_is_unticked_is_unticked_with_the_lms_too(lms: LmsHarness) -> None:
    course = open_at_page(lms, "choices")
    box = course.locator("#q_list").get_by_label("I read it.")
    box.check()
    wait_for_answer(lms, "list", "a")
    box.uncheck()
    wait_for_answer(lms, "list", "")


def test_two_answers_are_laid_side_by_side_once_both_are_written(lms: LmsHarness) -> None:
    course = open_at_page(lms, "words")
    question = course.locator("#q_reply")
    comparison = question.locator(".comparison")
    expect(comparison).to_be_hidden()
    question.get_by_label("As badly as you can").fill("<b>Go</b> away.")
    question.get_by_role("button").click()
    expect(question.get_by_role("status")).to_have_text(PLAYER_TEXT["both_first"])
    expect(question.get_by_label("As well as you can")).to_be_focused()
    expect(comparison).to_be_hidden()
    question.get_by_label("As well as you can").fill("We are sorry.")
    question.get_by_role("button").click()
    expect(comparison).to_contain_text("<b>Go</b> away.")
    expect(comparison).to_contain_text("We are sorry.")
    expect(comparison).to_contain_text("Is it kind?")
    question.get_by_label("As well as you can").fill("We are very sorry.")
    expect(comparison).to_contain_text("We are very sorry.")


def test_words_are_counted_where_a_number_is_asked_for_and_only_there(lms: LmsHarness) -> None:
    course = open_at_page(lms, "words")
    field = course.locator("#q_thought")
    field.fill("Just two")
    expect(course.get_by_text(PLAYER_TEXT["minimum"]["other"].format(n=3, done=2))).to_be_visible()
    field.fill("And now four words")
    expect(course.get_by_text(PLAYER_TEXT["minimum"]["other"].format(n=3, done=4))).to_be_visible()
    expect(course.get_by_text(re.compile(r"\d of \d words?"))).to_have_count(1)


def test_progress_counts_pages_and_answers_but_nothing_optional(start_lms: StartLms) -> None:
    lms = start_lms({name: EVERY_BLOCK[name] for name in ("text", "choices", "words")})
    course = open_at_page(lms, "words")
    progress = course.locator("#_progress")
    total = 9  # six on the second page; on the third a thought and two replies
    expect(progress).to_contain_text(PLAYER_TEXT["page_of"].format(n=3, total=3))
    expect(progress).to_contain_text(PLAYER_TEXT["answered"]["other"].format(n=total, done=0))
    course.locator("#q_extra").fill("Something optional.")
    course.locator("#q_thought").fill("Three words here.")
    expect(progress).to_contain_text(PLAYER_TEXT["answered"]["other"].format(n=total, done=1))
    course.locator("#_menu_button").click()
    menu = course.locator("#_menu")
    expect(menu.locator("a[href='#text']")).to_contain_text(PLAYER_TEXT["page_done"])
    expect(menu.locator("a[href='#choices']")).to_contain_text(PLAYER_TEXT["page_new"])
    expect(menu.locator("a[href='#words']")).to_contain_text(PLAYER_TEXT["page_open"]["other"].format(n=2))
    expect(menu.locator("[aria-current=page]")).to_contain_text("Words")


def test_links_to_pages_stay_inside_and_others_open_a_tab(lms: LmsHarness) -> None:
    course = lms.open()
    course.locator("#text a", has_text="another page").click()
    expect(course.locator("#choices")).to_be_visible()
    expect(course.locator("#text")).to_be_hidden()
    open_page(course, "text")
    lms.contexts[-1].route("https://example.org/**", lambda route: route.fulfill(body="elsewhere"))
    with course.page.expect_popup() as elsewhere:
        course.locator("#text a[href^=https]").first.click()
    assert elsewhere.value.evaluate("window.opener") is None
    expect(course.locator("#text")).to_be_visible()


def test_a_film_of_ones_own_plays_with_captions_and_can_be_read(
    browser: Browser, start_lms: StartLms, tmp_path: Path
) -> None:
    folder = write_course(tmp_path / "film", {"one": FILM})
    (folder / "media").mkdir()
    (folder / "media/rainbow.mp4").write_bytes(base64.b64decode(browser.new_page().evaluate(RECORD)))
    (folder / "media/rainbow.vtt").write_text(CAPTIONS)
    course = start_lms(folder).open()
    film = course.locator("video")
    expect(film).to_have_accessible_name("A rainbow")
    expect(film).to_have_js_property("controls", True)
    played = film.evaluate("""async (film) => {
        film.muted = true;
        film.textTracks[0].mode = 'showing';
        const end = new Promise((resolve) => film.addEventListener('ended', resolve));
        await film.play();
        await end;
        const { language, kind, cues } = film.textTracks[0];
        return [film.videoWidth, language, kind, cues[0].text];
    }""")
    assert played == [64, "en", "captions", "The colours of the rainbow."]
    course.locator("#q_film summary").click()
    expect(course.get_by_text("Colours.")).to_be_visible()
    course.get_by_role("link", name="0:00 Red").click()
    expect(film).to_be_focused()
    expect(film).to_have_js_property("paused", False)
    assert film.evaluate("(film) => film.currentTime") < 0.9
    assert len(course.page.context.pages) == 1


@pytest.mark.parametrize(
    ("choices", "status", "score"),
    [
        (["Right", "Right"], "passed", "100"),
        (["Right", "Wrong"], "failed", "50"),
        (["Right"], "incomplete", "50"),
    ],
)
def test_a_rule_for_the_score_decides_between_passed_and_failed(
    start_lms: StartLms, choices: list[str], status: str, score: str
) -> None:
    lms = start_lms({"one": SCORED_PAGE}, completion={"score": 80})
    course = lms.open()
    for question, choice in zip(["first", "second"], choices, strict=False):
        submit_choice(course.locator(f"#q_{question}"), choice)
    lms.wait_until(lambda: lms.data().get("cmi.core.score.raw") == score)
    lms.wait_until(lambda: lms.status() == status)
    open_page(course, "_answers")
    outcome = {
        "passed": PLAYER_TEXT["passed"],
        "failed": PLAYER_TEXT["failed"],
        "incomplete": PLAYER_TEXT["not_done"],
    }
    expect(course.locator("#_outcome")).to_contain_text(outcome[status])


@pytest.mark.parametrize(
    ("rule", "status"),
    [({"questions": "none"}, "completed"), ({"pages": "none"}, "incomplete"), ({}, "incomplete")],
)
def test_a_course_is_done_by_its_own_rule(start_lms: StartLms, rule: dict[str, str], status: str) -> None:
    lms = start_lms({"one": SCORED_PAGE, "two": "The end."}, completion=rule)
    course = lms.open()
    open_page(course, "two")
    lms.wait_until(lambda: lms.data().get("cmi.core.lesson_location") == "two")
    assert lms.status() == status


def test_without_the_pages_in_the_rule_the_answers_are_enough(start_lms: StartLms) -> None:
    lms = start_lms({"one": SCORED_PAGE, "two": "The end."}, completion={"pages": "none"})
    course = lms.open()
    for question in ("first", "second"):
        submit_choice(course.locator(f"#q_{question}"), "Wrong")
    lms.wait_until(lambda: lms.status() == "completed")


LETTERED = """\
:::{choice} why
Which two?

- [x] {#d} Right
- [ ] Wrong
- [x] {#a} Right too
:::

:::{checklist} all
Tick both.

- {#c} One
- Two
:::
"""


def test_options_with_letters_of_their_own_are_judged_by_those(start_lms: StartLms) -> None:
    lms = start_lms({"one": LETTERED})
    course = lms.open()
    for box in course.get_by_role("checkbox").all():
        if box.get_attribute("value") != "b" or box.get_attribute("name") is None:
            box.check()
    course.get_by_role("button", name=PAGE_TEXT["check"]).click()
    expect(course.locator(".verdict")).to_have_text(PLAYER_TEXT["right"])
    lms.wait_until(lambda: lms.answers() == {"why": "a,d 1", "all": "a,c"})
    lms.wait_until(lambda: lms.status() == "completed")
