"""A crowd of learners: what each of them does in a course, deed by deed, as the player would tell it.

Some race through, some stop half-way for good, some are called away in the middle of a page; they differ in
skill, in mood and in how much they write. The same seed gives the same crowd.
"""

from __future__ import annotations

from math import exp
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from scormbuild.demo.plan import Asked, Leaf, Plan
from scormbuild.demo.replies import Habits, reply
from scormbuild.demo.schedule import DAY, MINUTE, SECOND, later
from scormbuild.lms import completion
from scormbuild.lms.interaction import response_of
from scormbuild.lms.suspend_data import State

KILLED, CALLED_AWAY, COMES_BACK = 0.05, 0.03, 0.08
CHANGES_MIND, EMPTIES = 0.11, 0.01
READING, WRITING, CHOOSING = 45, 70, 14  # seconds
DONE = ("completed", "passed")


class Deed(NamedTuple):
    """Something done: `about` a page or question, "" for the course; `text` is the answer as it is kept."""

    at: int  # milliseconds since 1970
    verb: str  # the word for it; an LMS's own begins with "lms "
    about: str = ""
    number: int = 0  # of the session, the answer's revision, per cent
    text: str = ""


def deeds(plan: Plan, who: Habits, chance: Random, begin: int, zone: ZoneInfo) -> list[Deed]:
    """One attempt at a course, over all its sessions."""
    walk = Walk(plan, who, chance, begin, zone)
    walk.go()
    return walk.done


class Walk:
    """An attempt while it lasts."""

    def __init__(self, plan: Plan, who: Habits, chance: Random, begin: int, zone: ZoneInfo) -> None:
        self.plan, self.who, self.chance, self.zone = plan, who, chance, zone
        self.at = self.opened = begin
        self.session = 0
        self.done: list[Deed] = []
        self.seen: list[str] = []
        self.answers: dict[str, str] = {}  # as the LMS has them
        self.revisions: dict[str, int] = {}
        self.open: list[Asked] = []  # those that have an answer, and may get another
        self.told: set[int] = set()  # percentages
        self.step = 0
        self.status = "incomplete"

    def go(self) -> None:
        """From the first page to the last, or to where they stop."""
        self.enter()
        for leaf in self.plan.leaves:
            if self.chance.random() < self.who.stops * leaf.heavy * self.weariness():
                return self.leave()
            if len(self.seen) > 1 and self.chance.random() < 0.05:
                self.leave()
                self.at = later(self.at, self.chance, self.zone)
                self.enter()
            self.read(leaf)
        self.look_back()
        self.leave()
        if self.chance.random() < COMES_BACK:
            self.at = later(self.at + 2 * DAY, self.chance, self.zone)
            self.enter()
            self.look_back()
            self.leave()
        return None

    def weariness(self) -> float:
        """Most of those who stop, stop early."""
        return 1.8 if len(self.seen) < 3 else 1.0

    def tell(self, verb: str, about: str = "", number: int = 0, text: str = "") -> None:
        """Note that something was done, now."""
        self.done.append(Deed(self.at, verb, about, number, text))

    def spend(self, seconds: float) -> None:
        """Let time pass: more or less this, at one's own pace."""
        self.at += int(seconds * SECOND * self.who.pace * exp(self.chance.gauss(0, 0.5))) + 300

    def enter(self) -> None:
        """Open the course."""
        self.session += 1
        self.opened = self.at
        self.tell("initialized", number=self.session)
        if self.session > 1:
            self.tell("resumed", number=self.session)
            self.spend(5)

    def leave(self) -> None:
        """Close it, or have it closed by a battery that is empty."""
        self.spend(8)
        if self.chance.random() < KILLED:
            return
        if self.status == "incomplete":
            self.tell("suspended", number=self.session)
        seconds = round((self.at - self.opened) / SECOND)
        self.tell("terminated", number=self.session, text=f"PT{seconds}S")

    def read(self, leaf: Leaf) -> None:
        """See a page, and answer what it asks."""
        self.spend(3)
        self.seen.append(leaf.id)
        self.step += 1
        self.tell("experienced", leaf.id)
        self.account()
        self.spend(READING)
        if self.chance.random() < CALLED_AWAY:
            self.at += int((6 + 50 * self.chance.random()) * MINUTE)
        for asked in leaf.asked:
            if asked.required or self.chance.random() < 0.6:
                self.answer(asked, self.first(asked))

    def answer(self, asked: Asked, text: str) -> None:
        """Give an answer, or another one."""
        question = asked.question
        kept = "t" if asked.hidden and text else "" if asked.hidden else text
        before = self.answers.get(asked.id, "")
        revision = self.revisions[asked.id] = self.revisions.get(asked.id, 0) + 1
        self.answers[asked.id] = kept
        self.open.append(asked)
        self.tell("acknowledged" if asked.kind == "acknowledge" else "answered", asked.id, revision, text)
        if asked.required:
            self.step += completion.answered(question, kept) - completion.answered(question, before)
        self.account()

    def first(self, asked: Asked) -> str:
        """What somebody answers, after a while."""
        self.spend(WRITING if asked.kind == "open" else CHOOSING)
        return reply(asked, self.who, self.chance)

    def look_back(self) -> None:
        """Change some answers; one that failed tries once more."""
        for asked in list(dict.fromkeys(self.open)):
            if asked.kind == "acknowledge" or self.chance.random() > CHANGES_MIND:
                continue
            self.spend(20)
            empty = asked.kind == "open" and self.chance.random() < EMPTIES
            text = "" if empty else self.first(asked)
            if response_of(asked.kind, text) != self.last(asked):
                self.answer(asked, text)

    def last(self, asked: Asked) -> str:
        """The response that a question has by now."""
        newest = next(each for each in reversed(self.done) if each.about == asked.id)
        return response_of(asked.kind, newest.text)

    def account(self) -> None:
        """What follows: how far, and whether that is the end."""
        percent = 10 * self.step // self.plan.steps * 10
        if percent and percent not in self.told:
            self.told.add(percent)
            self.tell("progressed", number=percent)
        if self.status not in DONE and len(self.seen) == len(self.plan.leaves):
            self.finish()

    def finish(self) -> None:
        """Tell the end, where the course's rule says that it is one."""
        outline, state = self.plan.outline, State(tuple(self.seen), self.answers, finished=True)
        before, self.status = self.status, completion.status(outline, state, self.status)
        raw = completion.score(outline, state)
        if self.status in DONE and before not in DONE:
            self.tell("completed")
        if self.status in ("passed", "failed") and raw is not None:
            known = any(each.verb == self.status and each.number == raw for each in self.done)
            if not known:
                self.tell(self.status, number=raw)
