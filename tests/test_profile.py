"""Our profile is sound by the xAPI Profiles specification, and holds exactly what `vocabulary` names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from support.json_path import parse_path
from support.profile_check import FILE, PATTERNS, PROFILE, TEMPLATES
from support.profile_clauses import TIMESTAMP

from scormbuild import vocabulary
from scormbuild.lrs.xapi.patterns import is_iri, is_language_tag
from scormbuild.lrs.xapi.rules.objects import definition
from scormbuild.question_kinds import FORMS

Json = dict[str, Any]
(VERSION,) = (each["id"] for each in PROFILE["versions"])
CONCEPTS: dict[str, Json] = {each["id"]: each for each in PROFILE["concepts"]}
PARTS = [*PROFILE["concepts"], *PROFILE["templates"], *PROFILE["patterns"]]
KINDS = {"alternates", "optional", "oneOrMore", "sequence", "zeroOrMore"}
MAPS = {"prefLabel", "definition", "scopeNote", "name", "description"}
# Structure 6.0, 7.2, 7.4, 8.0, 8.1, 9.0: what each kind of object must have, and what it may have.
REQUIRED_PROPERTIES = {
    "Profile": {
        *("id", "@context", "type", "conformsTo", "prefLabel", "definition", "versions", "author"),
        *("concepts", "templates", "patterns"),
    },
    "Activity": {"id", "type", "inScheme", "activityDefinition"},
    "ResultExtension": {"id", "type", "inScheme", "prefLabel", "definition"},
    "StatementTemplate": {"id", "type", "inScheme", "prefLabel", "definition"},
    "Pattern": {"id", "type", "inScheme", "prefLabel", "definition"},
    "Organization": {"type", "name"},
}
OPTIONAL_PROPERTIES = {
    "ResultExtension": {"recommendedVerbs", "inlineSchema"},
    "StatementTemplate": {"verb", "objectActivityType", "rules"},
    "Pattern": {"primary", *KINDS},
}


def walk_values(value: object, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value at any depth, with the name that it stands under."""
    yield name, value
    if isinstance(value, dict):
        yield from chain.from_iterable(walk_values(below, key) for key, below in value.items())
    if isinstance(value, list):
        yield from chain.from_iterable(walk_values(below, name) for below in value)


@pytest.mark.parametrize(
    "part", [PROFILE, PROFILE["author"], *PARTS], ids=lambda part: part.get("id", "author")
)
def test_every_part_has_what_the_specification_requires_and_nothing_that_it_does_not_know(part: Json) -> None:
    required = REQUIRED_PROPERTIES[part["type"]]
    assert required <= part.keys() <= required | OPTIONAL_PROPERTIES.get(part["type"], set())


def test_it_is_json_without_a_name_twice_in_an_object() -> None:
    def once(pairs: list[tuple[str, object]]) -> Json:
        twice = [name for name, number in Counter(name for name, _ in pairs).items() if number > 1]
        assert not twice
        return dict(pairs)

    json.loads(FILE.read_text(encoding="utf-8"), object_pairs_hook=once)


def test_the_profile_names_its_specification_its_context_and_one_version() -> None:
    assert PROFILE["@context"] == "https://w3id.org/xapi/profiles/context"
    assert PROFILE["conformsTo"] == "https://w3id.org/xapi/profiles#1.0"
    assert PROFILE["id"] == vocabulary.PROFILE != VERSION
    (version,) = PROFILE["versions"]
    assert TIMESTAMP.fullmatch(version["generatedAtTime"].replace("Z", ".000Z"))


def test_no_value_is_empty_or_null() -> None:
    assert not [name for name, value in walk_values(PROFILE) if value in (None, "", [], {})]


def test_every_id_is_an_iri_and_there_once() -> None:
    ids = [PROFILE["id"], VERSION, *(part["id"] for part in PARTS)]
    assert len(set(ids)) == len(ids)
    assert all(map(is_iri, ids))


def test_every_part_is_in_the_scheme_of_the_version() -> None:
    assert {part["inScheme"] for part in PARTS} == {VERSION}


