"""Three engines, one set of tables: the same columns, types and rows, and nothing from elsewhere."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.analysis.engine_tables import ENGINES, open_engine_tables, update_lake
from support.analysis.lakes import write_lake
from support.lrs.statement_store import open_store, statement

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.model.relations import ibis_schema
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.lrs.store import change_log, courses

COURSE = "urn:scormbuild:course:care"
OUTLINE = {
    "course": {"iri": COURSE, "title": "Zorg", "language": "nl", "version": "1.2.0"},
    "pages": [{"id": "start", "title": "Begin"}, {"id": "end", "title": "Eind"}],
    "questions": [
        {
            "id": "q",
            "page": "end",
            "form": "choice",
            "prompt": "Wat?",
            "required": False,
            "options": [{"key": "a", "text": "Dit"}, {"key": "b", "text": "Dat"}],
            "keys": ["b"],
            "quiz": "test",
        }
    ],
    "quizzes": [{"id": "test", "page": "end", "draw": 0, "tries": 1, "pass": 80, "required": True}],
}
FULL_STATEMENT = {
    "timestamp": "2026-10-25T00:30:00.123456Z",
    "context": {
        "registration": "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
        "revision": "1.2.0",
        "language": "nl",
        "contextActivities": {"category": [{"id": "urn:scormbuild:profile:opinion"}]},
    },
    "result": {
        "response": "'; drop é 🙂",
        "completion": True,
        "success": False,
        "score": {"scaled": 0.875},
        "duration": "PT1M0.5S",
        "extensions": {"urn:scormbuild:profile:revision": 3},
    },
}


def fill_every_table(url: str) -> None:
    """Something in every table."""
    with open_store(url) as store:
        store.store_statements(
            statement(**FULL_STATEMENT), statement("bob", timestamp="2026-01-01T00:00:00Z"), statement("eve")
        )
        with store.database.writing() as connection:
            courses.write_outline(connection, 1, OUTLINE)
            courses.map_iri(connection, 1, "https://lms.example.org/7", COURSE)


def sorted_rows(table: Any, name: str) -> list[tuple[Any, ...]]:
    """A table's rows in an order that doesn't depend on the engine."""
    rows = table.to_pyarrow().to_pylist()
    return sorted((tuple(row[column] for column in RELATIONS[name]) for row in rows), key=repr)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_same_columns_types_and_rows(
    engine: str, postgresql_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill_every_table(postgresql_url)
    session = request.getfixturevalue("spark_session") if engine == "spark" else None
    update_lake(postgresql_url, tmp_path / "expected")
    with (
        duckdb.open_tables(tmp_path / "expected") as expected,
        open_engine_tables(engine, postgresql_url, tmp_path / "lake", session) as tables,
    ):
        place = "desk" if engine == "postgresql" else None
        for name in RELATIONS:
            found = tables.backend.table(name, database=place).schema()
            assert {column: str(kind).partition("(")[0] for column, kind in found.items()} == {
                column: str(kind).partition("(")[0] for column, kind in ibis_schema(name).items()
            }
            assert list(found) == list(RELATIONS[name])
        for name in ("statements", "options", "quizzes", "courses"):
            assert sorted_rows(getattr(tables, name), name) == sorted_rows(getattr(expected, name), name)
        counts = {name: len(sorted_rows(getattr(expected, name), name)) for name in RELATIONS}
    assert counts == {**dict.fromkeys(RELATIONS, 1), "statements": 3, "pages": 2, "options": 2} | {
        "aliases": 0,
        "attestations": 0,
        "conflicts": 0,
        "teams": 0,
    }


@pytest.mark.parametrize("engine", ["duckdb", "postgresql"])
def test_a_database_without_anything_is_tables_without_rows(
    engine: str, postgresql_url: str, tmp_path: Path
) -> None:
    with open_engine_tables(engine, postgresql_url, tmp_path / "lake") as tables:
        assert tables.statements.count().to_pyarrow().as_py() == 0
        assert sorted_rows(tables.teams, "teams") == []


def test_the_columns_are_those_that_the_lrs_gives() -> None:
    kinds = {"string": "text"}
    for name, columns in change_log.DIMENSION_COLUMNS.items():
        ours = [(column, kinds.get(kind, kind)) for column, kind in RELATIONS[name].items()]
        assert ours == [("organisation", "int32"), *columns]


def test_an_engine_reads_the_lake_and_nothing_else_on_this_machine(tmp_path: Path) -> None:
    lake = write_lake(tmp_path / "lake", [{}])
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with duckdb.open_tables(lake) as tables:
        for sql in (
            f"from '{tmp_path}/secret.csv'",
            f"from read_text('{tmp_path}/lake/../secret.csv')",
            f"attach '{tmp_path}/other.db'",
            f"copy statements to '{tmp_path}/out.csv'",
            "from 'https://127.0.0.1:9/x.parquet'",
            "install httpfs",
            "set enable_external_access = true",
            "set temp_directory = '/tmp'",
        ):
            with pytest.raises(Exception, match=r"disabled|locked|Permission|cannot|Cannot|install"):
                tables.backend.raw_sql(sql)
        assert tables.statements.count().execute() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lake", "secret.csv"]


def test_what_does_not_fit_in_memory_lies_in_the_lake_for_its_owner_and_goes(tmp_path: Path) -> None:
    lake = write_lake(tmp_path / "lake", [{}])
    with duckdb.open_tables(lake, memory="64MB", threads=1) as tables:
        [folder] = lake.glob("_spill-*")
        assert folder.stat().st_mode & 0o777 == 0o700
        tables.backend.raw_sql(
            "create temp table large as select range::text as a, a as b from range(3000000)"
        )
        assert list(folder.iterdir())
    assert not list(lake.glob("_spill-*"))


def test_a_copy_of_a_lake_can_be_read_where_nobody_exports(tmp_path: Path) -> None:
    lake = write_lake(tmp_path / "lake", [{"at": "2026-03-29T02:30:00+01:00"}])
    copy = shutil.copytree(lake, tmp_path / "it's a copy", ignore=shutil.ignore_patterns("*.lock"))
    with duckdb.open_tables(copy) as tables:
        [row] = tables.statements.select("month", "timestamp").to_pyarrow().to_pylist()
    assert row == {"month": 202603, "timestamp": datetime(2026, 3, 29, 1, 30)}


def test_a_broken_file_of_another_month_is_not_touched(tmp_path: Path) -> None:
    lake = write_lake(tmp_path / "lake", [{"at": f"2026-0{month}-01T12:00:00Z"} for month in (1, 2, 3)])
    for path in lake.rglob("month=202602/*.parquet"):
        path.write_bytes(b"no Parquet")
    with duckdb.open_tables(lake) as tables:
        statements = tables.statements
        assert statements.filter(statements.month >= 202603).count().execute() == 1
        assert statements.filter(statements.month == 202601).count().execute() == 1
