"""The export: each statement once, and what changes later changes there too."""

from __future__ import annotations

import json
import os
import random
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text
from support.analysis.lakes import write_lake
from support.analysis.store_to_lake import (
    MONTHS,
    SECRET,
    delete_from_store,
    export_store,
    file_times,
    find_files_with,
    lake_ids,
    read_lake,
    replace_in_store,
    statement_at,
    store_ids,
)
from support.lrs.statement_store import ORGANISATION, Store, open_store, voiding_statement

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake import write
from scormbuild.analysis.lake.export import ExportResult, export_lake
from scormbuild.analysis.lake.layout import LAYOUT
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.projection.flat import FLAT_ROW_COLUMNS, flat_row
from scormbuild.lrs.store import lakes
from scormbuild.lrs.xapi.codec import decode_json


@pytest.fixture
def store(either_url: str) -> Iterator[Store]:
    with open_store(either_url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """A store where it doesn't matter which database it is."""
    with open_store(sqlite_url) as opened:
        yield opened


def test_a_row_of_the_lake_is_the_flat_row_with_its_times_and_its_month(store: Store, tmp_path: Path) -> None:
    context = {"registration": "3F2B1C4D-5E6F-4A7B-8C9D-0E1F2A3B4C5D", "language": "nl"}
    early = "0000-01-01T00:00:00Z"
    store.store_statements(
        statement_at(context=context, words=SECRET), statement_at(MONTHS[2]), statement_at(early)
    )
    export_store(store, tmp_path / "lake")
    with store.database.reading() as connection:
        owner = organisations.find_organisation(connection, "default")
        stored = connection.execute(text("select seq, body from statement order by seq")).all()
    found = read_lake(tmp_path / "lake")
    for row, (seq, body) in zip(found, stored, strict=True):
        flat = dict(
            zip((name for name, _ in FLAT_ROW_COLUMNS), flat_row(seq, body, owner.home_page), strict=True)
        )
        assert row["timestamp_us"] == flat.pop("at")
        del flat["registration"]
        assert {name: row[name] for name in flat} == flat
        assert f"{row['stored'].isoformat()}Z" == decode_json(body.encode())["stored"]
    assert [row["month"] for row in found] == [202601, 202603, 101]
    # The year 0 counts as the first moment that every calendar has.
    assert [str(row["timestamp"]) for row in found] == [
        *("2026-01-15 10:00:00", "2026-03-15 10:00:00"),
        "0001-01-02 00:00:00",
    ]
    assert list(found[0]) == list(RELATIONS["statements"])


def test_a_lake_tells_attempts_apart_and_holds_no_registration(store: Store, tmp_path: Path) -> None:
    registrations = [str(uuid.uuid4()) for _ in range(2)]
    store.store_statements(
        *(statement_at(context={"registration": each}) for each in (*registrations, registrations[0]))
    )
    export_store(store, tmp_path / "lake")
    first, other, again = read_lake(tmp_path / "lake")
    assert first["attempt"] == again["attempt"] != other["attempt"]
    assert not [each for each in registrations if each in str([first, other, again])]


def test_an_export_writes_what_is_new_and_nothing_twice(store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    assert not export_store(store, lake).statements
    assert lake_ids(lake) == []
    for count in (3, 1, 2):
        store.store_statements(*(statement_at(random.choice(MONTHS)) for _ in range(count)))
        before = file_times(lake)
        assert export_store(store, lake).statements == count
        assert file_times(lake).items() >= before.items()
        assert lake_ids(lake) == store_ids(store)
    assert export_store(store, lake) == ExportResult("default", 0, 0, 0, renewed=False)


def test_what_changes_later_changes_in_the_files_that_hold_it_and_in_no_others(
    store: Store, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    voided, gone, changed, moved = (statement_at(at) for at in (*MONTHS, MONTHS[0]))
    for each in (voided, gone, changed, moved):
        store.store_statements(each, statement_at(each["timestamp"]))
        export_store(store, lake)
    before = file_times(lake)
    store.store_statements(voiding_statement(voided) | {"timestamp": MONTHS[1]})
    assert export_store(store, lake).rewritten == 1
    delete_from_store(store, gone)
    replace_in_store(store, changed, verb={"id": "https://example.org/other"})
    replace_in_store(store, moved, timestamp=MONTHS[2])
    assert export_store(store, lake).rewritten == 4
    after = file_times(lake)
    touched = [path for path in before if before[path] != after[path]]
    assert len(touched) == 4
    assert lake_ids(lake) == store_ids(store)
    found = {row["id"]: row for row in read_lake(lake)}
    assert found[changed["id"]]["verb"] == "https://example.org/other"
    assert found[moved["id"]]["month"] == 202603
    assert export_store(store, lake).rewritten == 0


def test_words_that_are_erased_are_in_no_file_of_the_lake(sqlite_store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    private = statement_at(words=SECRET)
    sqlite_store.store_statements(private, statement_at(words="blijft"))
    export_store(sqlite_store, lake)
    assert find_files_with(lake, SECRET)
    delete_from_store(sqlite_store, private)
    export_store(sqlite_store, lake)
    assert not find_files_with(lake, SECRET)
    assert find_files_with(lake, "blijft")


def test_a_lake_without_words_keeps_only_what_was_chosen(sqlite_store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    forms = ["reflection", "contrast", "opinion", "choice"]
    for form in forms:
        category = [{"id": f"urn:scormbuild:profile:{form}"}]
        sqlite_store.store_statements(
            statement_at(words=f"{form} x", context={"contextActivities": {"category": category}})
        )
    sqlite_store.store_statements(statement_at(words=SECRET))
    export_store(sqlite_store, lake, words=False)
    assert [row["response"] for row in read_lake(lake)] == [None, None, "opinion x", "choice x", None]
    assert export_store(sqlite_store, lake).statements == 0  # it stays as it was made
    with pytest.raises(SettingsError, match="without what people wrote"):
        export_store(sqlite_store, lake, words=True)


def test_each_organisation_has_its_own_folders_and_goes_with_them(
    sqlite_store: Store, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    with sqlite_store.database.writing() as connection:
        other = organisations.create_organisation(connection, "hospital").id
    sqlite_store.store_statements(statement_at())
    sqlite_store.store_statements(statement_at(), statement_at(), organisation=other)
    done = export_lake(sqlite_store.database, lake, ["hospital"])
    assert [(each.organisation, each.statements) for each in done] == [("hospital", 2)]
    assert lake_ids(lake) == store_ids(sqlite_store, other)
    assert [each.statements for each in export_lake(sqlite_store.database, lake)] == [1, 0]
    with duckdb.open_tables(lake, organisation=other) as tables:
        assert tables.statements.count().execute() == 2
        assert tables.organisations.name.execute().tolist() == ["hospital"]
    organisations.delete_organisation(sqlite_store.database.writing, other, lambda: None)
    export_lake(sqlite_store.database, lake)
    assert lake_ids(lake) == store_ids(sqlite_store)
    assert not list(lake.rglob(f"organisation={other}*"))


def test_a_database_knows_its_lakes_before_they_hold_a_word(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.store_statements(statement_at(words=SECRET))
    lake = tmp_path / "lake"
    write.create_lake(lake)
    (lake / "statements/organisation=1").write_text("in the way")
    with pytest.raises(OSError, match="organisation=1"):
        export_store(sqlite_store, lake)
    with sqlite_store.database.reading() as connection:
        assert lakes.list_lake_paths(connection, ORGANISATION) == [str(lake)]


def test_only_the_owner_can_read_a_lake(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.store_statements(statement_at())
    old = os.umask(0)
    try:
        export_store(sqlite_store, tmp_path / "above/lake")
    finally:
        os.umask(old)
    for path in (tmp_path / "above").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "above").stat().st_mode) == 0o700


def test_a_folder_that_holds_something_else_is_left_alone(sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").write_text("miaow")
    with pytest.raises(
        SettingsError, match=r"photos: this folder holds something else, such as cat\.jpg\n  hint"
    ):
        export_store(sqlite_store, tmp_path / "photos")
    with pytest.raises(SettingsError, match=r"cat\.jpg: this is a file\n  hint"):
        export_store(sqlite_store, tmp_path / "photos/cat.jpg")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('{"layout": 99}', "a newer version of scormbuild wrote this lake"),
        ("[]", "this is no state of a lake"),
        ("{", "this is no state of a lake"),
        ('{"layout": 1, "odd": 2}', "this is no state of a lake"),
        ('{"layout": 1, "organisation": 1}', "an older version of scormbuild wrote this lake"),
    ],
)
def test_a_lake_that_cannot_be_read_is_told(tmp_path: Path, written: str, fault: str) -> None:
    lake = write_lake(tmp_path / "lake", [{}])
    (lake / "_state/organisation=1.json").write_text(written)
    with pytest.raises(SettingsError, match=rf"{fault}\n  hint: "), duckdb.open_tables(lake):
        pass


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_what_is_no_lake_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with (
        pytest.raises(SettingsError, match=r"no (such )?lake\n  hint: "),
        duckdb.open_tables(tmp_path / name),
    ):
        pass
    assert not list((tmp_path / "empty").iterdir())


def test_a_lake_takes_statements_of_one_database_only(sqlite_store: Store, tmp_path: Path) -> None:
    lake = write_lake(tmp_path / "lake", [{}])
    sqlite_store.store_statements(statement_at())
    with pytest.raises(SettingsError, match=r"holds statements of another database\n  hint"):
        export_store(sqlite_store, lake)


def test_the_state_is_plain_json(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.store_statements(statement_at())
    export_store(sqlite_store, tmp_path / "lake")
    told_state = json.loads((tmp_path / "lake/_state/organisation=1.json").read_text())
    with sqlite_store.database.reading() as connection:
        newest = connection.scalar(text("select max(seq) from statement"))
    assert (told_state["layout"], told_state["through"], told_state["amended"]) == (LAYOUT, newest, 0)


def make_older(lake: Path) -> None:
    """A lake as the version before this one left it: its files hold registrations."""
    for path in (lake / "statements").rglob("*.parquet"):
        table = pq.read_table(path, partitioning=None)
        pq.write_table(table.append_column("registration", table["id"]), path)
    for file in (lake / "_state").glob("*.json"):
        file.write_text(json.dumps({**json.loads(file.read_text()), "layout": LAYOUT - 1}))


def test_a_lake_of_an_older_version_says_how_to_renew_it_and_is_renewed_by_the_next_export(
    sqlite_store: Store, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    sqlite_store.store_statements(statement_at(words=SECRET), statement_at(MONTHS[1]))
    export_store(sqlite_store, lake, words=False)
    made = read_lake(lake)
    make_older(lake)
    with pytest.raises(SettingsError, match=r"older version .*\n  hint: scormbuild lrs export --parquet"):
        read_lake(lake)
    assert export_store(sqlite_store, lake).statements == 2
    assert read_lake(lake) == made
    # It was made without what people wrote, and is still.
    assert find_files_with(lake, SECRET) == []
    for path in (lake / "statements").rglob("*.parquet"):
        assert "registration" not in pq.read_schema(path).names, path
    assert export_store(sqlite_store, lake).statements == 0
