"""Each kind of block does what it promises, and what was chosen is there again."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Locator, expect
from support.browser.classroom import SAYS, Classroom, Enter, write_course
from support.browser.tour import EVERY_BLOCK, open_page

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

Colours.
:::
"""
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:00.900\nThe colours of the rainbow.\n"
SCORED = """\
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
def room(enter: Enter) -> Classroom:
    return enter(EVERY_BLOCK)


def at(room: Classroom, page: str) -> Frame:
    course = room.open()
    open_page(course, page)
    return course


def choose(question: Locator, *labels: str) -> None:
    for label in labels:
        question.get_by_label(label).check()
    question.get_by_role("button").click()


def kept(room: Classroom, question: str, answer: str) -> None:
    room.until(lambda: room.answers().get(question) == answer)


def test_a_wrong_choice_gets_its_feedback_and_another_try(room: Classroom) -> None:
    question = at(room, "choices").locator("#q_one-right")
    choose(question, "Carrot")
    expect(question.locator(".verdict")).to_have_text(SAYS["wrong_again"]["one"].format(n=1))
    expect(question.get_by_text("A root.")).to_be_visible()
    expect(question.get_by_text("It grows on a tree.")).to_be_hidden()
    expect(question.locator("label", has_text="Carrot")).to_contain_text(SAYS["mark_wrong"])
    expect(question).not_to_contain_text(SAYS["mark_answer"])
    kept(room, "one-right", "a 1")
    question.get_by_label("Apple").check()
    expect(question.get_by_text("A root.")).to_be_hidden()
    choose(question, "Apple")
    expect(question.locator(".verdict")).to_have_text(SAYS["right"])
    expect(question.get_by_text("It grows on a tree.")).to_be_visible()
    expect(question.get_by_role("button")).to_have_count(0)
    expect(question.get_by_label("Apple")).to_be_disabled()
    kept(room, "one-right", "b 2")


def test_after_the_last_try_the_right_answer_is_shown_in_words(room: Classroom) -> None:
    question = at(room, "choices").locator("#q_one-right")
    choose(question, "Carrot")
    choose(question, "Verpleegkundig")
    expect(question.locator(".verdict")).to_have_text(SAYS["wrong"])
    expect(question.locator("label", has_text="Apple")).to_contain_text(SAYS["mark_answer"])
    expect(question.locator("label", has_text="Verpleegkundig")).to_contain_text(SAYS["mark_wrong"])
    expect(question.get_by_role("button")).to_have_count(0)


def test_of_several_right_options_all_and_only_these_are_right(room: Classroom) -> None:
    question = at(room, "choices").locator("#q_two-right")
    expect(question.get_by_role("checkbox")).to_have_count(3)
    choose(question, "Two", "Four")
    expect(question.locator(".verdict")).to_have_text(SAYS["right"])
    kept(room, "two-right", "a,c 1")


def test_a_part_of_the_right_options_is_not_right(room: Classroom) -> None:
    question = at(room, "choices").locator("#q_two-right")
    choose(question, "Two")
    expect(question.locator(".verdict")).to_have_text(SAYS["wrong"])
    expect(question.locator("label", has_text="Four")).to_contain_text(SAYS["mark_answer"])


def test_nothing_chosen_is_no_try(room: Classroom) -> None:
    question = at(room, "choices").locator("#q_one-right")
    question.get_by_role("button").click()
    expect(question.locator(".verdict")).to_have_text(SAYS["choose_first"])
    expect(question.get_by_label("Apple")).to_be_enabled()
    room.pause(1.3)
    assert "one-right" not in room.answers()


def test_choices_and_their_verdicts_are_back_at_the_next_launch(room: Classroom) -> None:
    course = at(room, "choices")
    choose(course.locator("#q_one-right"), "Carrot")
    choose(course.locator("#q_two-right"), "Three")
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
        kept(room, name, answer)
    again = room.open()
    expect(again.locator("#choices")).to_be_visible()
    expect(again.locator("#q_one-right .verdict")).to_have_text(SAYS["wrong_again"]["one"].format(n=1))
    expect(again.locator("#q_one-right").get_by_role("button")).to_be_enabled()
    expect(again.locator("#q_two-right .verdict")).to_have_text(SAYS["wrong"])
    expect(again.locator("#q_two-right").get_by_label("Three")).to_be_checked()
    expect(again.locator("#q_view").get_by_label("Agree", exact=True)).to_be_checked()
    expect(again.locator("#q_list").get_by_label("I read it.")).not_to_be_checked()
    expect(again.locator("#q_list").get_by_label("I understood it.")).to_be_checked()
    expect(again.locator("#q_read").get_by_role("checkbox")).to_be_checked()


def test_what_is_unticked_is_unticked_with_the_lms_too(room: Classroom) -> None:
    course = at(room, "choices")
    box = course.locator("#q_list").get_by_label("I read it.")
    box.check()
    kept(room, "list", "a")
    box.uncheck()
    kept(room, "list", "")


def test_two_answers_are_laid_side_by_side_once_both_are_written(room: Classroom) -> None:
    course = at(room, "words")
    question = course.locator("#q_reply")
    comparison = question.locator(".comparison")
    expect(comparison).to_be_hidden()
    question.get_by_label("As badly as you can").fill("<b>Go</b> away.")
    question.get_by_role("button").click()
    expect(question.get_by_role("status")).to_have_text(SAYS["both_first"])
    expect(question.get_by_label("As well as you can")).to_be_focused()
    expect(comparison).to_be_hidden()
    question.get_by_label("As well as you can").fill("We are sorry.")
    question.get_by_role("button").click()
    expect(comparison).to_contain_text("<b>Go</b> away.")
    expect(comparison).to_contain_text("We are sorry.")
    expect(comparison).to_contain_text("Is it kind?")
    question.get_by_label("As well as you can").fill("We are very sorry.")
    expect(comparison).to_contain_text("We are very sorry.")


def test_words_are_counted_where_a_number_is_asked_for_and_only_there(room: Classroom) -> None:
    course = at(room, "words")
    field = course.locator("#q_thought")
    field.fill("Just two")
    expect(course.get_by_text(SAYS["minimum"]["other"].format(n=3, done=2))).to_be_visible()
    field.fill("And now four words")
    expect(course.get_by_text(SAYS["minimum"]["other"].format(n=3, done=4))).to_be_visible()
    expect(course.get_by_text(re.compile(r"\d of \d words?"))).to_have_count(1)


def test_progress_counts_pages_and_answers_but_nothing_optional(room: Classroom) -> None:
    course = at(room, "words")
    progress = course.locator("#_progress")
    total = 9  # six on the second page; on the third a thought and two replies
    expect(progress).to_contain_text(SAYS["page_of"].format(n=3, total=3))
    expect(progress).to_contain_text(SAYS["answered"]["other"].format(n=total, done=0))
    course.locator("#q_extra").fill("Something optional.")
    course.locator("#q_thought").fill("Three words here.")
    expect(progress).to_contain_text(SAYS["answered"]["other"].format(n=total, done=1))
    course.locator("#_menu_button").click()
    menu = course.locator("#_menu")
    expect(menu.locator("a[href='#text']")).to_contain_text(SAYS["page_done"])
    expect(menu.locator("a[href='#choices']")).to_contain_text(SAYS["page_new"])
    expect(menu.locator("a[href='#words']")).to_contain_text(SAYS["page_open"]["other"].format(n=2))
    expect(menu.locator("[aria-current=page]")).to_contain_text("Words")


def test_links_to_pages_stay_inside_and_others_open_a_tab(room: Classroom) -> None:
    course = room.open()
    course.locator("#text a", has_text="another page").click()
    expect(course.locator("#choices")).to_be_visible()
    expect(course.locator("#text")).to_be_hidden()
    open_page(course, "text")
    room.contexts[-1].route("https://example.org/**", lambda route: route.fulfill(body="elsewhere"))
    with course.page.expect_popup() as elsewhere:
        course.locator("#text a[href^=https]").first.click()
    assert elsewhere.value.evaluate("window.opener") is None
    expect(course.locator("#text")).to_be_visible()


def test_a_film_of_ones_own_plays_with_captions_and_can_be_read(
    browser: Browser, enter: Enter, tmp_path: Path
) -> None:
    folder = write_course(tmp_path / "film", {"one": FILM})
    (folder / "media").mkdir()
    (folder / "media/rainbow.mp4").write_bytes(base64.b64decode(browser.new_page().evaluate(RECORD)))
    (folder / "media/rainbow.vtt").write_text(CAPTIONS)
    course = enter(folder).open()
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


@pytest.mark.parametrize(
    ("choices", "status", "score"),
    [
        (["Right", "Right"], "passed", "100"),
        (["Right", "Wrong"], "failed", "50"),
        (["Right"], "incomplete", "50"),
    ],
)
def test_a_rule_for_the_score_decides_between_passed_and_failed(
    enter: Enter, choices: list[str], status: str, score: str
) -> None:
    room = enter({"one": SCORED}, completion={"score": 80})
    course = room.open()
    for question, choice in zip(["first", "second"], choices, strict=False):
        choose(course.locator(f"#q_{question}"), choice)
    room.until(lambda: room.data().get("cmi.core.score.raw") == score)
    room.until(lambda: room.status() == status)
    open_page(course, "_answers")
    outcome = {"passed": SAYS["passed"], "failed": SAYS["failed"], "incomplete": SAYS["not_done"]}
    expect(course.locator("#_outcome")).to_contain_text(outcome[status])


@pytest.mark.parametrize(
    ("rule", "status"),
    [({"questions": "none"}, "completed"), ({"pages": "none"}, "incomplete"), ({}, "incomplete")],
)
def test_a_course_is_done_by_its_own_rule(enter: Enter, rule: dict[str, str], status: str) -> None:
    room = enter({"one": SCORED, "two": "The end."}, completion=rule)
    course = room.open()
    open_page(course, "two")
    room.until(lambda: room.data().get("cmi.core.lesson_location") == "two")
    assert room.status() == status


def test_without_the_pages_in_the_rule_the_answers_are_enough(enter: Enter) -> None:
    room = enter({"one": SCORED, "two": "The end."}, completion={"pages": "none"})
    course = room.open()
    for question in ("first", "second"):
        choose(course.locator(f"#q_{question}"), "Wrong")
    room.until(lambda: room.status() == "completed")
