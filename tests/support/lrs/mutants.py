"""JSON values with a few things changed: what real statements become under a careless or a hostile hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

Path = tuple[Any, ...]

# What JSON can say and Python's encoder can't: put into the text in the place of a string.
RAW = {
    f"\ue000{number}\ue000": text
    for number, text in enumerate(
        [
            "1e999",
            "-1e-999999",
            "1E+400000",
            "1e99999999999999999999",
            "9" * 400,
            "9" * 5_000,
            "0." + "1" * 5_000,
            "-0",
            "-0.0",
            "0.10",
            "01",
            "NaN",
            "Infinity",
            "[" * 100 + "]" * 100,
            '{"a":' * 100 + "1" + "}" * 100,
            "[" * 3_000 + "]" * 3_000,
            r'"\ud800"',
            r'"\udc00\ud800"',
            r'"a\u0000b"',
            r'"\u0000"',
            '"\t"',
            '"\x00"',
            "tru",
            "",
        ]
    )
}
TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "\u2028",
    "\ufeff",
    "\ufffd",
    "\u202e",
    "😀",
    "e\u0301",
    "İ",
    "ß",
    "'",
    '"',
    "\\",
    "%00",
    "%",
    "${1}",
    "=1+1",
    "<b>",
    "null",
    "x" * 300,
    "x" * 70_000,
    "\n",
    "\x7f",
    "\x85",
]
TIMES = [
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59-23:59",
    "0000-01-01T00:00:00+23:59",
    "2016-12-31T23:59:60Z",
    "2024-02-30T00:00:00Z",
    "2026-11-23T02:03:04." + "9" * 300 + "Z",
    "20260101T120000Z",
    "2026-01-01T12",
    "1969-12-31T23:59:59.9999999Z",
    "-0001-01-01T00:00:00Z",
    "2026-01-01T12:00:00-00:00",
    "PT0S",
    "P99999999999Y",
    "PT" + "9" * 400 + "S",
    "P1W",
    "PT0.000000001S",
    "-P1D",
]
NAMES = [
    "https://example.org/" + "x" * 3_000,
    "https://example.org/é😀",
    "http://[::1]:99999/",
    "urn:x:",
    "a:",
    "mailto:a@b",
    "mailto:İ@ß.example",
    "mailto:" + "a" * 5_000 + "@b.example",
    "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "6690E6C9-3EF0-4ED3-8B37-7F3964730BEE",
    "http://adlnet.gov/expapi/verbs/voided",
    "Activity",
    "Agent",
    "Group",
    "SubStatement",
    "StatementRef",
    "Person",
    "nl",
    "en-GB-oed",
    "x-" + "a" * 8,
    "und",
    "1.0.3",
    "2.0.0",
    "1.0",
    "choice",
    "a" * 40,
    "b" * 64,
    "text/plain",
    "text/plain; charset=\u00e9",
]
OTHERS = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2**31,
    2**53,
    2**63,
    2**64,
    -(2**64),
    10**100,
    0.1,
    1e300,
    [],
    {},
    [[]],
]
KEYS = ["objectType", "id", "mbox", "account", "name", "member", "object", "actor", "verb", "definition"]
KEYS += ["context", "contextActivities", "parent", "extensions", "registration", "statement", "result"]
KEYS += ["score", "raw", "scaled", "response", "duration", "attachments", "stored", "authority", "version"]
KEYS += [
    "contextAgents",
    "contextGroups",
    "timestamp",
    "homePage",
    "display",
    "",
    "x",
    "\0",
    "https://e.org/x",
]


def json_paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Every place in a JSON value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from json_paths(item, (*path, key))


class Mutator:
    """Changes values, the same for the same seed."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def odd_value(self, seeds: list[Any]) -> Any:
        """Something that may stand anywhere, or nowhere."""
        choose = self.random.choice
        pool = choose([TEXTS, TIMES, NAMES, OTHERS, list(RAW), NAMES, TIMES])
        if self.random.random() < 0.15:
            some = choose(seeds)
            return deepcopy(self.at(some, choose(list(json_paths(some)))))
        return deepcopy(choose(pool))  # as it may be changed in its turn

    def at(self, value: Any, path: Path) -> Any:
        """What stands at a place."""
        for key in path:
            value = value[key]
        return value

    def odd_text(self, text: str) -> str:
        """A string with something in it that isn't usual."""
        at = self.random.randrange(len(text) + 1)
        how = self.random.randrange(4)
        if how == 0:
            # The first two more often, as no text can hold them.
            return text[:at] + self.random.choice(["\0", "\ud83d", self.random.choice(TEXTS)]) + text[at:]
        if how == 1:
            return text[:at] + text[at + 1 :]
        return text.upper() if how == 2 else text * 2

    def mutate(self, value: Any, seeds: list[Any], most: int = 3) -> Any:
        """A copy with up to so many changes."""
        changed = json.loads(json.dumps(value))
        # Not too many: what is wrong in three places is mostly refused for the first of them.
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 1, most])):
            changed = self.change(changed, seeds)
        return changed

    def change(self, value: Any, seeds: list[Any]) -> Any:
        """The value with one change, made in place."""
        *way, last = self.random.choice(list(json_paths(value))) or (None,)
        if last is None:
            return self.odd_value(seeds) if self.random.random() < 0.1 else value
        holder = self.at(value, tuple(way))
        how = self.random.randrange(6)
        if how == 0:
            del holder[last]
        elif how == 1 and isinstance(holder, dict):
            holder[self.random.choice(KEYS)] = self.odd_value(seeds)
        elif how == 2 and isinstance(holder[last], str):
            holder[last] = self.odd_text(holder[last])
        elif how == 3:
            holder[last] = [holder[last]] * self.random.choice([1, 2, 50])
        else:
            holder[last] = self.odd_value(seeds)
        return value

    def encode(self, value: object) -> bytes:
        """The value as JSON, or what is nearly JSON."""
        text = json.dumps(value, ensure_ascii=self.random.random() < 0.5)
        for mark, raw in RAW.items():
            for written in (json.dumps(mark), json.dumps(mark, ensure_ascii=False)):
                text = text.replace(written, raw)
        return text.encode("utf-8", "surrogatepass")
