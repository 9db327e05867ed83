"""What authors are told is in a catalogue of each language, whole, and says what it is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parents[1] / "src/scormbuild"
CATALOGUES = sorted((SOURCE / "locale").glob("*/LC_MESSAGES/scormbuild.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)[rs]")
# Of these calls, the places of the arguments that somebody reads.
TOLD = {"add_problem": (1, 2), "add_value_problem": (2,), "Problem": (3, 4)}
TOLD_BY_DIRECTIVE = {"add_problem": (0, 1)}
NAMES = {"hint", "message", "way_out"}


def messages() -> set[str]:
    """All messages in the code, found as `make messages` finds them."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if "scormbuild.catalogue import" in (code := path.read_text("utf-8")):
            extracted = extract("python", BytesIO(code.encode()), keywords={"_": None, "mark": None})
            found |= {str(message) for _, message, _, _ in extracted}
    return found


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read_catalogue(request.param)


def test_every_message_is_translated_and_no_other(catalogue: Catalog) -> None:
    translated = {str(each.id) for each in catalogue if each.id and each.string and not each.fuzzy}
    assert translated == messages(), "run make messages, and translate what is empty"
    assert not catalogue.obsolete


def test_a_translation_has_the_values_and_the_lines_of_its_message(catalogue: Catalog) -> None:
    for each in catalogue:
        message, text = str(each.id), str(each.string)
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(message)), message
        assert text.count("\n") == message.count("\n") or not message, message
        assert text.count("  hint: ") == message.count("  hint: "), message


def literals(node: ast.expr) -> Iterator[ast.expr]:
    """What of an expression is text as it stands in the code."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(f"{part.value}" for part in parts if isinstance(part, ast.Constant))
        if re.search(r"[a-z]{2}", text):
            yield node
    elif isinstance(node, ast.IfExp):
        yield from (*literals(node.body), *literals(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (each for value in node.values for each in literals(value))
    elif isinstance(node, ast.BinOp):
        yield from (*literals(node.left), *literals(node.right))


def told_arguments(tree: ast.Module) -> Iterator[ast.expr]:
    """What is told, in calls and in variables of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            receiver = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            places = (TOLD_BY_DIRECTIVE if receiver == "directive" else TOLD).get(name, ())
            yield from (each for place, each in enumerate(node.args) if place in places)
            yield from (each.value for each in node.keywords if each.arg in NAMES)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in NAMES:
            yield node.value


def test_what_an_author_is_told_goes_through_the_catalogue() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{literal.lineno}: {ast.unparse(literal)}"
        for path in sorted((SOURCE / "course").rglob("*.py"))
        if "check" not in path.parts
        for argument in told_arguments(ast.parse(path.read_text("utf-8")))
        for literal in literals(argument)
    ]
    assert found == []
