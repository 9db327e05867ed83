"""The forms of a sheet: the same figures in each, and nothing that a spreadsheet or terminal would obey."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from support.analysis.format_parsers import parse_table, render_table

from scormbuild.analysis.formats import FORMATS
from scormbuild.analysis.formats.csv import escape_formulas
from scormbuild.analysis.formats.text import display_width
from scormbuild.analysis.model.table import Kind, ReportTable, report_columns

ZONE = ZoneInfo("Europe/Amsterdam")
KINDS = report_columns(
    person="text",
    chosen="count",
    mean="number",
    share="share",
    score="score",
    median="seconds",
    when="time",
    day="day",
    verified="yes_no",
)
FULL = (
    "p_ann",
    12_345,
    -2.5,
    0.3333,
    85.25,
    4_210,
    datetime(2026, 3, 29, 1, 30, 5, tzinfo=UTC),
    date(2026, 3, 29),
    True,
)
ROWS = [
    FULL,
    (
        'ja; nee, "wel"\nen zo',
        0,
        0.0,
        1.0,
        100.0,
        0,
        datetime(1970, 1, 1, tzinfo=UTC),
        date(2024, 2, 29),
        False,
    ),
    (None,) * 9,
]
RUN = (
    "=cmd|'/C calc'!A0",
    "+31 6 1234",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "\uff20x",
    " =1",
    "\ufeff=1",
)
FILES = [name for name in FORMATS if name != "table"]


@pytest.mark.parametrize("form", FILES)
def test_a_form_holds_the_figures_of_the_sheet_and_leaves_unknown_ones_empty(form: str) -> None:
    for rows in (ROWS, []):
        sheet = ReportTable("completion", KINDS, rows)
        assert parse_table(render_table(sheet, form, ZONE), form, sheet, ZONE) == rows


numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))
values: dict[Kind, st.SearchStrategy[object]] = {
    "text": st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1),
    "count": st.none() | st.integers(-(2**53), 2**53),
    "number": st.none() | numbers,
    "share": st.none() | st.integers(0, 10_000).map(lambda value: value / 10_000),
    "score": st.none() | st.integers(0, 10_000).map(lambda value: value / 100),
    "seconds": st.none() | st.integers(0, 10**9),
    "time": st.none() | st.integers(10**9, 2 * 10**9).map(lambda at: datetime.fromtimestamp(at, UTC)),
    "day": st.none() | st.dates(date(1901, 1, 1)),
    "yes_no": st.none() | st.booleans(),
}


@given(st.lists(st.tuples(*(values[column.kind] for column in KINDS)), max_size=4))
def test_forms_agree_whatever_is_in_the_sheet(rows: list[tuple[object, ...]]) -> None:
    sheet = ReportTable("completion", KINDS, rows)
    utc = ZoneInfo("UTC")  # an hour that comes twice can't be told apart without its zone
    for form in FILES:
        found = parse_table(render_table(sheet, form, utc), form, sheet, utc)
        assert [row[1:] for row in found] == [row[1:] for row in rows], form
        texts = [row[0] for row in rows]
        shown = [text and escape_formulas(text) for text in texts] if form.startswith("csv") else texts
        assert [row[0] for row in found] == shown, form


@pytest.mark.parametrize("words", RUN)
@pytest.mark.parametrize("form", ["csv", "csv-nl"])
def test_no_cell_begins_a_formula_at_its_own_separator_or_another(words: str, form: str) -> None:
    rows = [(words, -1), (f"mooi;{words}", 2), (f"mooi,{words}", 3), (f'mooi\t{words};"{words}', 4)]
    sheet = ReportTable("answers", report_columns(answer="text", revision="count"), rows)
    text = render_table(sheet, form, ZONE).decode("utf-8-sig")
    for separator in (",", ";", "\t"):
        cells = [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]
        assert not [cell for cell in cells if re.match(r"[\s\"\ufeff]*[=+@\uff1d\uff0b\uff20]", cell)], (
            separator
        )
    own = ";" if form == "csv-nl" else ","
    (_, first, *_) = csv.reader(io.StringIO(text, newline=""), delimiter=own)
    assert first[0].startswith("'") or first[0].strip(" \ufeff").startswith("'")
    assert (first[0].replace("'", ""), first[1]) == (words.replace("'", ""), "-1")


@pytest.mark.parametrize(
    "words", ["ja", "a=b", "1 - 2", "x@y.nl", "dit, en = dat", "\u2013", "'s avonds", ""]
)
def test_words_without_a_formula_stay_as_they_are(words: str) -> None:
    assert escape_formulas(words) == words


def test_a_workbook_has_no_formulas_links_or_numbers_made_of_words_and_can_be_filtered() -> None:
    rows = [(each, 1) for each in (*RUN, "https://example.org", "12", "a\x00\x1bb", "_x000D_", "x" * 40_000)]
    sheet = ReportTable("answers", report_columns(answer="text", revision="count"), rows)
    content = render_table(sheet, "xlsx", ZONE)
    found = [row[0] for row in parse_table(content, "xlsx", sheet, ZONE)]
    assert [row for row in found if len(row) < 100] == [row[0] for row in rows[:-1]]
    assert (len(found[-1]), found[-1][-2:]) == (32_767, "x…")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
        assert "hyperlink" not in xml
        assert '<pane ySplit="1"' in xml
        assert 'state="frozen"' in xml
        assert f'<autoFilter ref="A1:B{len(rows) + 1}"/>' in xml
        assert "0.00%" in book.read("xl/styles.xml").decode() or "share" not in xml


def test_parquet_has_the_type_of_each_kind() -> None:
    for rows in (ROWS, []):
        schema = parquet.read_schema(io.BytesIO(render_table(ReportTable("x", KINDS, rows), "parquet", ZONE)))
        found = {column.name: str(column.type) for column in schema}
        assert found == {
            "person": "string",
            "chosen": "int64",
            "mean": "double",
            "share": "double",
            "score": "double",
            "median": "int64",
            "when": "timestamp[us, tz=UTC]",
            "day": "date32[day]",
            "verified": "bool",
        }


def test_a_table_is_read_in_columns_by_local_time() -> None:
    lines = render_table(ReportTable("completion", KINDS, ROWS), "table", ZONE).decode().splitlines()
    assert lines[0].split() == [column.name.upper() for column in KINDS]
    assert re.split(" {2,}", lines[1]) == [
        "p_ann", "12,345", "-2.5", "33.3%", "85.25", "1:10:10", "2026-03-29 03:30", "2026-03-29", "yes",
    ]  # fmt: skip
    assert lines[2].startswith('ja; nee, "wel"⏎en zo')
    assert lines[3] == ""


@given(st.text())
def test_nothing_that_a_terminal_obeys_reaches_it(words: str) -> None:
    sheet = ReportTable(
        "answers", report_columns(answer="text", page="text"), [(f"\x1b[31m{words}\u202e", "é界")]
    )
    head, line = render_table(sheet, "table", ZONE).decode().split("\n")[:2]
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", line)
    assert display_width(line) == head.index("PAGE") + 3
