"""Whether statements follow our profile: its templates and patterns, and what the profiles beside it ask.

`problems(statement)` is a list of sentences, empty for a statement that is as it should be;
`registration_problems(statements)` says the same of a whole registration, its order included.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from support import profile_clauses
from support.json_path import find_values

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.patterns import parse_timestamp
from scormbuild.lrs.xapi.rules.statement import validate_statement
from scormbuild.lrs.xapi.version import Version

Json = dict[str, Any]
FILE = Path(__file__).parents[2] / "src/scormbuild/vocabulary.jsonld"
PROFILE: Json = json.loads(FILE.read_text(encoding="utf-8"))
TEMPLATES: dict[str, Json] = {each["id"]: each for each in PROFILE["templates"]}
PATTERNS: dict[str, Json] = {each["id"]: each for each in PROFILE["patterns"]}
# Stands for what a selector didn't find: that is another thing than a location that finds nothing.
UNMATCHABLE = object()
CONTEXT = {f"context{name.title()}ActivityType": name for name in ("grouping", "parent", "other", "category")}


def problems(statement: Json) -> list[str]:
    """What is wrong with a statement, by xAPI, by our profile and by those it builds on."""
    try:
        validate_statement(statement, Version.V2 if statement.get("version", "1")[0] == "2" else Version.V1)
    except BadRequest as fault:
        return [str(fault)]
    whole = normalise(statement)
    if not matching_templates(whole):
        kind = whole["object"].get("definition", {}).get("type")
        return [f"no template matches: {whole['verb']['id']} on {kind}"]
    told = [
        f"{template['id']}: {fault}"
        for template in TEMPLATES.values()
        if has_determining_properties(whole, template)
        for fault in broken_rules(whole, template)
    ]
    return told or profile_clauses.problems(whole)


def normalise(statement: Json) -> Json:
    """Single context activities as arrays, and JSON's own numbers (xAPI Profiles, structure 8.1)."""
    whole: Json = json.loads(json.dumps(statement, default=float))
    relations = whole.get("context", {}).get("contextActivities", {})
    for relation, activities in relations.items():
        relations[relation] = activities if isinstance(activities, list) else [activities]
    return whole


def matching_templates(statement: Json) -> list[str]:
    """The templates that this kind of statement matches, but for the one of all statements."""
    return [
        name
        for name, each in TEMPLATES.items()
        if "verb" in each and has_determining_properties(statement, each)
    ]


def has_determining_properties(statement: Json, template: Json) -> bool:
    """Whether the determining properties are those of the template (xAPI Profiles, communication 2.1)."""
    relations = {
        relation: find_values(statement, f"$.context.contextActivities.{relation}[*].definition.type")
        for relation in CONTEXT.values()
    }
    return (
        template.get("verb") in (None, statement["verb"]["id"])
        and template.get("objectActivityType") in (None, *find_values(statement, "$.object.definition.type"))
        and all(set(template.get(name, ())) <= set(relations[relation]) for name, relation in CONTEXT.items())
    )


def broken_rules(statement: Json, template: Json) -> Iterator[str]:
    """The rules of a template that a statement breaks."""
    for rule in template.get("rules", ()):
        if fault := rule_problem(statement, rule):
            yield f"{rule['location']} {fault}"


def rule_problem(statement: Json, rule: Json) -> str | None:
    """How a statement breaks a rule, if it does (xAPI Profiles, communication 2.1, follows_rule)."""
    values = find_values(statement, rule["location"])
    if "selector" in rule:
        values = [below for each in values for below in find_values(each, rule["selector"]) or [UNMATCHABLE]]
    matchable = [each for each in values if each is not UNMATCHABLE]
    presence = rule.get("presence")
    if presence == "included" and (not values or len(matchable) < len(values)):
        return "is missing"
    if presence == "excluded":
        return f"must not be there: {matchable}" if matchable else None
    if presence == "recommended" and not values:
        return None
    return value_problem(rule, values, matchable)


def value_problem(rule: Json, values: Sequence[object], matchable: Sequence[object]) -> str | None:
    """Which list of the rule the values don't fit."""
    if "any" in rule and not any(contains_value(each, rule["any"]) for each in matchable):
        return f"has none of {rule['any']}: {matchable}"
    if "all" in rule and not all(contains_value(each, rule["all"]) for each in values):
        return f"has other than {rule['all']}: {matchable}"
    if "none" in rule and any(contains_value(each, rule["none"]) for each in matchable):
        return f"has one of {rule['none']}: {matchable}"
    return None


def contains_value(value: object, values: Sequence[object]) -> bool:
    """Whether a value is one of some, as JSON sees it: true is not 1."""
    return any(value == each and isinstance(value, bool) == isinstance(each, bool) for each in values)


def registration_problems(statements: Sequence[Json]) -> list[str]:
    """Why the statements of one registration don't follow the primary pattern, in order of timestamp."""
    told = [f"{each['verb']['id']}: {fault}" for each in statements for fault in problems(each)]
    if told:
        return told
    ordered = sorted(statements, key=lambda each: parse_timestamp(each["timestamp"]))
    kinds = [matching_templates(normalise(each)) for each in ordered]
    (primary,) = (name for name, each in PATTERNS.items() if each.get("primary"))
    rest = match_pattern(kinds, primary)
    if rest is None or rest:
        at = len(kinds) - len(rest or kinds)
        return [f"statement {at} follows no pattern here: {ordered[at]['verb']['id']}"]
    return []


def match_pattern(kinds: Sequence[Sequence[str]], name: str) -> Sequence[Sequence[str]] | None:
    """What is left after a template or pattern has matched; None where it doesn't (communication 2.2)."""
    if name in TEMPLATES:
        return kinds[1:] if kinds and name in kinds[0] else None
    pattern = PATTERNS[name]
    if "sequence" in pattern:
        return match_sequence(kinds, pattern["sequence"])
    if "alternates" in pattern:
        ways = [match_pattern(kinds, each) for each in pattern["alternates"]]
        return min((way for way in ways if way is not None), key=len, default=None)
    if "optional" in pattern:
        rest = match_pattern(kinds, pattern["optional"])
        return kinds if rest is None else rest
    once = match_pattern(kinds, pattern.get("oneOrMore") or pattern["zeroOrMore"])
    if once is None:
        return None if "oneOrMore" in pattern else kinds
    return match_repeatedly(once, pattern.get("oneOrMore") or pattern["zeroOrMore"])


def match_sequence(kinds: Sequence[Sequence[str]], names: Sequence[str]) -> Sequence[Sequence[str]] | None:
    """What is left after all have matched one after another."""
    rest: Sequence[Sequence[str]] | None = kinds
    for name in names:
        rest = match_pattern(rest, name) if rest is not None else None
    return rest


def match_repeatedly(kinds: Sequence[Sequence[str]], name: str) -> Sequence[Sequence[str]]:
    """What is left after it has matched as often as it can; greedy, as the algorithm asks."""
    while kinds:
        rest = match_pattern(kinds, name)
        if rest is None or len(rest) == len(kinds):
            return kinds
        kinds = rest
    return kinds
