"""Teams: people of a personnel system, found in the vault, and never part of a statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.lrs.person_data import (
    DISPLAY,
    LMS,
    NUMBER,
    SECRET_WORDS,
    USER,
    InProcessLrs,
    account,
    command_error,
    command_json,
    command_output,
    open_lrs,
    read_database_bytes,
    run_lrs_command,
    store_person_data,
)

from scormbuild import vocabulary as words
from scormbuild.cli.audit_entry import command_line_user
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.people import teams
from scormbuild.lrs.store import audit

NOBODY_YET = "zoë.new"
PEOPLE = f"gebruikersnaam;afdeling\n{USER};Noord\nbob;Noord\n{NOBODY_YET};Zuid\n{USER};Zuid\n"


@pytest.fixture
def lrs(database_url: str) -> Iterator[InProcessLrs]:
    """An LRS in this process, with a learner."""
    with open_lrs(database_url) as opened:
        store_person_data(opened.url, opened.client)
        yield opened


def write_people_file(folder: Path, text: str) -> str:
    """A list of people."""
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def import_people(url: str, folder: Path, text: str, *options: str) -> dict[str, object]:
    """What an import answers."""
    told: dict[str, object] = command_json(url, "people", "import", write_people_file(folder, text), *options)
    return told


def team_members(url: str) -> dict[str, set[str]]:
    """Who is in which team."""
    with closing(Database.open(url)) as database, database.reading() as connection:
        found = connection.exec_driver_sql("select team, person from team").all()
    return {team: {person for name, person in found if name == team} for team, _ in found}


def find_pseudonym(url: str, name: str) -> str:
    """What an account's statements bear, or will bear."""
    with Ingest.open(url, "default", "lms.example.org", "lms") as ingest:
        return ingest.find_pseudonym(LMS, name)


