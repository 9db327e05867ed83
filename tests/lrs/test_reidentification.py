"""Who may read statements can't tell whose they are: tried in every way that a key to read leaves open."""

from __future__ import annotations

import hmac
import json
from base64 import b32encode, urlsafe_b64decode
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from support.lrs.client import Client
from support.lrs.running_lrs import DATABASES, create_database
from support.lrs.sources import (
    COURSE,
    LMS,
    KeyClient,
    Sources,
    actor,
    course_statement,
    open_answer,
    open_client,
    plugin_statement,
    stored_ids,
)

from scormbuild.lrs.auth.organisations import home_page_of
from scormbuild.lrs.privacy.pseudonym import is_pseudonym
from scormbuild.vocabulary import COMPLETED, VOIDED

Json = dict[str, Any]
NAMES = (
    "a.jansen",
    "Anna Jansen",
    "Anna",
    "b.smit",
    "Tineke",
    "Docent",
    "jansen@example.org",
    '"homePage":"https://moodle',
)
REAL_AGENTS = [
    actor("a.jansen"),
    actor("12"),
    actor("a.jansen", f"{LMS}/"),
    {"mbox": "mailto:a.jansen@example.org"},
    {"objectType": "Group", "account": actor("a.jansen")["account"]},
]
FORMATS = ("exact", "ids", "canonical")


