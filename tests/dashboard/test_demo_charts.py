"""The demo's learners of a course with everything in it give each chart something to draw."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake.export import export_lake
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS
from scormbuild.course.build import build_course
from scormbuild.course.outline import course_outline
from scormbuild.dashboard.charts.reports import CHARTS_BY_REPORT
from scormbuild.demo.seed import seed_database
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database

COURSE = Path(__file__).parents[2] / "content/hand-hygiene"
NOW = 1_790_000_000_000  # in September 2026


@pytest.mark.long
def test_hand_hygiene_gives_every_report_with_a_chart_and_every_question_something_to_draw(
    tmp_path: Path,
) -> None:
    url, zone = f"sqlite:///{tmp_path / 'demo.db'}", ZoneInfo("Europe/Amsterdam")
    outline = course_outline(build_course(COURSE).course)
    database = Database.open(url)
    try:
        with database.writing() as connection:
            owner = organisations.ensure_default(connection)
        seed_database(url, outline, NOW, zone, lambda *_: None)
        export_lake(database, tmp_path / "lake")
    finally:
        database.close()
    about, options = Selection(owner.id, zone), Options(by="week", at=date(2026, 9, 21))
    rights = Permissions(open_text_courses=None)
    with duckdb.open_tables(tmp_path / "lake") as tables:
        found = {
            name: REPORTS[name].make_table(tables, about, rights, options)
            for name in (*CHARTS_BY_REPORT, "answers")
        }
    assert [name for name, table in found.items() if not table.rows] == []
    asked = {each["id"] for each in outline["questions"]} - {"skin"}  # whose answer goes nowhere
    assert asked == {
        str(row[1]).rpartition("/")[2]
        for name in ("choices", "opinions", "answers")
        for row in found[name].rows
        if name == "answers" or row[found[name].column_index("chosen")] is not None
    } - {"skin"}