def test_people_are_in_teams_by_the_pseudonym_of_their_statements(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    told = import_people(url, tmp_path, PEOPLE)
    assert told == {
        "dry_run": False,
        "persons": 3,
        "known": 2,
        "teams": 2,
        "without_team": 0,
        "unseen": [4],
    }
    ada, bob, new = (find_pseudonym(url, name) for name in (USER, "bob", NOBODY_YET))
    assert team_members(url) == {"Noord": {ada, bob}, "Zuid": {ada, new}}
    assert command_json(url, "people", "list") == [
        {"team": "Noord", "persons": 2},
        {"team": "Zuid", "persons": 2},
    ]
    shown = command_output(url, "people", "import", write_people_file(tmp_path, PEOPLE), "--add")
    assert shown == "3 people are in 2 teams; 2 of them known by statements\nnot heard of yet: 1 (lines 4)\n"
    assert NOBODY_YET.encode() not in read_database_bytes(url)
    with lrs.lrs.database.reading() as connection:
        notes = [each for each in audit.list_audit_entries(connection, 1) if each.action == "people import"]
    assert [each.who for each in notes] == [command_line_user()] * 2
    assert (notes[0].detail["persons"], notes[0].detail["replace"]) == (3, True)


def test_the_file_is_the_whole_truth_unless_it_only_adds(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    import_people(url, tmp_path, PEOPLE)
    ada, bob = find_pseudonym(url, USER), find_pseudonym(url, "bob")
    before = team_members(url)
    assert import_people(url, tmp_path, "username,team\nbob,West\n", "--dry-run")["persons"] == 1
    assert team_members(url) == before
    import_people(url, tmp_path, "username,team\nbob,West\n", "--add")
    assert team_members(url) == {**before, "West": {bob}}
    told = import_people(url, tmp_path, f"username,team\n{USER},Oost\nbob,\n")
    assert (told["without_team"], team_members(url)) == (1, {"Oost": {ada}})


def test_numbers_addresses_and_capitals_find_the_same_person(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    ada = find_pseudonym(url, USER)
    for text in (
        f"nummer;team\n{NUMBER};A\n",
        f"username;team\n{NUMBER};A\n",
        "username;team\nAda.Lovelace;A\n",
        f"username;number;team\n;{NUMBER};A\n",
    ):
        told = import_people(url, tmp_path, text)
        assert (told["known"], team_members(url)) == (1, {"A": {ada}}), text
    assert import_people(url, tmp_path, "email;team\nEve@Example.org;A\n")["known"] == 0
    assert (
        import_people(url, tmp_path, f"username;team\n{USER};A\n", "--home-page", "https://o.example")[
            "known"
        ]
        == 0
    )


def test_a_file_with_faults_changes_nothing(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    import_people(url, tmp_path, PEOPLE)
    before = team_members(url)
    path = write_people_file(tmp_path, f"username;team\n{USER};\n;Noord\nbob\n")
    told = command_error(url, "people", "import", path)
    assert (":3: " in told, ":4: " in told, team_members(url)) == (True, True, before)
    assert "no address" in command_error(url, "people", "import", path, "--home-page", "lms")
    assert "no such file" in command_error(url, "people", "import", str(tmp_path / "none.csv"))


def test_without_one_known_lms_its_address_is_asked_for(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lrs.db"
    with open_lrs(url):
        path = write_people_file(tmp_path, PEOPLE)
        assert "no LMS is known yet" in command_error(url, "people", "import", path)
        assert command_output(url, "people", "list").startswith("No teams.")
        assert command_json(url, "people", "import", path, "--home-page", LMS)["unseen"] == [2, 3, 4, 5]


def test_a_team_follows_when_two_identities_turn_out_to_be_one_person(
    lrs: InProcessLrs, tmp_path: Path
) -> None:
    url = lrs.url
    import_people(url, tmp_path, "number;team\n99;Noord\n", "--home-page", LMS)
    (by_number,) = team_members(url)["Noord"]
    with Ingest.open(url, "default", "lms.example.org", "lms", names_are_ids=True) as ingest:
        ingest.join_accounts(LMS, "99", "cem", "Cem")
        person = ingest.find_pseudonym(LMS, "cem")
    assert team_members(url) == {"Noord": {person}}
    assert person != by_number


def test_the_person_sees_the_teams_and_an_erasure_takes_them(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    import_people(url, tmp_path, PEOPLE)
    told = json.loads(command_output(url, "subject", "export", USER))
    assert told["teams"] == ["Noord", "Zuid"]
    command_output(url, "subject", "export", USER, "--out", str(tmp_path / "out"))
    page = (tmp_path / "out" / "index.html").read_text()
    assert "<dt>Teams</dt><dd>Noord</dd><dd>Zuid</dd>" in page
    assert command_json(url, "subject", "erase", USER)["counts"]["teams"] == 2
    assert [len(each) for each in team_members(url).values()] == [1, 1]
    again = json.loads(command_output(url, "subject", "export", NOBODY_YET))
    assert (again["teams"], again["statements"]) == (["Zuid"], [])
    assert command_json(url, "subject", "erase", NOBODY_YET, "--home-page", LMS)["counts"]["teams"] == 1
    assert "nobody is known" in command_error(url, "subject", "erase", NOBODY_YET)
    assert {DISPLAY, SECRET_WORDS}.isdisjoint(read_database_bytes(url).decode("latin-1").split("\n"))


def test_an_erasure_takes_the_teams_of_a_number_where_an_organisation_keeps_names(tmp_path: Path) -> None:
    with open_lrs(f"sqlite:///{tmp_path}/lrs.db") as lrs:
        command_output(lrs.url, "organisation", "set", "default", "--pseudonyms", "off")
        base = {"verb": {"id": words.EXPERIENCED}, "object": {"id": "https://example.org/page"}}
        lrs.client.post("/statements", json={**base, "actor": account(NUMBER)}).raise_for_status()
        text = f"personeelsnummer;afdeling\n{NUMBER};Noord\n12;Noord\n"
        import_people(lrs.url, tmp_path, text, "--home-page", LMS)
        assert command_json(lrs.url, "subject", "erase", NUMBER)["counts"]["teams"] == 1
        assert [len(some) for some in team_members(lrs.url).values()] == [1]


@pytest.mark.parametrize("command", ["people import", "people list", "sql create", "sql refresh", "sql list"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = run_lrs_command("sqlite:///x.db", *command.split(), "--help").stdout
    assert f"Example: scormbuild lrs {command}" in told


def test_teams_are_those_of_one_organisation(tmp_path: Path) -> None:
    with closing(Database.open(f"sqlite:///{tmp_path}/lrs.db")) as database, database.writing() as connection:
        one, other = (organisations.create_organisation(connection, name) for name in ("one", "other"))
        teams.add_members(connection, one.id, one.home_page, [("p_a", "Noord")])
        assert teams.list_team_counts(connection, other.id) == []
        assert teams.list_teams(connection, other.id, ["p_a"]) == []
        assert teams.remove_members(connection, other.id, ["p_a"]) == 0
        assert teams.list_teams(connection, one.id, ["p_a"]) == ["Noord"]
