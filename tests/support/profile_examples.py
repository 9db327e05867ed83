"""The statements of docs/analyst/profile.md, each made whole by the one that the page gives whole."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from support.docs_blocks import ROOT, blocks

from scormbuild.vocabulary import COURSE

Json = dict[str, Any]
PAGE = ROOT / "docs/analyst/profile.md"
MARKED_BLOCKS = [(block.mark, json.loads(block.code)) for block in blocks() if block.path == PAGE]
(WHOLE_STATEMENT,) = (piece for mark, piece in MARKED_BLOCKS if mark == "whole")
STATEMENT_PARTS = [piece for mark, piece in MARKED_BLOCKS if mark == "statement"]


def complete_statement(piece: Json) -> Json:
    """A piece with all that it doesn't give, as the page says: lists are added to the two profiles."""
    statement = {name: value for name, value in deepcopy(WHOLE_STATEMENT).items() if name != "result"}
    piece = deepcopy(piece)
    more = piece.pop("context", {})
    relations = statement["context"]["contextActivities"]
    relations["category"][2:] = more.get("contextActivities", {}).get("category", [])
    if "extensions" in more:
        statement["context"]["extensions"] = more["extensions"]
    if piece["object"]["definition"]["type"] == COURSE:
        del relations["parent"], relations["grouping"][0]
    return statement | piece


def examples() -> list[Json]:
    """All statements of the page, anew for each caller."""
    return [deepcopy(WHOLE_STATEMENT), *map(complete_statement, STATEMENT_PARTS)]


def example(name: str) -> Json:
    """The first one with this verb, or of a question of this form."""
    return next(each for each in examples() if name in search_words(each))


def search_words(statement: Json) -> set[str]:
    """The words by which a test may ask for a statement."""
    categories = statement["context"]["contextActivities"]["category"]
    kind = statement["object"]["definition"]["type"].rpartition("/")[2]
    word = statement["verb"]["display"]["en"]
    return {word, f"{word} {kind}", *(each["id"].rpartition(":")[2] for each in categories)}
