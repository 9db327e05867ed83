"""Requests to every resource, well-formed but for a change or two: an endless, repeatable stream of them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote_from_bytes

from support.lrs.malformed_requests import STATEMENT
from support.lrs.mutants import NAMES, TEXTS, TIMES, Mutator, json_paths
from support.lrs.sources import course_statement
from support.lrs.statement_strategies import full_statement
from support.profile_examples import examples

from scormbuild.lrs.http.resources import ROUTES

IRI, UUID = "https://courses.example.org/webcare", "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
AGENTS: list[dict[str, Any]] = [
    {"mbox": "mailto:ann@example.org"},
    {"account": {"homePage": "https://lms.example.org", "name": "17"}, "name": "Ann"},
    {"objectType": "Group", "mbox_sha1sum": "ab" * 20, "member": [{"openid": "https://example.org/ben"}]},
]
OF_2 = {
    "actor": AGENTS[0],
    "verb": {"id": "https://example.org/read"},
    "object": {"id": IRI},
    "context": {
        "contextAgents": [{"objectType": "contextAgent", "agent": AGENTS[1], "relevantTypes": [IRI]}],
        "contextGroups": [{"objectType": "contextGroup", "group": AGENTS[2]}],
    },
}
VOIDING = {
    "actor": AGENTS[0],
    "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
    "object": {"objectType": "StatementRef", "id": UUID},
}
NESTED = {**STATEMENT, "object": {**OF_2, "objectType": "SubStatement"}}
# As Moodle's logstore_xapi sends them (docs/administrator/lrs.md), and as our own packages do (profile.md).
MOODLE = {
    "actor": AGENTS[1],
    "verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
    "object": {
        "id": "https://moodle.example.org/mod/scorm/view.php?id=4",
        "definition": {"name": {"en": "Webcare"}, "type": "http://id.tincanapi.com/activitytype/lms/module"},
    },
    "result": {"completion": True},
}
SEEDS: list[Any] = [
    *(json.loads(json.dumps(each, default=float)) for each in (STATEMENT, full_statement(), *examples())),
    *(OF_2, VOIDING, NESTED, MOODLE, course_statement("completed"), course_statement("page", "b")),
]
# One of each kind: what is put into each place of them in turn.
KINDS = [SEEDS[0], SEEDS[1], SEEDS[2], OF_2, NESTED, MOODLE, SEEDS[-2]]
METHODS = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "PROPFIND"]
PATHS = [*ROUTES] * 4 + ["/statements/more/"] * 4
PATHS += ["/nothing", "", "/statements/", "//about", "/statements%00", "/%ff"]
PARAMETERS = {
    "statementId": UUID,
    "voidedStatementId": UUID,
    "agent": json.dumps(AGENTS[1]),
    "verb": "http://adlnet.gov/expapi/verbs/answered",
    "activity": IRI,
    "registration": UUID,
    "related_activities": "true",
    "related_agents": "True",
    "since": "2026-11-23T02:03:04Z",
    "until": "2027-11-23T02:03:04Z",
    "limit": "5",
    "format": "canonical",
    "attachments": "true",
    "ascending": "false",
    "activityId": IRI,
    "stateId": "x",
    "profileId": "y",
    "method": "GET",
}
OF_RESOURCE = {
    "/statements": ["statementId", *list(PARAMETERS)[1:14]],
    "/activities": ["activityId"],
    "/agents": ["agent"],
    "/activities/state": ["activityId", "agent", "stateId", "registration", "since"],
    "/activities/profile": ["activityId", "profileId", "since"],
    "/agents/profile": ["agent", "profileId", "since"],
}
HEADERS = {
    "Accept-Language": ["nl", "nl;q=0, en", "*;q=0", ",,,", "x" * 5_000, "\xff"],
    "If-Match": ["*", '"x"', "W/", '"' + "a" * 9_000, "a" * 40],
    "If-None-Match": ["*", '"x"', "*, *"],
    "Origin": ["null", "https://lms.example.org", "\xff", ""],
    "Authorization": [
        "Basic",
        "Basic Og==",
        "Basic AAA6AAA=",
        "Bearer x",
        "Basic " + "A" * 2_000,
        "Basic \xff",
    ],
    "X-Experience-API-Version": ["1.0.3", "2.0.0", "1.0", "0.9", "3.0", "", "1.0.3, 2.0.0", "x" * 9_000],
    "Content-Encoding": ["gzip", "deflate", "br", "identity", "gzip, gzip"],
    "Expect": ["100-continue", "x"],
    "X-Forwarded-For": ["127.0.0.1", "x" * 5_000],
    "Range": ["bytes=0-1"],
}
CONTENT_TYPES = [
    "application/json",
    "text/plain",
    "",
    "multipart/mixed",
    "multipart/mixed; boundary=",
    "/;=\xff",
]
CONTENT_TYPES += ["application/x-www-form-urlencoded", "application/json; charset=utf-16", "x" * 300]


@dataclass(frozen=True)
class MutantRequest:
    """The bytes of a request, and whether the connection can be used again after its answer."""

    method: str
    octets: bytes
    is_whole: bool


class RequestStream:
    """Requests with any of the keys, in both versions, to every resource."""

    def __init__(self, seed: int, authorizations: list[str]) -> None:
        self.random = Random(seed)
        self.mutator = Mutator(self.random)
        self.authorizations = authorizations

    def chance(self, share: float) -> bool:
        """True in so many of all cases."""
        return self.random.random() < share

    def everywhere(self, odd: object, authorization: str) -> Iterator[MutantRequest]:
        """A statement for each place in one of each kind, with this there."""
        for seed in KINDS:
            for *way, last in filter(None, json_paths(seed)):
                changed = deepcopy(seed)
                self.mutator.at(changed, tuple(way))[last] = odd
                changed.pop("id", None)
                body = self.mutator.encode(changed)
                head = f"POST /xapi/statements HTTP/1.1\r\nHost: lrs\r\nAuthorization: {authorization}\r\n"
                head += "X-Experience-API-Version: 2.0.0\r\nContent-Type: application/json\r\n"
                head += f"Content-Length: {len(body)}\r\n\r\n"
                yield MutantRequest("POST", head.encode() + body, True)

    def next(self) -> MutantRequest:
        """The next request."""
        kind = self.random.random()
        if kind < 0.4:
            return self.statements()
        if kind < 0.5:
            return self.page()
        return self.anything()

    def statements(self) -> MutantRequest:
        """Statements, of which some are changed."""
        many = self.random.choice([1, 1, 1, 2, 5])
        batch = [self.mutator.mutate(self.random.choice(SEEDS), SEEDS) for _ in range(many)]
        for each in batch:
            if isinstance(each, dict) and self.chance(0.8):
                each.pop("id", None)  # or nearly all would be conflicts
        single = many == 1 and self.chance(0.5)
        body, content_type = self.mutator.encode(batch[0] if single else batch), "application/json"
        if self.chance(0.15):
            body, content_type = self.multipart(body)
        if single and self.chance(0.3):
            return self.request("PUT", "/statements", {"statementId": self.uuid()}, body, content_type)
        return self.request("POST", "/statements", {}, body, content_type)

    def page(self) -> MutantRequest:
        """What is stored, in every form: whatever got in must come out."""
        asked = {name: PARAMETERS[name] for name in ("verb", "activity", "agent") if self.chance(0.1)}
        asked |= {"limit": "100", "format": self.random.choice(["exact", "ids", "canonical"])}
        if self.chance(0.3):
            asked |= {"attachments": "true"}
        return self.request("GET", "/statements", asked, b"", "")

    def anything(self) -> MutantRequest:
        """Any method on any resource, with parameters of which some are its own."""
        path = self.random.choice(PATHS)
        own = OF_RESOURCE.get(path, list(PARAMETERS))
        names = {name for name in own if self.chance(0.8 if len(own) < 6 else 0.15)} - {"since"}
        names |= {name for name in PARAMETERS if self.chance(0.005)}
        params = {name: self.parameter(name) for name in sorted(names)}
        if path == "/statements/more/":
            path += self.token()
        method = self.random.choice(METHODS[: 4 if self.chance(0.85) else None])
        body, content_type = b"", ""
        if method in ("POST", "PUT") or self.chance(0.1):
            body = self.mutator.encode(self.mutator.mutate(self.random.choice(SEEDS), SEEDS))
            content_type = self.random.choice(["application/json", *CONTENT_TYPES])
            if content_type.endswith("urlencoded"):
                body = self.query(params | {"content": body.decode("utf-8", "replace")})
        return self.request(method, path, params, body, content_type)

    def parameter(self, name: str) -> str:
        """A parameter's value, in most cases a valid one."""
        if self.chance(0.8):
            return PARAMETERS[name]
        if name == "agent" and self.chance(0.7):
            changed = self.mutator.mutate(self.random.choice(AGENTS), SEEDS, 1)
            return self.mutator.encode(changed).decode("utf-8", "surrogatepass")
        if self.chance(0.5):
            return self.mutator.odd_text(PARAMETERS[name])
        return self.random.choice([*TEXTS, *TIMES, *NAMES, "9" * 400, "-1", "1e9", "True", "٣"])

    def token(self) -> str:
        """The end of a `more` link, as anybody can make one up."""
        inner = {name: self.parameter(name) for name in list(PARAMETERS)[2:14] if self.chance(0.2)}
        changed = self.mutator.mutate(inner | {"after": 2**50}, SEEDS, 1)
        token = base64.urlsafe_b64encode(self.mutator.encode(changed)).decode().rstrip("=")
        return token[:8_000] if self.chance(0.9) else self.random.choice(["", "%00", "x" * 5_000, "%ff"])

    def multipart(self, body: bytes) -> tuple[bytes, str]:
        """The body in parts, of which some are broken."""
        content = self.random.choice([b"", b"abc", b"\0\r\n--B\r\n"])
        sha2 = hashlib.sha256(content).hexdigest().encode()
        part = b"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + sha2 + b"\r\n\r\n" + content
        pieces = [b"Content-Type: application/json\r\n\r\n" + body, part]
        lines = [b"--B\r\n" + piece + b"\r\n" for piece in pieces if self.chance(0.9)]
        whole = bytearray(b"".join([*lines, b"--B--\r\n"]))
        for _ in range(self.random.choice([0, 0, 1, 3])):
            at = self.random.randrange(len(whole))
            whole[at : at + self.random.randrange(3)] = self.random.choice(
                [b"", b"\0", b"\r\n", b"--B", b"--B--"]
            )
        return bytes(whole), self.random.choice(
            ['multipart/mixed; boundary="B"', "multipart/mixed; boundary=B"]
        )

    def request(
        self, method: str, path: str, params: dict[str, str], body: bytes, content_type: str
    ) -> MutantRequest:
        """The bytes of it, with headers, coding and chunks."""
        headers = {
            "Authorization": self.random.choice(self.authorizations),
            "X-Experience-API-Version": self.random.choice(["1.0.3", "2.0.0"]),
            "Content-Type": content_type,
        }
        for name, values in HEADERS.items():
            if self.chance(0.02):
                headers[name] = self.random.choice(values)
        if method == "PUT" and self.chance(0.4):
            headers["If-None-Match" if self.chance(0.5) else "If-Match"] = "*"
        if body and self.chance(0.03):
            pack = self.random.choice([gzip.compress, zlib.compress])
            body = pack(body)
            headers["Content-Encoding"] = "gzip" if pack is gzip.compress else "deflate"
        query = b"?" + self.query(params) if params else b""
        target = b"/xapi" + path.encode("latin-1") + query
        lines = [method.encode() + b" " + target + b" HTTP/1.1", b"Host: lrs"]
        lines += [
            f"{name}: {value}".encode("latin-1")
            for name, value in headers.items()
            if value or self.chance(0.5)
        ]
        whole, framing = self.frame(body)
        if body or method in ("POST", "PUT"):
            lines.append(framing)
        return MutantRequest(method, b"\r\n".join([*lines, b"", b""]) + whole, b"Connection" not in framing)

    def frame(self, body: bytes) -> tuple[bytes, bytes]:
        """The body as it is sent, and the header that says so."""
        if not body or self.chance(0.9):
            return body, b"Content-Length: %d" % len(body)
        step = self.random.choice([1, 7, 1_000, 100_000])
        step = max(step, len(body) // 500)
        extension = self.random.choice([b"", b"", b";x", b';x="' + b"y" * 1_000 + b'"'])
        chunks = [body[at : at + step] for at in range(0, len(body), step)]
        framed = b"".join(b"%x%s\r\n%s\r\n" % (len(chunk), extension, chunk) for chunk in chunks)
        if self.chance(0.2):
            return framed + b"0\r\nX-Trailer: 1\r\n\r\n", b"Transfer-Encoding: chunked\r\nConnection: close"
        if self.chance(0.1):
            return framed + b"zz\r\n", b"Transfer-Encoding: chunked\r\nConnection: close"
        return framed + b"0\r\n\r\n", b"Transfer-Encoding: chunked"

    def query(self, params: dict[str, str]) -> bytes:
        """A query string; now and then what is none."""
        if self.chance(0.02):
            return self.random.choice(
                [b"a=%ff", b"a", b"&&&", b"a=1&a=2", b"%", b"a=%00", b"x=" + b"y" * 9_000]
            )
        return b"&".join(
            f"{name}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'), safe='')}".encode("latin-1")
            for name, value in params.items()
        )

    def uuid(self) -> str:
        """Another one each time, or the one that is there already."""
        drawn = f"{self.random.getrandbits(128):032x}"
        whole = f"{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:]}"
        return whole if self.chance(0.9) else UUID
