"""An independent client against a real LRS: the tincan package, as far as it goes itself.

Its quirks are its own: it saves a state twice for one call, never sees an ETag (it looks for it in the wrong
place), can't create a profile in xAPI 1.0.3 as it sends no precondition, and can't read multipart answers.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from support.lrs.running_lrs import RunningLrs
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    LanguageMap,
    RemoteLRS,
    Result,
    Score,
    Statement,
    StatementRef,
    Verb,
)
from tincan.documents import ActivityProfileDocument, AgentProfileDocument, StateDocument

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"


@pytest.fixture
def lrs(shared_lrs: RunningLrs) -> RemoteLRS:
    served = shared_lrs
    return RemoteLRS(
        version="1.0.3",
        endpoint=served.process.endpoint,
        username=served.key.key,
        password=served.key.secret,
    )


@pytest.fixture
def http(shared_lrs: RunningLrs) -> httpx.Client:
    return shared_lrs.client


@pytest.fixture
def learner() -> Agent:
    """Another one for each test, as all tests share an LRS."""
    account = AgentAccount(name=str(uuid.uuid4()), home_page="https://lms.example.org")
    return Agent(name="Ann", account=account)


@pytest.fixture
def unit() -> Activity:
    definition = ActivityDefinition(
        name=LanguageMap({"nl": "Eerst luisteren"}),
        type="http://adlnet.gov/expapi/activities/cmi.interaction",
        interaction_type="long-fill-in",
    )
    return Activity(id=f"https://courses.example.org/{uuid.uuid4()}", definition=definition)


def answer_statement(
    learner: Agent, unit: Activity, response: str = "Ik vraag door.", **more: object
) -> Statement:
    return Statement(
        actor=learner,
        verb=Verb(id=ANSWERED, display=LanguageMap({"nl": "antwoordde"})),
        object=unit,
        result=Result(
            response=response, score=Score(scaled=0.5, raw=5, min=0, max=10), duration=timedelta(seconds=90)
        ),
        context=Context(
            registration=uuid.uuid4(),
            platform="web",
            context_activities=ContextActivities(parent=[Activity(id="https://courses.example.org/webcare")]),
        ),
        timestamp=datetime(2026, 11, 23, 2, 3, 4, 123456, tzinfo=UTC),
        **more,
    )


def assert_success(response: object) -> None:
    """The client says that it worked; its words if it didn't."""
    assert response.success, (response.response.status, response.data)


def test_about_names_both_versions(http: httpx.Client) -> None:
    """Asked without tincan, which takes 2.0.0 for an error."""
    assert http.get("/about").json()["version"] == ["1.0.3", "2.0.0"]


