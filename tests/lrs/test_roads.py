"""Statements that come by a road: from a package, from an LMS's plug-in, from a harvest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from support.lrs.client import Client
from support.lrs.roads import COURSE, LMS, REGISTRATION, Roads, actor, answer, opened, plugin, said, stored
from support.lrs.served import DATABASES, fresh

from scormbuild.errors import InvalidStatement, SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.ingest import Ingest, IngestCounts
from scormbuild.lrs.privacy.pseudonym import is_pseudonym, person_mark, registration_mark
from scormbuild.vocabulary import ANSWERED, COMPLETED, EXPERIENCED


@pytest.fixture(scope="module", params=DATABASES)
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with fresh(request, tmp_path_factory.mktemp("roads")) as url, opened(url) as made:
        yield made


@pytest.fixture
def ways(client: Client) -> Roads:
    return Roads(client)


def who(statement: dict[str, dict[str, dict[str, str]]]) -> str:
    return statement["actor"]["account"]["name"]


def test_browser_harvest_and_plugin_meet_in_one_pseudonym(ways: Roads) -> None:
    stored(ways.package.post("/statements", json=[said("experienced begin")]))
    stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen")]))
    inlet = ways.inlet()
    inlet.store_statements([said("experienced end")])
    inlet.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
    stored(
        ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen", timestamp="2026-11-24T10:00:00Z")])
    )
    inlet.store_statements([{**said("experienced last"), "actor": actor("a.jansen", f"{LMS}/moodle")}])
    people = {who(each) for each in ways.all()}
    assert people == {inlet.find_pseudonym(LMS, "a.jansen")}
    assert is_pseudonym(people.pop())
    assert len(ways.all()) == 5
    inlet.close()


@pytest.mark.parametrize("first", ["browser", "harvest"])
def test_what_both_roads_tell_is_kept_once_as_it_came_first(ways: Roads, first: str) -> None:
    inlet = ways.inlet()
    later = answer("Omdat het moet", timestamp="2026-11-25T00:00:00Z")

    def browser() -> None:
        stored(ways.package.post("/statements", json=[answer("Omdat het moet")]))

    def harvest() -> IngestCounts:
        return inlet.store_statements([later])

    ways_in = [browser, harvest] if first == "browser" else [harvest, browser]
    for way in [*ways_in, *ways_in]:
        way()
    (only,) = ways.all()
    assert only["result"]["response"] == "Omdat het moet"
    road = {"browser": "package", "harvest": "lms"}[first]
    assert only["authority"]["account"]["name"].startswith(f"{road}/")
    assert harvest() == IngestCounts(known=1)
    inlet.close()


def test_the_authority_says_by_which_road_a_statement_came(ways: Roads) -> None:
    forged = {**said("completed"), "object": {"id": COURSE}, "verb": {"id": COMPLETED}}
    stored(ways.package.post("/statements", json=[forged]))
    stored(ways.moodle.post("/statements", json=[plugin(12, "Anna", authority=actor("lms/moodle"))]))
    with ways.inlet() as inlet, ways.inlet("other.example.org", None) as other:
        inlet.store_statements([said("lms completed")])
        other.store_statements([said("experienced other")])
    names = [each["authority"]["account"]["name"] for each in ways.all()]
    keys = [name.partition("/")[0] for name in names]
    assert keys == ["package", "lms", "lms", "lrs"]
    assert names[0] == f"package/{ways.package.key.key}"
    assert names[2:] == ["lms/moodle.example.org", "lrs/other.example.org"]


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"authority": actor("lms/moodle")}, 403, "authority"),
        ({"object": {"id": "urn:scormbuild:course:webcare2"}}, 403, COURSE),
        ({"object": {"objectType": "StatementRef", "id": REGISTRATION}}, 403, COURSE),
        ({"object": actor("b.smit")}, 403, COURSE),
        ({"actor": {"objectType": "Group", "member": [actor("a.jansen")]}}, 403, "single agent"),
        ({"actor": {**actor("a.jansen"), "objectType": "Group"}}, 403, "single agent"),
        ({"actor": {"objectType": "Agent", "name": "Anna"}}, 400, "exactly one of"),
    ],
)
def test_a_package_may_write_no_more_than_what_a_learner_does_in_its_course(
    ways: Roads, changes: dict[str, object], status: int, told: str
) -> None:
    answered = ways.package.post("/statements", json=[said("experienced x", **changes)])
    assert answered.status_code == status
    assert told in answered.json()["error"]["reason"]
    assert ways.all() == []


@pytest.mark.parametrize(
    "path", ["/statements", "/activities", "/agents", "/activities/state", "/agents/profile"]
)
def test_a_package_reads_nothing(ways: Roads, path: str) -> None:
    assert ways.package.get(path).status_code == 403


def test_a_package_describes_nothing_for_others(ways: Roads) -> None:
    mine = {"id": COURSE, "definition": {"name": {"nl": "Gekaapt"}}}
    stored(ways.package.post("/statements", json=[said("experienced x", object=mine)]))
    assert "definition" not in ways.reader.get("/activities", params={"activityId": COURSE}).json()
    with ways.inlet() as inlet:
        inlet.store_statements(
            [said("experienced y", object={"id": COURSE, "definition": {"name": {"nl": "Webcare"}}})]
        )
    assert ways.reader.get("/activities", params={"activityId": COURSE}).json()["definition"] == {
        "name": {"nl": "Webcare"}
    }


def test_a_package_that_takes_the_id_of_the_lms_s_word_is_put_right(ways: Roads) -> None:
    forged = said("lms completed", verb=EXPERIENCED, object={"id": f"{COURSE}/pages/x"})
    stored(ways.package.post("/statements", json=[forged]))
    true = said("lms completed", verb=COMPLETED, object={"id": COURSE}, result={"completion": True})
    with ways.inlet() as inlet:
        assert inlet.store_statements([true]) == IngestCounts(known=1)
        assert inlet.store_statements([true]) == IngestCounts(known=1)
    (only,) = ways.all(verb=COMPLETED)
    assert only["authority"]["account"]["name"] == "lms/moodle.example.org"
    assert ways.all(verb=EXPERIENCED) == []
    assert [noted.action for noted in ways.trail()] == ["statement of a package replaced by the LMS's"]


def test_a_package_cannot_put_anything_in_the_place_of_the_lms_s_word(ways: Roads) -> None:
    with ways.inlet() as inlet:
        inlet.store_statements([said("lms completed", verb=COMPLETED)])
    stored(ways.package.post("/statements", json=[said("lms completed", verb=EXPERIENCED)]))
    (only,) = ways.all()
    assert only["verb"]["id"] == COMPLETED


def test_statements_without_an_id_are_kept_once_when_the_plugin_sends_them_again(ways: Roads) -> None:
    first = stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen"), plugin(13, "Ben Smit")]))
    again = stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen")] * 2))
    assert again == [first[0]] * 2
    assert len(ways.all()) == 2


def test_the_way_back_is_kept_beside_with_the_names_that_were_shown(ways: Roads) -> None:
    stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen")]))
    stored(ways.package.post("/statements", json=[said("experienced x")]))
    people = ways.people()
    assert {(row.name, row.home_page, row.display) for row in people.values()} == {
        ("a.jansen", LMS, ""),
        ("12", LMS, "Anna Jansen"),
        ("3", LMS, "Tineke Docent"),
    }
    stored(
        ways.moodle.post("/statements", json=[plugin(12, "Anna de Wit", timestamp="2026-11-25T10:00:00Z")])
    )
    assert ways.people()["12"].display == "Anna de Wit"


def test_joining_rewrites_what_is_stored_and_again_does_nothing(ways: Roads) -> None:
    stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen"), plugin(13, "Ben Smit")]))
    admin = ways.admin
    target = ways.all()[0]["id"]
    reference = {"objectType": "StatementRef", "id": target}
    stored(
        admin.post(
            "/statements", json=[{"actor": actor("x"), "verb": {"id": EXPERIENCED}, "object": reference}]
        )
    )
    with ways.inlet() as inlet:
        old, person = who(ways.all()[0]), inlet.find_pseudonym(LMS, "a.jansen")
        before = [each["id"] for each in ways.all()]
        inlet.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        changed = ways.all()
        inlet.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        inlet.join_accounts(LMS, "12", "a.jansen", "")
    assert ways.all() == changed
    assert [each["id"] for each in changed] == before
    assert who(changed[0]) == person != old
    assert who(changed[1]) not in (old, person)
    home = changed[0]["actor"]["account"]["homePage"]
    for name, found in ((person, 2), (old, 0)):
        agent = f'{{"account":{{"homePage":"{home}","name":"{name}"}}}}'
        assert len(ways.all(agent=agent)) == found
        assert len(ways.all(agent=agent, related_agents="true")) == found
    assert {row.person for row in ways.people().values() if row.name in ("12", "a.jansen")} == {person}


def test_an_instructor_is_joined_too(ways: Roads) -> None:
    stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen")]))
    with ways.inlet() as inlet:
        inlet.join_accounts(LMS, "3", "t.docent", "Tineke Docent")
        person = inlet.find_pseudonym(LMS, "t.docent")
    assert ways.all()[0]["context"]["instructor"]["account"]["name"] == person


def forget(ways: Roads, mark: str, until: int) -> None:
    ways.change(
        "insert into erased (organisation, mark, until) values (:o, :mark, :until)", mark=mark, until=until
    )


AT = 1_795_425_245_250_000  # 2026-11-23T09:14:05.250Z


def test_what_was_erased_does_not_come_back_by_any_road_and_the_outbox_empties(ways: Roads) -> None:
    with ways.inlet() as inlet:
        person = inlet.find_pseudonym(LMS, "a.jansen")
        forget(ways, person_mark(ways.secret, person), AT)
        late = said("experienced late", timestamp="2026-11-23T09:14:05.251Z")
        sent = [said("experienced x"), said("experienced y", "b.smit")]
        assert stored(ways.package.post("/statements", json=sent)) == [each["id"] for each in sent]
        assert inlet.store_statements([said("experienced x"), said("experienced z")]) == IngestCounts(
            dropped=2
        )
        assert "a.jansen" not in ways.people()
        inlet.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        assert ways.people().keys() == {"b.smit"}
        assert inlet.store_statements([late]) == IngestCounts(new=1)
        assert set(inlet.erasure_marks().values()) == {AT}
    assert [each["id"] for each in ways.all()] == [sent[1]["id"], late["id"]]
    assert ways.people().keys() == {"a.jansen", "b.smit"}


def test_a_registration_that_was_erased_is_gone_whatever_the_clock_says(ways: Roads) -> None:
    forget(ways, registration_mark(ways.secret, REGISTRATION), 0)
    stored(ways.package.post("/statements", json=[said("experienced x", timestamp="2099-01-01T00:00:00Z")]))
    assert ways.all() == []
    assert ways.people() == {}


def test_a_number_that_was_erased_stays_so_without_the_user_name(ways: Roads) -> None:
    with ways.inlet() as inlet:
        inlet.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
    number = ways.people()["12"].pseudonym
    ways.change("delete from identity where organisation = :o")
    forget(ways, person_mark(ways.secret, number), 2 * AT)
    stored(ways.moodle.post("/statements", json=[plugin(12, "Anna Jansen")]))
    assert ways.all() == []
    assert ways.people() == {}


def test_what_is_past_its_time_is_left_out_or_loses_its_words_on_arrival(ways: Roads) -> None:
    rule = "insert into retention (organisation, verb, part, days) values (:o, '', :part, :days)"
    for part, days in (("statement", 36_500), ("words", 30)):
        ways.change(rule, part=part, days=days)
    sent = [
        answer("Nieuw", timestamp="2099-01-01T00:00:00Z"),
        answer("Oud", timestamp="2001-01-01T00:00:00Z"),
        answer("Stokoud", timestamp="1901-01-01T00:00:00Z"),
    ]
    assert len(stored(ways.package.post("/statements", json=sent))) == 3
    assert [each.get("result") for each in ways.all()] == [{"response": "Nieuw"}, None]


def test_of_somebody_under_a_legal_hold_nothing_is_left_out_on_arrival(ways: Roads) -> None:
    stored(ways.package.post("/statements", json=[said("experienced x")]))
    (person,) = ways.people().values()
    ways.change(
        "insert into hold (organisation, person, reason, since) values (:o, :person, 'a case', '2026-11-23')",
        person=person.person,
    )
    ways.change("insert into retention (organisation, verb, part, days) values (:o, '', 'statement', 30)")
    old = "2001-01-01T00:00:00Z"
    sent = [
        answer("Oud", timestamp=old),
        answer("Oud", "b.smit", timestamp=old, id="8f87ccde-bb56-4c2e-ab83-44982ef22df0"),
    ]
    stored(ways.package.post("/statements", json=sent))
    assert [each["result"]["response"] for each in ways.all(verb=ANSWERED)] == ["Oud"]


def test_statements_without_a_road_bear_the_names_that_they_came_with(ways: Roads) -> None:
    admin = ways.admin
    stored(admin.post("/statements", json=[said("experienced x")]))
    assert ways.all()[0]["actor"] == actor("a.jansen")
    conflict = admin.post("/statements", json=[said("experienced x", verb=COMPLETED)])
    assert conflict.status_code == 409
    assert ways.people() == {}


def test_an_organisation_may_have_pseudonyms_everywhere_or_nowhere(ways: Roads) -> None:
    def mode(name: str) -> None:
        with ways.database.writing() as connection:
            organisations.set_pseudonyms(connection, ways.name, name)

    mode("all")
    admin = ways.add("all")
    stored(admin.post("/statements", json=[said("experienced x")]))
    (only,) = ways.all()
    assert is_pseudonym(who(only))
    assert stored(admin.post("/statements", json=[said("experienced x")])) == [only["id"]]
    assert stored(admin.post("/statements", json=[only])) == [only["id"]]
    assert admin.post("/statements", json=[said("experienced x", "b.smit")]).status_code == 409
    mode("off")
    package = ways.add("statements/write", source="package", activity_prefix=COURSE)
    stored(package.post("/statements", json=[said("experienced y")]))
    assert who(ways.all()[1]) == "a.jansen"
    assert ways.people().keys() == {"a.jansen"}


def test_outlines_mappings_and_marks_are_kept(ways: Roads) -> None:
    outline = {"course": {"iri": COURSE, "title": "Webcare"}, "pages": [], "questions": []}
    with ways.inlet() as inlet:
        assert (inlet.outlines(), inlet.mapping(), inlet.read_checkpoint("m", "1")) == ([], {}, None)
        for title in ("Webcare", "Webcare 2"):
            inlet.keep_outline({**outline, "course": {"iri": COURSE, "title": title}})
        inlet.map_activity(f"{LMS}/mod/scorm/view.php?id=7", "urn:x")
        inlet.map_activity(f"{LMS}/mod/scorm/view.php?id=7", COURSE)
        for mark in ("a", "b"):
            inlet.write_checkpoint("m", "1", mark)
        assert [each["course"]["title"] for each in inlet.outlines()] == ["Webcare 2"]
        assert inlet.mapping() == {f"{LMS}/mod/scorm/view.php?id=7": COURSE}
        assert (inlet.read_checkpoint("m", "1"), inlet.read_checkpoint("m", "2")) == ("b", None)


def test_an_invalid_statement_of_a_harvest_is_refused_before_anything_is_stored(ways: Roads) -> None:
    with ways.inlet() as inlet, pytest.raises(InvalidStatement, match=r"statements\[1\]"):
        inlet.store_statements([said("experienced x"), {"actor": 1}])
    assert ways.all() == []


def test_a_harvest_of_many_is_stored_in_several_transactions(ways: Roads) -> None:
    many = [said(f"experienced p{number}") for number in range(1200)]
    with ways.inlet() as inlet:
        assert inlet.store_statements(many) == IngestCounts(new=1200)
        assert inlet.store_statements(many[:700]) == IngestCounts(known=700)
        assert inlet.store_statements([]) == IngestCounts()


def test_an_inlet_needs_an_organisation_that_is_there(ways: Roads) -> None:
    with pytest.raises(SettingsError, match="no organisation"):
        Ingest.open(ways.client.receiver.settings.database, "nobody", "x", "lms")


def test_another_registration_of_a_known_learner_is_noted(ways: Roads) -> None:
    other = "9b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a12"
    stored(ways.package.post("/statements", json=[said("experienced x")]))
    stored(ways.package.post("/statements", json=[said("experienced y")]))
    stored(
        ways.package.post(
            "/statements",
            json=[said("experienced x", "b.smit", registration=other[::-1].replace("-", "")[:8] + other[8:])],
        )
    )
    assert ways.trail() == []
    stored(ways.package.post("/statements", json=[said("experienced x", registration=other)]))
    stored(ways.package.post("/statements", json=[said("experienced y", registration=other)]))
    (noted,) = ways.trail()
    assert noted.who == f"package/{ways.package.key.key}"
    assert "another registration" in noted.action
    assert "p_" not in str(noted.detail)
    assert other not in str(noted.detail)


def test_a_registration_that_the_lms_told_of_first_is_not_noted(ways: Roads) -> None:
    other = "9b8ad4f0-4c1e-4f63-9d5d-0c8b2b0d7a13"
    with ways.inlet() as inlet:
        inlet.store_statements([said("experienced x"), said("experienced x", registration=other)])
    stored(ways.package.post("/statements", json=[said("experienced y", registration=other)]))
    assert ways.trail() == []


def test_of_two_things_that_an_lms_says_under_one_id_the_first_stays(ways: Roads) -> None:
    with ways.inlet() as inlet:
        inlet.store_statements([said("lms completed", verb=COMPLETED)])
        assert inlet.store_statements([said("lms completed", verb=EXPERIENCED)]) == IngestCounts(known=1)
    assert [each["verb"]["id"] for each in ways.all()] == [COMPLETED]


def test_a_package_or_an_lms_can_t_name_a_pseudonym(ways: Roads) -> None:
    with ways.inlet() as inlet:
        mine = actor(inlet.find_pseudonym(LMS, "a.jansen"), ways.home_page)
        inlet.store_statements([said("experienced x", actor=mine)])
    stored(ways.package.post("/statements", json=[said("experienced y", actor=mine)]))
    stored(ways.moodle.post("/statements", json=[said("experienced z", actor=mine)]))
    assert mine["account"] not in [each["actor"]["account"] for each in ways.all()]
    assert len({who(each) for each in ways.all()}) == 1


def test_attachments_of_what_is_dropped_are_not_kept(ways: Roads) -> None:
    content = b"mijn naam is Anna"
    sha2 = hashlib.sha256(content).hexdigest()
    described = {"usageType": COURSE, "display": {}, "contentType": "text/plain", "length": 17, "sha2": sha2}
    one = said("experienced x", attachments=[described])
    with ways.inlet() as inlet:
        forget(ways, person_mark(ways.secret, inlet.find_pseudonym(LMS, "a.jansen")), AT)
        assert inlet.store_statements([one], {sha2: content}) == IngestCounts(dropped=1)
        assert inlet.store_statements([said("experienced y", "b.smit")], {sha2: content}) == IngestCounts(
            new=1
        )
        with ways.database.reading() as connection:
            kept = text("select count(*) from attachment where organisation = :o")
            assert connection.scalar(kept, {"o": ways.organisation}) == 0
        assert inlet.store_statements(
            [said("experienced z", "b.smit", attachments=[described])], {sha2: content}
        ) == IngestCounts(new=1)
    found = ways.reader.get("/statements", params={"attachments": "true"})
    assert content in found.content
