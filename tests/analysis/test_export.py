"""The export: each statement once, and what changes later changes there too."""

from __future__ import annotations

import json
import os
import random
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from support.analysis.bringing import (
    MONTHS,
    SECRET,
    brought,
    erased,
    holding,
    replaced,
    rows,
    seen,
    stamps,
    there,
    told,
)
from support.analysis.lakes import write_lake
from support.lrs.storing import OURS, Store, store_at, voiding

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake import write
from scormbuild.analysis.lake.export import ExportResult, export_lake
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.projection.flat import COLUMNS, flat_row
from scormbuild.lrs.store import lakes
from scormbuild.lrs.xapi.codec import decode_json


@pytest.fixture
def store(either_url: str) -> Iterator[Store]:
    with store_at(either_url) as opened:
        yield opened


@pytest.fixture
def quick(sqlite_url: str) -> Iterator[Store]:
    """A store where it doesn't matter which database it is."""
    with store_at(sqlite_url) as opened:
        yield opened


def test_a_row_of_the_lake_is_the_flat_row_with_its_times_and_its_month(store: Store, tmp_path: Path) -> None:
    context = {"registration": "3F2B1C4D-5E6F-4A7B-8C9D-0E1F2A3B4C5D", "language": "nl"}
    early = "0000-01-01T00:00:00Z"
    store.keep(told(context=context, words=SECRET), told(MONTHS[2]), told(early))
    brought(store, tmp_path / "lake")
    with store.database.reading() as connection:
        owner = organisations.find_organisation(connection, "default")
        stored = connection.execute(text("select seq, body from statement order by seq")).all()
    found = rows(tmp_path / "lake")
    for row, (seq, body) in zip(found, stored, strict=True):
        names = [name for name, _ in COLUMNS]
        assert [row[name] for name in names] == list(flat_row(seq, body, owner.home_page))
        assert f"{row['stored'].isoformat()}Z" == decode_json(body.encode())["stored"]
    assert [row["month"] for row in found] == [202601, 202603, 0]
    assert [str(row["timestamp"]) for row in found[:2]] == ["2026-01-15 10:00:00", "2026-03-15 10:00:00"]
    assert found[2]["timestamp"] is None
    assert list(found[0]) == list(RELATIONS["statements"])


