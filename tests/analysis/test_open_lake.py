"""A lake in Python, and the file that tells DuckDB's own command line what is in one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb as plain
import pytest
from support.analysis.lakes import write_lake

from scormbuild.analysis import open_lake
from scormbuild.analysis.lake import sql_views
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.schema import RELATIONS
from scormbuild.analysis.views import VIEWS
from scormbuild.errors import SettingsError
from scormbuild.vocabulary import COMPLETED, COURSE

CARE = "urn:scormbuild:course:care"
COMPLETED_COURSE = {
    "verb": COMPLETED,
    "activity": CARE,
    "activity_type": COURSE,
    "course": CARE,
    "completion": True,
}
PEOPLE = [{**COMPLETED_COURSE, "actor": f"p{number}", "at": "2026-11-23T12:00:00Z"} for number in range(6)]
WITHOUT = """
import sys
for name in ("duckdb", "ibis", "pyarrow", "pandas"):
    sys.modules[name] = None
from scormbuild.analysis import open_lake
from scormbuild.errors import SettingsError
assert not {"numpy", "sqlalchemy"} & set(sys.modules)
try:
    open_lake("lake")
except SettingsError as error:
    print(error)
"""


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return write_lake(tmp_path / "lake", PEOPLE, courses=[{"course": CARE, "title": "Care"}])


def test_a_report_is_a_data_frame(lake: Path) -> None:
    with open_lake(lake) as opened:
        found = opened.report("completion", course=CARE, since="2026-11-23", until="2026-11-23")
        assert found["person"].tolist() == [f"p{number}" for number in range(6)]
        assert found["title"].unique().tolist() == ["Care"]
        assert opened.report("completion", until="2026-11-22").empty
        assert opened.report("activity", by="week")["week"].tolist() == ["2026-W48"]


def test_tables_and_views_are_expressions_and_answer_sql(lake: Path) -> None:
    with open_lake(lake) as opened:
        assert opened.statements.count().execute() == 6
        assert opened.completions.count().execute() == 6
        counted = opened.sql("select course, count(*) as people from completions group by course")
        assert counted.to_pandas().to_dict("records") == [{"course": CARE, "people": 6}]
        with pytest.raises(AttributeError, match="'complections' is none of statements, "):
            _ = opened.complections


def test_every_column_can_be_asked_for_by_its_bare_name(lake: Path) -> None:
    """A word of an engine's grammar would need quotes, which nobody knows before it fails."""
    with open_lake(lake) as opened:
        for name in (*RELATIONS, *VIEWS):
            columns = getattr(opened, name).columns
            found = opened.sql(f"select {', '.join(columns)} from {name} order by {', '.join(columns)}")
            assert list(found.to_pandas().columns) == list(columns)
            opened.sql(f"select {', '.join(f'max({each})' for each in columns)} from {name}").to_pandas()


def test_of_several_organisations_one_is_named(tmp_path: Path) -> None:
    rows = [*PEOPLE, {**COMPLETED_COURSE, "organisation": 2, "actor": "other"}]
    names = [{"organisation": 1, "name": "default"}, {"organisation": 2, "name": "hospital"}]
    lake = write_lake(tmp_path / "lake", rows, organisations=names)
    with open_lake(lake, "hospital", permissions=Permissions(min_cohort_size=1)) as opened:
        assert opened.statements.actor.to_pyarrow().to_pylist() == ["other"]
        assert opened.report("completion")["person"].tolist() == ["other"]
    with open_lake(lake) as opened:
        assert opened.statements.count().execute() == 7
        with pytest.raises(SettingsError, match=r"several organisations\n  hint: .*default, hospital"):
            opened.report("completion")


@pytest.mark.parametrize(
    ("name", "asked", "fault"),
    [
        ("complection", {}, "'complection' is no report\n  hint: overview, completion"),
        ("completion", {"corse": CARE}, "corse: no report knows this\n  hint: at, by, confirmed, course"),
        ("completion", {"since": "23-11-2026"}, "since: '23-11-2026' is no day\n  hint: "),
    ],
)
def test_what_no_report_knows_is_told(lake: Path, name: str, asked: dict[str, str], fault: str) -> None:
    with open_lake(lake) as opened, pytest.raises(SettingsError) as told:
        opened.report(name, **asked)
    assert str(told.value).startswith(fault)


def test_an_organisation_or_a_time_zone_that_is_not_there_is_told(lake: Path) -> None:
    with pytest.raises(SettingsError, match=r"no organisation 'hospital' here\n  hint: default"):
        open_lake(lake, "hospital")
    with pytest.raises(SettingsError, match=r"'Amsterdam' is no time zone\n  hint: "):
        open_lake(lake, time_zone="Amsterdam")


def test_without_the_extra_the_import_is_light_and_opening_says_what_to_install() -> None:
    said = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True).stdout
    assert "opening a lake needs the package " in said
    assert "hint: pip install 'scormbuild[dashboard]'" in said


def test_duckdb_itself_reads_the_tables_and_views_by_the_file_in_the_lake(lake: Path) -> None:
    sql_views.write_views_file(lake)
    before = Path.cwd()
    os.chdir(lake)
    try:
        connection = plain.connect()
        connection.execute((lake / "views.sql").read_text())
        assert connection.execute("select count(*) from statements").fetchone() == (6,)
        assert connection.execute("select count(*) from completions where title = 'Care'").fetchone() == (6,)
    finally:
        os.chdir(before)