def test_a_statement_without_an_id_is_given_one(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    saved = lrs.save_statement(answer_statement(learner, unit))
    assert_success(saved)
    found = lrs.retrieve_statement(saved.content.id)
    assert_success(found)
    assert found.content.id == saved.content.id
    assert found.content.actor.account.name == learner.account.name


def test_a_statement_comes_back_as_it_was_saved(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    sent = answer_statement(learner, unit, id=str(uuid.uuid4()))
    assert_success(lrs.save_statement(sent))
    found = lrs.retrieve_statement(sent.id).content
    wanted, got = (json.loads(one.to_json("1.0.3")) for one in (sent, found))
    for added in ("stored", "authority", "version"):
        wanted.pop(added, None)
        got.pop(added, None)
    assert got == wanted


def test_a_batch_is_given_ids_in_its_order(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    saved = lrs.save_statements(
        [answer_statement(learner, unit, f"Antwoord {number}") for number in range(5)]
    )
    assert_success(saved)
    for number, statement in enumerate(saved.content):
        assert lrs.retrieve_statement(statement.id).content.result.response == f"Antwoord {number}"


def test_a_query_finds_by_agent_verb_and_activity(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    assert_success(lrs.save_statements([answer_statement(learner, unit) for _ in range(3)]))
    by_all = lrs.query_statements({"agent": learner, "verb": Verb(id=ANSWERED), "activity": unit})
    assert_success(by_all)
    assert len(by_all.content.statements) == 3
    by_another = lrs.query_statements({"agent": learner, "verb": Verb(id=VOIDED)})
    assert len(by_another.content.statements) == 0


def test_more_leads_from_page_to_page_in_order(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    saved = lrs.save_statements([answer_statement(learner, unit) for _ in range(10)]).content
    page = lrs.query_statements({"agent": learner, "limit": 4, "ascending": "true"})
    found = [*page.content.statements]
    while page.content.more:
        page = lrs.more_statements(page.content)
        assert_success(page)
        found += page.content.statements
    assert [one.id for one in found] == [one.id for one in saved]


def test_a_voided_statement_is_found_as_such_only(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    saved = lrs.save_statement(answer_statement(learner, unit)).content
    void = Statement(
        actor=learner,
        verb=Verb(id=VOIDED, display=LanguageMap({"en": "voided"})),
        object=StatementRef(id=saved.id),
    )
    assert_success(lrs.save_statement(void))
    assert not lrs.retrieve_statement(saved.id).success
    found = lrs.retrieve_voided_statement(saved.id)
    assert_success(found)
    assert found.content.id == saved.id


def test_a_state_is_saved_found_listed_and_deleted(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    state = StateDocument(
        id="suspend_data",
        activity=unit,
        agent=learner,
        content=bytearray(b"page=3"),
        content_type="text/plain",
    )
    assert_success(lrs.save_state(state))
    assert lrs.retrieve_state(unit, learner, "suspend_data").content.content == b"page=3"
    assert lrs.retrieve_state_ids(unit, learner).content == ["suspend_data"]
    assert_success(lrs.delete_state(state))
    assert lrs.retrieve_state(unit, learner, "suspend_data").response.status == 404


def test_clearing_takes_all_states_at_once(lrs: RemoteLRS, learner: Agent, unit: Activity) -> None:
    for name in ("one", "two"):
        assert_success(
            lrs.save_state(StateDocument(id=name, activity=unit, agent=learner, content=bytearray(b"{}")))
        )
    assert_success(lrs.clear_state(unit, learner))
    assert lrs.retrieve_state_ids(unit, learner).content == []


def test_an_activity_profile_is_replaced_with_its_etag_only(
    lrs: RemoteLRS, http: httpx.Client, unit: Activity
) -> None:
    profile = ActivityProfileDocument(
        id="texts", activity=unit, content=bytearray(b"eerste"), content_type="text/plain"
    )
    assert lrs.save_activity_profile(profile).response.status == 400  # no precondition
    params = {"profileId": "texts", "activityId": unit.id}
    plain = {"Content-Type": "text/plain"}
    made = http.put(
        "/activities/profile", params=params, content=b"eerste", headers={**plain, "If-None-Match": "*"}
    )
    assert made.status_code == 204
    found = lrs.retrieve_activity_profile(unit, "texts")
    assert found.content.content == b"eerste"
    profile.etag = found.response.getheader("ETag")
    profile.content = bytearray(b"tweede")
    assert_success(lrs.save_activity_profile(profile))
    stale = lrs.save_activity_profile(profile)
    assert stale.response.status == 412
    assert lrs.retrieve_activity_profile(unit, "texts").content.content == b"tweede"
    assert lrs.retrieve_activity_profile_ids(unit).content == ["texts"]


def test_an_agent_profile_is_replaced_with_its_etag_only(
    lrs: RemoteLRS, http: httpx.Client, learner: Agent
) -> None:
    params = {"profileId": "wishes", "agent": learner.to_json("1.0.3")}
    headers = {"Content-Type": "text/plain", "If-None-Match": "*"}
    assert http.put("/agents/profile", params=params, content=b"rust", headers=headers).status_code == 204
    found = lrs.retrieve_agent_profile(learner, "wishes")
    profile = AgentProfileDocument(
        id="wishes",
        agent=learner,
        content=bytearray(b"ruimte"),
        content_type="text/plain",
        etag=found.response.getheader("ETag"),
    )
    assert_success(lrs.save_agent_profile(profile))
    assert lrs.save_agent_profile(profile).response.status == 412
    assert lrs.retrieve_agent_profile(learner, "wishes").content.content == b"ruimte"
    profile.etag = None
    assert_success(lrs.delete_agent_profile(profile))
    assert lrs.retrieve_agent_profile_ids(learner).content == []


def test_an_attachment_elsewhere_is_described_as_it_was(
    lrs: RemoteLRS, http: httpx.Client, learner: Agent, unit: Activity
) -> None:
    content = b"a drawing"
    described = {
        "usageType": "https://example.org/drawing",
        "display": {"nl": "Tekening"},
        "contentType": "image/png",
        "length": len(content),
        "sha2": hashlib.sha256(content).hexdigest(),
        "fileUrl": "https://example.org/drawing.png",
    }
    body = json.loads(answer_statement(learner, unit, id=str(uuid.uuid4())).to_json("1.0.3"))
    # tincan writes the names of an attachment in its own spelling, so this one is sent without it.
    assert http.post("/statements", json={**body, "attachments": [described]}).status_code == 200
    found = lrs.retrieve_statement(body["id"])
    assert_success(found)
    assert found.content.attachments[0].sha2 == described["sha2"]