def test_an_export_writes_what_is_new_and_nothing_twice(store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    assert not brought(store, lake).statements
    assert seen(lake) == []
    for count in (3, 1, 2):
        store.keep(*(told(random.choice(MONTHS)) for _ in range(count)))
        before = stamps(lake)
        assert brought(store, lake).statements == count
        assert stamps(lake).items() >= before.items()
        assert seen(lake) == there(store)
    assert brought(store, lake) == ExportResult("default", 0, 0, 0, renewed=False)


def test_what_changes_later_changes_in_the_files_that_hold_it_and_in_no_others(
    store: Store, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    voided, gone, changed, moved = (told(at) for at in (*MONTHS, MONTHS[0]))
    for each in (voided, gone, changed, moved):
        store.keep(each, told(each["timestamp"]))
        brought(store, lake)
    before = stamps(lake)
    store.keep(voiding(voided) | {"timestamp": MONTHS[1]})
    assert brought(store, lake).rewritten == 1
    erased(store, gone)
    replaced(store, changed, verb={"id": "https://example.org/other"})
    replaced(store, moved, timestamp=MONTHS[2])
    assert brought(store, lake).rewritten == 4
    after = stamps(lake)
    touched = [path for path in before if before[path] != after[path]]
    assert len(touched) == 4
    assert seen(lake) == there(store)
    found = {row["id"]: row for row in rows(lake)}
    assert found[changed["id"]]["verb"] == "https://example.org/other"
    assert found[moved["id"]]["month"] == 202603
    assert brought(store, lake).rewritten == 0


def test_words_that_are_erased_are_in_no_file_of_the_lake(quick: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    private = told(words=SECRET)
    quick.keep(private, told(words="blijft"))
    brought(quick, lake)
    assert holding(lake, SECRET)
    erased(quick, private)
    brought(quick, lake)
    assert not holding(lake, SECRET)
    assert holding(lake, "blijft")


def test_a_lake_without_words_keeps_only_what_was_chosen(quick: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    forms = ["reflection", "contrast", "opinion", "choice"]
    for form in forms:
        category = [{"id": f"urn:scormbuild:profile:{form}"}]
        quick.keep(told(words=f"{form} x", context={"contextActivities": {"category": category}}))
    quick.keep(told(words=SECRET))
    brought(quick, lake, words=False)
    assert [row["response"] for row in rows(lake)] == [None, None, "opinion x", "choice x", None]
    assert brought(quick, lake).statements == 0  # it stays as it was made
    with pytest.raises(SettingsError, match="without what people wrote"):
        brought(quick, lake, words=True)


def test_each_organisation_has_its_own_folders_and_goes_with_them(quick: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with quick.database.writing() as connection:
        other = organisations.create_organisation(connection, "hospital").id
    quick.keep(told())
    quick.keep(told(), told(), organisation=other)
    done = export_lake(quick.database, lake, ["hospital"])
    assert [(each.organisation, each.statements) for each in done] == [("hospital", 2)]
    assert seen(lake) == there(quick, other)
    assert [each.statements for each in export_lake(quick.database, lake)] == [1, 0]
    with duckdb.open_tables(lake, organisation=other) as tables:
        assert tables.statements.count().execute() == 2
        assert tables.organisations.name.execute().tolist() == ["hospital"]
    organisations.delete_organisation(quick.database.writing, other, lambda: None)
    export_lake(quick.database, lake)
    assert seen(lake) == there(quick)
    assert not list(lake.rglob(f"organisation={other}*"))


def test_a_database_knows_its_lakes_before_they_hold_a_word(quick: Store, tmp_path: Path) -> None:
    quick.keep(told(words=SECRET))
    lake = tmp_path / "lake"
    write.create_lake(lake)
    (lake / "statements/organisation=1").write_text("in the way")
    with pytest.raises(OSError, match="organisation=1"):
        brought(quick, lake)
    with quick.database.reading() as connection:
        assert lakes.list_lake_paths(connection, OURS) == [str(lake)]


def test_only_the_owner_can_read_a_lake(quick: Store, tmp_path: Path) -> None:
    quick.keep(told())
    old = os.umask(0)
    try:
        brought(quick, tmp_path / "above/lake")
    finally:
        os.umask(old)
    for path in (tmp_path / "above").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE((tmp_path / "above").stat().st_mode) == 0o700


def test_a_folder_that_holds_something_else_is_left_alone(quick: Store, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").write_text("miaow")
    with pytest.raises(
        SettingsError, match=r"photos: this folder holds something else, such as cat\.jpg\n  hint"
    ):
        brought(quick, tmp_path / "photos")
    with pytest.raises(SettingsError, match=r"cat\.jpg: this is a file\n  hint"):
        brought(quick, tmp_path / "photos/cat.jpg")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ('{"layout": 99}', "a newer version of scormbuild wrote this lake"),
        ("[]", "this is no state of a lake"),
        ("{", "this is no state of a lake"),
        ('{"layout": 1, "odd": 2}', "this is no state of a lake"),
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


def test_a_lake_takes_statements_of_one_database_only(quick: Store, tmp_path: Path) -> None:
    lake = write_lake(tmp_path / "lake", [{}])
    quick.keep(told())
    with pytest.raises(SettingsError, match=r"holds statements of another database\n  hint"):
        brought(quick, lake)


def test_the_state_is_plain_json(quick: Store, tmp_path: Path) -> None:
    quick.keep(told())
    brought(quick, tmp_path / "lake")
    told_state = json.loads((tmp_path / "lake/_state/organisation=1.json").read_text())
    with quick.database.reading() as connection:
        newest = connection.scalar(text("select max(seq) from statement"))
    assert (told_state["layout"], told_state["through"], told_state["amended"]) == (1, newest, 0)
