"""Erasure: nothing of a person is left anywhere, nothing of it comes back, and others keep what is theirs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from pyarrow.parquet import ParquetFile
from support.lrs.learners import (
    BOB,
    LMS,
    REGISTRATION,
    SECRET_WORDS,
    USER,
    Here,
    asked,
    did,
    everything,
    fault,
    fill,
    harvest,
    harvested,
    here,
    lrs,
    said,
    traces,
)
from support.lrs.postgres import Cluster
from support.lrs.served import Served

from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.projection import flat_rows


@pytest.fixture
def programs(request: pytest.FixtureRequest, receiver: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, where that is the database: backup calls them."""
    if receiver.receiver.database.startswith("postgresql"):
        cluster: Cluster = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{cluster.programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def lms(database_url: str) -> Iterator[Here]:
    """A receiver in this process."""
    with here(database_url) as opened:
        yield opened


@contextmanager
def writing(receiver: Served) -> Iterator[list[int]]:
    """Somebody else learns meanwhile, and is never turned away."""
    base = {"verb": {"id": "http://example.org/v"}, "object": {"id": "https://example.org/x"}}
    answers: list[int] = []
    done = Event()

    def learn() -> None:
        while not done.is_set():
            actor = {"mbox": f"mailto:{len(answers)}@example.org"}
            answers.append(receiver.client.post("/statements", json={**base, "actor": actor}).status_code)

    thread = Thread(target=learn)
    thread.start()
    try:
        yield answers
    finally:
        done.set()
        thread.join()


def backup_of(url: str, file: Path) -> bytes:
    """What a backup holds."""
    said(url, "backup", str(file))
    if url.startswith("sqlite"):
        return file.read_bytes()
    return subprocess.run(["pg_restore", "-f", "-", str(file)], capture_output=True, check=True).stdout


def lake_of(folder: Path) -> bytes:
    """What a lake holds: its files as they are, and what is packed in them."""
    parts = []
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        parts += [str(file).encode(), file.read_bytes()]
        if file.suffix == ".parquet":
            parts.append(str(ParquetFile(file).read().to_pylist()).encode())
    return b"\n".join(parts)


def copied(url: str, folder: Path) -> Path:
    """All that is made of the statements: flat rows, a list of teams, a lake."""
    people = folder / "people.csv"
    people.write_text(f"username;team\n{USER};Noord\n", encoding="utf-8")
    said(url, "people", "import", str(people))
    with closing(Database.open(url)) as database:
        with database.reading() as connection:
            owner = organisations.find_organisation(connection, "default")
        flat_rows.refresh_flat_rows(database, owner)
        export_lake(database, folder / "lake")
    return folder / "lake"


@pytest.mark.usefixtures("programs")
def test_an_erasure_leaves_no_trace_while_the_receiver_goes_on(receiver: Served, tmp_path: Path) -> None:
    url = receiver.receiver.database
    person = fill(url, receiver.client)
    known = [person, *(row["pseudonym"] for row in asked(url, "person", "find", USER))]
    receiver.client.get(
        "/statements", params={"agent": json.dumps({"account": {"homePage": LMS, "name": USER}})}
    )
    lake = copied(url, tmp_path)
    assert len(traces(everything(url), *known)) >= 6
    assert {SECRET_WORDS, REGISTRATION, person} <= set(traces(lake_of(lake), *known))
    report = tmp_path / "report.json"
    with writing(receiver) as answers:
        told = asked(url, "subject", "erase", person, "--report", str(report))
    assert set(answers) == {200}
    assert told["counts"]["statements"] == 6
    assert told["counts"]["blackened"] == 4
    assert {name for name, number in told["counts"].items() if not number} == set()
    left = {
        "database": everything(url),
        "log": receiver.receiver.output.encode(),
        "backup": backup_of(url, tmp_path / "after"),
        "report": report.read_bytes(),
        "lake": lake_of(lake),
    }
    assert {name: traces(content, *known) for name, content in left.items()} == {name: [] for name in left}
    assert receiver.client.get("/statements").status_code == 200


def test_a_lake_that_cannot_be_reached_is_named_with_the_command_to_give_there(
    lms: Here, tmp_path: Path
) -> None:
    url = lms.url
    person = fill(url, lms.client)
    lake = copied(url, tmp_path)
    moved = lake.rename(tmp_path / "elsewhere")
    done = lrs(url, "subject", "erase", person, "--json")
    assert (done.exit_code, json.loads(done.stdout)["counts"]["statements"]) == (0, 6)
    assert f"{lake}: no such folder here: it may still hold what is gone from here" in done.stderr
    assert f"scormbuild lrs export --parquet {lake} --organisation default" in done.stderr
    assert traces(lake_of(moved), person) != []
    moved.rename(lake)
    assert lrs(url, "retain", "run").exit_code == 0
    assert traces(lake_of(lake), person) == []


def test_with_an_organisation_goes_what_of_it_is_in_a_lake(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lrs.db"
    with here(url) as lms:
        person = fill(url, lms.client)
        lake = copied(url, tmp_path)
        assert traces(lake_of(lake), person) != []
        said(url, "organisation", "remove", "default", "--yes")
        assert traces(lake_of(lake), person) == []


def test_what_is_retracted_or_past_its_time_leaves_the_lake(lms: Here, tmp_path: Path) -> None:
    url = lms.url
    person = fill(url, lms.client)
    lake = copied(url, tmp_path)
    said(url, "retain", "set", "--days", "1", "--open-text")
    said(url, "retain", "run")
    assert {SECRET_WORDS, "geheime"}.isdisjoint(traces(lake_of(lake / "statements")))
    assert person in traces(lake_of(lake / "statements"), person)
    said(url, "subject", "retract", person)
    assert traces(lake_of(lake / "statements"), person) == []


def test_what_was_erased_does_not_come_back_with_the_next_harvest(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    said(url, "subject", "erase", person)
    taken, _ = harvest(url)
    assert (taken.new, taken.dropped) == (0, 4)
    assert traces(everything(url), person) == []


def test_statements_of_others_stay_with_the_name_gone(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    before = lms.client.get("/statements").json()["statements"]
    said(url, "subject", "erase", person)
    after = {each["id"]: each for each in lms.client.get("/statements").json()["statements"]}
    erased = {"homePage": "urn:scormbuild:organisation:default", "name": "erased"}
    text = json.dumps(list(after.values()))
    assert text.count(json.dumps(erased)) == 4
    kept = [each for each in before if each["id"] in after]
    assert len(kept) == len(after) == 5
    for each in kept:
        assert {**each, **dict.fromkeys(("actor", "object", "context"))} == {
            **after[each["id"]],
            **dict.fromkeys(("actor", "object", "context")),
        }
    assert json.dumps([each["object"] for each in after.values()]).count("StatementRef") == 1


def test_the_rehearsal_counts_the_same_and_changes_nothing(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    before = lms.client.get("/statements").json()
    rehearsed = asked(url, "subject", "erase", person, "--dry-run")
    assert lms.client.get("/statements").json() == before
    assert rehearsed == {"dry_run": True, "counts": asked(url, "subject", "erase", person)["counts"]}


def test_a_hold_forbids_to_erase_until_it_is_lifted(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    assert "on hold since" in said(url, "hold", "set", USER, "--reason", "complaint 14")
    for more in ([], ["--dry-run"]):
        assert "legal hold since" in fault(url, "subject", "erase", person, *more)
    (row,) = asked(url, "hold", "list")
    assert (row["person"], row["reason"]) == (person, "complaint 14")
    said(url, "hold", "lift", USER)
    assert asked(url, "hold", "list") == []
    assert "isn't on hold" in fault(url, "hold", "lift", USER)
    assert asked(url, "subject", "erase", person)["counts"]["statements"] == 6


def test_a_report_is_verified_names_nobody_and_a_changed_one_is_refused(lms: Here, tmp_path: Path) -> None:
    url, report = lms.url, tmp_path / "report.json"
    person = fill(url, lms.client)
    said(url, "subject", "erase", person, "--report", str(report))
    assert "is genuine" in said(url, "subject", "verify", str(report), "--person", person)
    assert "somebody else" in fault(url, "subject", "verify", str(report), "--person", "p_other")
    told = json.loads(report.read_text())
    forged = tmp_path / "forged.json"
    for name, value in (("counts", {}), ("until", 0), ("signature", "AAAA"), ("key", "AAAA")):
        forged.write_text(json.dumps({**told, name: value}))
        assert "was changed since" in fault(url, "subject", "verify", str(forged))
    forged.write_text("{}")
    assert "no report of an erasure" in fault(url, "subject", "verify", str(forged))
    assert report.stat().st_mode & 0o077 == 0


def test_after_a_restore_the_report_erases_again(tmp_path: Path) -> None:
    url, report = f"sqlite:///{tmp_path}/lrs.db", tmp_path / "report.json"
    with here(url) as lms:
        person = fill(url, lms.client)
    said(url, "backup", str(tmp_path / "before"))
    told = asked(url, "subject", "erase", person, "--report", str(report))
    other = f"sqlite:///{tmp_path}/other.db"
    said(other, "restore", str(tmp_path / "before"))
    assert traces(everything(other), person) != []
    (again,) = asked(other, "subject", "erase", "--replay", str(report))
    assert again["counts"] == told["counts"]
    assert again["until"] == told["until"]
    assert traces(everything(other), person) == []
    (nothing,) = asked(other, "subject", "erase", "--replay", str(report))
    assert set(nothing["counts"].values()) == {0}


def test_a_registration_that_others_share_is_not_closed(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    theirs = did("http://example.org/scored", {"id": "https://example.org/x"}, "scored", actor=BOB)
    lms.client.post("/statements", json=theirs).raise_for_status()
    counts = asked(url, "subject", "erase", person)["counts"]
    assert counts["marks"] == 2
    assert lms.client.get("/statements", params={"registration": REGISTRATION}).json()["statements"]


def test_a_person_is_found_by_every_name_and_several_are_listed(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    agent = json.dumps({"account": {"homePage": f"{LMS}/moodle", "name": USER}})
    for named in ([person], [USER], [USER, "--home-page", LMS], ["Ada Lovelace"], ["4711"], [agent]):
        assert asked(url, "subject", "erase", *named, "--dry-run")["counts"]["statements"] == 6, named
    assert asked(url, "subject", "erase", "eve@example.org", "--dry-run")["counts"]["statements"] == 1
    assert "nobody is known as 'nemo'" in fault(url, "subject", "erase", "nemo")
    assert "nobody is known" in fault(url, "subject", "erase", "x@example.org")
    assert "nobody is known" in fault(url, "subject", "erase", "p_" + "a" * 26)
    assert "PERSON" in fault(url, "subject", "erase", "{not json")
    twin = {"account": {"homePage": "https://other.example", "name": USER}}
    second = {
        "actor": twin,
        "verb": {"id": "http://example.org/v"},
        "object": {"id": "https://example.org/x"},
    }
    lms.client.post("/statements", json=second).raise_for_status()
    elsewhere = ["--home-page", "https://other.example"]
    assert asked(url, "subject", "erase", USER, *elsewhere, "--dry-run")["counts"]["statements"] == 1


def test_who_is_wanted_twice_is_asked_back(lms: Here) -> None:
    url = lms.url
    base = {"verb": {"id": "http://example.org/v"}, "object": {"id": "https://example.org/x"}}
    for page in ("https://one.example", "https://two.example"):
        actor = {"account": {"homePage": page, "name": "jan"}}
        lms.client.post("/statements", json={**base, "actor": actor}).raise_for_status()
    told = fault(url, "subject", "erase", "jan")
    assert "'jan' is several persons" in told
    assert "jan at https://one.example" in told
    assert "--home-page" in told


def test_a_retraction_takes_a_person_out_of_all_answers_once(lms: Here) -> None:
    url = lms.url
    person = fill(url, lms.client)
    assert asked(url, "subject", "retract", person, "--dry-run")["counts"]["voided"] == 6
    assert asked(url, "subject", "retract", person)["counts"] == {"voided": 6, "before": 0, "voiding": 0}
    assert asked(url, "subject", "retract", person)["counts"] == {"voided": 0, "before": 6, "voiding": 0}
    shown = lms.client.get("/statements").json()["statements"]
    mine = [each["id"] for each in harvested()[:4]]
    assert not [each for each in shown if each["id"] in mine]
    voiding = [each for each in shown if each["verb"]["id"].endswith("voided")]
    assert len(voiding) == 6
    assert {each["actor"]["account"]["name"] for each in voiding} == {"retraction"}
    voided = lms.client.get("/statements", params={"voidedStatementId": mine[0]})
    assert voided.status_code == 200
    assert asked(url, "subject", "erase", person)["counts"]["statements"] == 12


def test_an_erasure_asks_for_one_person_or_a_report(lms: Here) -> None:
    assert "either a PERSON or --replay" in fault(lms.url, "subject", "erase")
    assert "no such file" in fault(lms.url, "subject", "erase", "--replay", "none.json")
    assert lrs(lms.url, "subject", "compact").exit_code == 0


def test_an_organisation_that_keeps_names_erases_all_the_same(lms: Here) -> None:
    with lms.receiver.database.writing() as connection:
        connection.exec_driver_sql("update organisation set pseudonyms = 'off'")
    harvest(lms.url)
    assert USER in json.dumps(lms.client.get("/statements").json())
    assert asked(lms.url, "subject", "erase", USER)["counts"]["statements"] == 4
    taken, _ = harvest(lms.url)
    assert taken.new == 0
    assert traces(json.dumps(lms.client.get("/statements").json()).encode()) == []
