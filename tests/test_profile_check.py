"""The checker of statements: right ones pass, and whatever is broken in one is found and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.json_path import find_values, parse_path
from support.profile_check import (
    TEMPLATES,
    has_determining_properties,
    matching_templates,
    normalise,
    problems,
    registration_problems,
    rule_problem,
)
from support.profile_clauses import VIDEO
from support.profile_examples import PAGE, example, examples

from scormbuild import vocabulary as v
from scormbuild.question_kinds import QUESTION_KINDS

Json = dict[str, Any]
EXAMPLES = examples()


def example_id(statement: Json) -> str:
    return f"{statement['verb']['display']['en']} {statement['id'][:4]}"


# The examples of the docs


@pytest.mark.parametrize("statement", EXAMPLES, ids=example_id)
def test_every_example_of_the_docs_is_as_it_should_be(statement: Json) -> None:
    assert problems(statement) == []


def test_the_docs_show_every_template_and_every_kind_of_question() -> None:
    shown = {name for statement in EXAMPLES for name in matching_templates(statement)}
    assert shown == {name for name, each in TEMPLATES.items() if "verb" in each}
    text = json.dumps(EXAMPLES)
    for kind in QUESTION_KINDS.values():
        assert any(f'"{v.form_iri(form)}"' in text for form in kind.forms)
    assert "/profile" in PAGE.read_text(encoding="utf-8")


def test_a_question_that_the_course_has_no_more_is_told_as_far_as_the_lms_knows_it() -> None:
    statement = example("reflection")
    statement["object"]["definition"] = {"type": v.INTERACTION, "interactionType": "long-fill-in"}
    del statement["result"]["completion"], statement["context"]["contextActivities"]["category"][2]
    assert problems(statement) == []


def test_the_lms_may_know_of_no_score() -> None:
    statement = example("passed")
    del statement["result"]["score"]
    statement["id"] = v.statement_id(statement["context"]["registration"], "lms passed")
    assert problems(statement) == []


# Rules of templates, each broken


def rules_with_examples() -> list[Any]:
    """Every rule with an example that keeps it."""
    return [
        pytest.param(statement, rule, id=f"{name.rpartition(':')[2]} {rule['location']}")
        for name, template in TEMPLATES.items()
        for rule in template["rules"]
        for statement in [next(each for each in EXAMPLES if has_determining_properties(each, template))]
    ]


def change_at(statement: Json, location: str, value: object) -> Json:
    """A copy with other values at a location; None takes them away."""
    whole = deepcopy(statement)
    (steps,) = parse_path(location)
    for above in find_objects(whole, steps[:-1]):
        for member in steps[-1]:
            for key in list(above) if member is None else [member]:
                if value is None:
                    above.pop(key, None)
                else:
                    above[key] = value
    return whole


def find_objects(value: Any, steps: list[Any]) -> list[Json]:
    """The objects at the end of a path, made where they aren't there."""
    if not steps:
        return [value]
    below = [
        each
        for member in steps[0]
        for each in (list(value) if member is None else [value.setdefault(member, {})])
    ]
    return [end for each in below for end in find_objects(each, steps[1:])]


@pytest.mark.parametrize(("statement", "rule"), rules_with_examples())
def test_a_statement_that_breaks_a_rule_breaks_that_rule(statement: Json, rule: Json) -> None:
    location = rule["location"]
    assert rule_problem(normalise(statement), rule) is None
    if rule.get("presence") == "included":
        assert rule_problem(change_at(statement, location, None), rule) == "is missing"
    if rule.get("presence") == "excluded":
        assert "must not be there" in str(rule_problem(change_at(statement, location, "x"), rule))
    if rule.keys() & {"any", "all"}:
        assert "other" in str(rule_problem(change_at(statement, location, "other"), rule))
    for value in rule.get("none", ()):
        assert "has one of" in str(rule_problem(change_at(statement, location, value), rule))


def test_a_rule_may_look_further_below_what_it_found() -> None:
    rule = {"location": "$.result", "selector": "$.score.raw", "presence": "included"}
    assert rule_problem({"result": {"score": {"raw": 1}}}, rule) is None
    assert rule_problem({"result": {}}, rule) == "is missing"
    assert rule_problem({"result": {}}, {**rule, "presence": "excluded"}) is None


def test_true_is_not_one() -> None:
    rule = {"location": "$.result.completion", "all": [True]}
    assert rule_problem({"result": {"completion": True}}, rule) is None
    assert rule_problem({"result": {"completion": 1}}, rule) is not None


# What templates can't say, each broken


def set_at(*path: str | int, value: object = None) -> Callable[[Json], None]:
    """Sets a value deep in a statement, or takes it away."""

    def change(statement: Any) -> None:
        *above, last = path
        for step in above:
            statement = statement[step]
        if value is None:
            del statement[last]
        else:
            statement[last] = value

    return change


