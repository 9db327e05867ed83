"""Valid statements of every shape; `breaks` tells what makes them invalid."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st
from support.lrs.mutations import UUID, Json

from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.version import Version

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)  # what is stored as it is
words = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)
uuids = st.uuids().map(str) | st.uuids().map(lambda value: str(value).upper())
iris = st.one_of(
    st.builds(
        "https://example.org/{}/{}".format, words, st.text("azAZ09-._~!$&'()*+,;=:@/éßфعن新😀", max_size=8)
    ),
    st.builds("http://user:pw@{}.example:8080/a%20b?q={}#{}".format, words, words, words),
    st.builds("urn:example:{}".format, words),
    st.builds("tag:example.org,2026:{}".format, words),
    st.sampled_from(["http://[2001:db8::1]/", "http://example.com/فعل/خواندن", "x-y+z.1:a", "file:///tmp"]),
)
# Also tags of one's own, and those that are older than the rules (RFC 5646 2.2.7, 2.2.8).
languages = st.sampled_from(
    [
        "nl",
        "en-GB",
        "es-419",
        "zh-Hant",
        "cmn",
        "sl-rozaj-biske-1994",
        "de-CH-1996",
        "i-klingon",
        "x-ours",
        "EN-us",
    ]
)
language_maps = st.dictionaries(languages, texts, max_size=3)
durations = st.sampled_from(
    [
        "PT4H35M59.14S",
        "PT16559.14S",
        "P3Y1M29DT4H35M59.14S",
        "P3Y",
        "P4W",
        "PT0S",
        "P1DT12H36M0.12567S",
        "PT1,5M",
    ]
)
whole_numbers = st.integers(-(2**70), 2**70)
fractions = st.decimals(-1000, 1000, places=3) | st.decimals(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | whole_numbers | fractions | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extensions = st.dictionaries(iris, json_values, max_size=2)

IDENTIFIERS: list[st.SearchStrategy[Json]] = [
    st.fixed_dictionaries({"mbox": st.builds("mailto:{}@{}.example.org".format, words, words)}),
    st.fixed_dictionaries({"mbox_sha1sum": st.text("0123456789abcdefABCDEF", min_size=40, max_size=40)}),
    st.fixed_dictionaries({"openid": iris}),
    st.fixed_dictionaries({"account": st.fixed_dictionaries({"homePage": iris, "name": texts})}),
]


def merge_objects(*parts: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    """One object out of several, drawn apart."""
    return st.tuples(*parts).map(lambda drawn: {key: item for part in drawn for key, item in part.items()})


agents = merge_objects(
    st.fixed_dictionaries({}, optional={"objectType": st.just("Agent"), "name": texts}),
    st.one_of(IDENTIFIERS),
)
identified_groups = merge_objects(
    st.fixed_dictionaries(
        {"objectType": st.just("Group")}, optional={"name": texts, "member": st.lists(agents, max_size=2)}
    ),
    st.one_of(IDENTIFIERS),
)
anonymous_groups = st.fixed_dictionaries(
    {"objectType": st.just("Group"), "member": st.lists(agents, min_size=1, max_size=3)},
    optional={"name": texts},
)
groups = identified_groups | anonymous_groups
actors = agents | groups
authorities = agents | st.fixed_dictionaries(
    {"objectType": st.just("Group"), "member": st.lists(agents, min_size=2, max_size=2)}
)
verbs = st.fixed_dictionaries(
    {"id": iris.filter(lambda iri: iri != VOIDED)}, optional={"display": language_maps}
)

components = st.lists(
    st.fixed_dictionaries({"id": texts}, optional={"description": language_maps}),
    max_size=3,
    unique_by=lambda component: component["id"],
)
COMPONENT_LISTS = {
    "true-false": [],
    "choice": ["choices"],
    "fill-in": [],
    "long-fill-in": [],
    "matching": ["source", "target"],
    "performance": ["steps"],
    "sequencing": ["choices"],
    "likert": ["scale"],
    "numeric": [],
    "other": [],
}
plain_definitions = st.fixed_dictionaries(
    {},
    optional={
        "name": language_maps,
        "description": language_maps,
        "type": iris,
        "moreInfo": iris,
        "extensions": extensions,
    },
)
interactions = st.sampled_from(sorted(COMPONENT_LISTS)).flatmap(
    lambda kind: st.fixed_dictionaries(
        {"interactionType": st.just(kind)},
        optional={
            "correctResponsesPattern": st.lists(texts, max_size=2),
            **dict.fromkeys(COMPONENT_LISTS[kind], components),
        },
    )
)
definitions = plain_definitions | merge_objects(plain_definitions, interactions)
activities = st.fixed_dictionaries(
    {"id": iris}, optional={"objectType": st.just("Activity"), "definition": definitions}
)
references = st.fixed_dictionaries({"objectType": st.just("StatementRef"), "id": uuids})

# The raw score lies between the two others, which are apart.
scores = st.lists(whole_numbers | fractions, min_size=3, max_size=3, unique=True).flatmap(
    lambda three: st.fixed_dictionaries(
        {},
        optional={
            "scaled": st.sampled_from([-1, 0, 1]) | st.decimals(-1, 1, places=4),
            **dict(zip(("min", "raw", "max"), map(st.just, sorted(three)), strict=True)),
        },
    )
)
results = st.fixed_dictionaries(
    {},
    optional={
        "score": scores,
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": texts,
        "duration": durations,
        "extensions": extensions,
    },
)
attachments = st.fixed_dictionaries(
    {
        "usageType": iris,
        "display": language_maps,
        "contentType": st.sampled_from(["text/plain; charset=ascii", "image/png", 'a/b;c="d;e"']),
        "length": st.integers(0, 2**40),
        "sha2": st.sampled_from([56, 64, 96, 128]).map(lambda length: "aB01" * (length // 4)),
    },
    optional={"description": language_maps, "fileUrl": iris},
)


def timestamps(version: Version) -> st.SearchStrategy[str]:
    """Points in time; in 1.0.3 also in forms of ISO 8601 that RFC 3339 leaves out."""
    written = st.integers(0, 4_000_000_000_000_000).map(format_timestamp)
    zoned = st.tuples(written, st.sampled_from(["Z", "+00:00", "-05:00", "+05:45"])).map(
        lambda pair: pair[0][:-1] + pair[1]
    )
    # A leap day, a leap second, more digits than a clock has, a small z (RFC 3339 5.6, 5.7).
    kept = zoned | st.sampled_from(
        ["2024-02-29T12:00:00Z", "2016-12-31T23:59:60Z", "2026-01-01T00:00:00.123456789z"]
    )
    if version is Version.V2:
        return kept
    return kept | st.sampled_from(["20260101T120000Z", "2026-01-01T12:00", "2026-01-01T12:00:00+0100"])


def contexts(version: Version, of_activity: bool) -> st.SearchStrategy[Json]:
    """A context; one of a statement about an activity may say more."""
    relevant = {"relevantTypes": st.lists(iris, min_size=1, max_size=2)}
    kinds = st.dictionaries(
        st.sampled_from(["parent", "grouping", "category", "other"]),
        activities | st.lists(activities, max_size=2),
        max_size=2,
    )
    optional: dict[str, st.SearchStrategy[object]] = {
        "registration": uuids,
        "instructor": actors,
        "team": groups,
        "contextActivities": kinds,
        "language": languages,
        "statement": references,
        "extensions": extensions,
    }
    if of_activity:
        optional |= {"revision": texts, "platform": texts}
    if version is Version.V2:
        agent = {"objectType": st.just("contextAgent"), "agent": agents}
        group = {"objectType": st.just("contextGroup"), "group": groups}
        optional["contextAgents"] = st.lists(st.fixed_dictionaries(agent, optional=relevant), max_size=2)
        optional["contextGroups"] = st.lists(st.fixed_dictionaries(group, optional=relevant), max_size=2)
    return st.fixed_dictionaries({}, optional=optional)


def shared_properties(
    version: Version, objects: st.SearchStrategy[Json], of_activity: bool
) -> st.SearchStrategy[Json]:
    """What statements and substatements have alike."""
    return st.fixed_dictionaries(
        {"actor": actors, "verb": verbs, "object": objects},
        optional={
            "result": results,
            "context": contexts(version, of_activity),
            "timestamp": timestamps(version),
            "attachments": st.lists(attachments, max_size=2),
        },
    )


def statements(version: Version) -> st.SearchStrategy[Json]:
    """Valid statements of that version, with every kind of object."""
    named_agents = agents.map(lambda agent: {**agent, "objectType": "Agent"})
    others = named_agents | groups | references
    plain = shared_properties(version, activities, True) | shared_properties(version, others, False)
    inner = plain.map(lambda statement: {**statement, "objectType": "SubStatement"})
    voiding = merge_objects(shared_properties(version, references, False), st.just({"verb": {"id": VOIDED}}))
    # Whatever begins with 1.0. is to be taken (xAPI 1.0.3 Data 2.4.10).
    versions = ["1.0", "1.0.0", "1.0.9"] if version is Version.V1 else ["2.0", "2.0.0", "1.0", "1.0.9"]
    marks = st.fixed_dictionaries(
        {},
        optional={
            "id": uuids,
            "stored": timestamps(version),
            "version": st.sampled_from(versions),
            "authority": authorities,
        },
    )
    return merge_objects(plain | shared_properties(version, inner, False) | voiding, marks)


def full_statement() -> Json:
    """A statement of both versions that uses most of what a statement may hold."""
    return {
        "id": UUID,
        "actor": {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "anna"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": "https://example.org/course/1/question/2",
            "definition": {
                "name": {"nl": "Vraag"},
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "choice",
                "choices": [{"id": "a", "description": {"nl": "Eerst kijken"}}, {"id": "b"}],
                "correctResponsesPattern": ["a"],
            },
        },
        "result": {"response": "a", "score": {"scaled": Decimal("0.50"), "raw": 5, "min": 0, "max": 10}},
        "context": {
            "registration": UUID,
            "platform": "web",
            "language": "nl",
            "contextActivities": {"parent": [{"id": "https://example.org/course/1"}]},
        },
        "timestamp": "2026-11-23T02:03:04.123Z",
    }
