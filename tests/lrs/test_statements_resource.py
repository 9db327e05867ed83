"""PUT, POST and GET /statements over HTTP (xAPI 1.0.3 Communication 2.1, IEEE 9274.1.1 4.1.6.1)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.lrs.client import ACTIVITY, AGENT, AGENT_JSON, Client, error_reason, open_client, statement

from scormbuild.lrs.xapi.patterns import parse_timestamp

THROUGH = "X-Experience-API-Consistent-Through"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
NOTE = b"a note"
SHA2 = hashlib.sha256(NOTE).hexdigest()
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
VERSIONS = pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with open_client(tmp_path) as client:
        yield client


def new_id() -> str:
    return str(uuid.uuid4())


def voiding_statement(target: str) -> dict[str, Any]:
    return statement(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": target})


def statement_with_note(**more: Any) -> dict[str, Any]:
    attachment = {
        "usageType": "https://example.org/usage/note",
        "display": {"en": "note"},
        "contentType": "text/plain",
        "length": len(NOTE),
        "sha2": SHA2,
    }
    return statement(attachments=[{**attachment, **more}])


def multipart_body(statements: object, *contents: bytes) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a request in parts."""
    lines = [b"--x\r\nContent-Type: application/json\r\n\r\n" + json.dumps(statements).encode()]
    for content in contents:
        sha2 = hashlib.sha256(content).hexdigest()
        head = f"--x\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}\r\n\r\n"
        lines.append(head.encode() + content)
    return b"\r\n".join([*lines, b"--x--"]), {"Content-Type": "multipart/mixed; boundary=x"}


def parse_parts(answer: httpx.Response) -> list[Any]:
    """The parts of an answer, as Python's e-mail package reads them."""
    head = f"Content-Type: {answer.headers['content-type']}\r\n\r\n".encode()
    message = message_from_bytes(head + answer.content)
    assert message.get_content_type() == "multipart/mixed"
    return list(message.get_payload())


# PUT


@VERSIONS
def test_a_statement_that_is_put_is_there_under_its_id(client: Client, version: str) -> None:
    """Communication 2.1.1."""
    client.version = version
    identifier = new_id()
    answer = client.put("/statements", statement(), statementId=identifier)
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get("/statements", statementId=identifier).json()["id"] == identifier


@pytest.mark.parametrize("params", [{}, {"statementId": "1"}, {"StatementId": str(uuid.UUID(int=7))}])
def test_a_put_must_name_the_statement(client: Client, params: dict[str, str]) -> None:
    """Communication 2.1.1, 3.2."""
    assert client.put("/statements", statement(), **params).status_code == 400


def test_the_id_in_a_put_statement_must_be_that_of_the_parameter(client: Client) -> None:
    """Communication 2.1.1."""
    identifier = new_id()
    assert (
        client.put("/statements", statement(id=identifier.upper()), statementId=identifier).status_code == 204
    )
    assert (
        client.put("/statements", statement(id=identifier), statementId=identifier.upper()).status_code == 204
    )
    refused = client.put("/statements", statement(id=new_id()), statementId=identifier)
    assert refused.status_code == 400
    assert identifier in error_reason(refused)


def test_a_put_takes_one_statement_only(client: Client) -> None:
    assert client.put("/statements", [statement()], statementId=new_id()).status_code == 400


@VERSIONS
def test_a_second_statement_with_the_same_id_and_other_content_is_refused(
    client: Client, version: str
) -> None:
    """Communication 2.1.1, 2.1.2."""
    client.version = version
    identifier = new_id()
    assert client.put("/statements", statement(), statementId=identifier).status_code == 204
    assert client.put("/statements", statement(), statementId=identifier).status_code == 204
    other = statement(verb={"id": "http://example.org/other"})
    assert client.put("/statements", other, statementId=identifier).status_code == 409
    assert client.post("/statements", {**other, "id": identifier}).status_code == 409
    assert client.get("/statements", statementId=identifier).json()["verb"] == statement()["verb"]
    assert len(client.query()) == 1


# POST