def set_result(**more: Any) -> Callable[[Json], None]:
    def change(statement: Json) -> None:
        statement["result"] |= more

    return change


def set_video_extensions(**values: Any) -> Callable[[Json], None]:
    """Sets extensions of the video profile in the result."""

    def change(statement: Json) -> None:
        more = {f"{VIDEO}/{name.replace('_', '-')}": value for name, value in values.items()}
        statement["result"]["extensions"] |= more

    return change


ID = "2f7f3c3c-8f0f-4d0e-9d51-0c3a9c1c6b11"
CONTEXT_ACTIVITIES = ("context", "contextActivities")
DEFINITION = ("object", "definition")
INVALID_CASES: list[tuple[str, Callable[[Json], None], str]] = [
    ("reflection", set_at("actor", "name", value="Ann"), "$.actor.name must not be there"),
    (
        "reflection",
        set_at("actor", value={"objectType": "Agent", "mbox": "mailto:a@b.example"}),
        "account.name",
    ),
    (
        "reflection",
        set_at("verb", "id", value="http://adlnet.gov/expapi/verbs/responded"),
        "no template matches",
    ),
    ("reflection", set_at(*DEFINITION, "type", value=v.PAGE), "no template matches"),
    ("reflection", set_at(*DEFINITION), "no template matches"),
    ("reflection", set_at("verb", "id", value="answered"), "verb.id"),
    ("reflection", set_at("id", value=ID), "id isn't the one of 'answered viva 1 "),
    (
        "reflection",
        set_result(response="Something else."),
        "id isn't the one of 'answered viva 1 Something else.'",
    ),
    (
        "reflection",
        set_at("result", "extensions", v.REVISION, value=2),
        "id isn't the one of 'answered viva 2",
    ),
    ("reflection", set_at("result", "extensions", v.REVISION, value="1"), "isn't a whole number"),
    ("reflection", set_at("context", "revision", value="2"), "the revision '2' is no version of a course"),
    ("reflection", set_at("timestamp", value="2026-11-23T10:14:05+01:00"), "isn't in UTC with milliseconds"),
    ("reflection", set_at("object", "id", value="urn:x:interactions/viva"), "isn't below the course"),
    ("reflection", set_at("context", "registration", value=ID), "grouping lacks the attempt"),
    (
        "reflection",
        set_at(*CONTEXT_ACTIVITIES, "grouping", 0, "id", value="urn:x:other"),
        "grouping lacks the course",
    ),
    (
        "reflection",
        set_at(*CONTEXT_ACTIVITIES, "grouping", 0),
        "has none of ['http://adlnet.gov/expapi/activities/course']",
    ),
    ("reflection", set_at(*CONTEXT_ACTIVITIES, "category", 0), "has none of ['https://w3id.org/xapi/scorm']"),
    ("reflection", set_at(*CONTEXT_ACTIVITIES, "category", 1), "has none of ['urn:scormbuild:profile']"),
    ("reflection", set_at(*CONTEXT_ACTIVITIES, "category", 2), "0 forms are its categories"),
    ("reflection", set_at(*DEFINITION, "description"), "the question has no words"),
    ("reflection", set_at("result", "completion"), "whether it counts as answered"),
    (
        "reflection",
        set_at(*CONTEXT_ACTIVITIES, "category", 2, "id", value=v.form_iri("choice")),
        "a choice is choice",
    ),
    ("reflection", set_result(success=True), "success is for what can be right"),
    ("reflection", set_at(*DEFINITION, "description", value={"nl": "Hoe?"}), "the course in en"),
    (
        "reflection",
        set_at(*DEFINITION, "interactionType", value="performance"),
        "interactionType has other than",
    ),
    ("choice", set_at("result", "success"), "success is for what can be right"),
    ("choice", set_result(response="a[,]z"), "is none of ['a', 'b', 'c']"),
    ("choice", set_at(*DEFINITION, "correctResponsesPattern"), "a choice is defined with"),
    ("choice", set_at(*DEFINITION, "choices"), "a choice is defined with"),
    ("opinion", set_result(response="9"), "is none of"),
    ("opinion", set_result(response="1[,]2"), "one step of the scale"),
    ("acknowledge", set_result(response="false"), "$.result.response has other than ['true']"),
    ("acknowledge", set_result(completion=False), "$.result.completion has other than [True]"),
    ("initialized", set_at("id", value=ID), "id isn't the one of 'initialized 1'"),
    ("terminated", set_at("result", "duration"), "$.result.duration is missing"),
    ("progressed", set_at("result", "extensions", v.PROGRESS, value=45), "has other than [10, 20"),
    ("experienced", set_at("object", "id", value="urn:scormbuild:course:webcare/page/tone"), "isn't below"),
    ("completed course", set_at("id", value=ID), "id isn't the one of 'completed'"),
    ("passed", set_at("result", "score", "scaled", value=0.5), "a score of 85 isn't 0.5"),
    ("passed", set_at("result", "score"), "id isn't the one of 'lms passed'"),
    ("passed", set_at("result", "score", "max"), "a score has scaled, raw, min and max"),
    ("failed", set_result(success=True), "$.result.success has other than [False]"),
    ("played", set_at(*CONTEXT_ACTIVITIES, "category", 2), "video"),
    ("paused", set_video_extensions(time="30.5"), "time is '30.5', no number"),
    ("paused", set_video_extensions(time=1.23456), "more than three decimals"),
    ("paused", set_video_extensions(progress=33), "a progress of 33 is more than all"),
    ("paused", set_video_extensions(played_segments="0-30.5"), "aren't start[.]end"),
    ("paused", set_at("context", "extensions"), "extensions/length'] is missing"),
    ("seeked", set_video_extensions(time_to=-1), "time-to is -1: below 0"),
    ("completed video", set_video_extensions(progress=0.5), "completed with a progress of 0.5, below 1"),
    ("completed video", set_at("context", "extensions", f"{VIDEO}/session-id", value="call"), "no UUID"),
]