@pytest.fixture(scope="module", params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with create_database(request, tmp_path_factory.mktemp("nobody")) as url, open_client(url) as made:
        yield made


@pytest.fixture(scope="module")
def sources(client: Client) -> Sources:
    """A store with statements of a learner by all sources, some voided, all joined."""
    sources = Sources(client)
    stored_ids(
        sources.package.post(
            "/statements", json=[course_statement("experienced begin"), open_answer("Ik schreef dit")]
        )
    )
    stored_ids(
        sources.moodle.post(
            "/statements", json=[plugin_statement(12, "Anna Jansen"), plugin_statement(14, "Ben Smit")]
        )
    )
    mail = {"name": "Anna Jansen", "mbox": "mailto:a.jansen@example.org"}
    group = {"objectType": "Group", "name": "Anna en Ben", "member": [mail, actor("b.smit", name="Ben Smit")]}
    stored_ids(
        sources.moodle.post(
            "/statements",
            json=[course_statement("x 1", actor=group), course_statement("x 2", context={"team": group})],
        )
    )
    with sources.open_ingest() as ingest:
        ingest.store_statements([course_statement("lms completed", verb=COMPLETED), course_statement("x 3")])
        ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
    void = {
        "verb": {"id": VOIDED},
        "object": {"objectType": "StatementRef", "id": course_statement("x 3")["id"]},
    }
    stored_ids(sources.moodle.post("/statements", json=[{"actor": actor("12", name="Anna Jansen"), **void}]))
    return sources


def find_pseudonym(sources: Sources) -> str:
    """The learner's pseudonym."""
    with sources.open_ingest() as ingest:
        return ingest.find_pseudonym(LMS, "a.jansen")


def pseudonymous_agent(sources: Sources) -> Json:
    """The learner as statements name them."""
    return {"account": {"homePage": sources.home_page, "name": find_pseudonym(sources)}}


def read_everything(sources: Sources, key: KeyClient) -> Iterator[str]:
    """All that a key can read without naming anybody but by what it read before."""
    voided = course_statement("x 3")["id"]
    for form, attached in product(FORMATS, ("true", "false")):
        more = {"format": form, "attachments": attached}
        for params in (
            {},
            {"ascending": "true"},
            {"statementId": course_statement("x 1")["id"]},
            {"voidedStatementId": voided},
        ):
            found = key.get("/statements", params={**more, **params}, headers={"Accept-Language": "nl"})
            assert found.status_code == 200
            yield found.text + str(found.headers)
    page = key.get("/statements", params={"limit": "1", "agent": json.dumps(pseudonymous_agent(sources))})
    while True:
        yield page.text + str(page.headers)
        if not (link := page.json()["more"]):
            break
        yield urlsafe_b64decode(link.rpartition("/")[2] + "==").decode()
        page = key.get(link)
    for iri in (COURSE, f"{LMS}/mod/scorm/view.php?id=7", LMS):
        yield key.get("/activities", params={"activityId": iri}).text
        yield key.get("/activities/profile", params={"activityId": iri}).text
        yield key.get(
            "/activities/state", params={"activityId": iri, "agent": json.dumps(pseudonymous_agent(sources))}
        ).text
    for resource in ("/agents", "/agents/profile"):
        yield key.get(resource, params={"agent": json.dumps(pseudonymous_agent(sources))}).text
    yield key.get("/statements", params={"agent": "x", "verb": "x", "registration": "x"}).text
    yield key.get("/about").text


def test_nothing_that_can_be_read_holds_a_name_or_a_number_of_anybody(sources: Sources) -> None:
    whole = "".join(read_everything(sources, sources.reader))
    assert whole.count(find_pseudonym(sources)) > 20
    for name in NAMES:
        assert name not in whole
    for number in ('"12"', '"14"', '"3"'):
        assert number not in whole


@pytest.mark.parametrize("agent", REAL_AGENTS)
@pytest.mark.parametrize("related", ["true", "false"])
def test_a_real_account_finds_nothing(sources: Sources, agent: Json, related: str) -> None:
    found = sources.reader.get("/statements", params={"agent": json.dumps(agent), "related_agents": related})
    assert found.json() == {"statements": [], "more": ""}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_person_who_is_here_is_answered_just_as_one_who_is_not(sources: Sources, method: str) -> None:
    answers = []
    for name in ("a.jansen", "x.nobody"):
        found = sources.client.request(
            method, "/agents", key=sources.reader.key, agent=json.dumps(actor(name))
        )
        assert "p_" not in found.text
        answers.append((found.status_code, found.text.replace(name, ""), found.headers["content-length"]))
        listed = sources.client.request(
            method, "/agents/profile", key=sources.reader.key, agent=json.dumps(actor(name))
        )
        answers.append((listed.status_code, listed.text, listed.headers["etag"]))
    assert answers[:2] == answers[2:]


def test_a_pseudonym_leads_back_to_itself_only(sources: Sources) -> None:
    found = sources.reader.get("/agents", params={"agent": json.dumps(pseudonymous_agent(sources))})
    assert found.json() == {"objectType": "Person", "account": [pseudonymous_agent(sources)["account"]]}


def test_who_only_writes_or_reads_their_own_learns_no_more(sources: Sources) -> None:
    mine = sources.add_key("statements/write", "statements/read/mine")
    assert mine.get("/statements").json()["statements"] == []
    assert mine.get("/agents", params={"agent": json.dumps(pseudonymous_agent(sources))}).status_code == 403
    same_id = mine.post("/statements", json=[course_statement("experienced begin")])
    assert same_id.status_code == 409
    assert "p_" not in same_id.text


def test_the_outbox_of_somebody_else_is_no_way_to_compare(sources: Sources) -> None:
    """A package hears the same, whether what it sends is what is stored or not."""
    for name in ("a.jansen", "b.smit"):
        again = sources.package.post("/statements", json=[course_statement("experienced begin", name)])
        assert (again.status_code, again.json()) == (200, [course_statement("experienced begin")["id"]])


def test_a_pseudonym_can_t_be_made_from_what_can_be_read(sources: Sources) -> None:
    home = home_page_of(sources.name)
    secrets = [
        "",
        home,
        sources.name,
        sources.package.key.key,
        sources.package.key.secret,
        sources.reader.key.secret,
        LMS,
    ]
    texts = [f"account {LMS} a.jansen", f"number {LMS} 12", "a.jansen"]
    guesses = [hmac.digest(key.encode(), text.encode(), "sha256") for key in secrets for text in texts]
    assert find_pseudonym(sources) not in [
        "p_" + b32encode(each[:16]).decode().rstrip("=").lower() for each in guesses
    ]


def test_errors_logs_and_figures_hold_nobody(sources: Sources) -> None:
    faults = [
        sources.package.post(
            "/statements", json=[course_statement("x", actor={**actor("a.jansen"), "mbox": "x"})]
        ),
        sources.moodle.post("/statements", json=[plugin_statement(12, "Anna Jansen", verb={"id": "x"})]),
    ]
    assert [each.status_code for each in faults] == [400, 400]
    page = sources.client.lrs.metrics.response()
    assert page is not None
    figures = page.body if isinstance(page.body, bytes) else b"".join(page.body)
    written = (
        sources.client.log_stream.getvalue()
        + figures.decode()
        + str([noted.detail for noted in sources.list_audit_entries()])
    )
    assert written.count("statements") > 10
    for word in (*NAMES, find_pseudonym(sources), sources.secret):
        assert word not in written


def test_who_may_know_is_told_who_it_is_and_that_is_noted(sources: Sources) -> None:
    before = len(sources.list_audit_entries())
    found = sources.identities_reader.get(
        "/agents", params={"agent": json.dumps(pseudonymous_agent(sources))}
    ).json()
    assert found["name"] == ["Anna Jansen"]
    accounts = {(each["homePage"], each["name"]) for each in found["account"]}
    assert accounts == {(sources.home_page, find_pseudonym(sources)), (LMS, "12"), (LMS, "a.jansen")}
    same = sources.identities_reader.get("/agents", params={"agent": json.dumps(actor("a.jansen"))}).json()
    assert {(each["homePage"], each["name"]) for each in same["account"]} == accounts
    noted = sources.list_audit_entries()[before:]
    assert [(each.who, each.action) for each in noted] == [
        (sources.identities_reader.key.key, "identities of a person read")
    ] * 2
    assert find_pseudonym(sources) not in str(noted)


@pytest.mark.parametrize("agent", [actor("a.jansen"), actor("12"), actor("a.jansen", f"{LMS}/moodle")])
def test_who_may_know_finds_statements_by_the_real_account(sources: Sources, agent: Json) -> None:
    def find(limit: str) -> list[str]:
        page = sources.identities_reader.get(
            "/statements", params={"agent": json.dumps(agent), "limit": limit}
        ).json()
        found = page["statements"]
        while page["more"]:
            page = sources.identities_reader.get(page["more"]).json()
            found += page["statements"]
        return [each["id"] for each in found]

    by_pseudonym = [
        each["id"] for each in sources.list_statements(agent=json.dumps(pseudonymous_agent(sources)))
    ]
    assert find("0") == find("2") == by_pseudonym[::-1]
    assert len(by_pseudonym) > 4


def test_an_address_leads_to_its_pseudonym_for_who_may_know(sources: Sources) -> None:
    mail = {"mbox": "mailto:a.jansen@EXAMPLE.org"}
    found = sources.identities_reader.get("/agents", params={"agent": json.dumps(mail)}).json()
    assert found["mbox"] == ["mailto:a.jansen@EXAMPLE.org", "mailto:a.jansen@example.org"]
    assert is_pseudonym(found["account"][0]["name"])
    assert sources.identities_reader.get(
        "/agents", params={"agent": json.dumps(actor("x.nobody"))}
    ).json() == {
        "objectType": "Person",
        "account": [actor("x.nobody")["account"]],
    }


def test_what_remains_is_to_write_about_a_name_with_a_public_key_and_that_shows(sources: Sources) -> None:
    """Documented: whoever writes and reads can see a name's pseudonym. It is noted, and never verified."""
    before = len(sources.list_audit_entries())
    forged = course_statement("experienced guess", registration="00000000-0000-4000-8000-000000000001")
    stored_ids(sources.package.post("/statements", json=[forged]))
    (seen,) = [each for each in sources.list_statements() if each["id"] == forged["id"]]
    assert seen["actor"]["account"]["name"] == find_pseudonym(sources)
    assert seen["authority"]["account"]["name"].startswith("package/")
    (noted,) = [each for each in sources.list_audit_entries()[before:] if each.action != "read"]
    assert noted.who == f"package/{sources.package.key.key}"
