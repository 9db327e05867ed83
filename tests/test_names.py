"""Names and sizes: a definition says what it gives, and nothing needs scrolling twice."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support.rooms import MODULES, SOURCE, syntax

# Participles that aren't -ed: `found`, `shown` and `made` were the names of a tenth of all definitions once.
IRREGULAR = re.compile(
    "begun|bound|bought|brought|broken|built|caught|chosen|cut|done|drawn|driven|fallen|felt|found"
    "|forgotten|given|gone|grown|heard|held|hidden|hit|hung|kept|known|laid|led|left|lent|let|lost"
    "|made|meant|met|put|read|run|said|seen|sent|set|shown|shut|sold|spent|spoken|stood|taken|taught"
    "|thought|told|torn|understood|won|worn|written"
)
# Verbs that look like participles, a word of xAPI's, the noun for a page within a page, and HTTP's own names
# of statuses (RFC 9110 15.5).
ALLOWED_NAMES = frozenset(
    {
        "run",
        "read",
        "scaled",
        "Embed",
        "unauthorized",
        "Unauthorized",
        "MethodNotAllowed",
        "PreconditionFailed",
    }
)
# Columns of rows that a function is given or gives, and a property of xAPI's.
NAMES_IN_PROSE = frozenset({"person_key", "stored"})
LONGEST_FUNCTION, LONGEST_FILE, SHORTEST_FILE = 60, 350, 15
PLAYER = sorted((SOURCE.parents[1] / "player/src").rglob("*.js"))


def definitions(module: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node for node in syntax(module) if isinstance(node, kinds)]


def is_bare_participle(name: str) -> bool:
    word = re.sub(r"([a-z])([A-Z])", r"\1_\2", name.strip("_"))
    return "_" not in word and bool(IRREGULAR.fullmatch(word) or re.fullmatch(r"[A-Za-z]{3,}ed", word))


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_definition_is_called_by_a_participle_alone(module: str) -> None:
    assert not {each.name for each in definitions(module) if is_bare_participle(each.name)} - ALLOWED_NAMES


@pytest.mark.parametrize("path", PLAYER, ids=lambda path: path.name)
def test_no_function_of_the_player_is_called_by_a_participle_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not {
        name
        for name in re.findall(r"^export (?:async )?function (\w+)", text, re.MULTILINE)
        if is_bare_participle(name)
    }


@pytest.mark.parametrize("module", sorted(MODULES))
def test_what_a_docstring_names_is_in_its_file(module: str) -> None:
    # A name that was changed lives on in prose, where no tool looks for it.
    text = MODULES[module].read_text(encoding="utf-8")
    docs = [doc for each in definitions(module) if (doc := ast.get_docstring(each, clean=False))]
    code = text
    for doc in docs:
        code = code.replace(doc, "")
    names = {name for doc in docs for name in re.findall(r"`([a-z_]+)`", doc)} - NAMES_IN_PROSE
    assert names <= set(re.findall(r"\w+", re.sub("#.*", "", code)))


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_function_and_no_file_needs_scrolling_twice(module: str) -> None:
    for each in definitions(module):
        if not isinstance(each, ast.ClassDef):
            assert (each.end_lineno or 0) - each.lineno < LONGEST_FUNCTION, each.name
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"__main__", "lrs.database.migrations.env"}))
def test_no_file_holds_a_single_line_of_sense(module: str) -> None:
    path = MODULES[module]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert path.name == "__init__.py" or len(lines) >= SHORTEST_FILE


def test_a_participle_is_told_from_other_words() -> None:
    assert all(map(is_bare_participle, ("found", "shown", "listed", "_made")))
    assert not any(map(is_bare_participle, ("find_route", "seed", "list_keys", "PreparedStatement")))
