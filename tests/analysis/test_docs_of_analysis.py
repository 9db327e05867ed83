"""The analysts' pages: what they list is what there is, and what they say to paste works."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.analysis.lakes import write_lake
from support.docs_blocks import ROOT, blocks
from typer.main import get_command

from scormbuild import analysis
from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.formats import FORMATS
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.schema import DIMENSION_TABLES, RELATIONS
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS, quality
from scormbuild.analysis.views import VIEWS
from scormbuild.cli import app

ANALYST = ROOT / "docs/analyst"
REPORTS_PAGE, SQL_PAGE, PYTHON_PAGE = (ANALYST / f"{name}.md" for name in ("reports", "sql", "python"))
ROW = re.compile(r"^\| *(.*?) *\|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")
TRINO = {
    "int32": "integer",
    "int64": "bigint",
    "string": "varchar",
    "bool": "boolean",
    "timestamp": "timestamp(6)",
}


def section(page: Path, heading: str) -> str:
    """What stands below a heading, up to the next of the same depth."""
    text = page.read_text(encoding="utf-8")
    mark = heading.partition(" ")[0]
    return re.split(rf"^{mark} ", text.split(f"\n{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the table with this first heading."""
    start = text.index(f"| {first} |")
    found = ROW.findall(text[start:].partition("\n\n")[0])
    return [[cell.strip() for cell in row.split(" | ")] for row in found][2:]


def code_names(rows: list[list[str]]) -> list[str]:
    """What the first cells name as code, in order."""
    return [name for row in rows for name in CODE.findall(row[0])]


@pytest.fixture(scope="module")
def empty_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake without a statement: it has every column."""
    return write_lake(tmp_path_factory.mktemp("empty") / "lake")


def test_every_report_is_described_and_listed_in_order() -> None:
    text = REPORTS_PAGE.read_text(encoding="utf-8")
    assert code_names(table(text, "report")) == list(REPORTS)
    assert set(re.findall(r"^## (\S+)$", text, re.MULTILINE)) & set(REPORTS) == set(REPORTS)


def test_the_columns_of_each_report_are_those_of_its_sheet(empty_lake: Path) -> None:
    selection = Selection(1, ZoneInfo("Europe/Amsterdam"))
    with duckdb.open_tables(empty_lake) as tables:
        for name, report in REPORTS.items():
            sheet = report.make_table(
                tables, selection, Permissions(open_text_courses=None), Options(at=date(2026, 6, 30))
            )
            told = code_names(table(section(REPORTS_PAGE, f"## {name}"), "column"))
            assert told == [column.name for column in sheet.columns], name


def test_every_check_of_quality_is_explained() -> None:
    told = code_names(table(section(REPORTS_PAGE, "## quality"), "check"))
    assert told == [*quality.STATEMENT_CHECKS, "without team", "only package", "only lms"]


def test_every_option_of_the_command_is_explained() -> None:
    params = get_command(app).commands["report"].params
    options = {(each.secondary_opts or each.opts)[0] for each in params}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", REPORTS_PAGE.read_text(encoding="utf-8")))
    assert options - {"name", "--database", "--config", "--json"} == told


def test_every_format_is_listed() -> None:
    assert code_names(table(REPORTS_PAGE.read_text(encoding="utf-8"), "`--format`")) == list(FORMATS)


def test_the_columns_of_each_table_are_those_of_the_lake() -> None:
    text = SQL_PAGE.read_text(encoding="utf-8")
    told = [(CODE.findall(row[0])[0], row[1]) for row in table(text, "column of `statements`")]
    assert told == list(RELATIONS["statements"].items())
    small = {CODE.findall(row[0])[0]: CODE.findall(row[1]) for row in table(text, "small table")}
    assert list(small.items()) == [(name, list(RELATIONS[name])) for name in DIMENSION_TABLES]


def test_the_columns_of_each_view_are_those_that_it_has(empty_lake: Path) -> None:
    text = SQL_PAGE.read_text(encoding="utf-8")
    with duckdb.open_tables(empty_lake) as tables:
        for name, view in VIEWS.items():
            assert code_names(table(text, f"column of `{name}`")) == list(view(tables).columns), name


def test_the_table_for_trino_has_the_columns_of_the_lake_with_those_of_the_path_last() -> None:
    (code,) = (block.code for block in blocks() if (block.language, block.mark) == ("sql", "trino"))
    inside = code[code.index("(") + 1 : code.index(")\nwith")]
    told = [tuple(each.split(maxsplit=1)) for each in re.split(r",\s*", inside.strip())]
    path = ("organisation", "month")
    ours = [(name, TRINO.get(kind, kind)) for name, kind in RELATIONS["statements"].items()]
    expected = [each for each in ours if each[0] not in path] + [each for each in ours if each[0] in path]
    assert [(name.strip('"'), kind) for name, kind in told] == expected


def test_the_page_for_developers_places_every_module_of_the_analysis() -> None:
    text = (ROOT / "docs/developer/analysis.md").read_text(encoding="utf-8")
    told = {name.rstrip("/") for row in table(text, "part") for name in CODE.findall(row[1])}
    assert told == {each.name for each in iter_modules(analysis.__path__)}


def page_cells(mark: str) -> list[str]:
    """The code of the Python page, cell by cell."""
    return [block.code for block in blocks() if block.path == PYTHON_PAGE and block.mark == mark]


def test_the_notebook_holds_the_code_of_its_page_and_no_output() -> None:
    notebook: dict[str, Any] = json.loads((ANALYST / "first-look.ipynb").read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert ["".join(cell["source"]) + "\n" for cell in code] == page_cells("first-look")
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert (notebook["nbformat"], set(notebook["metadata"])) == (4, {"kernelspec", "language_info"})