@VERSIONS
def test_a_post_answers_the_ids_in_order(client: Client, version: str) -> None:
    """Communication 2.1.2."""
    client.version = version
    first, third = new_id(), new_id()
    ids = client.store(statement(id=first), statement(), statement(id=third))
    assert (ids[0], ids[2]) == (first, third)
    assert [one["id"] for one in client.query(ascending="true")] == ids


def test_a_single_statement_answers_a_list_of_one_id(client: Client) -> None:
    """Communication 2.1.2."""
    answer = client.post("/statements", statement())
    assert answer.status_code == 200
    assert [one["id"] for one in client.query()] == answer.json()


def test_an_empty_list_stores_nothing(client: Client) -> None:
    assert client.store() == []
    assert client.query() == []


def test_ids_of_statements_come_from_the_lrs_where_there_are_none(tmp_path: Path) -> None:
    given = iter(uuid.UUID(int=number) for number in range(1, 100))
    with open_client(tmp_path, new_id=lambda: str(next(given))) as client:
        [identifier] = client.store(statement())
        assert uuid.UUID(identifier).int < 100


def test_the_same_id_twice_in_a_batch_is_refused_and_nothing_is_stored(client: Client) -> None:
    """Communication 2.1.2."""
    identifier = new_id()
    answer = client.post(
        "/statements", [statement(), statement(id=identifier), statement(id=identifier.upper())]
    )
    assert answer.status_code == 400
    assert error_reason(answer).startswith("statements[2].id")
    assert client.query() == []


def test_a_batch_is_stored_whole_or_not_at_all(client: Client) -> None:
    """Communication 3.2."""
    answer = client.post("/statements", [statement(), statement(actor={"mbox": "ann"})])
    assert (answer.status_code, answer.json()["error"]["path"]) == (400, "statements[1].actor.mbox")
    taken = client.store(statement())[0]
    other = statement(id=taken, verb={"id": "http://example.org/other"})
    assert client.post("/statements", [statement(), other]).status_code == 409
    assert len(client.query()) == 1


def test_a_refusal_says_where_the_fault_is(client: Client) -> None:
    answer = client.post("/statements", statement(object={"id": ACTIVITY, "definition": {"type": "page"}}))
    told = answer.json()["error"]
    assert (told["status"], told["path"]) == (400, "statement.object.definition.type")


def test_a_large_batch_lets_others_be_served(client: Client) -> None:
    assert len(client.store(*[statement() for _ in range(220)])) == 220
    assert len(client.query(limit="0")) == 220


def test_a_post_has_no_parameters(client: Client) -> None:
    """Communication 3.2."""
    assert client.post("/statements", statement(), statementId=new_id()).status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""])
def test_statements_come_as_json_or_in_parts(client: Client, kind: str) -> None:
    """Communication 1.5."""
    answer = client.post("/statements", statement(), headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert "application/json or multipart/mixed" in error_reason(answer)


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"1", b'"x"', b'{"a":1} x', b"\xff", b'["x"]', b"[[]]"])
def test_a_body_that_is_no_statement_is_refused(client: Client, body: bytes) -> None:
    """Communication 3.2."""
    assert client.post("/statements", body, headers={"Content-Type": "application/json"}).status_code == 400


def test_what_moodles_plug_in_sends_is_simply_stored(client: Client) -> None:
    sent = statement(
        actor={"name": "Ann", "account": {"homePage": "https://moodle.example.org", "name": "7"}},
        context={
            "platform": "Moodle",
            "language": "en",
            "extensions": {"http://lrs.learninglocker.net/x": {}},
        },
        timestamp="2026-11-23T02:03:04+01:00",
    )
    [identifier] = client.store(sent)
    assert uuid.UUID(identifier)
    assert client.query()[0]["timestamp"] == sent["timestamp"]


def test_the_authority_is_that_of_the_key_whatever_was_sent(client: Client) -> None:
    """xAPI 1.0.3 Data 2.4.9."""
    client.store(statement(authority={"mbox": "mailto:else@example.com"}))
    account = {"homePage": "urn:scormbuild:organisation:default", "name": client.key.key}
    assert client.query()[0]["authority"] == {"objectType": "Agent", "name": "trial", "account": account}


