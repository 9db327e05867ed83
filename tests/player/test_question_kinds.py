"""The player's table of question kinds is the one that Python reads."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

PLAYER = Path(__file__).parents[2] / "player"


def test_the_players_table_of_kinds_is_as_it_is_made() -> None:
    spec = spec_from_file_location("bundle", PLAYER / "bundle.py")
    assert spec
    assert spec.loader
    bundle = module_from_spec(spec)
    spec.loader.exec_module(bundle)
    committed = (PLAYER / "src/question-kinds.js").read_text("utf-8")
    assert committed == bundle.question_kinds(), "make it anew: python player/bundle.py"
