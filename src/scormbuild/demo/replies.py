"""What somebody of a crowd is like, and what they answer therefore."""

from __future__ import annotations

from math import exp
from random import Random
from typing import NamedTuple

from scormbuild.demo.plan import PlannedQuestion


class Habits(NamedTuple):
    """What somebody is like; 0 is the middle of all but `pace`."""

    pace: float  # how long everything takes
    stop_rate: float  # how easily they give up
    skill: float
    mood: float
    wordy: float  # 0 to 1


def draw_habits(chance: Random) -> Habits:
    """Somebody."""
    stops = 0.024 * exp(chance.gauss(0, 1.1))
    pace = exp(chance.gauss(0, 0.35))
    return Habits(pace, stops, chance.gauss(0, 1), chance.gauss(0, 0.7), chance.random())


def draw_reply(asked: PlannedQuestion, who: Habits, chance: Random) -> str:
    """An answer, as the LMS keeps it (or would, where it isn't told)."""
    if asked.kind.is_open_text:
        return open_reply(asked, who, chance)
    if asked.kind.scored:
        return choice_reply(asked, who, chance)
    if asked.kind.answer_rule == "chosen":
        return opinion_reply(asked, who, chance)
    if asked.kind.answer_rule == "every":
        return ",".join(key for key in asked.candidates if chance.random() < 0.93)
    return "t"


def open_reply(asked: PlannedQuestion, who: Habits, chance: Random) -> str:
    """Words: mostly few, sometimes two or three thoughts."""
    pool = asked.long_candidates if asked.required else asked.candidates
    text = pool[int(len(pool) * chance.random() ** (1.6 - who.wordy))]
    while chance.random() < 0.3 * who.wordy:
        text = f"{text} {chance.choice(pool)}"
    return text


def opinion_reply(asked: PlannedQuestion, who: Habits, chance: Random) -> str:
    """A step of the scale, by mood and by what is asked."""
    last = len(asked.candidates) - 1
    place = last * (0.5 + 0.16 * (who.mood + asked.bias + chance.gauss(0.4, 0.9)))
    return asked.candidates[min(last, max(0, round(place)))]


def choice_reply(asked: PlannedQuestion, who: Habits, chance: Random) -> str:
    """The right keys by skill and difficulty, else others; and how often it was tried."""
    # The logistic curve of item response theory: the odds grow with skill less difficulty.
    right = chance.random() < 1 / (1 + exp(asked.bias - 1.1 - 1.3 * who.skill))
    keys = asked.right_keys if right else wrong_keys(asked, chance)
    return f"{keys} {1 if chance.random() < 0.8 else 2}"


def wrong_keys(asked: PlannedQuestion, chance: Random) -> str:
    """Some other option; the first of them tempts most."""
    right = asked.right_keys.split(",")
    others = [key for key in asked.candidates if key not in right] or list(asked.candidates)
    chosen = {others[int(len(others) * chance.random() ** 1.7)], *right[1:]}
    return ",".join(sorted(chosen))
