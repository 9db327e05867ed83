"""A whole course, told to the LRS as it is done: each statement once, in order, and valid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Frame
from support.browser.lms_harness import LmsHarness, answer_all, open_next_page, question, write_course
from support.browser.lrs_course import FILM_SECONDS, LMS_ANSWERS, PRIVACY, STEPS, expected_statements
from support.browser.lrs_harness import LrsHarness, object_iri
from support.browser.page_checks import open_page

ROOT = Path(__file__).resolve().parents[2]


def take_steps_one_by_one(lms: LrsHarness, course: Frame) -> list[str]:
    """Take each step once the statements of the one before have arrived; all that was to be told."""
    expected: list[str] = []
    for step in STEPS:
        step.action(course)
        expected += step.statements
        lms.expect_statements(expected)
    return expected


def test_a_whole_run_gives_exactly_its_statements_in_order_and_nothing_twice(lms: LrsHarness) -> None:
    course = lms.open()
    expected = take_steps_one_by_one(lms, course)
    lms.leave(course)
    lms.expect_statements([*expected, "terminated"])
    assert lms.answers() == LMS_ANSWERS
    assert lms.status() == "completed"
    received = lms.stored_statements()
    assert len({each["id"] for each in received}) == len(received) == len(lms.sent_statements())
    assert_of_one_learner(lms)


def assert_of_one_learner(lms: LrsHarness) -> None:
    """One pseudonym, one registration, one course, by the road of the package; and nobody's name."""
    registration = lms.state()["registration"]
    for statement in lms.stored_statements():
        assert statement["actor"]["account"]["name"].startswith("p_")
        assert "learner-1" not in str(statement)
        assert statement["context"]["registration"] == registration
        assert statement["authority"]["account"]["name"].startswith("package/")
        assert object_iri(statement).startswith(lms.course_iri)


def test_steps_in_quick_succession_tell_the_same_but_for_how_far_it_was(lms: LrsHarness) -> None:
    course = lms.open()
    for step in STEPS:
        step.action(course)
    lms.leave(course)
    lasting = [told for told in [*expected_statements(), "terminated"] if not told.startswith("progressed")]
    lms.wait_until(
        lambda: sorted(set(lasting) - set(lms.short_statements())) in ([], ["answered one 1 b (wrong)"])
    )
    told = lms.short_statements()
    assert len(told) == len(set(told))
    assert "progressed 100" in told
    assert set(told) - set(expected_statements()) == {"terminated"}


def test_webcare_is_told_whole(start_lms_with_lrs: Callable[[Path], LrsHarness]) -> None:
    lms = start_lms_with_lrs(ROOT / "content/webcare")
    course = lms.open()
    written = answer_all(course, lambda key: f"Dit vind ik van {key}: twijfel ik, dan plaats ik het niet.")
    lms.wait_until(lambda: lms.status() == "completed")
    lms.leave(course)
    told = {
        "initialized",
        *(f"experienced {page['id']}" for page in lms.outline["pages"]),
        *(f"answered {key} 1 {text}" for key, text in written.items()),
        "progressed 100",
        "completed",
        "terminated",
    }
    assert len(written) == 9
    lms.wait_until(lambda: told <= set(lms.short_statements()))
    rest = [each for each in lms.short_statements() if each not in told]
    assert all(each.startswith("progressed") for each in rest)
    assert len(lms.short_statements()) == len(set(lms.short_statements()))


def test_a_learner_who_leaves_and_comes_back_is_suspended_and_resumed(lms: LrsHarness) -> None:
    context = lms.context()
    course = lms.open(context)
    for step in STEPS[:4]:
        step.action(course)
    lms.wait_until(lambda: "answered to-both 1 Everybody may." in lms.short_statements())
    lms.leave(course)
    lms.wait_until(lambda: lms.short_statements()[-2:] == ["suspended", "terminated"])
    before = lms.short_statements()
    again = lms.open(context)
    lms.expect_statements([*before, "initialized", "resumed"])
    for step in STEPS[4:]:
        step.action(again)
    lms.leave(again)
    lms.wait_until(lambda: lms.short_statements()[-1] == "terminated")
    lasting = [told for told in expected_statements() if not told.startswith("progressed")]
    counted = {told: lms.short_statements().count(told) for told in lasting}
    assert counted == dict.fromkeys(lasting, 1) | {"initialized": 2}
    assert lms.short_statements().count("suspended") == 1