def test_every_text_is_there_in_english_and_in_dutch() -> None:
    maps = [(name, value) for name, value in walk_values(PROFILE) if name in MAPS and isinstance(value, dict)]
    assert len(maps) > 60
    for name, texts in maps:
        assert set(texts) == {"en", "nl"}, (name, texts)
        assert all(map(is_language_tag, texts))


def test_the_concepts_are_what_the_vocabulary_calls_ours_and_the_reverse() -> None:
    constants = {value for value in vars(vocabulary).values() if isinstance(value, str)}
    ours = {value for value in constants if value.startswith(f"{vocabulary.PROFILE}:")}
    forms = {vocabulary.form_iri(form) for form in FORMS}
    assert set(CONCEPTS) == ours | forms


def test_what_it_names_of_others_is_in_the_vocabulary_or_is_the_video_profile_s() -> None:
    known = {value for value in vars(vocabulary).values() if isinstance(value, str)}
    named = {
        iri
        for name, value in walk_values([PROFILE["templates"], PROFILE["concepts"]])
        if isinstance(value, str) and name not in ("inScheme", "@context")
        for iri in re.findall(r"https?://[^\s'\"]+", value)
    }
    assert {
        iri for iri in named - known if not iri.startswith("https://w3id.org/xapi/video/extensions/")
    } == set()


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_an_activity_that_can_stand_as_a_category(form: str) -> None:
    activity = {**CONCEPTS[vocabulary.form_iri(form)]["activityDefinition"]}
    assert activity.pop("@context") == "https://w3id.org/xapi/profiles/activity-context"
    assert activity["type"] == vocabulary.PROFILE_TYPE
    definition(activity)


def test_the_revision_has_a_schema_as_a_text_and_verbs_to_use_it_with() -> None:
    revision = CONCEPTS[vocabulary.REVISION]
    assert revision["type"] == "ResultExtension"
    assert json.loads(revision["inlineSchema"]) == {"type": "integer", "minimum": 1}
    assert set(revision["recommendedVerbs"]) == {vocabulary.ANSWERED, vocabulary.ACKNOWLEDGED}


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_rule_of_a_template_asks_something_at_a_legal_path(template: Json) -> None:
    for rule in template["rules"]:
        assert rule.keys() & {"presence", "any", "all", "none"}
        assert rule.keys() <= {"location", "selector", "presence", "any", "all", "none", "scopeNote"}
        assert rule.get("presence", "included") in ("included", "excluded", "recommended")
        for path in (rule["location"], rule.get("selector", "$")):
            assert parse_path(path) or path == "$"
        values = chain.from_iterable(rule.get(name, []) for name in ("any", "all", "none"))
        assert not [value for value in values if isinstance(value, dict | list)]


def test_no_two_templates_match_the_same_statement() -> None:
    determined = [(each["verb"], each["objectActivityType"]) for each in TEMPLATES.values() if "verb" in each]
    assert len(set(determined)) == len(determined) == len(TEMPLATES) - 1


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=list(PATTERNS))
def test_every_pattern_is_of_one_kind_and_of_parts_that_are_there(pattern: Json) -> None:
    (kind,) = pattern.keys() & KINDS
    parts = pattern[kind] if isinstance(pattern[kind], list) else [pattern[kind]]
    assert set(parts) <= TEMPLATES.keys() | PATTERNS.keys()
    if kind in ("alternates", "sequence"):
        assert len(parts) > 1
    if kind == "alternates":
        assert not [part for part in parts if PATTERNS.get(part, {}).keys() & {"optional", "zeroOrMore"}]


def test_no_pattern_holds_itself_and_the_primary_one_holds_every_template() -> None:
    def held(name: str, above: tuple[str, ...] = ()) -> set[str]:
        assert name not in above
        (kind,) = PATTERNS[name].keys() & KINDS if name in PATTERNS else (None,)
        below = PATTERNS[name][kind] if kind else []
        parts = below if isinstance(below, list) else [below]
        return {name}.union(*(held(part, (*above, name)) for part in parts))

    (primary,) = (name for name, pattern in PATTERNS.items() if pattern.get("primary"))
    assert held(primary) == set(PATTERNS) | {name for name, each in TEMPLATES.items() if "verb" in each}