@VERSIONS
def test_whoever_stores_hears_up_to_when_all_is_seen(client: Client, version: str) -> None:
    """Communication 2.1.3: X-Experience-API-Consistent-Through."""
    client.version = version
    identifier = new_id()
    put = client.put("/statements", statement(), statementId=identifier)
    stored = client.get("/statements", statementId=identifier).json()["stored"]
    assert put.headers[THROUGH] == stored
    post = client.post("/statements", statement())
    assert parse_timestamp(post.headers[THROUGH]) > parse_timestamp(stored)


# GET of one


@VERSIONS
def test_a_statement_comes_with_the_moment_it_was_stored(client: Client, version: str) -> None:
    """Communication 2.1.3: Last-Modified."""
    client.version = version
    [identifier] = client.store(statement())
    answer = client.get("/statements", statementId=identifier)
    stored = parse_timestamp(answer.json()["stored"])
    assert parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp() == stored // 1_000_000
    assert parse_timestamp(answer.headers[THROUGH]) >= stored


def test_there_is_no_statement_of_an_unknown_id(client: Client) -> None:
    answer = client.get("/statements", statementId=new_id())
    assert answer.status_code == 404
    assert parse_timestamp(answer.headers[THROUGH]) > 0


@VERSIONS
def test_a_voided_statement_is_found_only_as_such(client: Client, version: str) -> None:
    """Communication 2.1.4."""
    client.version = version
    [identifier] = client.store(statement())
    assert client.get("/statements", voidedStatementId=identifier).status_code == 404
    [voider] = client.store(voiding_statement(identifier))
    assert client.get("/statements", statementId=identifier).status_code == 404
    assert client.get("/statements", voidedStatementId=identifier).json()["id"] == identifier
    assert [one["id"] for one in client.query()] == [voider]


@pytest.mark.parametrize(
    "params",
    [
        {"statementId": str(uuid.UUID(int=1)), "voidedStatementId": str(uuid.UUID(int=2))},
        {"statementId": str(uuid.UUID(int=1)), "verb": "http://example.org/v"},
        {"voidedStatementId": str(uuid.UUID(int=1)), "limit": "1"},
        {"statementId": "x"},
        {"Limit": "1"},
        {"foo": "bar"},
        {"limit": "-1"},
        {"format": "short"},
        {"attachments": "TRUE"},
        {"since": "yesterday"},
        {"agent": "ann"},
        {"activity": "web"},
    ],
)
def test_a_query_that_makes_no_sense_is_refused_and_says_how_far_all_is_seen(
    client: Client, params: dict[str, str]
) -> None:
    """Communication 2.1.3, 3.2."""
    answer = client.get("/statements", **params)
    assert answer.status_code == 400
    assert parse_timestamp(answer.headers[THROUGH]) > 0


@pytest.mark.parametrize(("format", "kept"), [("ids", False), ("exact", True), ("canonical", True)])
def test_a_single_statement_is_shown_in_the_format_asked_for(client: Client, format: str, kept: bool) -> None:
    """Communication 2.1.3."""
    described = {"id": ACTIVITY, "definition": {"name": {"en": "Web", "nl": "Web"}}}
    [identifier] = client.store(statement(object=described))
    shown = client.get("/statements", statementId=identifier, format=format).json()
    assert ("definition" in shown["object"]) is kept


# GET of many


def test_no_statement_found_is_an_empty_page(client: Client) -> None:
    """Communication 2.1.3."""
    answer = client.get("/statements", verb="http://example.org/none")
    assert (answer.status_code, answer.json()) == (200, {"statements": [], "more": ""})
    assert answer.headers["content-type"] == "application/json"


def test_statements_come_newest_first_unless_asked_otherwise(client: Client) -> None:
    """Communication 2.1.3."""
    ids = client.store(*[statement() for _ in range(5)])
    assert [one["id"] for one in client.query()] == ids[::-1]
    assert [one["id"] for one in client.query(ascending="true")] == ids


def test_a_page_holds_a_hundred_statements_unless_told_and_five_hundred_at_most(client: Client) -> None:
    for _ in range(6):
        client.store(*[statement() for _ in range(100)])
    assert [len(client.query(**limit)) for limit in ({}, {"limit": "0"}, {"limit": "9999"})] == [
        100,
        500,
        500,
    ]


