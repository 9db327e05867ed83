"""Each kind of question in the other targets: it arrives in the format of its standard, and is back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browser.test_ask_blocks import RIGHT, answer_everything
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import LEARNER, LmsHarness, StartLms
from support.browser.page_checks import open_page
from support.course.ask_course import write_ask_course

# As SCORM 2004 (RTE 4.2.9) and xAPI (Data, appendix C) write it, which is the same.
RESPONSES = {
    "gloves": "false",
    "soap": "Wather",
    "seconds": "22.5",
    "pairs": "a[.]1[,]b[.]2[,]c[.]2",
    "steps": "a[,]b[,]c",
    "waste": "a[.]1[,]b[.]1[,]c[.]2",
    "how": "FINGERS[,]soap",
    "where": "a[.]1[,]b[.]2",
    "dirty": "b[,]c",
    "tap": "a",
    "sink": "a",
    "sure": "6",
    "work-time": "4",
    "next-what": "Ask; then, do.",
    "next-when": "2027-01-31",
}


def responses(lms: LmsHarness) -> dict[str, Any]:
    """What the learning system was told, by question."""
    if hasattr(lms.preview_lms, "registrations"):
        told = lms.preview_lms.registrations.current(LEARNER).statements
        answers = [each for each in told if "response" in each.get("result", {})]
        return {each["object"]["id"].rpartition("/")[2]: each["result"]["response"] for each in answers}
    data = lms.data()
    places = re.findall(r"cmi\.interactions\.(\d+)\.id\b", " ".join(data))
    return {
        data[f"cmi.interactions.{place}.id"].rpartition("/")[2]: data.get(
            f"cmi.interactions.{place}.learner_response"
        )
        for place in places
    }


def assert_all_is_back(course: Frame) -> None:
    """In the fields, judged as before."""
    open_page(course, "check")
    expect(course.locator("#i_seconds")).to_have_value("22.5")
    expect(course.locator("#q_gloves input:checked")).to_have_value("f")
    expect(course.locator("#q_steps li").first).to_contain_text("Wet your hands")
    expect(course.locator("#q_pairs select").nth(1)).to_have_value("2")
    open_page(course, "gaps")
    expect(course.locator("#i_how-1")).to_have_value("FINGERS")
    expect(course.locator("#q_dirty input:checked")).to_have_count(2)
    open_page(course, "pictures")
    expect(course.locator("#q_tap input:checked")).to_have_value("a")
    open_page(course, "opinions")
    expect(course.get_by_role("slider")).to_have_value("6")
    expect(course.locator("#q_next-what")).to_have_value("Ask; then, do.")
    expect(course.locator("#q_next-when")).to_have_value("2027-01-31")


@pytest.mark.parametrize(
    "target", ["scorm2004-4", *(pytest.param(name, marks=pytest.mark.long) for name in ("cmi5", "tincan"))]
)
def test_each_question_arrives_in_the_format_of_its_standard_and_is_back(
    start_lms: StartLms, tmp_path: Path, target: str
) -> None:
    lms = start_lms(write_ask_course(tmp_path / "ask"), target)
    course = lms.open()
    answer_everything(course)
    lms.wait_until(lambda: lms.answers() == RIGHT)
    course.page.close()
    lms.wait_until(lambda: {**responses(lms), **RESPONSES} == responses(lms))
    assert_all_is_back(lms.open())


@pytest.mark.long
def test_on_the_web_each_answer_is_back_in_the_same_browser(start_lms: StartLms, tmp_path: Path) -> None:
    lms = start_lms(write_ask_course(tmp_path / "ask"), "web")
    context = lms.context()
    course = lms.open(context)
    answer_everything(course)
    course.page.close()
    assert_all_is_back(lms.open(context))
