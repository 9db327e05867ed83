"""The page about refused content: each statement on it is refused in the words that stand below it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from support.docs_blocks import ROOT, blocks
from support.lrs.running_lrs import RunningLrs

PAGE = ROOT / "docs/administrator/refused.md"
BLOCKS = [block for block in blocks() if block.path == PAGE]
STATEMENTS = [block.code for block in BLOCKS if (block.language, block.mark) == ("json", "refused")]
REASONS = [block.code.strip() for block in BLOCKS if (block.language, block.mark) == ("text", "refused")]
(MEND,) = [block.code for block in BLOCKS if block.language == "js"]
# What H5P also sends: 0 out of 0, and more than the highest score.
SCORES = (
    {"min": 0, "max": 0, "raw": 0},
    {"min": 0, "max": 10, "raw": 12, "scaled": 1.2},
    {"max": 0, "scaled": None},
    {"raw": 12, "max": 10},
)
SOUND = (
    {"score": {"min": 0, "max": 10, "raw": 10, "scaled": 1}},
    {"score": {"min": -10, "max": 0, "raw": -5, "scaled": -0.5}},
    {"success": True},
)


@pytest.mark.parametrize(("statement", "reason"), [*zip(STATEMENTS, REASONS, strict=True)], ids=REASONS)
def test_a_statement_on_the_page_is_refused_in_its_words(
    shared_lrs: RunningLrs, statement: str, reason: str
) -> None:
    answer = shared_lrs.client.post("/statements", json=json.loads(statement))
    assert (answer.status_code, answer.json()["error"]["reason"]) == (400, reason)


def mend(statement: Any) -> Any:
    """What the page's function makes of a statement."""
    script = f"{MEND}\nconsole.log(JSON.stringify(mend(JSON.parse(process.argv[1]))))"
    done = subprocess.run(
        ["node", "-e", script, json.dumps(statement)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def h5p_statements() -> list[dict[str, Any]]:
    """The page's own of H5P, and others like them."""
    shown = [each for each in map(json.loads, STATEMENTS) if "h5p" in each["object"]["id"]]
    return [*shown, *({**shown[0], "result": {"score": score}} for score in SCORES)]


def test_what_h5p_sends_is_taken_once_it_is_mended_as_the_page_says(shared_lrs: RunningLrs) -> None:
    sent = h5p_statements()
    assert len(sent) == 3 + len(SCORES)
    for each in sent:
        assert shared_lrs.client.post("/statements", json=each).status_code == 400
        answer = shared_lrs.client.post("/statements", json=mend(each))
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("result", SOUND)
def test_mending_leaves_alone_what_is_right(result: dict[str, Any]) -> None:
    statement = {**json.loads(STATEMENTS[0]), "result": result}
    assert mend(statement) == statement


def test_what_the_page_says_to_write_into_the_file_is_taken(shared_lrs: RunningLrs) -> None:
    exam, problem, group, *_, language = map(json.loads, STATEMENTS)
    (attempt,) = exam["context"]["contextActivities"]["grouping"]
    attempt["id"] = f"urn:uuid:{attempt['id']}"
    del problem["result"]["score"]
    group["object"]["objectType"] = "Activity"
    language["context"]["language"] = "en-US"
    answer = shared_lrs.client.post("/statements", json=[exam, problem, group, language])
    assert answer.status_code == 200, answer.text
