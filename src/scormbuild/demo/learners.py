"""A crowd of learners: what each of them does in a course, deed by deed, as the player would tell it.

Some race through, some stop half-way for good, some are called away in the middle of a page; they differ in
skill, in mood and in how much they write. The same seed gives the same crowd.
"""

from __future__ import annotations

from math import exp
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scormbuild.demo.plan import Plan, PlannedPage, PlannedQuestion
from scormbuild.demo.replies import Habits, draw_reply
from scormbuild.demo.schedule import DAY_MILLISECONDS, MINUTE_MILLISECONDS, SECOND_MILLISECONDS, next_visit
from scormbuild.lms import completion
from scormbuild.lms.counting import counted_pages, drawn_questions
from scormbuild.lms.interaction import response_of
from scormbuild.lms.suspend_data import AttemptState
from scormbuild.vocabulary import short_key

KILLED_CHANCE, CALLED_AWAY_CHANCE, COMES_BACK_CHANCE = 0.05, 0.03, 0.08
CHANGES_MIND_CHANCE, EMPTIES_CHANCE = 0.11, 0.01
READING_SECONDS, WRITING_SECONDS, CHOOSING_SECONDS = 45, 70, 14  # seconds
DONE_STATUSES = ("completed", "passed")


class LearnerAction(NamedTuple):
    """Something done: `about` a page or question, "" for the course; `text` is the answer as it is kept."""

    at: int  # milliseconds since 1970
    verb: str  # the word for it; an LMS's own begins with "lms "
    about: str = ""
    number: int = 0  # of the session, the answer's revision, per cent
    text: str = ""


def simulate_attempt(
    plan: Plan, who: Habits, chance: Random, begin: int, zone: ZoneInfo
) -> list[LearnerAction]:
    """One attempt at a course, over all its sessions."""
    walk = AttemptSimulation(plan, who, chance, begin, zone)
    walk.run()
    return walk.actions


