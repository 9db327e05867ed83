"""What the rules of retention leave of a statement."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import sample_statement, substatement

from scormbuild import vocabulary as words
from scormbuild.errors import SettingsError
from scormbuild.lrs.privacy.retention import (
    DAY_MICROSECONDS,
    Rules,
    apply_retention,
    has_open_text,
    validate_rules,
)
from scormbuild.lrs.xapi.patterns import parse_timestamp

Json = dict[str, Any]
THEN = parse_timestamp("2026-11-01T00:00:00Z")
ANSWER = {"response": "in my own words", "completion": True}


def answer_statement(kind: str | None = "long-fill-in", form: str | None = None, **changes: Any) -> Json:
    """An answer to a question of a kind, of one of our forms."""
    target: Json = {"id": "https://example.com/q"}
    if kind:
        target["definition"] = {"interactionType": kind}
    category = [{"id": words.form_iri(form)}] if form else []
    whole = {
        "verb": {"id": words.ANSWERED},
        "object": target,
        "result": ANSWER,
        "timestamp": "2026-11-01T00:00:00Z",
    }
    return sample_statement(**(whole | {"context": {"contextActivities": {"category": category}}} | changes))


def apply_after(days: float, statement: Json, rules: Rules) -> Json | None:
    return apply_retention(statement, rules, THEN + int(days * DAY_MICROSECONDS))


def test_without_rules_everything_is_kept_and_nothing_copied() -> None:
    statement = answer_statement()
    assert apply_after(10_000, statement, {}) is statement


def test_a_statement_goes_once_it_is_older_than_its_rule() -> None:
    rules = {("statement", ""): 30}
    assert apply_after(30, answer_statement(), rules) is not None
    assert apply_after(30.01, answer_statement(), rules) is None


def test_the_rule_for_a_verb_goes_before_the_rule_for_all() -> None:
    rules = {("statement", ""): 30, ("statement", words.ANSWERED): 90}
    assert apply_after(60, answer_statement(), rules) is not None
    assert apply_after(60, answer_statement(verb={"id": words.COMPLETED}), rules) is None


def test_words_go_and_the_statement_stays() -> None:
    left = apply_after(8, answer_statement(), {("words", ""): 7})
    assert left == {**answer_statement(), "result": {"completion": True}}
    assert "result" not in (
        apply_after(8, answer_statement(result={"response": "x"}), {("words", ""): 7}) or {"result": 1}
    )


def test_the_words_of_a_statement_inside_a_statement_go_too() -> None:
    inner = substatement(object={"id": "https://example.com/q"}, result={"response": "x"})
    left = apply_after(
        8, sample_statement(object=inner, timestamp="2026-11-01T00:00:00Z"), {("words", ""): 7}
    )
    assert left is not None
    assert "result" not in left["object"]


@pytest.mark.parametrize(
    ("kind", "form", "is_open"),
    [
        ("long-fill-in", None, True),
        ("fill-in", None, True),
        ("other", None, True),
        ("performance", None, True),
        ("choice", None, False),
        ("true-false", None, False),
        ("likert", "opinion", False),
        (None, "reflection", True),
        (None, "contrast", True),
        (None, "choice", False),
        (None, "checklist", False),
        (None, None, True),
        ("true-false", "reflection", True),
    ],
)
def test_open_is_what_may_hold_somebodys_own_words(kind: str | None, form: str | None, is_open: bool) -> None:
    assert has_open_text(answer_statement(kind, form)) is is_open


def test_a_statement_without_answer_or_context_holds_no_words() -> None:
    assert not has_open_text(sample_statement())
    assert not has_open_text(sample_statement(result={"completion": True}))
    assert has_open_text(sample_statement(result=ANSWER))


def test_a_clock_that_runs_ahead_keeps_nothing_longer() -> None:
    ahead = answer_statement(timestamp="2030-01-01T00:00:00Z", stored="2026-11-01T00:00:00Z")
    assert apply_after(31, ahead, {("statement", ""): 30}) is None


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["statement", "words", "audit"]), st.sampled_from(["", words.ANSWERED])),
        st.integers(1, 100),
    ),
    st.integers(0, 120),
)
def test_what_is_kept_later_was_kept_before_and_keeping_twice_changes_nothing(
    rules: Rules, days: int
) -> None:
    statement = answer_statement()
    left = apply_after(days, statement, rules)
    later = apply_after(days + 1, statement, rules)
    if later is not None:
        assert left is not None
        assert set(later["result"]) <= set(left["result"])
    if left is not None:
        assert apply_after(days, left, rules) == left


@pytest.mark.parametrize(
    ("rules", "fits"),
    [
        ({("words", ""): 30, ("statement", ""): 30}, True),
        ({("words", ""): 31, ("statement", ""): 30}, False),
        ({("words", ""): 31}, True),
        ({("words", ""): 60, ("statement", ""): 90, ("statement", words.ANSWERED): 30}, False),
        ({("words", words.ANSWERED): 60, ("statement", ""): 30}, False),
        ({("audit", ""): 5, ("statement", ""): 30, ("words", ""): 30}, True),
    ],
)
def test_open_text_is_kept_no_longer_than_its_statements(rules: Rules, fits: bool) -> None:
    if fits:
        validate_rules(rules)
    else:
        with pytest.raises(SettingsError, match=r"would be kept .* days[^$]*hint: keep open text at most 30"):
            validate_rules(rules)
