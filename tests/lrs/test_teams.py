"""Teams: people of a personnel system, found in the vault, and never part of a statement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.lrs.learners import (
    DISPLAY,
    LMS,
    NUMBER,
    SECRET_WORDS,
    USER,
    Here,
    asked,
    everything,
    fault,
    fill,
    here,
    lrs,
    said,
)

from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.people import teams
from scormbuild.lrs.store import audit

NOBODY_YET = "zoë.new"
PEOPLE = f"gebruikersnaam;afdeling\n{USER};Noord\nbob;Noord\n{NOBODY_YET};Zuid\n{USER};Zuid\n"


@pytest.fixture
def lms(database_url: str) -> Iterator[Here]:
    """A receiver in this process, with a learner."""
    with here(database_url) as opened:
        fill(opened.url, opened.client)
        yield opened


def file(folder: Path, text: str) -> str:
    """A list of people."""
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def imported(url: str, folder: Path, text: str, *options: str) -> dict[str, object]:
    """What an import answers."""
    told: dict[str, object] = asked(url, "people", "import", file(folder, text), *options)
    return told


def members(url: str) -> dict[str, set[str]]:
    """Who is in which team."""
    with closing(Database.open(url)) as database, database.reading() as connection:
        found = connection.exec_driver_sql("select team, person from team").all()
    return {team: {person for name, person in found if name == team} for team, _ in found}


def pseudonym(url: str, name: str) -> str:
    """What an account's statements bear, or will bear."""
    with Ingest.open(url, "default", "lms.example.org", "lms") as inlet:
        return inlet.find_pseudonym(LMS, name)


def test_people_are_in_teams_by_the_pseudonym_of_their_statements(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    told = imported(url, tmp_path, PEOPLE)
    assert told == {
        "dry_run": False,
        "persons": 3,
        "known": 2,
        "teams": 2,
        "without_team": 0,
        "unseen": [4],
    }
    ada, bob, new = (pseudonym(url, name) for name in (USER, "bob", NOBODY_YET))
    assert members(url) == {"Noord": {ada, bob}, "Zuid": {ada, new}}
    assert asked(url, "people", "list") == [{"team": "Noord", "persons": 2}, {"team": "Zuid", "persons": 2}]
    shown = said(url, "people", "import", file(tmp_path, PEOPLE), "--add")
    assert shown == "3 people are in 2 teams; 2 of them known by statements\nnot heard of yet: 1 (lines 4)\n"
    assert NOBODY_YET.encode() not in everything(url)
    with lms.receiver.database.reading() as connection:
        notes = [each for each in audit.list_audit_entries(connection, 1) if each.action == "people import"]
    assert [each.who for each in notes] == [audit.COMMAND_LINE] * 2
    assert (notes[0].detail["persons"], notes[0].detail["replace"]) == (3, True)


def test_the_file_is_the_whole_truth_unless_it_only_adds(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    imported(url, tmp_path, PEOPLE)
    ada, bob = pseudonym(url, USER), pseudonym(url, "bob")
    before = members(url)
    assert imported(url, tmp_path, "username,team\nbob,West\n", "--dry-run")["persons"] == 1
    assert members(url) == before
    imported(url, tmp_path, "username,team\nbob,West\n", "--add")
    assert members(url) == {**before, "West": {bob}}
    told = imported(url, tmp_path, f"username,team\n{USER},Oost\nbob,\n")
    assert (told["without_team"], members(url)) == (1, {"Oost": {ada}})


def test_numbers_addresses_and_capitals_find_the_same_person(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    ada = pseudonym(url, USER)
    for text in (
        f"nummer;team\n{NUMBER};A\n",
        f"username;team\n{NUMBER};A\n",
        "username;team\nAda.Lovelace;A\n",
        f"username;number;team\n;{NUMBER};A\n",
    ):
        told = imported(url, tmp_path, text)
        assert (told["known"], members(url)) == (1, {"A": {ada}}), text
    assert imported(url, tmp_path, "email;team\nEve@Example.org;A\n")["known"] == 0
    assert (
        imported(url, tmp_path, f"username;team\n{USER};A\n", "--home-page", "https://o.example")["known"]
        == 0
    )


def test_a_file_with_faults_changes_nothing(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    imported(url, tmp_path, PEOPLE)
    before = members(url)
    path = file(tmp_path, f"username;team\n{USER};\n;Noord\nbob\n")
    told = fault(url, "people", "import", path)
    assert (":3: " in told, ":4: " in told, members(url)) == (True, True, before)
    assert "no address" in fault(url, "people", "import", path, "--home-page", "lms")
    assert "no such file" in fault(url, "people", "import", str(tmp_path / "none.csv"))


def test_without_one_known_lms_its_address_is_asked_for(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lrs.db"
    with here(url):
        path = file(tmp_path, PEOPLE)
        assert "no LMS is known yet" in fault(url, "people", "import", path)
        assert said(url, "people", "list").startswith("No teams.")
        assert asked(url, "people", "import", path, "--home-page", LMS)["unseen"] == [2, 3, 4, 5]


def test_a_team_follows_when_two_identities_turn_out_to_be_one_person(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    imported(url, tmp_path, "number;team\n99;Noord\n", "--home-page", LMS)
    (by_number,) = members(url)["Noord"]
    with Ingest.open(url, "default", "lms.example.org", "lms", names_are_ids=True) as inlet:
        inlet.join_accounts(LMS, "99", "cem", "Cem")
        person = inlet.find_pseudonym(LMS, "cem")
    assert members(url) == {"Noord": {person}}
    assert person != by_number


def test_the_person_sees_the_teams_and_an_erasure_takes_them(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    imported(url, tmp_path, PEOPLE)
    told = json.loads(said(url, "subject", "export", USER))
    assert told["teams"] == ["Noord", "Zuid"]
    said(url, "subject", "export", USER, "--out", str(tmp_path / "out"))
    page = (tmp_path / "out" / "index.html").read_text()
    assert "<dt>Teams</dt><dd>Noord</dd><dd>Zuid</dd>" in page
    assert asked(url, "subject", "erase", USER)["counts"]["teams"] == 2
    assert [len(each) for each in members(url).values()] == [1, 1]
    again = json.loads(said(url, "subject", "export", NOBODY_YET))
    assert (again["teams"], again["statements"]) == (["Zuid"], [])
    assert asked(url, "subject", "erase", NOBODY_YET, "--home-page", LMS)["counts"]["teams"] == 1
    assert "nobody is known" in fault(url, "subject", "erase", NOBODY_YET)
    assert {DISPLAY, SECRET_WORDS}.isdisjoint(everything(url).decode("latin-1").split("\n"))


@pytest.mark.parametrize("command", ["people import", "people list", "sql create", "sql refresh", "sql list"])
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = lrs("sqlite:///x.db", *command.split(), "--help").stdout
    assert f"Example: scormbuild lrs {command}" in told


def test_teams_are_those_of_one_organisation(tmp_path: Path) -> None:
    with closing(Database.open(f"sqlite:///{tmp_path}/lrs.db")) as database, database.writing() as connection:
        one, other = (organisations.create_organisation(connection, name) for name in ("one", "other"))
        teams.add_members(connection, one.id, one.home_page, [("p_a", "Noord")])
        assert teams.list_team_counts(connection, other.id) == []
        assert teams.list_teams(connection, other.id, ["p_a"]) == []
        assert teams.remove_members(connection, other.id, ["p_a"]) == 0
        assert teams.list_teams(connection, one.id, ["p_a"]) == ["Noord"]