class AttemptSimulation:
    """An attempt while it lasts."""

    def __init__(self, plan: Plan, who: Habits, chance: Random, begin: int, zone: ZoneInfo) -> None:
        self.plan, self.who, self.chance, self.zone = plan, who, chance, zone
        self.at = self.session_start = begin
        self.session = 0
        self.actions: list[LearnerAction] = []
        self.pages_seen: list[str] = []
        self.answers: dict[str, str] = {}  # as the LMS has them
        self.revisions: dict[str, int] = {}
        self.answered_questions: list[PlannedQuestion] = []  # those that have an answer, and may get another
        self.reported_percentages: set[int] = set()  # percentages
        self.steps_done = 0
        self.status = "incomplete"

    def run(self) -> None:
        """From the first page to the last, or to where they stop."""
        self.open_session()
        for leaf in self.plan.pages:
            if self.plan.varies and leaf.id not in counted_pages(self.plan.outline, self.state()):
                continue
            if self.chance.random() < self.who.stop_rate * leaf.stop_weight * self.early_stop_factor():
                return self.close_session()
            if len(self.pages_seen) > 1 and self.chance.random() < 0.05:
                self.close_session()
                self.at = next_visit(self.at, self.chance, self.zone)
                self.open_session()
            self.view_page(leaf)
        self.revise_answers()
        self.close_session()
        if self.chance.random() < COMES_BACK_CHANCE:
            self.at = next_visit(self.at + 2 * DAY_MILLISECONDS, self.chance, self.zone)
            self.open_session()
            self.revise_answers()
            self.close_session()
        return None

    def state(self) -> AttemptState:
        """What the LMS would have by now."""
        return AttemptState(tuple(self.pages_seen), self.answers, finished=True)

    def early_stop_factor(self) -> float:
        """Most of those who stop, stop early."""
        return 1.8 if len(self.pages_seen) < 3 else 1.0

    def record_action(self, verb: str, about: str = "", number: int = 0, text: str = "") -> None:
        """Note that something was done, now."""
        self.actions.append(LearnerAction(self.at, verb, about, number, text))

    def pass_time(self, seconds: float) -> None:
        """Let time pass: more or less this, at one's own pace."""
        self.at += int(seconds * SECOND_MILLISECONDS * self.who.pace * exp(self.chance.gauss(0, 0.5))) + 300

    def open_session(self) -> None:
        """Open the course."""
        self.session += 1
        self.session_start = self.at
        self.record_action("initialized", number=self.session)
        if self.session > 1:
            self.record_action("resumed", number=self.session)
            self.pass_time(5)

    def close_session(self) -> None:
        """Close it, or have it closed by a battery that is empty."""
        self.pass_time(8)
        if self.chance.random() < KILLED_CHANCE:
            return
        if self.status == "incomplete":
            self.record_action("suspended", number=self.session)
        seconds = round((self.at - self.session_start) / SECOND_MILLISECONDS)
        self.record_action("terminated", number=self.session, text=f"PT{seconds}S")

    def view_page(self, leaf: PlannedPage) -> None:
        """See a page, and answer what it asks."""
        self.pass_time(3)
        self.pages_seen.append(leaf.id)
        self.steps_done += 1
        self.record_action("experienced", leaf.id)
        self.record_progress()
        self.pass_time(READING_SECONDS)
        if self.chance.random() < CALLED_AWAY_CHANCE:
            self.at += int((6 + 50 * self.chance.random()) * MINUTE_MILLISECONDS)
        drawn = self.draw_quizzes(leaf)
        for asked in leaf.questions:
            if asked.id not in drawn and "quiz" in asked.question:
                continue
            if asked.required or self.chance.random() < 0.6:
                self.give_answer(asked, self.draw_answer(asked))
        self.hand_in_quizzes(leaf)

    def draw_quizzes(self, leaf: PlannedPage) -> set[str]:
        """Draw questions for each quiz on a page; ids of those that were drawn."""
        drawn: set[str] = set()
        for quiz in (each for each in self.plan.outline.get("quizzes", []) if each["page"] == leaf.id):
            pool = [each.id for each in leaf.questions if each.question.get("quiz") == quiz["id"]]
            chosen = self.chance.sample(pool, quiz["draw"] or len(pool))
            self.answers[quiz["id"]] = ",".join(map(short_key, chosen))
            drawn.update(chosen)
        return drawn

    def hand_in_quizzes(self, leaf: PlannedPage) -> None:
        """Hand in the quizzes of a page, each for the last time."""
        outline = self.plan.outline
        for quiz in (each for each in outline.get("quizzes", []) if each["page"] == leaf.id):
            asked = {each.id: each.question for each in leaf.questions}
            drawn = drawn_questions(outline, quiz, self.state())
            right = sum(completion.is_right(asked[id], self.answers.get(id, "")) for id in drawn)
            self.answers[quiz["id"]] += f" {quiz['tries']} {100 * right // len(drawn)}"
            self.record_progress()

    def give_answer(self, asked: PlannedQuestion, text: str) -> None:
        """Give an answer, or another one."""
        question = asked.question
        # The LMS gets a tick in the place of words that aren't for it (player/src/private.js).
        kept = "t" if asked.hidden and text else "" if asked.hidden else text
        before = self.answers.get(asked.id, "")
        revision = self.revisions[asked.id] = self.revisions.get(asked.id, 0) + 1
        self.answers[asked.id] = kept
        self.answered_questions.append(asked)
        self.record_action(
            "acknowledged" if asked.kind.answer_rule == "ticked" else "answered", asked.id, revision, text
        )
        if asked.required:
            self.steps_done += completion.is_answered(question, kept) - completion.is_answered(
                question, before
            )
        self.record_progress()

    def draw_answer(self, asked: PlannedQuestion) -> str:
        """What somebody answers, after a while."""
        self.pass_time(WRITING_SECONDS if asked.kind.is_open_text else CHOOSING_SECONDS)
        return draw_reply(asked, self.who, self.chance)

    def revise_answers(self) -> None:
        """Change some answers; one that failed tries once more."""
        for asked in list(dict.fromkeys(self.answered_questions)):
            fixed = "quiz" in asked.question or asked.question["kind"] == "role"
            if fixed or asked.kind.answer_rule == "ticked" or self.chance.random() > CHANGES_MIND_CHANCE:
                continue
            self.pass_time(20)
            empty = asked.kind.answer_rule == "words" and self.chance.random() < EMPTIES_CHANCE
            text = "" if empty else self.draw_answer(asked)
            if response_of(asked.kind, text) != self.last_response(asked):
                self.give_answer(asked, text)

    def last_response(self, asked: PlannedQuestion) -> str:
        """The response that a question has by now."""
        newest = next(each for each in reversed(self.actions) if each.about == asked.id)
        return response_of(asked.kind, newest.text)

    def record_progress(self) -> None:
        """What follows: how far, and whether that is the end."""
        # Whole tens, downwards, each once: as the player does it (player/src/reporter/statements.js).
        percent = 10 * self.steps_done // self.plan.steps * 10
        if self.plan.varies:
            percent = completion.progress_percent(self.plan.outline, self.state())
        if percent and percent not in self.reported_percentages:
            self.reported_percentages.add(percent)
            self.record_action("progressed", number=percent)
        everything = self.plan.varies or len(self.pages_seen) == len(self.plan.pages)
        if self.status not in DONE_STATUSES and everything:
            self.record_result()

    def record_result(self) -> None:
        """Tell the end, where the course's rule says that it is one."""
        outline, state = self.plan.outline, self.state()
        before, self.status = self.status, completion.status(outline, state, self.status)
        raw = completion.score(outline, state)
        if self.status in DONE_STATUSES and before not in DONE_STATUSES:
            self.record_action("completed")
        if self.status in ("passed", "failed") and raw is not None:
            # The id is made of the result, so the same one again would be the same statement.
            known = any(each.verb == self.status and each.number == raw for each in self.actions)
            if not known:
                self.record_action(self.status, number=raw)
