"""Every finding by its code: how heavy it weighs, what it means, and the way out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources

from scormbuild.errors import Problem


class Weight(IntEnum):
    """What a finding does to a course in an LMS, the worst first."""

    wont_upload = 0
    wont_record = 1
    untidy = 2

    @property
    def words(self) -> str:
        """The weight as people read it."""
        return {"wont_upload": "won't upload", "wont_record": "won't record"}.get(self.name, self.name)


@dataclass(frozen=True)
class Code:
    """One kind of finding."""

    weight: Weight
    meaning: str
    way_out: str


def read_codes() -> dict[str, Code]:
    """The table in codes.toml: a section for each weight."""
    text = (resources.files("scormbuild.course.check") / "codes.toml").read_text("utf-8")
    return {
        code: Code(Weight[weight], *texts)
        for weight, rows in tomllib.loads(text).items()
        for code, texts in rows.items()
    }


CODES = read_codes()


def finding(code: str, message: str, path: str, line: int = 0, column: int = 0, *, hint: str = "") -> Problem:
    """A problem of a known kind; the way out is the kind's, unless this one has a nearer one."""
    return Problem(path, line, column, message, hint or CODES[code].way_out, code)


def weight(problem: Problem) -> Weight:
    """How heavy a finding weighs."""
    return CODES[problem.code].weight
