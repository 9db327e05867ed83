"""The page that a person gets of what is kept about them: readable for everybody, at any width."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from support.browser.page_checks import find_violations

from scormbuild import vocabulary as words
from scormbuild.lrs.rights.page import render_person_page

COURSE = {"id": "urn:scormbuild:course:x", "definition": {"type": words.COURSE, "name": {"nl": "Webcare"}}}
LONG = "EenHeelLangWoordZonderEnigeSpatie" * 8


def sample_export() -> dict[str, Any]:
    """An export in which every part of the page has something to show."""
    asked = {"interactionType": "long-fill-in", "description": {"nl": "Waarom?"}}
    base = {
        "actor": {"account": {"homePage": "https://lms.example.org", "name": "ada"}},
        "context": {"contextActivities": {"grouping": [COURSE]}},
        "timestamp": "2026-10-01T12:00:00Z",
    }
    made = [
        {**base, "verb": {"id": words.ANSWERED}, "object": {"id": "urn:q", "definition": asked}}
        | {"result": {"response": LONG}},
        {**base, "verb": {"id": words.EXPERIENCED}, "object": {"id": "urn:p"}},
        {**base, "verb": {"id": words.PASSED}, "object": COURSE, "result": {"score": {"raw": 80}}},
        {**base, "verb": {"id": words.PLAYED}, "object": {"id": "urn:v"}, "context": {}},
    ]
    document = {"id": "s", "activity": "urn:a", "updated": base["timestamp"], "content": {"a": 1}}
    return {
        "made": base["timestamp"],
        "organisation": {"name": "Ziekenhuis", "home_page": "urn:o"},
        "pseudonym": "p_x",
        "identities": [{"name": "ada", "home_page": "https://lms.example.org", "display": "Ada"}],
        "names": ["Ada"],
        "teams": ["Wijkteam Noord"],
        "statements": [{"voided": number == 3, "statement": each} for number, each in enumerate(made)],
        "mentions": made[:1],
        "conflicts": made[:1],
        "documents": [document],
        "attachments": [{"sha2": "ab" * 32, "size": 3}],
        "holds": [{"since": "2026-10-01T12:00:00+00:00", "reason": "klacht 14"}],
        "erasures": [base["timestamp"]],
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_and_nothing_is_cut_off_on_a_phone(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "index.html"
    file.write_text(render_person_page(sample_export(), [], {}, language), encoding="utf-8")
    shown = browser.new_page(viewport={"width": 320, "height": 640})
    shown.goto(file.as_uri())
    assert find_violations(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    assert shown.get_by_role("heading", level=1).count() == 1
    shown.close()
