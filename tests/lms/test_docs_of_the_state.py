"""The page for analysts: its own few lines read a state as the harvest does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.lms.sample_course import ANSWERS, SECRET, encode_state, encode_suspend_data, outline, state

from scormbuild.lms.statements import identifiers

PAGE = (Path(__file__).parents[2] / "docs/analyst/statements.md").read_text(encoding="utf-8")
DONE_STATE = state(behind=["q-open"], finished=True, revisions={"q-choice": 2})


@pytest.fixture(scope="module")
def read_state() -> Callable[..., dict[str, Any]]:
    """The function that the page gives."""
    names: dict[str, Any] = {}
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    exec(code, names)
    return names["state"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("write", [encode_suspend_data, encode_state])
def test_the_page_reads_each_version_of_a_state(
    read_state: Callable[..., dict[str, Any]], write: Callable[[Any], str]
) -> None:
    found = read_state(write(DONE_STATE), identifiers(outline()))
    assert (found["answers"], found["seen"]) == (ANSWERS, ["start", "end"])
    assert (found["behind"], found["revisions"]) == (["q-open"], {"q-choice": 2})
    assert SECRET not in str(found)


def test_every_field_is_in_the_table() -> None:
    table = PAGE[PAGE.index("| field | what |") :].partition("\n\n")[0]
    listed = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert listed == DONE_STATE.keys()


def test_a_state_of_a_later_version_is_refused(read_state: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="versions"):
        read_state(encode_suspend_data(DONE_STATE, "3"))
