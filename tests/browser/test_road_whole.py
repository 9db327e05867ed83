"""A whole course, told to the receiver as it is done: each statement once, in order, and valid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Frame
from support.browser.classroom import Classroom, answer_all, go_on, question, write_course
from support.browser.receiver_course import KEPT, PRIVACY, RUN, SECONDS, everything
from support.browser.receiver_room import Room, subject
from support.browser.tour import open_page

ROOT = Path(__file__).resolve().parents[2]


def follow(room: Room, course: Frame) -> list[str]:
    """Take each step once the statements of the one before have arrived; all that was to be told."""
    expected: list[str] = []
    for step in RUN:
        step.act(course)
        expected += step.tells
        room.expect(expected)
    return expected


def test_a_whole_run_gives_exactly_its_statements_in_order_and_nothing_twice(room: Room) -> None:
    course = room.open()
    expected = follow(room, course)
    room.leave(course)
    room.expect([*expected, "terminated"])
    assert room.answers() == KEPT
    assert room.status() == "completed"
    received = room.received()
    assert len({each["id"] for each in received}) == len(received) == len(room.sent())
    assert_of_one_learner(room)


def assert_of_one_learner(room: Room) -> None:
    """One pseudonym, one registration, one course, by the road of the package; and nobody's name."""
    registration = room.state()["registration"]
    for statement in room.received():
        assert statement["actor"]["account"]["name"].startswith("p_")
        assert "learner-1" not in str(statement)
        assert statement["context"]["registration"] == registration
        assert statement["authority"]["account"]["name"].startswith("package/")
        assert subject(statement).startswith(room.iri)


def test_steps_in_quick_succession_tell_the_same_but_for_how_far_it_was(room: Room) -> None:
    course = room.open()
    for step in RUN:
        step.act(course)
    room.leave(course)
    lasting = [told for told in [*everything(), "terminated"] if not told.startswith("progressed")]
    room.until(lambda: sorted(set(lasting) - set(room.told())) in ([], ["answered one 1 b (wrong)"]))
    told = room.told()
    assert len(told) == len(set(told))
    assert "progressed 100" in told
    assert set(told) - set(everything()) == {"terminated"}


def test_webcare_is_told_whole(equip: Callable[[Path], Room]) -> None:
    room = equip(ROOT / "content/webcare")
    course = room.open()
    written = answer_all(course, lambda key: f"Dit vind ik van {key}: twijfel ik, dan plaats ik het niet.")
    room.until(lambda: room.status() == "completed")
    room.leave(course)
    told = {
        "initialized",
        *(f"experienced {page['id']}" for page in room.outline["pages"]),
        *(f"answered {key} 1 {text}" for key, text in written.items()),
        "progressed 100",
        "completed",
        "terminated",
    }
    assert len(written) == 9
    room.until(lambda: told <= set(room.told()))
    rest = [each for each in room.told() if each not in told]
    assert all(each.startswith("progressed") for each in rest)
    assert len(room.told()) == len(set(room.told()))


def test_a_learner_who_leaves_and_comes_back_is_suspended_and_resumed(room: Room) -> None:
    context = room.context()
    course = room.open(context)
    for step in RUN[:4]:
        step.act(course)
    room.until(lambda: "answered to-both 1 Everybody may." in room.told())
    room.leave(course)
    room.until(lambda: room.told()[-2:] == ["suspended", "terminated"])
    before = room.told()
    again = room.open(context)
    room.expect([*before, "initialized", "resumed"])
    for step in RUN[4:]:
        step.act(again)
    room.leave(again)
    room.until(lambda: room.told()[-1] == "terminated")
    lasting = [told for told in everything() if not told.startswith("progressed")]
    counted = {told: room.told().count(told) for told in lasting}
    assert counted == dict.fromkeys(lasting, 1) | {"initialized": 2}
    assert room.told().count("suspended") == 1


def test_an_answer_that_is_changed_is_told_again_as_its_next_revision(room: Room) -> None:
    course = room.open()
    go_on(course)
    field = course.locator("textarea[data-id=to-both]")
    for number, text in enumerate(["First.", "Second thoughts.", ""], 1):
        field.fill(text)
        field.blur()
        said = f"answered to-both {number} {text}".strip() + (" (too short)" if not text else "")
        room.until(lambda said=said: said in room.told())
    answered = [told for told in room.told() if told.startswith("answered")]
    assert len(answered) == 3


def play(course: Frame, rate: int = 1) -> None:
    """Start the film; muted, as no browser lets a page make sound that nobody asked for."""
    script = "(film, rate) => { film.muted = true; film.playbackRate = rate; return film.play(); }"
    course.locator("#q_clip video").evaluate(script, rate)


def film(room: Room) -> list[str]:
    """What was told of the film."""
    return [each for each in room.told() if each.endswith(" clip")]


def test_a_film_that_is_seen_whole_is_played_paused_and_completed(room: Room) -> None:
    course = room.open()
    open_page(course, "film")
    play(course, rate=4)
    room.until(lambda: film(room) == ["played clip", "paused clip", "completed clip"])


def test_a_film_of_which_a_part_was_skipped_is_not_completed(room: Room) -> None:
    course = room.open()
    open_page(course, "film")
    play(course)
    room.pause(0.4)
    video = course.locator("#q_clip video")
    video.evaluate("film => film.pause()")
    video.evaluate(f"film => {{ film.currentTime = {SECONDS} - 0.3; }}")
    room.pause(0.2)
    play(course)
    room.until(
        lambda: film(room) == ["played clip", "paused clip", "seeked clip", "played clip", "paused clip"]
    )


SCORED = """\
:::{choice} sum
:retries: 0

How much is one and one?

- [x] Two
- [ ] Three
:::
"""


def test_a_course_with_a_score_is_told_as_passed_or_failed(
    equip: Callable[[Path], Room], tmp_path: Path
) -> None:
    folder = write_course(
        tmp_path / "scored", {"one": SCORED}, privacy=PRIVACY, completion={"score": 80, "pages": "all"}
    )
    room = equip(folder)
    for learner, key, ends in (("right", "a", ["completed", "passed 100"]), ("wrong", "b", ["failed 0"])):
        course = room.open(learner=learner)
        before = len(room.told())
        course.locator(f"#q_sum input[value={key}]").check()
        course.locator("#q_sum button").click()
        room.until(lambda ends=ends, before=before: set(ends) <= set(room.told()[before:]))
        room.leave(course)
    assert room.status("right") == "passed"
    assert room.status("wrong") == "failed"


def test_leaving_in_mid_sentence_still_tells_the_words_and_the_end(room: Room) -> None:
    course = room.open()
    go_on(course)
    course.locator("textarea[data-id=to-both]").press_sequentially("And then I had to g")
    course.page.close()
    room.until(lambda: "terminated" in room.told())
    room.until(lambda: "answered to-both 1 And then I had to g" in room.told())


def test_a_course_without_a_receiver_tells_nobody(
    enter: Callable[..., Classroom],
) -> None:
    room = enter({"one": question("first")})
    context = room.context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    course = room.open(context)
    course.locator("#q_first").fill("A word.")
    room.until(lambda: room.answers() == {"first": "A word."})
    room.leave(course)
    assert not [url for url in asked if url.startswith("http") and not url.startswith(room.url)]
    assert "registration" not in room.state()
