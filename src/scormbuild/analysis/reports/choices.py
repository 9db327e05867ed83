"""Which options were chosen, how hard each question is, and whether it tells good from weak."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import answers
from scormbuild.analysis.model.correlation import Sums, correlation
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.outline import Option, Question, questions
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import rows
from scormbuild.analysis.model.table import Row, Sheet, columns, share
from scormbuild.analysis.views.answers import BETWEEN

COLUMNS = columns(
    course="text",
    question="text",
    prompt="text",
    option="text",
    label="text",
    correct="yes_no",
    chosen="count",
    share="share",
    answered="count",
    difficulty="share",
    discrimination="number",
)
ONE = ("whole", "person_key")
SUMS = ("x", "y", "xy", "yy")
ANSWER = ("course", "question", "response", "persons", *SUMS)


@dataclass(slots=True)
class Told:
    """What is known of the answers to a question; `firsts`: sums of who was right at first."""

    sizes: Counter[str] = field(default_factory=Counter)  # of persons by their newest answer
    firsts: Sums | None = None

    @property
    def persons(self) -> int:
        """How many persons it is about."""
        return max(self.sizes.total(), self.firsts.count if self.firsts else 0)


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """A row for each option of each choice; `chosen` by a person's newest answer, the rest by the first."""
    told = answered_by(tables, selection, rights)
    asked = questions(tables, selection, rights, "choice")
    for course, iri in told.keys() - asked.keys():
        asked[course, iri] = Question(course, iri)
    courses = answers.shown(tables, selection, rights)
    lines: list[Row] = []
    hidden = 0
    for question in sorted(asked.values(), key=lambda each: each.order):
        found = told.get((question.course, question.iri), Told())
        small = 0 < found.persons < rights.least or not (courses is None or question.course in courses)
        hidden += small
        lines += emptied(question) if small else figures(question, found)
    return Sheet("choices", COLUMNS, lines, hidden)


def answered_by(tables: Tables, selection: Selection, rights: Rights) -> dict[tuple[str, str], Told]:
    """What was answered, by course and question."""
    given = answers.answers(tables, selection, rights, "choice")
    both = sizes(given).union(summed(given, tables))  # one question to the engine: it reads the answers once
    told: dict[tuple[str, str], Told] = defaultdict(Told)
    for course, question, response, persons, *sums in rows(answers.named(both, tables), *ANSWER):
        if response is None:
            x, y, xy, yy = map(int, sums)
            told[course, question].firsts = Sums(persons, x, y, xy, x, yy)  # the square of 0 or 1 is itself
        else:
            told[course, question].sizes[response] += persons
    return told


def sizes(given: ir.Table) -> ir.Table:
    """How many persons' newest answer is which."""
    nothing = {name: ibis.null("int64") for name in SUMS}
    return answers.sizes(given).mutate(**nothing).select(*answers.ASKED, "response", "persons", *SUMS)


def summed(given: ir.Table, tables: Tables) -> ir.Table:
    """Of first answers the sums of who was right (x), and how much else of the course they had right (y)."""
    first = answers.first(given)
    kept = answers.numbers(tables).select("number", "course")
    first = first.left_join(kept, "number").select(*first.columns, "course")
    first = first.mutate(whole=ibis.coalesce(first.course, answers.course_of(first.strange)))
    totals = first.group_by(ONE).agg(total=first.right.sum()).view()
    found = first.inner_join(totals, ONE).select(*answers.ASKED, "right", "total")
    found = found.mutate(rest=found.total - found.right)
    sums = found.group_by(answers.ASKED).agg(
        persons=found.count(),
        x=found.right.sum().cast("int64"),
        y=found.rest.sum().cast("int64"),
        xy=(found.right * found.rest).sum().cast("int64"),
        yy=(found.rest * found.rest).sum().cast("int64"),
    )
    return sums.select(*answers.ASKED, "persons", *SUMS, response=ibis.null("string"))


def figures(question: Question, told: Told) -> Iterator[Row]:
    """The rows of a question."""
    firsts, everybody = told.firsts, told.sizes.total()
    difficulty = share(firsts.x, firsts.count) if firsts else None
    discrimination = correlation(firsts) if firsts else None
    persons: Counter[str] = Counter()
    for response, size in told.sizes.items():
        for key in set(response.split(BETWEEN)):
            persons[key] += size
    for option in options(question, persons):
        chosen = persons[option.key]
        yield (
            *(question.course, question.iri, question.prompt, option.key, option.label, option.correct),
            *(chosen, share(chosen, everybody), everybody, difficulty, discrimination),
        )


def emptied(question: Question) -> Iterator[Row]:
    """The rows of a question that too few persons answered; what isn't in the outline would tell on them."""
    for option in question.options:
        known = (question.course, question.iri, question.prompt, option.key, option.label, option.correct)
        yield *known, None, None, None, None, None


def options(question: Question, persons: Iterable[str]) -> list[Option]:
    """The options of the outline, and behind them those that were chosen and aren't in it."""
    known = {option.key for option in question.options}
    return [*question.options, *(Option(key, None, None) for key in sorted(set(persons) - known))]
