"""A crowd of learners and what they do: statements of some 940 bytes, the same for the same seed.

2000 agents follow 25 courses of 20 units each; each agent has a registration for each course. Encoding costs
the load generator next to nothing: the parts that repeat are encoded once.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

AGENTS, COURSES, UNITS = 2000, 25, 500
HOME = "https://lms.example.org"
SITE = "https://courses.example.org"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
ADL = "http://adlnet.gov/expapi/verbs"
VERBS = {
    f"{ADL}/answered": "antwoordde",
    f"{ADL}/attempted": "probeerde",
    f"{ADL}/completed": "voltooide",
    f"{ADL}/experienced": "bekeek",
    f"{ADL}/failed": "zakte voor",
    f"{ADL}/initialized": "begon aan",
    f"{ADL}/interacted": "werkte met",
    f"{ADL}/passed": "slaagde voor",
    f"{ADL}/progressed": "vorderde in",
    f"{ADL}/terminated": "verliet",
}
TEXT = (  # what a learner might write
    "ik vraag de cliënt eerst wat er aan de hand is en luister goed voordat ik iets voorstel samen kijken we "
    "daarna naar het plan en ik schrijf op wat we hebben afgesproken zodat mijn collega verder kan"
)


class StatementStream:
    """An endless, repeatable stream of statements."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.time = START
        self.words = TEXT.split()
        self.actors = [encode_json(agent(number)) for number in range(AGENTS)]
        self.verbs = [encode_json({"id": verb, "display": {"nl": word}}) for verb, word in VERBS.items()]
        self.objects = [encode_json(activity(unit)) for unit in range(UNITS)]
        self.contexts = [encode_json(context(course))[1:] for course in range(COURSES)]
        self.registrations: dict[tuple[int, int], bytes] = {}

    def statement(self) -> bytes:
        """The next statement, as compact JSON."""
        chance = self.random.random
        learner, unit = int(chance() * AGENTS), int(chance() * UNITS)
        course = unit * COURSES // UNITS
        self.time += timedelta(milliseconds=int(chance() * 2000))
        return b'{"id":"%b","actor":%b,"verb":%b,"object":%b,"result":%b,"context":%b,"timestamp":"%b"}' % (
            str(uuid.UUID(int=self.random.getrandbits(128), version=4)).encode(),
            self.actors[learner],
            self.verbs[int(chance() * len(self.verbs))],
            self.objects[unit],
            self.result(),
            b'{"registration":"%b",%b' % (self.registration(learner, course), self.contexts[course]),
            self.time.isoformat(timespec="milliseconds").replace("+00:00", "Z").encode(),
        )

    def result(self) -> bytes:
        """A sentence of the learner's own, a score and a time."""
        first = int(self.random.random() * (len(self.words) - 10))
        score = int(self.random.random() * 100)
        words = " ".join(self.words[first : first + 10]).encode()
        return b'{"response":"%b","score":{"scaled":%.2f,"raw":%d,"min":0,"max":100},"duration":"PT%dS"}' % (
            words,
            score / 100,
            score,
            5 + score,
        )

    def registration(self, learner: int, course: int) -> bytes:
        """The registration of one learner for one course."""
        known = self.registrations.get((learner, course))
        if known is None:
            known = registration(learner, course).encode()
            self.registrations[learner, course] = known
        return known

    def batches(self, size: int, count: int) -> Iterator[bytes]:
        """So many JSON arrays of so many statements."""
        for _ in range(count):
            yield b"[%b]" % b",".join(self.statement() for _ in range(size))


class QueryParameters:
    """What a report or an LMS asks about the crowd: parameters of GET /statements, another each time."""

    def __init__(self, seed: int, since: str) -> None:
        self.random = random.Random(seed)
        self.since = since

    def kinds(self) -> dict[str, Callable[[], dict[str, str]]]:
        """Name -> maker of parameters."""
        return {
            "limit=100": lambda: {"limit": "100"},
            "agent+verb+since": lambda: {
                **self.agent(),
                "verb": self.choose(list(VERBS)),
                "since": self.since,
            },
            "activity+related_activities": lambda: {"activity": self.unit(), "related_activities": "true"},
            "course+related_activities": lambda: {"activity": self.course(), "related_activities": "true"},
            "agent+related_agents": lambda: {**self.agent(), "related_agents": "true"},
            "instructor+related_agents": lambda: {**self.instructor(), "related_agents": "true"},
            "registration": self.registration,
        }

    def choose(self, choices: list[str]) -> str:
        """One of them."""
        return self.random.choice(choices)

    def unit(self) -> str:
        """The IRI of a unit."""
        return unit_iri(self.random.randrange(UNITS))

    def course(self) -> str:
        """The IRI of a course, which one statement in 25 has as its parent."""
        return course_iri(self.random.randrange(COURSES))

    def agent(self) -> dict[str, str]:
        """A learner."""
        return {"agent": encode_json(agent(self.random.randrange(AGENTS))).decode()}

    def instructor(self) -> dict[str, str]:
        """The instructor of a course, whom one statement in 25 names."""
        return {"agent": encode_json(instructor(self.random.randrange(COURSES))).decode()}

    def registration(self) -> dict[str, str]:
        """One learner's registration for one course."""
        return {"registration": registration(self.random.randrange(AGENTS), self.random.randrange(COURSES))}


def agent(number: int) -> dict[str, object]:
    """A learner."""
    name = f"learner-{number:05}"
    return {"name": f"Learner {number}", "account": {"homePage": HOME, "name": name}}


def instructor(course: int) -> dict[str, object]:
    """Who teaches a course."""
    return {"account": {"homePage": HOME, "name": f"instructor-{course:02}"}}


def unit_iri(unit: int) -> str:
    """A unit of a course."""
    return f"{course_iri(unit * COURSES // UNITS)}/unit-{unit:03}"


def course_iri(course: int) -> str:
    """A course."""
    return f"{SITE}/course-{course:02}"


def registration(learner: int, course: int) -> str:
    """One learner's go at one course."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{course_iri(course)}?{learner}"))


def activity(unit: int) -> dict[str, object]:
    """A unit as the object of a statement."""
    definition = {
        "name": {"nl": f"Opdracht {unit}"},
        "type": "http://adlnet.gov/expapi/activities/lesson",
    }
    return {"id": unit_iri(unit), "definition": definition}


def context(course: int) -> dict[str, object]:
    """Where it happened: all but the registration."""
    return {
        "instructor": instructor(course),
        "platform": "Moodle",
        "contextActivities": {
            "parent": [{"id": course_iri(course)}],
            "grouping": [{"id": f"{SITE}/curriculum-{course % 5}"}],
            "category": [{"id": "https://w3id.org/xapi/acrossx"}],
        },
    }


def encode_json(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


if __name__ == "__main__":
    crowd = StatementStream(seed=1)
    sizes = [len(crowd.statement()) for _ in range(10_000)]
    print(crowd.statement().decode())
    print(f"{sum(sizes) / len(sizes):.0f} bytes a statement")
