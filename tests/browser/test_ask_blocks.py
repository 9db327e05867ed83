"""Questions that are checked, scales and plans: by keyboard and touch, kept, read aloud, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect
from support.browser.lms_harness import PAGE_TEXT, PLAYER_TEXT, LmsHarness, StartLms
from support.browser.page_checks import (
    find_clipped_text,
    find_overflow,
    find_violations,
    open_page,
    visit_pages,
)
from support.course.ask_course import write_ask_course

RIGHT = {
    "gloves": "f 1",
    "soap": "Wather 1",
    "seconds": "22.5 1",
    "pairs": "a.1,b.2,c.2 1",
    "steps": "a,b,c 1",
    "waste": "a.1,b.1,c.2 1",
    "how": "FINGERS,soap 1",
    "where": "a.1,b.2 1",
    "dirty": "b,c 1",
    "tap": "a 1",
    "sink": "a 1",
    "sure": "6",
    "work-time": "4",
    "work-tools": "2",
    "next-what": "Ask; then, do.",
    "next-when": "2027-01-31",
    "next-who": "A colleague",
}


@pytest.fixture
def lms(start_lms: StartLms, tmp_path: Path) -> LmsHarness:
    return start_lms(write_ask_course(tmp_path / "ask"))


def fill(course: Frame | Page, selector: str, text: str) -> None:
    """By keyboard alone."""
    course.locator(selector).focus()
    course.locator(selector).press_sequentially(text)


def choose(course: Frame | Page, question: str, *labels: str) -> None:
    """In each list of a question, by what can be read there."""
    lists = course.locator(f"#q_{question} select")
    for place, label in enumerate(labels):
        lists.nth(place).select_option(label=label)


def check(course: Frame | Page, question: str) -> None:
    course.locator(f"#q_{question} .check").press("Enter")


def answer_everything(course: Frame | Page) -> None:
    """All that can be right is."""
    open_page(course, "check")
    course.get_by_label("Not true").press("Space")
    fill(course, "#i_soap", "Wather")
    fill(course, "#i_seconds", "22,5" if course.locator("html[lang=nl]").count() else "22.5")
    choose(course, "pairs", "sharps container", "household waste", "household waste")
    # From: dry, wet, take.
    for _ in range(2):
        course.get_by_role("button", name=f"{PAGE_TEXT['move_down']}: Dry your hands").press("Enter")
    expect(course.locator("#_announcement")).to_have_text("Dry your hands: number 3 of 3.")
    choose(course, "waste", "Household waste", "Clinical waste", "Household waste")  # towel, needle, apron
    for question in ("gloves", "soap", "seconds", "pairs", "steps", "waste"):
        check(course, question)
    open_page(course, "gaps")
    fill(course, "#i_how-1", "FINGERS")
    fill(course, "#i_how-2", "soap ")
    choose(course, "where", "hands", "soap")
    for word in ("your hands", "stethoscope"):
        course.get_by_role("checkbox", name=word).press("Space")
    for question in ("how", "where", "dirty"):
        check(course, question)
    open_page(course, "pictures")
    course.get_by_label("A tap with a long handle").press("Space")
    course.locator("#q_sink rect").first.click()
    for question in ("tap", "sink"):
        check(course, question)
    open_page(course, "opinions")
    course.get_by_role("slider").press("ArrowRight")
    for row, label in {"There is time.": "Agree", "There are tools.": "Disagree"}.items():
        course.get_by_role("radiogroup", name=row).get_by_label(label, exact=True).press("Space")
    fill(course, "#q_next-what", "Ask; then, do.")
    course.locator("#q_next-when").fill("2027-01-31")
    fill(course, "#q_next-who", "A colleague")


def test_each_question_is_answered_by_keyboard_and_the_lms_has_it_all(lms: LmsHarness) -> None:
    course = lms.open()
    answer_everything(course)
    lms.wait_until(lambda: lms.answers() == RIGHT)
    for page in ("check", "gaps", "pictures"):
        open_page(course, page)
        for verdict in course.locator(f"#{page} .verdict").all():
            expect(verdict).to_have_text(PLAYER_TEXT["right"])
    expect(course.get_by_text("They leak, though.")).to_be_hidden()
    open_page(course, "check")
    expect(course.get_by_text("Gloves have holes")).to_be_visible()
    lms.leave(course)
    told = [call for call in lms.preview_lms.calls if call["error"] not in ("0", 0)]
    assert told == []
    given = {
        lms.data()[key]: lms.data()[key.replace(".id", ".student_response")]
        for key in lms.data()
        if key.startswith("cmi.interactions.") and key.endswith(".id") and key.count(".") == 3
    }
    assert given["pairs"] == "a.1,b.2,c.2"
    assert (given["steps"], given["gloves"], given["how"]) == ("a,b,c", "f", "FINGERS, soap")
    assert (given["seconds"], given["sure"], given["work-time"]) == ("22.5", "6", "4")
    again = lms.open()
    open_page(again, "_answers")
    answers = again.locator("#_given")
    for words in (
        "Not true",
        "Needle: sharps container",
        "1. Wet your hands",
        "22.5 seconds",
        "Wash your FINGERS with soap, for forty seconds.",
        "Wash your hands with soap.",
        "A tap with a long handle",
        "What will you do?: What will you change?",
        "There is time.: How is it at work?",
    ):
        expect(answers).to_contain_text(words)
    open_page(again, "check")
    expect(again.locator("#i_seconds")).to_have_value("22.5")
    expect(again.locator("#q_steps li").first).to_contain_text("Wet your hands")
    expect(again.locator("#q_steps .move").first).to_be_disabled()


def test_what_is_wrong_is_said_at_its_place_and_after_the_last_try_what_is_right(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "check")
    check(course, "pairs")
    expect(course.locator("#q_pairs .verdict")).to_have_text(PLAYER_TEXT["choose_all"])
    choose(course, "pairs", *["household waste"] * 3)
    for verdict in (PLAYER_TEXT["wrong_again"]["one"].format(n=1), PLAYER_TEXT["wrong"]):
        check(course, "pairs")
        expect(course.locator("#q_pairs .verdict")).to_have_text(verdict)
    needle = course.locator("#q_pairs select").first
    expect(needle).to_have_accessible_description("not right; the answer: sharps container")
    expect(course.locator("#q_pairs select").nth(1)).to_have_accessible_description(PLAYER_TEXT["mark_right"])
    expect(course.locator("#q_pairs .verdict")).to_be_focused()
    fill(course, "#i_seconds", "31 a lot")
    check(course, "seconds")
    assert "seconds" not in lms.answers()
    expect(course.locator("#q_seconds .verdict")).to_have_text(PLAYER_TEXT["number_first"])
    for _ in range(2):
        course.locator("#i_seconds").fill("31")
        check(course, "seconds")
    expect(course.locator("#i_seconds")).to_have_accessible_description(
        "not right; the answer: 20-30 seconds"
    )
    for _ in range(2):
        check(course, "steps")
    expect(course.locator("#q_steps li").first).to_contain_text("not right; this is number 3")
    course.get_by_label("True", exact=True).check()
    check(course, "gloves")
    expect(course.get_by_text("They leak, though.")).to_be_visible()
    open_page(course, "gaps")
    check(course, "how")
    expect(course.locator("#q_how .verdict")).to_have_text(PLAYER_TEXT["fill_first"])


def test_no_word_is_lost_that_was_not_checked_and_no_try_is_won_by_leaving(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "gaps")
    fill(course, "#i_how-1", "two wörds, <b>% a")
    lms.wait_until(lambda: "how" in lms.answers())
    lms.leave(course)
    course = lms.open()
    open_page(course, "gaps")
    expect(course.locator("#i_how-1")).to_have_value("two wörds, <b>% a")
    expect(course.locator("#q_how b")).to_have_count(0)
    expect(course.locator("#_progress")).to_contain_text("0 of 17")
    fill(course, "#i_how-2", "sand")
    check(course, "how")
    course.locator("#i_how-2").fill("so")
    expect(course.locator("#q_how .mark")).to_have_count(0)
    lms.wait_until(lambda: lms.answers().get("how", "").endswith(",so"))
    assert lms.answers()["how"] == "two%20wörds%2C%20<b>%25%20a,sand 1 two%20wörds%2C%20<b>%25%20a,so"
    lms.leave(course)
    course = lms.open()
    expect(course.locator("#_progress")).to_contain_text("1 of 17")
    open_page(course, "gaps")
    expect(course.locator("#i_how-2")).to_have_value("so")
    check(course, "how")
    expect(course.locator("#q_how .verdict")).to_have_text(PLAYER_TEXT["wrong"])
    expect(course.locator("#i_how-2")).not_to_be_editable()


def test_axe_finds_nothing_and_nothing_sticks_out_whatever_was_answered(lms: LmsHarness) -> None:
    course = lms.open(viewport={"width": 320, "height": 640})
    found: list[str] = []
    for answered in (False, True):
        if answered:
            answer_everything(course)
        for page in visit_pages(course):
            found += [f"{page}: {fault}" for fault in (*find_overflow(course), *find_clipped_text(course))]
            if answered or page != "_answers":
                found += [f"{page}: {fault}" for fault in find_violations(course)]
    assert found == []


def test_in_review_all_can_be_read_and_nothing_changed(lms: LmsHarness) -> None:
    course = lms.open()
    answer_everything(course)
    lms.wait_until(lambda: lms.answers() == RIGHT)
    lms.leave(course)
    lms.set_switches(mode="review")
    review = lms.open()
    for page in ("check", "gaps", "pictures", "opinions"):
        open_page(review, page)
        assert review.locator(f"#{page} .check:visible").count() == 0
        for field in review.locator(f"#{page} :is(input, select, textarea)").all():
            expect(field).not_to_be_editable()
    expect(review.locator("#q_next-what")).to_have_value("Ask; then, do.")


def test_every_question_reads_as_it_should(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "check")
    expect(course.locator("main")).to_match_aria_snapshot("""
        - group "With gloves on you needn’t wash your hands.":
          - radio "True"
          - radio "Not true"
          - button "Check"
        - group "What do you wash your hands with?":
          - paragraph:
            - textbox "What do you wash your hands with?"
        - group "How long?":
          - paragraph:
            - textbox "How long? seconds"
        - group "What belongs to what?":
          - list:
            - listitem:
              - combobox "Needle"
        - group "Put them in order.":
          - list:
            - listitem:
              - text: Dry your hands
              - 'button "Move up: Dry your hands"'
              - 'button "Move down: Dry your hands"'
        - group "Where does it go?":
          - list:
            - listitem:
              - combobox "Paper towel"
    """)
    open_page(course, "gaps")
    expect(course.locator("main")).to_match_aria_snapshot("""
        - group "Fill in what is missing.":
          - paragraph:
            - textbox "Gap 1 of 2"
            - textbox "Gap 2 of 2"
        - group "Choose the right word for each gap.":
          - paragraph:
            - combobox "Gap 1 of 2"
        - group "Which of these touch the client?":
          - paragraph:
            - checkbox "pen"
            - checkbox "your hands"
    """)
    open_page(course, "pictures")
    expect(course.locator("main")).to_match_aria_snapshot("""
        - group "Which tap?":
          - radio "A tap with a long handle"
        - group "Where do you wash your hands?":
          - img "A room with a bed and a sink"
          - radio "The sink"
    """)
    open_page(course, "opinions")
    expect(course.locator("main")).to_match_aria_snapshot("""
        - group "How sure are you?":
          - slider "How sure are you?"
        - group "How is it at work?":
          - radiogroup "There is time.":
            - radio "Strongly disagree"
          - radiogroup "There are tools.":
            - radio "Strongly disagree"
        - group "What will you change?":
          - textbox "What will you do?"
          - textbox "When will you do it?"
          - textbox "With whom?"
          - button "Put it in my calendar"
    """)
    expect(course.get_by_role("slider")).to_have_attribute("aria-valuetext", PAGE_TEXT["not_placed"])


def test_statements_with_one_scale_are_a_table_on_a_wide_screen_and_groups_on_a_phone(
    lms: LmsHarness,
) -> None:
    course = lms.open(viewport={"width": 1280, "height": 800})
    open_page(course, "opinions")
    place = "box => { const { x, y } = box.getBoundingClientRect(); return [Math.round(x), Math.round(y)]; }"
    first, second = (
        [course.locator(f"#q_work-{row} input").nth(n).evaluate(place) for n in (0, 4)]
        for row in ("time", "tools")
    )
    assert [x for x, _ in first] == [x for x, _ in second]
    assert first[0][1] == first[1][1] < second[0][1] == second[1][1]
    label = course.locator("#q_work-tools .option > span:nth-child(2)").first
    assert label.evaluate("span => span.getBoundingClientRect().width") == 1
    course.page.set_viewport_size({"width": 360, "height": 740})
    column = [course.locator("#q_work-tools input").nth(n).evaluate(place) for n in (0, 4)]
    assert column[0][0] == column[1][0]
    assert column[0][1] < column[1][1]
    assert label.evaluate("span => span.getBoundingClientRect().width") > 50


def test_without_script_all_can_be_read_and_no_button_stands_there(lms: LmsHarness) -> None:
    page = lms.context(java_script_enabled=False, viewport={"width": 320, "height": 740}).new_page()
    page.goto(f"{lms.url}course/index.html")
    for words in ("Needle", "Take soap", "Paper towel", "stethoscope", "The bed", "There are tools."):
        expect(page.get_by_text(words).first).to_be_visible()
    for button in page.locator("fieldset button").all():
        expect(button).to_be_hidden()
    assert find_overflow(page) == []


def test_a_plan_becomes_a_calendar_file_that_calendars_can_read(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "opinions")
    button = course.get_by_role("button", name=PAGE_TEXT["calendar"])
    button.click()
    expect(course.locator("#q_next .verdict")).to_have_text(PLAYER_TEXT["date_first"])
    course.locator("#q_next-what").fill("Praten; met\n" + "é" * 60 + ", \\ einde")
    course.locator("#q_next-when").fill("2027-01-31")
    with course.page.expect_download() as download:
        button.click()
    text = download.value.path().read_bytes().decode()
    lines = text.split("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded[0], unfolded[-2:] == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert f"SUMMARY:Praten\\; met\\n{'é' * 60}\\, \\\\ einde" in unfolded
    assert "DTSTART;VALUE=DATE:20270131" in unfolded
    assert [line for line in unfolded if line.startswith(("UID:", "DTSTAMP:20"))].__len__() == 2
    assert "ATTENDEE" not in text
