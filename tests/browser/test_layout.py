"""The page on every screen: no sideways scroll, no text cut off, one column on a phone, and no motion."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, LmsHarness, StartLms
from support.browser.page_checks import (
    EVERY_BLOCK,
    add_style_sheet,
    fill_page,
    find_clipped_text,
    find_overflow,
    open_page,
    unfold,
    visit_pages,
)

PHONE, OLD_PHONE = {"width": 360, "height": 740}, {"width": 320, "height": 640}
# What fits on the narrow one fits on the other too, but for what a style sheet does between the two.
PHONES = [pytest.param(OLD_PHONE, id="320"), pytest.param(PHONE, id="360", marks=pytest.mark.long)]
ZOOM_400 = {"viewport": {"width": 320, "height": 225}, "device_scale_factor": 4}  # 1280 by 900 at 400 %
# WCAG 1.4.12, and a reader's own text of 200 %
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 225% !important }"
LONG = "Meervoudigepersoonlijkheidsstoornisbegeleidingsplan " * 12


def assert_fits(course: Frame) -> None:
    for page in visit_pages(course):
        unfold(course)
        assert find_overflow(course) == [], page
        assert find_clipped_text(course) == [], page


def fill_all(course: Frame) -> None:
    """Every block with much in it, and all that it can say."""
    for _ in visit_pages(course):
        fill_page(course, LONG)


@pytest.mark.parametrize("viewport", PHONES)
def test_webcare_never_scrolls_sideways_on_a_phone(webcare: LmsHarness, viewport: dict[str, int]) -> None:
    course = webcare.open(viewport=viewport)
    course.page.locator("#width").select_option("desktop")
    assert course.evaluate("innerWidth") == viewport["width"]
    assert_fits(course)


@pytest.mark.parametrize("viewport", PHONES)
def test_no_block_scrolls_sideways_on_a_phone_whatever_is_in_it(
    start_lms: StartLms, viewport: dict[str, int]
) -> None:
    course = start_lms(EVERY_BLOCK).open(viewport=viewport)
    fill_all(course)
    assert_fits(course)


def test_at_four_times_the_size_all_is_there_in_one_column(start_lms: StartLms) -> None:
    course = start_lms(EVERY_BLOCK).open(**ZOOM_400)
    fill_all(course)
    assert_fits(course)


@pytest.mark.parametrize(
    ("width", "css"),
    [
        (320, TEXT_SPACING),
        pytest.param(1280, TEXT_SPACING, marks=pytest.mark.long),
        pytest.param(640, LARGE, marks=pytest.mark.long),
        (1280, LARGE),
    ],
)
def test_wider_spacing_and_larger_text_cut_nothing_off(start_lms: StartLms, width: int, css: str) -> None:
    course = start_lms(EVERY_BLOCK).open(viewport={"width": width, "height": 740})
    add_style_sheet(course, css)
    fill_all(course)
    assert_fits(course)


@pytest.mark.parametrize("kind", ["trouble", "full"])
def test_warnings_fit_on_a_phone_and_stand_at_the_answer(start_lms: StartLms, kind: str) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open(viewport=OLD_PHONE)
    lms.set_switches(commits_fail=kind == "trouble")
    course.locator("#q_first").fill("".join(chr(0x4E00 + place * 7919 % 20000) for place in range(3000)))
    expect(course.locator("#_standing.warning")).to_be_visible()
    said = course.get_by_text(PLAYER_TEXT["behind" if kind == "trouble" else "too_long"])
    expect(said).to_be_visible()
    assert find_overflow(course) == []
    field, note = course.locator("#q_first").bounding_box(), said.bounding_box()
    assert field
    assert note
    assert 0 <= note["y"] - field["y"] - field["height"] < 40


def test_a_phone_gets_one_column_and_a_desktop_two_where_two_belong_together(start_lms: StartLms) -> None:
    def columns(width: int) -> int:
        course = lms.open(viewport={"width": width, "height": 800})
        open_page(course, "words")
        return len(
            {round(box["x"]) for field in (wrong, good) if (box := course.locator(field).bounding_box())}
        )

    lms, wrong, good = start_lms(EVERY_BLOCK), "#q_reply-wrong", "#q_reply-good"
    assert columns(360) == 1
    assert columns(1600) == 2


def test_lines_stay_short_on_a_wide_screen(webcare: LmsHarness) -> None:
    course = webcare.open(viewport={"width": 2400, "height": 900})
    box = course.locator("section.page:visible p").first.bounding_box()
    assert box
    assert box["width"] < 760


def test_a_field_is_as_tall_as_its_words(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open(viewport=PHONE)
    field = course.locator("#q_first")
    heights = (
        "field => [field.clientHeight, field.scrollHeight, parseFloat(getComputedStyle(field).lineHeight)]"
    )
    empty = field.evaluate(heights)[0]
    field.fill(LONG)
    visible, whole, line = field.evaluate(heights)
    assert visible == whole > empty
    assert visible < (len(LONG) / 12) * line
    lms.wait_until(lambda: lms.answers().get("first") == LONG)
    course.page.close()
    again = lms.open(viewport=PHONE).locator("#q_first")
    expect(again).to_have_value(LONG)
    assert again.evaluate(heights)[0] == pytest.approx(visible, abs=line)


def test_a_field_that_was_narrow_for_a_moment_is_not_tall_for_ever(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open_without_lms(viewport=PHONE)
    field = course.locator("#q_first")
    field.fill("Just a few words.")
    before = field.evaluate("field => field.offsetHeight")
    course.set_viewport_size({"width": 90, "height": 740})
    expect(field).not_to_have_js_property("offsetHeight", before)
    course.set_viewport_size(PHONE)
    expect(field).to_have_js_property("offsetHeight", before)


def test_a_field_that_is_on_another_page_has_its_height_once_it_is_shown(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open(viewport=PHONE)
    open_page(course, "two")
    course.locator("#q_second").fill(LONG)
    lms.wait_until(lambda: lms.answers().get("second") == LONG)
    open_page(course, "one")
    course.page.close()
    again = lms.open(viewport=PHONE)
    open_page(again, "two")
    assert find_clipped_text(again) == []


def test_it_is_dark_in_the_dark_and_light_in_the_light(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open(color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/g).map(Number)"
    assert max(course.evaluate(ground)) < 60
    course.page.emulate_media(color_scheme="light")
    assert min(course.evaluate(ground)) > 240


def test_in_forced_colours_boxes_bars_and_choices_keep_their_edges(start_lms: StartLms) -> None:
    course = start_lms(EVERY_BLOCK).open(forced_colors="active")
    edges = """all => all.filter((each) => each.checkVisibility()).filter((each) => {
        const { borderTopStyle, borderTopWidth } = getComputedStyle(each);
        return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1;
    }).map((each) => each.outerHTML.slice(0, 80))"""
    for _ in visit_pages(course):
        assert (
            course.locator(
                "button:not(.term), .steps a, textarea, .option, .question, .callout"
            ).evaluate_all(edges)
            == []
        )
        bar = course.locator("progress").evaluate("each => getComputedStyle(each).appearance")
        assert bar in ("auto", "progress-bar")  # the browser's own, which follows the colours


@pytest.mark.parametrize(("motion", "longest"), [("reduce", 0), ("no-preference", 300)])
def test_nothing_moves_for_long_and_nothing_at_all_for_who_wants_that(
    webcare: LmsHarness, motion: str, longest: int
) -> None:
    course = webcare.open(reduced_motion=motion)
    times = "document.getAnimations().map((each) => each.effect.getComputedTiming().endTime)"
    found: list[float] = []
    for selector in ("#_menu_button", "#_sheet > button", "a.next"):
        course.locator(selector).click()
        found += course.evaluate(times)
    assert max(found, default=0) <= longest
    assert course.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("page", [pytest.param("wat-is-webcare", marks=pytest.mark.long), "ns", "_answers"])
def test_a_launch_begins_with_the_header_in_sight(webcare: LmsHarness, page: str) -> None:
    course = webcare.open(viewport=PHONE)
    open_page(course, page)
    webcare.wait_until(lambda: webcare.state().get("page") == page)
    course.page.close()
    again = webcare.open(viewport=PHONE)
    expect(again.locator(f"#{page} h1")).to_be_visible()
    again.wait_for_load_state("load")
    again.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert again.evaluate("scrollY") == 0


def test_a_new_page_begins_at_its_top(webcare: LmsHarness) -> None:
    course = webcare.open(viewport=PHONE)
    open_page(course, "dos-en-donts")
    course.locator("a.next").scroll_into_view_if_needed()
    course.locator("a.next").click()
    expect(course.locator("#praktijk h1")).to_be_in_viewport()
    assert course.evaluate("scrollY") < 5