@VERSIONS
@pytest.mark.parametrize("ascending", ["true", "false"])
def test_the_link_to_more_leads_through_all_while_others_arrive(
    client: Client, version: str, ascending: str
) -> None:
    """xAPI 1.0.3 Data 2.5."""
    client.version = version
    ids = client.store(*[statement() for _ in range(7)])
    client.store(statement(verb={"id": "http://example.org/other"}))
    page = client.get("/statements", limit="3", verb=statement()["verb"]["id"], ascending=ascending).json()
    found = [one["id"] for one in page["statements"]]
    while page["more"]:
        assert page["more"].startswith("/xapi/statements/more/")
        if len(found) == 3 and ascending == "false":
            client.store(statement())
        answer = client.get(page["more"])
        assert parse_timestamp(answer.headers[THROUGH]) > 0
        page = answer.json()
        found += [one["id"] for one in page["statements"]]
    assert found == (ids if ascending == "true" else ids[::-1])


@pytest.mark.parametrize("token", ["x", "%00", "e30", "x" * 500, "e30?limit=1"])
def test_a_made_up_link_is_refused(client: Client, token: str) -> None:
    answer = client.get(f"/statements/more/{token}")
    assert answer.status_code == 400
    assert THROUGH in answer.headers


def test_behind_a_proxy_the_link_begins_with_what_the_proxy_adds(tmp_path: Path) -> None:
    with open_client(tmp_path, public_url="https://example.org/lrs") as client:
        client.store(statement(), statement())
        assert client.get("/statements", limit="1").json()["more"].startswith("/lrs/xapi/statements/more/")


def test_statements_are_found_by_who_did_what_and_when(client: Client) -> None:
    """Communication 2.1.3; what each filter means is shown where the store is tested."""
    registration = new_id()
    [identifier] = client.store(statement(context={"registration": registration}))
    stored = client.query()[0]["stored"]
    client.store(statement(actor={"mbox": "mailto:bo@example.com"}))
    assert [one["id"] for one in client.query(agent=AGENT_JSON)] == [identifier]
    assert [one["id"] for one in client.query(registration=registration)] == [identifier]
    assert [one["id"] for one in client.query(until=stored)] == [identifier]
    assert len(client.query(since=stored)) == 1
    assert len(client.query(activity=ACTIVITY, related_activities="true")) == 2


def test_a_client_chooses_the_language_of_the_canonical_format(client: Client) -> None:
    """Communication 2.1.3."""
    client.store(statement(object={"id": ACTIVITY, "definition": {"name": {"en": "Care", "nl": "Zorg"}}}))
    client.store(statement(object={"id": ACTIVITY}))
    for language, name in (("nl-BE, en;q=0.5", {"nl": "Zorg"}), ("en", {"en": "Care"})):
        shown = client.query(format="canonical", headers={"Accept-Language": language})
        assert [one["object"]["definition"]["name"] for one in shown] == [name, name]


def test_numbers_and_letters_come_back_as_they_were_sent(client: Client) -> None:
    """xAPI 1.0.3 Data 2.3.1, Communication 1.4."""
    raw = json.dumps(statement(result={"response": "Zoë 😀 \u2028"}), ensure_ascii=False)
    raw = raw.replace('"result": {', '"result": {"score": {"scaled": 0.10, "raw": 1.0}, ')
    client.post("/statements", raw.encode(), headers={"Content-Type": "application/json"})
    answer = client.get("/statements")
    assert '"scaled":0.10,"raw":1.0' in answer.text
    assert answer.json()["statements"][0]["result"]["response"] == "Zoë 😀 \u2028"


