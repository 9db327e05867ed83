"""What somebody of a crowd is like, and what they answer therefore."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp
from random import Random
from typing import NamedTuple
from urllib.parse import quote

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
    if asked.kind.scored:
        return scored_reply(asked, who, chance)
    if asked.kind.is_open_text:
        return open_reply(asked, who, chance)
    if "leads" in asked.question:
        return path_reply(asked.question["leads"], chance)
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


def path_reply(leads: Mapping[str, str], chance: Random) -> str:
    """A way through a scenario to one of its ends, and how often one was walked."""
    by_scene: dict[str, list[str]] = {}
    for step in leads:
        by_scene.setdefault(step.rpartition("-")[0], []).append(step)
    scene, path = next(iter(by_scene)), list[str]()
    while scene in by_scene:
        path.append(chance.choice(by_scene[scene]))
        scene = leads[path[-1]]
    # Of who goes round in circles the player keeps as many steps as there are scenes.
    kept = path[-len({*by_scene, *leads.values()}) :]
    return f"{','.join(kept)} {1 if chance.random() < 0.7 else 2}"


def scored_reply(asked: PlannedQuestion, who: Habits, chance: Random) -> str:
    """What is right by skill and difficulty, else something else; and how often it was tried."""
    # The logistic curve of item response theory: the odds grow with skill less difficulty.
    right = chance.random() < 1 / (1 + exp(asked.bias - 1.1 - 1.3 * who.skill))
    made = right_response(asked, chance) if right else WRONG_RESPONSES[asked.kind.scorm_type](asked, chance)
    return f"{made} {1 if chance.random() < 0.8 else 2}"


def right_response(asked: PlannedQuestion, chance: Random) -> str:
    """What the keys ask for."""
    if asked.kind.judge == "range":
        return chance.choice(asked.right_keys.split(":"))
    if asked.kind.judge == "text":
        texts = (key.removeprefix("~").split("|") for key in asked.right_keys.split(","))
        return ",".join(chance.choice(each) for each in texts)
    return asked.right_keys


def wrong_keys(asked: PlannedQuestion, chance: Random) -> str:
    """Some other option; the first of them tempts most."""
    right = asked.right_keys.split(",")
    others = [key for key in asked.candidates if key not in right] or list(asked.candidates)
    chosen = {others[int(len(others) * chance.random() ** 1.7)], *right[1:]}
    return ",".join(sorted(chosen))


def wrong_pairs(asked: PlannedQuestion, chance: Random) -> str:
    """One thing laid elsewhere."""
    pairs = asked.right_keys.split(",")
    place = chance.randrange(len(pairs))
    source, _, target = pairs[place].partition(".")
    others = [each["key"] for each in asked.question["targets"] if each["key"] != target]
    pairs[place] = f"{source}.{chance.choice(others)}"
    return ",".join(pairs)


def wrong_order(asked: PlannedQuestion, chance: Random) -> str:
    """Two neighbours that changed places."""
    keys = asked.right_keys.split(",")
    place = chance.randrange(len(keys) - 1)
    keys[place : place + 2] = reversed(keys[place : place + 2])
    return ",".join(keys)


def wrong_words(asked: PlannedQuestion, chance: Random) -> str:
    """One field with something else in it."""
    parts = right_response(asked, chance).split(",")
    parts[chance.randrange(len(parts))] = quote(chance.choice(asked.candidates), safe="'")
    return ",".join(parts)


def wrong_number(asked: PlannedQuestion, chance: Random) -> str:
    """Far too little, or too much."""
    least, most = map(float, asked.right_keys.split(":"))
    return f"{chance.choice([least - 1 - abs(least) / 2, most + 1 + abs(most)]):g}"


WRONG_RESPONSES: dict[str, Callable[[PlannedQuestion, Random], str]] = {
    "choice": wrong_keys,
    "true-false": lambda asked, _: "f" if asked.right_keys == "t" else "t",
    "matching": wrong_pairs,
    "sequencing": wrong_order,
    "fill-in": wrong_words,
    "numeric": wrong_number,
}
