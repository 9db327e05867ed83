"""Strategies for requests that no sane client sends: odd paths, parameters, headers and bodies."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from scormbuild.lrs.http.resources import ROUTES

AGENT = {"mbox": "mailto:ann@example.org"}
UUID = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
IRI = "https://courses.example.org/webcare"
STATEMENT: dict[str, Any] = {
    "actor": {
        "objectType": "Group",
        "name": "Team",
        "member": [AGENT, {"openid": "https://example.org/ben"}],
    },
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    "object": {
        "id": IRI,
        "definition": {
            "name": {"nl": "Vraag"},
            "interactionType": "choice",
            "choices": [{"id": "a", "description": {"nl": "Eerst kijken"}}],
            "extensions": {IRI: {"a": [1, 2.5, None]}},
        },
    },
    "result": {"score": {"scaled": 0.5, "raw": 5, "min": 0, "max": 10}, "duration": "PT1M", "response": "a"},
    "context": {
        "registration": UUID,
        "contextActivities": {"parent": [{"id": IRI}]},
        "instructor": {"account": {"homePage": "https://lms.example.org", "name": "x"}},
        "statement": {"objectType": "StatementRef", "id": UUID},
        "language": "nl",
    },
    "timestamp": "2026-11-23T02:03:04.123Z",
    "attachments": [
        {
            "usageType": IRI,
            "display": {"nl": "Tekening"},
            "contentType": "image/png",
            "length": 3,
            "sha2": "a" * 64,
            "fileUrl": "https://example.org/a.png",
        }
    ],
}
PATHS = [f"/xapi{path}" for path in ROUTES]
NAMES = [
    *("statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities"),
    *("related_agents", "since", "until", "limit", "format", "attachments", "ascending", "method", "cursor"),
    *("activityId", "stateId", "profileId", "AGENT", "content", ""),
]

texts = st.text(max_size=30) | st.text("\0\x01\x7f\ud800\udfff\u202e%&=+;\\\"'{}[]🧑", max_size=8)
# Python's int() or float() takes each of these; to a parameter few of them are numbers.
numbers = st.sampled_from(["0", "-1", "1e999", "9" * 400, "0.1", "NaN", "-0", " 1", "٣", "1_000"])
# At the edges of what a datetime can hold, and beyond them.
timestamps = st.sampled_from(
    [
        "2026-11-23T02:03:04Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999+23:59",
        "2026-02-30T00:00:00Z",
        "-2026-01-01T00:00:00Z",
        "2026-11-23",
        "2026-11-23T24:00:00Z",
        "2026-11-23T02:03:04.%sZ" % ("9" * 300),
    ]
)
agents = st.sampled_from(
    [
        json.dumps(AGENT),
        '{"mbox":"mailto:\\u0000@x.nl"}',
        '{"objectType":"Group","member":[]}',
        "[]",
        "{",
        "null",
        '{"account":{"homePage":"https://x.nl","name":"\\ud800"}}',
        "[" * 5000,
        '{"mbox":1e999}',
    ]
)
values = st.one_of(
    texts, numbers, timestamps, agents, st.sampled_from([IRI, UUID, UUID.upper(), "true", "TRUE", "ids"])
)
parameters = st.dictionaries(st.sampled_from(NAMES) | texts, values, max_size=5)


def more_tokens() -> st.SearchStrategy[str]:
    """Ends of `more` links: noise, and well-formed JSON of the wrong kinds."""
    wrong = st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NAMES, "after"]), inner)
        ),
    )
    packed = wrong.map(
        lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    )
    return (packed | texts).map(lambda token: f"/xapi/statements/more/{token}")


paths = st.one_of(
    st.sampled_from(PATHS),
    more_tokens(),
    texts.map("/xapi/{}".format),
    texts.map("/xapi/statements/{}".format),
    st.just("/xapi//about"),
)
methods = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
# What HTTP lets be in a header (RFC 9110 5.5); other bytes end at the server, before any resource.
FORBIDDEN_BYTES = bytes([*range(9), *range(10, 32), 127])
line_bytes = st.binary(max_size=20).map(lambda value: value.translate(None, FORBIDDEN_BYTES))
versions = st.sampled_from(
    [b"1.0.3", b"1.0", b"2.0.0", b"2.0", b"0.95", b"3.0", b"1.0.999999", b"", b"2.0.0, 1.0.3"]
)
content_types = st.sampled_from(
    [
        b"application/json",
        b"application/json; charset=utf-16",
        b"text/plain",
        b"multipart/mixed",
        b"",
        b"/",
        b";;=",
        b"multipart/mixed; boundary=",
        b'multipart/mixed; boundary="x',
        b"multipart/mixed; boundary=x",
        b"application/x-www-form-urlencoded",
    ]
)
malformed_headers = st.fixed_dictionaries(
    {},
    optional={
        "X-Experience-API-Version": versions | line_bytes,
        "Content-Type": content_types | line_bytes,
        "Content-Encoding": st.sampled_from([b"gzip", b"br", b"gzip, gzip", b"identity", b""]),
        "If-Match": st.sampled_from([b"*", b'"x"', b"W/", b'"']) | line_bytes,
        "If-None-Match": st.sampled_from([b"*", b'"x"', b"*, *"]) | line_bytes,
        "Accept-Language": st.sampled_from([b"nl;q=2", b"*", b",,,", b"nl;q=x, en;q=0.0001"]) | line_bytes,
        "Accept-Encoding": st.sampled_from([b"gzip", b"*;q=0", b"zstd"]),
        "Authorization": st.sampled_from([b"Basic", b"Basic :", b"Basic \xff", b"Bearer x", b"Basic Og=="]),
        "Origin": st.sampled_from([b"null", b"https://lms.example.org", b"\xff"]),
        "Updated": timestamps.map(str.encode),
    },
)
noise = st.binary(max_size=200)
part = b"--x\r\nContent-Type: application/json\r\n\r\n"
multiparts = st.lists(
    st.sampled_from(
        [
            part,
            b"--x",
            b"--x--",
            b"\r\n",
            b"{}",
            b"X-Experience-API-Hash: 00\r\n",
            json.dumps(STATEMENT).encode(),
        ]
    )
    | noise,
    max_size=8,
).map(b"".join)


def json_paths(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every place in a JSON value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from json_paths(item, (*path, key))


def replace_at(path: tuple[Any, ...], replacement: object) -> object:
    """The statement with something else in one place."""
    if not path:
        return replacement
    changed = deepcopy(STATEMENT)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = replacement
    return changed


def add_property_beside(path: tuple[Any, ...], name: str) -> object:
    """The statement with a property more beside the one in that place."""
    return replace_at((*path[:-1], name), None) if path and isinstance(path[-1], str) else {name: STATEMENT}


def nest_extension(depth: int, opening: str, closing: str) -> bytes:
    """A statement with an extension so deep."""
    body = json.dumps(STATEMENT).replace('"PT1M"', f'"PT1M", "extensions": {{"{IRI}": HERE}}')
    return body.replace("HERE", opening * depth + "1" + closing * depth).encode()


malformed_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    texts,
    values,
    st.just(10**400),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just("a" * 70_000),
    st.just({"": ""}),
    st.just({"objectType": "Group"}),
)
mutated_statements = st.builds(
    replace_at, st.sampled_from(list(json_paths(STATEMENT))), malformed_values
) | st.builds(add_property_beside, st.sampled_from(list(json_paths(STATEMENT))), texts)
encodings = st.sampled_from([{}, {"ensure_ascii": False}, {"separators": (" ,\n", "\t:")}])
bodies = st.one_of(
    noise,
    multiparts,
    st.builds(
        lambda value, how: json.dumps(value, **how).encode("utf-8", "surrogatepass"),
        mutated_statements,
        encodings,
    ),
    st.builds(lambda one, other: json.dumps([one, other]).encode(), mutated_statements, mutated_statements),
    st.builds(nest_extension, st.integers(1, 3000), st.just("["), st.just("]")),
    st.builds(nest_extension, st.integers(1, 3000), st.just('{"a":'), st.just("}")),
    st.builds(gzip.compress, noise),
    st.sampled_from(
        [b"", b"null", b"[]", b"[[]]", b'"', b"{}{}", b"\xef\xbb\xbf[]", b"[1e400000000]", b'{"id":1,"id":1}']
    ),
)