@pytest.mark.parametrize(
    ("name", "change", "words"), INVALID_CASES, ids=[f"{b[0]}: {b[2]}" for b in INVALID_CASES]
)
def test_what_templates_cannot_say_is_found_too(
    name: str, change: Callable[[Json], None], words: str
) -> None:
    statement = example(name)
    change(statement)
    assert any(words in fault for fault in problems(statement)), problems(statement)


@given(st.data())
def test_whatever_part_is_taken_away_is_missed_or_was_free(data: st.DataObject) -> None:
    free = {"response", "revision"}
    statement = deepcopy(data.draw(st.sampled_from(EXAMPLES)))
    part: Any = statement
    while isinstance(part, dict) and part:
        above, name = part, data.draw(st.sampled_from(sorted(part)))
        part = part[name]
        if not isinstance(part, dict) or data.draw(st.booleans()):
            break
    del above[name]
    of_the_course = (
        name == "description" and statement["object"].get("definition", {}).get("type") == v.COURSE
    )
    of_a_page = name == "name" and "page" in str(statement["object"])
    assert problems(statement) or name in free or of_the_course or of_a_page


# A whole registration


def session_statements(*names: str) -> list[Json]:
    """Statements of these kinds, a second apart."""
    statements = [example(name) for name in names]
    for number, statement in enumerate(statements):
        statement["timestamp"] = f"2026-11-23T09:00:{number:02}.000Z"
    return statements


@pytest.mark.parametrize(
    "names",
    [
        "initialized experienced reflection progressed suspended terminated",
        "initialized completed passed terminated",
        "initialized experienced initialized resumed choice terminated",
        "initialized",
        "reflection completed",
        "initialized suspended terminated passed initialized resumed terminated",
    ],
)
def test_sessions_may_lack_their_end_and_the_lms_may_tell_things_outside_them(names: str) -> None:
    assert registration_problems(session_statements(*names.split())) == []


@pytest.mark.parametrize(
    ("names", "stray"),
    [
        ("terminated", "statement 0"),
        ("initialized suspended", "statement 1"),
        ("initialized experienced resumed", "statement 2"),
        ("initialized terminated terminated", "statement 2"),
        ("resumed initialized", "statement 0"),
    ],
)
def test_an_order_that_no_session_has_is_told_with_its_place(names: str, stray: str) -> None:
    (fault,) = registration_problems(session_statements(*names.split()))
    assert fault.startswith(stray)


def test_order_is_that_of_timestamps_whatever_way_the_statements_came() -> None:
    assert registration_problems(session_statements("initialized", "experienced", "terminated")[::-1]) == []


# JSONPath


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$.a", [1]),
        ("a", [1]),
        ("$['b c'][*].d", [2, 3]),
        ("$['b c'][1].d", [3]),
        ("$['b c'][0,1].d", [2, 3]),
        ("$['a','b c'][0].d", [2]),
        ("$.a | $['x|y']", [1, 4]),
        ("$.*", [1, [{"d": 2}, {"d": 3}], 4]),
        ("$.none.at.all", []),
    ],
)
def test_a_path_finds_what_it_names(path: str, values: list[Any]) -> None:
    assert find_values({"a": 1, "b c": [{"d": 2}, {"d": 3}], "x|y": 4}, path) == values


@pytest.mark.parametrize(
    "path", ["", "$..a", "$[?(@.a)]", "$[(@.length-1)]", "$[0:2]", "$.a[", "[0]", "$.a |"]
)
def test_filters_scripts_and_slices_are_not_legal(path: str) -> None:
    with pytest.raises(ValueError, match="'"):
        parse_path(path)