@VERSIONS
@pytest.mark.parametrize("params", [{}, {"limit": "1"}, {"statementId": "ours"}, {"statementId": "x"}])
def test_head_answers_what_get_does_without_the_body(
    client: Client, version: str, params: dict[str, str]
) -> None:
    """Communication 1.1."""
    client.version = version
    [identifier] = client.store(statement())
    asked = {name: identifier if value == "ours" else value for name, value in params.items()}
    get, head = (client.request(method, "/statements", **asked) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (get.status_code, b"")
    names = {"content-type", "content-length", "last-modified"}
    assert {n: head.headers.get(n) for n in names} == {n: get.headers.get(n) for n in names}
    assert THROUGH in head.headers


# Attachments


@VERSIONS
def test_an_attachment_comes_back_when_it_is_asked_for(client: Client, version: str) -> None:
    """Communication 1.5.2, 2.1.3."""
    client.version = version
    body, headers = multipart_body([statement_with_note(), statement_with_note()], NOTE)
    ids = client.post("/statements", body, headers=headers).json()
    for params in ({}, {"statementId": ids[0]}):
        first, *rest = parse_parts(client.get("/statements", attachments="true", **params))
        assert first.get_content_type() == "application/json"
        assert json.loads(first.get_payload())
        assert [part.get_payload(decode=True) for part in rest] == [NOTE]
        assert rest[0]["X-Experience-API-Hash"] == SHA2
        assert (rest[0]["Content-Type"], rest[0]["Content-Transfer-Encoding"]) == ("text/plain", "binary")


def test_an_answer_with_attachments_is_in_parts_even_without_any(client: Client) -> None:
    """Communication 2.1.3."""
    client.store(statement())
    assert len(parse_parts(client.get("/statements", attachments="true"))) == 1
    assert client.get("/statements", attachments="false").headers["content-type"] == "application/json"


def test_a_page_ends_early_where_its_attachments_are_large(client: Client) -> None:
    contents = [bytes([number]) * 9_000_000 for number in range(3)]
    for content in contents:
        sha2 = hashlib.sha256(content).hexdigest()
        body, headers = multipart_body(statement_with_note(sha2=sha2, length=len(content)), content)
        assert client.post("/statements", body, headers=headers).status_code == 200
    first, *rest = parse_parts(client.get("/statements", attachments="true", ascending="true"))
    page = json.loads(first.get_payload())
    assert (len(page["statements"]), len(rest)) == (2, 2)
    last = parse_parts(client.get(page["more"]))
    assert [part.get_payload(decode=True) for part in last[1:]] == contents[2:]


def test_an_attachment_must_come_along_or_lie_elsewhere(client: Client) -> None:
    """xAPI 1.0.3 Data 2.4.11."""
    elsewhere = statement_with_note(fileUrl="https://example.org/note")
    assert client.post("/statements", elsewhere).status_code == 200
    refused = client.post("/statements", [statement(), statement_with_note()])
    assert refused.json()["error"]["path"] == "statements[1].attachments[0]"
    body, headers = multipart_body(statement(), NOTE)
    assert client.post("/statements", body, headers=headers).status_code == 400


def test_statements_in_parts_may_come_without_attachments(client: Client) -> None:
    """Communication 1.5.2."""
    body, headers = multipart_body([statement(), statement()])
    assert client.post("/statements", body, headers=headers).status_code == 200


def test_a_signature_that_is_none_is_refused(client: Client) -> None:
    """xAPI 1.0.3 Data 2.6."""
    usage = "http://adlnet.gov/expapi/attachments/signature"
    body, headers = multipart_body(
        statement_with_note(usageType=usage, contentType="application/octet-stream"), NOTE
    )
    answer = client.post("/statements", body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["path"]) == (400, "statement.attachments[0]")


# The alternate request syntax


def test_a_query_may_come_as_a_form(client: Client) -> None:
    """Communication 1.3."""
    client.store(statement(), statement())
    answer = client.post("/statements?method=GET", b"limit=1", headers=FORM)
    assert (answer.status_code, len(answer.json()["statements"])) == (200, 1)
    assert THROUGH in answer.headers


def test_a_form_may_carry_the_headers_that_a_browser_could_not_set(client: Client) -> None:
    """Communication 1.3."""
    identifier = new_id()
    form = {
        "statementId": identifier,
        "Authorization": client.key.authorization,
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
        "content": json.dumps(statement()),
    }
    body = httpx.QueryParams(form).__str__().encode()
    bare = {**FORM, "Authorization": None, "X-Experience-API-Version": None}
    assert client.post("/statements?method=PUT", body, headers=bare).status_code == 204
    assert client.get("/statements", statementId=identifier).status_code == 200


def test_head_in_a_form_answers_without_a_body(client: Client) -> None:
    answer = client.post("/statements?method=HEAD", b"", headers=FORM)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/statements?method=GET&limit=1"),
        ("PUT", "/statements?method=POST"),
        ("POST", "/statements?method=X"),
    ],
)
def test_a_form_that_breaks_the_rules_is_refused(client: Client, method: str, path: str) -> None:
    """Communication 1.3."""
    assert client.request(method, path, b"", headers=FORM).status_code == 400


