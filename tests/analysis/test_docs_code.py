"""What the analysts' pages say to paste is pasted, beside the demo's crowd: shell, Python and SQL."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import psycopg
import pytest
from support.docs_blocks import ROOT, block_params, blocks
from support.lrs.docs_shell import DocsShell
from support.lrs.postgres import Cluster
from typer.testing import CliRunner

from scormbuild.analysis import open_lake
from scormbuild.cli import app
from scormbuild.course import source
from scormbuild.course.outline import course_outline
from scormbuild.demo.seed import LEARNERS, seed_database
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database

START, PYTHON, BEYOND = (ROOT / f"docs/analyst/{name}.md" for name in ("index", "python", "beyond"))
NOW = 1_795_420_800_000  # 23 November 2026, 8:00 UTC
pytestmark = pytest.mark.xdist_group("spark")  # the one process that starts it


def seed_demo(url: str) -> None:
    """Make a database with the crowd of the demo, in a course that has every form of question."""
    database = Database.open(url)
    with database.writing() as connection:
        organisations.ensure_default(connection)
    database.close()
    course = source.read_course(ROOT / "src/scormbuild/course/starter/en").course
    assert seed_database(
        url, course_outline(course), NOW, ZoneInfo("Europe/Amsterdam"), lambda _done, _all: None
    )


@pytest.fixture(scope="module")
def start_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything of the start page was pasted."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "dist").mkdir()
    seed_demo(f"sqlite:///{folder}/dist/demo.db")
    with ExitStack() as stack:
        reader = DocsShell(folder, {}, stack)
        for block in (block for block in blocks() if block.path == START):
            reader.expect_block_works(block)
    return folder


@pytest.fixture
def in_start_folder(start_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as the folder where one is."""
    monkeypatch.chdir(start_folder)
    return start_folder


def test_what_the_start_page_says_to_paste_leaves_a_sheet_and_a_lake(start_folder: Path) -> None:
    assert (start_folder / "completion.xlsx").read_bytes().startswith(b"PK")
    assert (start_folder / "lake/views.sql").is_file()


@pytest.mark.usefixtures("in_start_folder")
def test_the_python_of_the_start_page_counts_the_crowd(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = marked_blocks(START, "first")
    exec(code, {})
    assert "completed" in capsys.readouterr().out


@pytest.mark.usefixtures("in_start_folder")
def test_the_cells_of_the_python_page_run_one_after_the_other() -> None:
    names: dict[str, Any] = {}
    *shown, _ = [run_cell(code, names) for code in marked_blocks(PYTHON, "first-look")]
    assert sum(names["progress"]["seen"]) > LEARNERS
    first, by_team, chart, weekdays, courses = shown
    assert list(first["person"].str[:2].unique()) == ["p_"]
    assert by_team.to_numpy().sum() >= first["person"].nunique()
    assert chart.to_dict()["mark"]["type"] == "bar"
    assert len(weekdays) == 7
    assert courses["people"].sum() > 0


def marked_blocks(page: Path, mark: str) -> list[str]:
    """The blocks of a page with this mark."""
    return [block.code for block in blocks() if (block.path, block.mark) == (page, mark)]


def run_cell(code: str, names: dict[str, Any]) -> Any:
    """Run a cell; what its last expression gives, as a notebook shows it."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


@pytest.fixture(scope="module")
def psql(postgres: Cluster) -> Iterator[psycopg.Connection]:
    """Somebody with a login that `scormbuild lrs sql create` made, asking PostgreSQL."""
    with postgres.database() as url:
        seed_demo(url)
        made = CliRunner().invoke(app, ["lrs", "sql", "create", "powerbi", "--words", "--database", url])
        assert made.exit_code == 0, made.output
        name = url.partition("?")[0].rpartition("/")[2]
        with psycopg.connect(
            host=str(postgres.folder), dbname=name, user="powerbi", options="-c search_path=desk"
        ) as connection:
            yield connection


@pytest.mark.parametrize("code", block_params(language="sql", mark="view"))
def test_every_query_gives_the_same_rows_on_duckdb_and_postgresql(
    code: str, start_folder: Path, psql: psycopg.Connection
) -> None:
    with open_lake(start_folder / "lake") as lake:
        by_lake = [tuple(row.values()) for row in lake.sql(code).to_pyarrow().to_pylist()]
    assert by_lake
    assert list(map(comparable_row, by_lake)) == list(
        map(comparable_row, psql.execute(code.encode()).fetchall())
    )


def comparable_row(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose numbers compare, whatever type an engine gives them."""
    return tuple(float(each) if isinstance(each, Decimal | int) else each for each in row)


def test_duckdb_takes_the_views_that_lie_beside_the_data(
    in_start_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(in_start_folder / "lake")
    with duckdb.connect() as connection:
        connection.execute(Path("views.sql").read_text(encoding="utf-8"))
        for code in marked_blocks(ROOT / "docs/analyst/sql.md", "view"):
            assert connection.execute(code).fetchall()


@pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)  # py4j's
@pytest.mark.usefixtures("spark_session")
def test_spark_reads_the_lake_as_the_page_says(start_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for mark in ("cluster", "cluster-reports"):
        for code in marked_blocks(BEYOND, mark):
            exec(code.replace("/srv/lake", str(start_folder / "lake")), names)
    assert "urn:scormbuild:course:my-course" in capfd.readouterr().out
    assert names["table"].rows
    assert dict(names["statements"].dtypes)["month"] == "int"