def test_an_answer_that_is_changed_is_told_again_as_its_next_revision(lms: LrsHarness) -> None:
    course = lms.open()
    open_next_page(course)
    field = course.locator("textarea[data-id=to-both]")
    for number, text in enumerate(["First.", "Second thoughts.", ""], 1):
        field.fill(text)
        field.blur()
        said = f"answered to-both {number} {text}".strip() + (" (too short)" if not text else "")
        lms.wait_until(lambda said=said: said in lms.short_statements())
    answered = [told for told in lms.short_statements() if told.startswith("answered")]
    assert len(answered) == 3


def play_film(course: Frame, rate: int = 1) -> None:
    """Start the film; muted, as no browser lets a page make sound that nobody asked for."""
    script = "(film, rate) => { film.muted = true; film.playbackRate = rate; return film.play(); }"
    course.locator("#q_clip video").evaluate(script, rate)


def film_statements(lms: LrsHarness) -> list[str]:
    """What was told of the film."""
    return [each for each in lms.short_statements() if each.endswith(" clip")]


def test_a_film_that_is_seen_whole_is_played_paused_and_completed(lms: LrsHarness) -> None:
    course = lms.open()
    open_page(course, "film")
    play_film(course, rate=4)
    seen = ["played clip", "paused clip", "completed clip"]
    lms.wait_until(lambda: len(film_statements(lms)) >= len(seen))
    assert film_statements(lms) == seen


def test_a_film_of_which_a_part_was_skipped_is_not_completed(lms: LrsHarness) -> None:
    course = lms.open()
    open_page(course, "film")
    play_film(course)
    lms.pause(0.4)
    video = course.locator("#q_clip video")
    video.evaluate("film => film.pause()")
    video.evaluate(f"film => {{ film.currentTime = {FILM_SECONDS} - 0.3; }}")
    lms.pause(0.2)
    play_film(course)
    seen = ["played clip", "paused clip", "seeked clip", "played clip", "paused clip"]
    lms.wait_until(lambda: film_statements(lms) == seen)
    # Whatever else would be told of it has been told by the end.
    lms.leave(course)
    lms.wait_until(lambda: lms.short_statements()[-1] == "terminated")
    assert film_statements(lms) == seen


SCORED_PAGE = """\
:::{choice} sum
:retries: 0

How much is one and one?

- [x] Two
- [ ] Three
:::
"""


def test_a_course_with_a_score_is_told_as_passed_or_failed(
    start_lms_with_lrs: Callable[[Path], LrsHarness], tmp_path: Path
) -> None:
    folder = write_course(
        tmp_path / "scored", {"one": SCORED_PAGE}, privacy=PRIVACY, completion={"score": 80, "pages": "all"}
    )
    lms = start_lms_with_lrs(folder)
    for learner, key, ends in (("right", "a", ["completed", "passed 100"]), ("wrong", "b", ["failed 0"])):
        course = lms.open(learner=learner)
        before = len(lms.short_statements())
        course.locator(f"#q_sum input[value={key}]").check()
        course.locator("#q_sum button").click()
        lms.wait_until(lambda ends=ends, before=before: set(ends) <= set(lms.short_statements()[before:]))
        lms.leave(course)
    assert lms.status("right") == "passed"
    assert lms.status("wrong") == "failed"


def test_leaving_in_mid_sentence_still_tells_the_words_and_the_end(lms: LrsHarness) -> None:
    course = lms.open()
    open_next_page(course)
    course.locator("textarea[data-id=to-both]").press_sequentially("And then I had to g")
    course.page.close()
    told = {"terminated", "answered to-both 1 And then I had to g"}
    lms.wait_until(lambda: told <= set(lms.short_statements()))
    assert told <= set(lms.short_statements())


def test_a_course_without_an_lrs_tells_nobody(
    start_lms: Callable[..., LmsHarness],
) -> None:
    lms = start_lms({"one": question("first")})
    context = lms.context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    course = lms.open(context)
    course.locator("#q_first").fill("A word.")
    lms.wait_until(lambda: lms.answers() == {"first": "A word."})
    lms.leave(course)
    assert not [url for url in asked if url.startswith("http") and not url.startswith(lms.url)]
    assert "registration" not in lms.state()