# Who may read and write


def test_a_key_reads_its_own_statements_where_its_scope_says_mine(client: Client) -> None:
    """Communication 4.2."""
    own = client.new_key("statements/write", "statements/read/mine")
    [theirs] = client.store(statement())
    [mine] = client.store(statement(), key=own)
    assert [one["id"] for one in client.query(key=own)] == [mine]
    assert client.get("/statements", statementId=mine, key=own).status_code == 200
    assert client.get("/statements", statementId=theirs, key=own).status_code == 404
    page = client.get("/statements", limit="1", key=client.key).json()
    assert client.get(page["more"], key=own).json()["statements"] == []


def test_a_scope_to_write_is_none_to_read(client: Client) -> None:
    """Communication 3.2, 4.2."""
    writer, reader = client.new_key("statements/write"), client.new_key("statements/read")
    assert client.post("/statements", statement(), key=reader).status_code == 403
    assert client.get("/statements", key=writer).status_code == 403
    assert client.get("/statements/more/x", key=writer).status_code == 403
    assert client.post("/statements", statement(), key=writer).status_code == 200


def test_a_key_for_one_course_stores_nothing_about_another_and_voids_nothing(client: Client) -> None:
    narrow = client.new_key("statements/write", activity_prefix=ACTIVITY)
    [identifier] = client.store(statement(), key=narrow)
    for other in (statement(object={"id": f"{ACTIVITY}site"}), voiding_statement(identifier)):
        answer = client.post("/statements", other, key=narrow)
        assert answer.status_code == 403
        assert ACTIVITY in error_reason(answer)


def test_organisations_see_nothing_of_one_another(client: Client) -> None:
    other = client.new_key(organisation="other")
    identifier = new_id()
    client.store(statement(id=identifier))
    assert client.query(key=other) == []
    assert client.get("/statements", statementId=identifier, key=other).status_code == 404
    client.store(statement(id=identifier, verb={"id": "http://example.org/theirs"}), key=other)
    client.store(voiding_statement(identifier), key=other)
    assert client.query()[0]["verb"] == statement()["verb"]


def test_a_key_without_define_stores_what_it_says_of_activities_but_changes_nothing(client: Client) -> None:
    """Communication 4.2."""
    plain = client.new_key("statements/write")
    client.store(statement(object={"id": ACTIVITY, "definition": {"name": {"en": "Mine"}}}), key=plain)
    assert client.query()[0]["object"]["definition"] == {"name": {"en": "Mine"}}
    assert "definition" not in client.get("/activities", activityId=ACTIVITY).json()


def test_a_key_without_define_says_nothing_new_of_persons(client: Client) -> None:
    """Communication 4.2."""
    plain = client.new_key("statements/write")
    client.store(statement(actor={**AGENT, "name": "Not Ann"}), key=plain)
    assert client.query()[0]["actor"]["name"] == "Not Ann"
    assert "name" not in client.get("/agents", agent=AGENT_JSON).json()


def test_a_key_for_one_course_describes_no_other_even_in_the_context(client: Client) -> None:
    narrow = client.new_key("statements/write", "define", activity_prefix=ACTIVITY)
    other = {"id": "https://example.org/courses/other", "definition": {"name": {"en": "Hijacked"}}}
    own = {"id": f"{ACTIVITY}/1", "definition": {"name": {"en": "One"}}}
    client.store(statement(object=own, context={"contextActivities": {"parent": [other]}}), key=narrow)
    assert "definition" not in client.get("/activities", activityId=other["id"]).json()
    assert client.get("/activities", activityId=own["id"]).json()["definition"] == own["definition"]
