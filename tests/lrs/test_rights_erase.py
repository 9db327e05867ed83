"""Erasure: nothing of a person is left anywhere, nothing of it comes back, and others keep what is theirs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from pyarrow.parquet import ParquetFile
from sqlalchemy import text
from support.lrs.person_data import (
    BOB,
    COURSE,
    DISPLAY,
    LMS,
    NUMBER,
    REGISTRATION,
    SECRET_WORDS,
    USER,
    InProcessLrs,
    account,
    command_error,
    command_json,
    command_output,
    find_personal_data,
    harvest_person,
    harvest_statement,
    harvest_statements,
    open_lrs,
    question,
    read_database_bytes,
    run_lrs_command,
    send_attachment,
    store_person_data,
)
from support.lrs.postgres import Cluster
from support.lrs.running_lrs import RunningLrs

from scormbuild import vocabulary as words
from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.tables import ERASABLE_TABLES, ORGANISATION_KEYS
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.privacy.pseudonym import pseudonym_digest
from scormbuild.lrs.projection import flat_rows


@pytest.fixture
def postgres_programs(
    request: pytest.FixtureRequest, running_lrs: RunningLrs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL's own programs, where that is the database: backup calls them."""
    if running_lrs.process.database.startswith("postgresql"):
        cluster: Cluster = request.getfixturevalue("postgres")
        monkeypatch.setenv("PATH", f"{cluster.programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def lrs(database_url: str) -> Iterator[InProcessLrs]:
    """An LRS in this process."""
    with open_lrs(database_url) as opened:
        yield opened


@contextmanager
def write_meanwhile(running_lrs: RunningLrs) -> Iterator[list[int]]:
    """Somebody else learns meanwhile, and is never turned away."""
    base = {"verb": {"id": "http://example.org/v"}, "object": {"id": "https://example.org/x"}}
    answers: list[int] = []
    done = Event()

    def learn() -> None:
        while not done.is_set():
            actor = {"mbox": f"mailto:{len(answers)}@example.org"}
            answers.append(running_lrs.client.post("/statements", json={**base, "actor": actor}).status_code)

    thread = Thread(target=learn)
    thread.start()
    try:
        yield answers
    finally:
        done.set()
        thread.join()


def read_backup(url: str, file: Path) -> bytes:
    """What a backup holds."""
    command_output(url, "backup", str(file))
    if url.startswith("sqlite"):
        return file.read_bytes()
    return subprocess.run(["pg_restore", "-f", "-", str(file)], capture_output=True, check=True).stdout


def read_lake(folder: Path) -> bytes:
    """What a lake holds: its files as they are, and what is packed in them."""
    parts = []
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        parts += [str(file).encode(), file.read_bytes()]
        if file.suffix == ".parquet":
            parts.append(str(ParquetFile(file).read().to_pylist()).encode())
    return b"\n".join(parts)


def export_copies(url: str, folder: Path) -> Path:
    """All that is made of the statements: flat rows, a list of teams, a lake."""
    people = folder / "people.csv"
    people.write_text(f"username;team\n{USER};Noord\n", encoding="utf-8")
    command_output(url, "people", "import", str(people))
    with closing(Database.open(url)) as database:
        with database.reading() as connection:
            owner = organisations.find_organisation(connection, "default")
        flat_rows.refresh_flat_rows(database, owner)
        export_lake(database, folder / "lake")
    return folder / "lake"


@pytest.mark.usefixtures("postgres_programs")
def test_an_erasure_leaves_no_trace_while_the_lrs_goes_on(running_lrs: RunningLrs, tmp_path: Path) -> None:
    url = running_lrs.process.database
    person = store_person_data(url, running_lrs.client)
    known = [person, *(row["pseudonym"] for row in command_json(url, "person", "find", USER))]
    running_lrs.client.get(
        "/statements", params={"agent": json.dumps({"account": {"homePage": LMS, "name": USER}})}
    )
    lake = export_copies(url, tmp_path)
    assert len(find_personal_data(read_database_bytes(url), *known)) >= 6
    in_lake = set(find_personal_data(read_lake(lake), *known))
    assert {SECRET_WORDS, person} <= in_lake
    assert REGISTRATION not in in_lake  # which nobody needs who counts
    report = tmp_path / "report.json"
    with write_meanwhile(running_lrs) as answers:
        told = command_json(url, "subject", "erase", person, "--report", str(report))
    assert set(answers) == {200}
    assert told["counts"]["statements"] == 6
    assert told["counts"]["redacted"] == 4
    assert {name for name, number in told["counts"].items() if not number} == set()
    left = {
        "database": read_database_bytes(url),
        "log": running_lrs.process.output.encode(),
        "backup": read_backup(url, tmp_path / "after"),
        "report": report.read_bytes(),
        "lake": read_lake(lake),
    }
    assert {name: find_personal_data(content, *known) for name, content in left.items()} == {
        name: [] for name in left
    }
    assert running_lrs.client.get("/statements").status_code == 200


def test_a_lake_that_cannot_be_reached_is_named_with_the_command_to_give_there(
    lrs: InProcessLrs, tmp_path: Path
) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    lake = export_copies(url, tmp_path)
    moved = lake.rename(tmp_path / "elsewhere")
    done = run_lrs_command(url, "subject", "erase", person, "--json")
    assert (done.exit_code, json.loads(done.stdout)["counts"]["statements"]) == (0, 6)
    assert f"{lake}: no such folder here: it may still hold what is gone from here" in done.stderr
    assert f"scormbuild lrs export --parquet {lake} --organisation default" in done.stderr
    assert find_personal_data(read_lake(moved), person) != []
    moved.rename(lake)
    assert run_lrs_command(url, "retain", "run").exit_code == 0
    assert find_personal_data(read_lake(lake), person) == []


def test_with_an_organisation_goes_what_of_it_is_in_a_lake(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lrs.db"
    with open_lrs(url) as lrs:
        person = store_person_data(url, lrs.client)
        lake = export_copies(url, tmp_path)
        assert find_personal_data(read_lake(lake), person) != []
        command_output(url, "organisation", "remove", "default", "--yes")
        assert find_personal_data(read_lake(lake), person) == []


def test_what_is_retracted_or_past_its_time_leaves_the_lake(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    lake = export_copies(url, tmp_path)
    command_output(url, "retain", "set", "--days", "1", "--open-text")
    command_output(url, "retain", "run")
    assert {SECRET_WORDS, "geheime"}.isdisjoint(find_personal_data(read_lake(lake / "statements")))
    assert person in find_personal_data(read_lake(lake / "statements"), person)
    command_output(url, "subject", "retract", person)
    assert find_personal_data(read_lake(lake / "statements"), person) == []


def test_what_was_erased_does_not_come_back_with_the_next_harvest(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    command_output(url, "subject", "erase", person)
    taken, _ = harvest_person(url)
    assert (taken.new, taken.dropped) == (0, 4)
    assert find_personal_data(read_database_bytes(url), person) == []


def test_statements_of_others_stay_with_the_name_gone(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    before = lrs.client.get("/statements").json()["statements"]
    command_output(url, "subject", "erase", person)
    after = {each["id"]: each for each in lrs.client.get("/statements").json()["statements"]}
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


def keys_by_table(url: str) -> dict[str, set[tuple[object, ...]]]:
    """The keys of all rows of all organisations, table by table."""
    with closing(Database.open(url)) as database, database.reading() as connection:
        return {
            table: {tuple(row) for row in connection.execute(text(f"select {key} from {table}"))}
            for table, key in ORGANISATION_KEYS.items()
        }


def claim_and_attest(lrs: InProcessLrs) -> None:
    """An answer that a package's key claims, and that the LMS tells otherwise: one of both is kept aside."""
    limits = Limits(activity_prefix=COURSE, source="package")
    with lrs.lrs.database.writing() as connection:
        owner = organisations.ensure_default(connection).id
        key = credentials.create_credential(connection, owner, "package", {"statements/write"}, limits)
    claim = harvest_statement(
        words.ANSWERED, question("waarom", "long-fill-in"), "claimed", actor=account(USER)
    )
    claim["context"]["contextActivities"]["category"] = [{"id": words.PROFILE}]
    claimed = {**claim, "result": {"response": "I never wrote this"}}
    lrs.client.post("/statements", json=claimed, auth=key).raise_for_status()
    with closing(Ingest.open(lrs.url, "default", "lms.example.org", "lms", names_are_ids=True)) as ingest:
        ingest.store_statements([{**claim, "result": {"response": SECRET_WORDS}}])


def test_a_person_s_rows_go_from_the_tables_that_are_compacted_after_it(
    lrs: InProcessLrs, tmp_path: Path
) -> None:
    person = store_person_data(lrs.url, lrs.client)
    claim_and_attest(lrs)
    pending = {"objectType": "StatementRef", "id": str(uuid4())}
    about = {"actor": account(USER), "verb": {"id": words.ANSWERED}, "object": pending}
    assert lrs.client.post("/statements", json=about).status_code == 200
    export_copies(lrs.url, tmp_path)
    before = keys_by_table(lrs.url)
    command_output(lrs.url, "subject", "erase", person)
    after = keys_by_table(lrs.url)
    assert tuple(table for table in before if before[table] - after[table]) == ERASABLE_TABLES


def test_the_rehearsal_counts_the_same_and_changes_nothing(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    before = lrs.client.get("/statements").json()
    rehearsed = command_json(url, "subject", "erase", person, "--dry-run")
    assert lrs.client.get("/statements").json() == before
    assert rehearsed == {"dry_run": True, "counts": command_json(url, "subject", "erase", person)["counts"]}


def test_all_is_counted_of_a_person_who_left_much(lrs: InProcessLrs) -> None:
    person = store_person_data(lrs.url, lrs.client)
    plain = {"account": {"homePage": f"{LMS}/moodle", "name": USER}}
    statement = {"actor": plain, "verb": {"id": words.EXPERIENCED}, "object": {"id": COURSE}}
    before = command_json(lrs.url, "subject", "erase", person, "--dry-run")["counts"]
    lrs.client.post("/statements", json=[statement] * 250).raise_for_status()
    send_attachment(lrs.client, statement, b"Nog een opstel")
    counts = command_json(lrs.url, "subject", "erase", person)["counts"]
    assert before["redacted"] == counts["redacted"] == 4
    assert (before["attachments"], counts["attachments"]) == (1, 2)
    assert counts["statements"] == before["statements"] + 251


def test_a_hold_forbids_to_erase_until_it_is_lifted(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    assert "on hold since" in command_output(url, "hold", "set", USER, "--reason", "complaint 14")
    for more in ([], ["--dry-run"]):
        assert "legal hold since" in command_error(url, "subject", "erase", person, *more)
    (row,) = command_json(url, "hold", "list")
    assert (row["person"], row["reason"]) == (person, "complaint 14")
    command_output(url, "hold", "lift", USER)
    assert command_json(url, "hold", "list") == []
    assert "isn't on hold" in command_error(url, "hold", "lift", USER)
    assert command_json(url, "subject", "erase", person)["counts"]["statements"] == 6


def test_a_report_is_verified_names_nobody_and_a_changed_one_is_refused(
    lrs: InProcessLrs, tmp_path: Path
) -> None:
    url, report = lrs.url, tmp_path / "report.json"
    person = store_person_data(url, lrs.client)
    command_output(url, "subject", "erase", person, "--report", str(report))
    assert "is genuine" in command_output(url, "subject", "verify", str(report), "--person", person)
    assert "somebody else" in command_error(url, "subject", "verify", str(report), "--person", "p_other")
    told = json.loads(report.read_text())
    forged = tmp_path / "forged.json"
    for name, value in (("counts", {}), ("until", 0), ("signature", "AAAA"), ("key", "AAAA")):
        forged.write_text(json.dumps({**told, name: value}))
        assert "was changed since" in command_error(url, "subject", "verify", str(forged))
    forged.write_text("{}")
    assert "no report of an erasure" in command_error(url, "subject", "verify", str(forged))
    assert report.stat().st_mode & 0o077 == 0


def test_after_a_restore_the_report_erases_again(tmp_path: Path) -> None:
    url, report = f"sqlite:///{tmp_path}/lrs.db", tmp_path / "report.json"
    with open_lrs(url) as lrs:
        person = store_person_data(url, lrs.client)
    command_output(url, "backup", str(tmp_path / "before"))
    told = command_json(url, "subject", "erase", person, "--report", str(report))
    other = f"sqlite:///{tmp_path}/other.db"
    command_output(other, "restore", str(tmp_path / "before"))
    assert find_personal_data(read_database_bytes(other), person) != []
    (again,) = command_json(other, "subject", "erase", "--replay", str(report))
    assert again["counts"] == told["counts"]
    assert again["until"] == told["until"]
    assert find_personal_data(read_database_bytes(other), person) == []
    (nothing,) = command_json(other, "subject", "erase", "--replay", str(report))
    assert set(nothing["counts"].values()) == {0}


def test_a_report_that_was_not_signed_here_erases_nobody_again(lrs: InProcessLrs, tmp_path: Path) -> None:
    url = lrs.url
    person, file = store_person_data(url, lrs.client), tmp_path / "erased.json"
    command_output(url, "subject", "erase", "eve@example.org", "--report", str(file))
    forged = {**json.loads(file.read_text()), "persons": [pseudonym_digest(person)]}
    file.write_text(json.dumps(forged))
    before = lrs.client.get("/statements").json()
    assert "was not signed by" in command_error(url, "subject", "erase", "--replay", str(file))
    assert lrs.client.get("/statements").json() == before


def test_erased_again_by_a_report_is_only_what_was_there_at_the_time(
    lrs: InProcessLrs, tmp_path: Path
) -> None:
    url, file = lrs.url, tmp_path / "erased.json"
    actor = {"mbox": "mailto:ann@example.org"}
    statement = {"actor": actor, "verb": {"id": words.EXPERIENCED}, "object": {"id": COURSE}}
    lrs.client.post("/statements", json=statement).raise_for_status()
    command_output(url, "subject", "erase", "ann@example.org", "--report", str(file))
    later = lrs.client.post("/statements", json=statement).json()
    command_output(url, "subject", "erase", "--replay", str(file))
    assert [each["id"] for each in lrs.client.get("/statements").json()["statements"]] == later


def test_an_older_report_does_not_undo_a_later_erasure(lrs: InProcessLrs, tmp_path: Path) -> None:
    url, file = lrs.url, tmp_path / "erased.json"
    person = store_person_data(url, lrs.client)
    command_output(url, "subject", "erase", person, "--report", str(file))

    def experience(name: str) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return harvest_statement(words.EXPERIENCED, {"id": COURSE}, name, context={}, timestamp=now)

    def harvest(statement: dict[str, Any]) -> tuple[int, int]:
        with Ingest.open(url, "default", "lms.example.org", "lms", names_are_ids=True) as ingest:
            counts = ingest.store_statements([statement])
        return counts.new, counts.dropped

    between = experience("between")
    assert harvest(between) == (1, 0)
    command_output(url, "subject", "erase", person)
    assert harvest(experience("after")) == (1, 0)  # so that the older report finds somebody again
    command_output(url, "subject", "erase", "--replay", str(file))
    assert harvest(between) == (0, 1)


def test_a_hold_by_another_name_of_the_same_person_is_no_second_one(lrs: InProcessLrs) -> None:
    with Ingest.open(lrs.url, "default", "lms.example.org", "lms", names_are_ids=True) as ingest:
        ingest.store_statements(harvest_statements())
        command_output(lrs.url, "hold", "set", NUMBER, "--reason", "complaint 14")
        ingest.join_accounts(LMS, NUMBER, USER, DISPLAY)
    command_output(lrs.url, "hold", "set", USER, "--reason", "complaint 15")
    assert [each["reason"] for each in command_json(lrs.url, "hold", "list")] == ["complaint 15"]


def test_by_whatever_name_nothing_more_comes_in_of_a_registration_that_was_erased(lrs: InProcessLrs) -> None:
    url = lrs.url
    command_output(url, "subject", "erase", store_person_data(url, lrs.client))
    other_name = harvest_statement(words.EXPERIENCED, {"id": COURSE}, "late", actor=account("countess"))
    with Ingest.open(url, "default", "lms.example.org", "lms") as ingest:
        counts = ingest.store_statements([other_name])
    assert (counts.new, counts.dropped) == (0, 1)
    assert find_personal_data(read_database_bytes(url)) == []


def test_a_registration_that_others_share_is_not_closed(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    theirs = harvest_statement(
        "http://example.org/scored", {"id": "https://example.org/x"}, "scored", actor=BOB
    )
    lrs.client.post("/statements", json=theirs).raise_for_status()
    counts = command_json(url, "subject", "erase", person)["counts"]
    assert counts["marks"] == 2
    assert lrs.client.get("/statements", params={"registration": REGISTRATION}).json()["statements"]


def test_a_person_is_found_by_every_account_and_by_no_display_name(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    agent = json.dumps({"account": {"homePage": f"{LMS}/moodle", "name": USER}})
    for named in ([person], [USER], [USER, "--home-page", LMS], ["4711"], [agent]):
        assert command_json(url, "subject", "erase", *named, "--dry-run")["counts"]["statements"] == 6, named
    assert command_json(url, "subject", "erase", "eve@example.org", "--dry-run")["counts"]["statements"] == 1
    assert "nobody is known" in command_error(url, "subject", "erase", "Ada Lovelace")
    assert "nobody is known as 'nemo'" in command_error(url, "subject", "erase", "nemo")
    assert "nobody is known" in command_error(url, "subject", "erase", "x@example.org")
    assert "nobody is known" in command_error(url, "subject", "erase", "p_" + "a" * 26)
    assert "PERSON" in command_error(url, "subject", "erase", "{not json")
    twin = {"account": {"homePage": "https://other.example", "name": USER}}
    second = {
        "actor": twin,
        "verb": {"id": "http://example.org/v"},
        "object": {"id": "https://example.org/x"},
    }
    lrs.client.post("/statements", json=second).raise_for_status()
    elsewhere = ["--home-page", "https://other.example"]
    assert command_json(url, "subject", "erase", USER, *elsewhere, "--dry-run")["counts"]["statements"] == 1


def test_who_is_wanted_twice_is_asked_back(lrs: InProcessLrs) -> None:
    url = lrs.url
    base = {"verb": {"id": "http://example.org/v"}, "object": {"id": "https://example.org/x"}}
    for page in ("https://one.example", "https://two.example"):
        actor = {"account": {"homePage": page, "name": "jan"}}
        lrs.client.post("/statements", json={**base, "actor": actor}).raise_for_status()
    told = command_error(url, "subject", "erase", "jan")
    assert "'jan' is several persons" in told
    assert "jan at https://one.example" in told
    assert "--home-page" in told


def test_a_retraction_takes_a_person_out_of_all_answers_once(lrs: InProcessLrs) -> None:
    url = lrs.url
    person = store_person_data(url, lrs.client)
    assert command_json(url, "subject", "retract", person, "--dry-run")["counts"]["voided"] == 6
    assert command_json(url, "subject", "retract", person)["counts"] == {
        "voided": 6,
        "before": 0,
        "voiding": 0,
    }
    assert command_json(url, "subject", "retract", person)["counts"] == {
        "voided": 0,
        "before": 6,
        "voiding": 0,
    }
    shown = lrs.client.get("/statements").json()["statements"]
    mine = [each["id"] for each in harvest_statements()[:4]]
    assert not [each for each in shown if each["id"] in mine]
    voiding = [each for each in shown if each["verb"]["id"].endswith("voided")]
    assert len(voiding) == 6
    assert {each["actor"]["account"]["name"] for each in voiding} == {"retraction"}
    voided = lrs.client.get("/statements", params={"voidedStatementId": mine[0]})
    assert voided.status_code == 200
    assert command_json(url, "subject", "erase", person)["counts"]["statements"] == 12


def test_an_erasure_asks_for_one_person_or_a_report(lrs: InProcessLrs) -> None:
    assert "either a PERSON or --replay" in command_error(lrs.url, "subject", "erase")
    assert "no such file" in command_error(lrs.url, "subject", "erase", "--replay", "none.json")
    assert run_lrs_command(lrs.url, "subject", "compact").exit_code == 0


def test_an_organisation_that_keeps_names_erases_all_the_same(lrs: InProcessLrs) -> None:
    with lrs.lrs.database.writing() as connection:
        connection.exec_driver_sql("update organisation set pseudonyms = 'off'")
    harvest_person(lrs.url)
    assert USER in json.dumps(lrs.client.get("/statements").json())
    assert command_json(lrs.url, "subject", "erase", USER)["counts"]["statements"] == 4
    taken, _ = harvest_person(lrs.url)
    assert taken.new == 0
    assert find_personal_data(json.dumps(lrs.client.get("/statements").json()).encode()) == []
