"""Statements that come by a road: from a package, from an LMS's plug-in, from a harvest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from support.lrs.client import Client
from support.lrs.running_lrs import DATABASES, create_database
from support.lrs.sources import (
    COURSE,
    LMS,
    REGISTRATION,
    Sources,
    actor,
    course_statement,
    open_answer,
    open_client,
    plugin_statement,
    stored_ids,
)

from scormbuild.errors import InvalidStatement, SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.ingest import Ingest, IngestCounts
from scormbuild.lrs.privacy.pseudonym import is_pseudonym, person_mark, registration_mark
from scormbuild.vocabulary import ANSWERED, COMPLETED, EXPERIENCED


@pytest.fixture(scope="module", params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with create_database(request, tmp_path_factory.mktemp("roads")) as url, open_client(url) as made:
        yield made


@pytest.fixture
def sources(client: Client) -> Sources:
    return Sources(client)


def actor_name(statement: dict[str, dict[str, dict[str, str]]]) -> str:
    return statement["actor"]["account"]["name"]


def test_browser_harvest_and_plugin_meet_in_one_pseudonym(sources: Sources) -> None:
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced begin")]))
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, "Anna Jansen")]))
    ingest = sources.open_ingest()
    ingest.store_statements([course_statement("experienced end")])
    ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
    stored_ids(
        sources.moodle.post(
            "/statements", json=[plugin_statement(12, "Anna Jansen", timestamp="2026-11-24T10:00:00Z")]
        )
    )
    ingest.store_statements(
        [{**course_statement("experienced last"), "actor": actor("a.jansen", f"{LMS}/moodle")}]
    )
    people = {actor_name(each) for each in sources.list_statements()}
    assert people == {ingest.find_pseudonym(LMS, "a.jansen")}
    assert is_pseudonym(people.pop())
    assert len(sources.list_statements()) == 5
    ingest.close()


@pytest.mark.parametrize("first", ["browser", "harvest"])
def test_what_both_roads_tell_is_kept_once_as_it_came_first(sources: Sources, first: str) -> None:
    ingest = sources.open_ingest()
    later = open_answer("Omdat het moet", timestamp="2026-11-25T00:00:00Z")

    def browser() -> None:
        stored_ids(sources.package.post("/statements", json=[open_answer("Omdat het moet")]))

    def harvest() -> IngestCounts:
        return ingest.store_statements([later])

    ways_in = [browser, harvest] if first == "browser" else [harvest, browser]
    for way in [*ways_in, *ways_in]:
        way()
    (only,) = sources.list_statements()
    assert only["result"]["response"] == "Omdat het moet"
    source = {"browser": "package", "harvest": "lms"}[first]
    assert only["authority"]["account"]["name"].startswith(f"{source}/")
    assert harvest() == IngestCounts(known=1)
    ingest.close()


def test_the_authority_says_by_which_road_a_statement_came(sources: Sources) -> None:
    forged = {**course_statement("completed"), "object": {"id": COURSE}, "verb": {"id": COMPLETED}}
    stored_ids(sources.package.post("/statements", json=[forged]))
    stored_ids(
        sources.moodle.post("/statements", json=[plugin_statement(12, "Anna", authority=actor("lms/moodle"))])
    )
    with sources.open_ingest() as ingest, sources.open_ingest("other.example.org", None) as other:
        ingest.store_statements([course_statement("lms completed")])
        other.store_statements([course_statement("experienced other")])
    names = [each["authority"]["account"]["name"] for each in sources.list_statements()]
    keys = [name.partition("/")[0] for name in names]
    assert keys == ["package", "lms", "lms", "lrs"]
    assert names[0] == f"package/{sources.package.key.key}"
    assert names[2:] == ["lms/moodle.example.org", "lrs/other.example.org"]


ATTACHMENT_ELSEWHERE = {  # valid without its content, as it says where that is
    "usageType": "https://example.org/u",
    "display": {"en": "A file"},
    "contentType": "text/plain",
    "length": 3,
    "sha2": "a" * 64,
    "fileUrl": "https://example.org/file",
}


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"authority": actor("lms/moodle")}, 403, "authority"),
        ({"attachments": [ATTACHMENT_ELSEWHERE]}, 403, "attachments"),
        ({"object": {"id": "urn:scormbuild:course:webcare2"}}, 403, COURSE),
        ({"object": {"objectType": "StatementRef", "id": REGISTRATION}}, 403, COURSE),
        ({"object": actor("b.smit")}, 403, COURSE),
        ({"actor": {"objectType": "Group", "member": [actor("a.jansen")]}}, 403, "single agent"),
        ({"actor": {**actor("a.jansen"), "objectType": "Group"}}, 403, "single agent"),
        ({"actor": {"objectType": "Agent", "name": "Anna"}}, 400, "exactly one of"),
    ],
)
def test_a_package_may_write_no_more_than_what_a_learner_does_in_its_course(
    sources: Sources, changes: dict[str, object], status: int, told: str
) -> None:
    answered = sources.package.post("/statements", json=[course_statement("experienced x", **changes)])
    assert answered.status_code == status
    assert told in answered.json()["error"]["reason"]
    assert sources.list_statements() == []


@pytest.mark.parametrize(
    "path", ["/statements", "/activities", "/agents", "/activities/state", "/agents/profile"]
)
def test_a_package_reads_nothing(sources: Sources, path: str) -> None:
    assert sources.package.get(path).status_code == 403


def test_a_package_describes_nothing_for_others(sources: Sources) -> None:
    mine = {"id": COURSE, "definition": {"name": {"nl": "Gekaapt"}}}
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced x", object=mine)]))
    assert "definition" not in sources.reader.get("/activities", params={"activityId": COURSE}).json()
    with sources.open_ingest() as ingest:
        ingest.store_statements(
            [
                course_statement(
                    "experienced y", object={"id": COURSE, "definition": {"name": {"nl": "Webcare"}}}
                )
            ]
        )
    assert sources.reader.get("/activities", params={"activityId": COURSE}).json()["definition"] == {
        "name": {"nl": "Webcare"}
    }


def test_a_package_that_takes_the_id_of_the_lms_s_word_is_put_right(sources: Sources) -> None:
    forged = course_statement("lms completed", verb=EXPERIENCED, object={"id": f"{COURSE}/pages/x"})
    stored_ids(sources.package.post("/statements", json=[forged]))
    true = course_statement(
        "lms completed", verb=COMPLETED, object={"id": COURSE}, result={"completion": True}
    )
    with sources.open_ingest() as ingest:
        assert ingest.store_statements([true]) == IngestCounts(known=1)
        assert ingest.store_statements([true]) == IngestCounts(known=1)
    (only,) = sources.list_statements(verb=COMPLETED)
    assert only["authority"]["account"]["name"] == "lms/moodle.example.org"
    assert sources.list_statements(verb=EXPERIENCED) == []
    assert [noted.action for noted in sources.list_audit_entries()] == [
        "statement of a package replaced by the LMS's",
        "another statement under an id that is taken",
    ]


def test_a_package_cannot_put_anything_in_the_place_of_the_lms_s_word(sources: Sources) -> None:
    with sources.open_ingest() as ingest:
        ingest.store_statements([course_statement("lms completed", verb=COMPLETED)])
    stored_ids(
        sources.package.post("/statements", json=[course_statement("lms completed", verb=EXPERIENCED)])
    )
    (only,) = sources.list_statements()
    assert only["verb"]["id"] == COMPLETED


def test_statements_without_an_id_are_kept_once_when_the_plugin_sends_them_again(sources: Sources) -> None:
    first = stored_ids(
        sources.moodle.post(
            "/statements", json=[plugin_statement(12, "Anna Jansen"), plugin_statement(13, "Ben Smit")]
        )
    )
    again = stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, "Anna Jansen")] * 2))
    assert again == [first[0]] * 2
    assert len(sources.list_statements()) == 2


def test_the_way_back_is_kept_beside_with_the_names_that_were_shown(sources: Sources) -> None:
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, "Anna Jansen")]))
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced x")]))
    people = sources.list_identities()
    assert {(row.name, row.home_page, row.display) for row in people.values()} == {
        ("a.jansen", LMS, ""),
        ("12", LMS, "Anna Jansen"),
        ("3", LMS, "Tineke Docent"),
    }
    stored_ids(
        sources.moodle.post(
            "/statements", json=[plugin_statement(12, "Anna de Wit", timestamp="2026-11-25T10:00:00Z")]
        )
    )
    assert sources.list_identities()["12"].display == "Anna de Wit"


def test_joining_rewrites_what_is_stored_and_again_does_nothing(sources: Sources) -> None:
    stored_ids(
        sources.moodle.post(
            "/statements", json=[plugin_statement(12, "Anna Jansen"), plugin_statement(13, "Ben Smit")]
        )
    )
    admin = sources.admin
    target = sources.list_statements()[0]["id"]
    reference = {"objectType": "StatementRef", "id": target}
    stored_ids(
        admin.post(
            "/statements", json=[{"actor": actor("x"), "verb": {"id": EXPERIENCED}, "object": reference}]
        )
    )
    with sources.open_ingest() as ingest:
        old, person = actor_name(sources.list_statements()[0]), ingest.find_pseudonym(LMS, "a.jansen")
        before = [each["id"] for each in sources.list_statements()]
        ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        changed = sources.list_statements()
        ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        ingest.join_accounts(LMS, "12", "a.jansen", "")
    assert sources.list_statements() == changed
    assert [each["id"] for each in changed] == before
    assert actor_name(changed[0]) == person != old
    assert actor_name(changed[1]) not in (old, person)
    home = changed[0]["actor"]["account"]["homePage"]
    for name, found in ((person, 2), (old, 0)):
        agent = f'{{"account":{{"homePage":"{home}","name":"{name}"}}}}'
        assert len(sources.list_statements(agent=agent)) == found
        assert len(sources.list_statements(agent=agent, related_agents="true")) == found
    assert {row.person for row in sources.list_identities().values() if row.name in ("12", "a.jansen")} == {
        person
    }


def test_an_instructor_is_joined_too(sources: Sources) -> None:
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, "Anna Jansen")]))
    with sources.open_ingest() as ingest:
        ingest.join_accounts(LMS, "3", "t.docent", "Tineke Docent")
        person = ingest.find_pseudonym(LMS, "t.docent")
    assert sources.list_statements()[0]["context"]["instructor"]["account"]["name"] == person


def insert_erasure(sources: Sources, mark: str, until: int) -> None:
    sources.execute_sql(
        "insert into erased (organisation, mark, until) values (:o, :mark, :until)", mark=mark, until=until
    )


AT = 1_795_425_245_250_000  # 2026-11-23T09:14:05.250Z


def test_what_was_erased_does_not_come_back_by_any_road_and_the_outbox_empties(sources: Sources) -> None:
    with sources.open_ingest() as ingest:
        person = ingest.find_pseudonym(LMS, "a.jansen")
        insert_erasure(sources, person_mark(sources.secret, person), AT)
        late = course_statement("experienced late", timestamp="2026-11-23T09:14:05.251Z")
        sent = [course_statement("experienced x"), course_statement("experienced y", "b.smit")]
        assert stored_ids(sources.package.post("/statements", json=sent)) == [each["id"] for each in sent]
        assert ingest.store_statements(
            [course_statement("experienced x"), course_statement("experienced z")]
        ) == IngestCounts(dropped=2)
        assert "a.jansen" not in sources.list_identities()
        ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        assert sources.list_identities().keys() == {"b.smit"}
        assert ingest.store_statements([late]) == IngestCounts(new=1)
        assert set(ingest.erasure_marks().values()) == {AT}
    assert [each["id"] for each in sources.list_statements()] == [sent[1]["id"], late["id"]]
    assert sources.list_identities().keys() == {"a.jansen", "b.smit"}


def test_a_registration_that_was_erased_is_gone_whatever_the_clock_says(sources: Sources) -> None:
    insert_erasure(sources, registration_mark(sources.secret, REGISTRATION), 0)
    stored_ids(
        sources.package.post(
            "/statements", json=[course_statement("experienced x", timestamp="2099-01-01T00:00:00Z")]
        )
    )
    assert sources.list_statements() == []
    assert sources.list_identities() == {}


def test_a_number_that_was_erased_stays_so_without_the_user_name(sources: Sources) -> None:
    with sources.open_ingest() as ingest:
        ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
    number = sources.list_identities()["12"].pseudonym
    sources.execute_sql("delete from identity where organisation = :o")
    insert_erasure(sources, person_mark(sources.secret, number), 2 * AT)
    stored_ids(sources.moodle.post("/statements", json=[plugin_statement(12, "Anna Jansen")]))
    assert sources.list_statements() == []
    assert sources.list_identities() == {}


def test_what_is_past_its_time_is_left_out_or_loses_its_words_on_arrival(sources: Sources) -> None:
    rule = "insert into retention (organisation, verb, part, days) values (:o, '', :part, :days)"
    for part, days in (("statement", 36_500), ("words", 30)):
        sources.execute_sql(rule, part=part, days=days)
    sent = [
        open_answer("Nieuw", timestamp="2099-01-01T00:00:00Z"),
        open_answer("Oud", timestamp="2001-01-01T00:00:00Z"),
        open_answer("Stokoud", timestamp="1901-01-01T00:00:00Z"),
    ]
    assert len(stored_ids(sources.package.post("/statements", json=sent))) == 3
    assert [each.get("result") for each in sources.list_statements()] == [{"response": "Nieuw"}, None]


def test_of_somebody_under_a_legal_hold_nothing_is_left_out_on_arrival(sources: Sources) -> None:
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced x")]))
    (person,) = sources.list_identities().values()
    sources.execute_sql(
        "insert into hold (organisation, person, reason, since) values (:o, :person, 'a case', '2026-11-23')",
        person=person.person,
    )
    sources.execute_sql(
        "insert into retention (organisation, verb, part, days) values (:o, '', 'statement', 30)"
    )
    old = "2001-01-01T00:00:00Z"
    sent = [
        open_answer("Oud", timestamp=old),
        open_answer("Oud", "b.smit", timestamp=old, id="8f87ccde-bb56-4c2e-ab83-44982ef22df0"),
    ]
    stored_ids(sources.package.post("/statements", json=sent))
    assert [each["result"]["response"] for each in sources.list_statements(verb=ANSWERED)] == ["Oud"]


def test_statements_without_a_road_bear_the_names_that_they_came_with(sources: Sources) -> None:
    admin = sources.admin
    stored_ids(admin.post("/statements", json=[course_statement("experienced x")]))
    assert sources.list_statements()[0]["actor"] == actor("a.jansen")
    conflict = admin.post("/statements", json=[course_statement("experienced x", verb=COMPLETED)])
    assert conflict.status_code == 409
    assert sources.list_identities() == {}


def test_an_organisation_may_have_pseudonyms_everywhere_or_nowhere(sources: Sources) -> None:
    def mode(name: str) -> None:
        with sources.database.writing() as connection:
            organisations.set_pseudonyms(connection, sources.name, name)

    mode("all")
    admin = sources.add_key("all")
    stored_ids(admin.post("/statements", json=[course_statement("experienced x")]))
    (only,) = sources.list_statements()
    assert is_pseudonym(actor_name(only))
    assert stored_ids(admin.post("/statements", json=[course_statement("experienced x")])) == [only["id"]]
    assert stored_ids(admin.post("/statements", json=[only])) == [only["id"]]
    assert admin.post("/statements", json=[course_statement("experienced x", "b.smit")]).status_code == 409
    mode("off")
    package = sources.add_key("statements/write", source="package", activity_prefix=COURSE)
    stored_ids(package.post("/statements", json=[course_statement("experienced y")]))
    assert actor_name(sources.list_statements()[1]) == "a.jansen"
    assert sources.list_identities().keys() == {"a.jansen"}


def test_outlines_mappings_and_marks_are_kept(sources: Sources) -> None:
    outline = {"course": {"iri": COURSE, "title": "Webcare"}, "pages": [], "questions": []}
    with sources.open_ingest() as ingest:
        assert (ingest.outlines(), ingest.mapping(), ingest.read_checkpoint("m", "1")) == ([], {}, None)
        for title in ("Webcare", "Webcare 2"):
            ingest.keep_outline({**outline, "course": {"iri": COURSE, "title": title}})
        ingest.map_activity(f"{LMS}/mod/scorm/view.php?id=7", "urn:x")
        ingest.map_activity(f"{LMS}/mod/scorm/view.php?id=7", COURSE)
        for mark in ("a", "b"):
            ingest.write_checkpoint("m", "1", mark)
        assert [each["course"]["title"] for each in ingest.outlines()] == ["Webcare 2"]
        assert ingest.mapping() == {f"{LMS}/mod/scorm/view.php?id=7": COURSE}
        assert (ingest.read_checkpoint("m", "1"), ingest.read_checkpoint("m", "2")) == ("b", None)


def test_an_invalid_statement_of_a_harvest_is_refused_before_anything_is_stored(sources: Sources) -> None:
    with sources.open_ingest() as ingest, pytest.raises(InvalidStatement, match=r"statements\[1\]"):
        ingest.store_statements([course_statement("experienced x"), {"actor": 1}])
    assert sources.list_statements() == []


def test_a_harvest_of_many_is_stored_in_several_transactions(sources: Sources) -> None:
    many = [course_statement(f"experienced p{number}") for number in range(1200)]
    with sources.open_ingest() as ingest:
        assert ingest.store_statements(many) == IngestCounts(new=1200)
        assert ingest.store_statements(many[:700]) == IngestCounts(known=700)
        assert ingest.store_statements([]) == IngestCounts()


def test_an_inlet_needs_an_organisation_that_is_there(sources: Sources) -> None:
    with pytest.raises(SettingsError, match="no organisation"):
        Ingest.open(sources.client.lrs.settings.database, "nobody", "x", "lms")


def test_another_registration_of_a_known_learner_is_noted(sources: Sources) -> None:
    other = "9b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a12"
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced x")]))
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced y")]))
    stored_ids(
        sources.package.post(
            "/statements",
            json=[
                course_statement(
                    "experienced x", "b.smit", registration=other[::-1].replace("-", "")[:8] + other[8:]
                )
            ],
        )
    )
    assert sources.list_audit_entries() == []
    stored_ids(
        sources.package.post("/statements", json=[course_statement("experienced x", registration=other)])
    )
    stored_ids(
        sources.package.post("/statements", json=[course_statement("experienced y", registration=other)])
    )
    (noted,) = sources.list_audit_entries()
    assert noted.who == f"package/{sources.package.key.key}"
    assert "another registration" in noted.action
    assert "p_" not in str(noted.detail)
    assert other not in str(noted.detail)


def test_a_registration_that_the_lms_told_of_first_is_not_noted(sources: Sources) -> None:
    other = "9b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a13"
    with sources.open_ingest() as ingest:
        ingest.store_statements(
            [course_statement("experienced x"), course_statement("experienced x", registration=other)]
        )
    stored_ids(
        sources.package.post("/statements", json=[course_statement("experienced y", registration=other)])
    )
    assert sources.list_audit_entries() == []


def test_of_two_things_that_an_lms_says_under_one_id_the_first_stays(sources: Sources) -> None:
    with sources.open_ingest() as ingest:
        ingest.store_statements([course_statement("lms completed", verb=COMPLETED)])
        assert ingest.store_statements([course_statement("lms completed", verb=EXPERIENCED)]) == IngestCounts(
            known=1
        )
    assert [each["verb"]["id"] for each in sources.list_statements()] == [COMPLETED]


def test_a_package_or_an_lms_can_t_name_a_pseudonym(sources: Sources) -> None:
    with sources.open_ingest() as ingest:
        mine = actor(ingest.find_pseudonym(LMS, "a.jansen"), sources.home_page)
        ingest.store_statements([course_statement("experienced x", actor=mine)])
    stored_ids(sources.package.post("/statements", json=[course_statement("experienced y", actor=mine)]))
    stored_ids(sources.moodle.post("/statements", json=[course_statement("experienced z", actor=mine)]))
    assert mine["account"] not in [each["actor"]["account"] for each in sources.list_statements()]
    assert len({actor_name(each) for each in sources.list_statements()}) == 1


def test_attachments_of_what_is_dropped_are_not_kept(sources: Sources) -> None:
    content = b"mijn naam is Anna"
    sha2 = hashlib.sha256(content).hexdigest()
    described = {"usageType": COURSE, "display": {}, "contentType": "text/plain", "length": 17, "sha2": sha2}
    one = course_statement("experienced x", attachments=[described])
    with sources.open_ingest() as ingest:
        insert_erasure(sources, person_mark(sources.secret, ingest.find_pseudonym(LMS, "a.jansen")), AT)
        assert ingest.store_statements([one], {sha2: content}) == IngestCounts(dropped=1)
        assert ingest.store_statements(
            [course_statement("experienced y", "b.smit")], {sha2: content}
        ) == IngestCounts(new=1)
        with sources.database.reading() as connection:
            kept = text("select count(*) from attachment where organisation = :o")
            assert connection.scalar(kept, {"o": sources.organisation}) == 0
        assert ingest.store_statements(
            [course_statement("experienced z", "b.smit", attachments=[described])], {sha2: content}
        ) == IngestCounts(new=1)
    found = sources.reader.get("/statements", params={"attachments": "true"})
    assert content in found.content
