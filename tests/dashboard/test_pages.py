"""The pages of reports: the same figures as everywhere, for what was chosen, in the visitor's language."""

from __future__ import annotations

import json
import re
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.analysis.format_parsers import parse_table
from support.dashboard.harness import DashboardClient, DashboardHarness
from support.dashboard.sample_course import COURSE, HOSTILE, SampleDashboard, fill_dashboard, node_text

from scormbuild.analysis.lake.export import export_lake
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.pages.search import contains_words, mark_matches
from scormbuild.dashboard.pages.table import ROWS_PER_PAGE
from scormbuild.dashboard.report_cache import POLL_SECONDS, ReportCache
from scormbuild.dashboard.report_request import ReportRequest

CHARTED_REPORTS = tuple(name for name in REPORTS if name not in ("overview", "answers"))
FILE_FORMATS = ("csv", "csv-nl", "xlsx", "parquet", "json")


def make_table(harness: DashboardHarness, name: str, rights: Permissions, **selected: Any) -> Any:
    """The report as the pages ask for it."""
    selection = Selection(
        harness.organisation.id, harness.dashboard.zone, since=date(2025, 9, 22), **selected
    )
    day = date(2026, 9, 21)  # the room's clock stands still there
    asked = ReportRequest(name, selection, rights, Options(by="week", at=day))
    return harness.run(harness.report_cache.read_report(asked))


def listing_cells(page: Any) -> list[list[str]]:
    """The rows of a page's table of figures."""
    return [[node_text(cell) for cell in row] for row in page.xpath("//section[@class='listing']//tbody/tr")]


def report_path(name: str) -> str:
    return "/" if name == "overview" else f"/reports/{name}"


@pytest.mark.parametrize("name", ["overview", *CHARTED_REPORTS])
def test_the_figures_on_the_page_are_those_of_the_sheet_and_of_every_download(
    sample_dashboard: SampleDashboard, analyst: DashboardClient, name: str
) -> None:
    harness = sample_dashboard[0]
    sheet = make_table(harness, name, Permissions())
    assert sheet.rows, "the test compares something"
    shown = listing_cells(analyst.read_page(report_path(name)))
    assert len(shown) == len(sheet.rows)
    local = Locale("en", harness.dashboard.zone)
    figures = [at for at, column in enumerate(sheet.columns) if column.kind not in ("text", "yes_no")]
    hidden = REPORTS[name].download_columns
    for row, said in zip(sheet.rows, shown, strict=True):
        for at in figures:
            if row[at] is not None and sheet.columns[at].name not in hidden:
                assert (
                    local.format_cell(row[at], sheet.columns[at].kind).replace("\N{NO-BREAK SPACE}", " ")
                    in said
                )
    for form in FILE_FORMATS:
        kept = analyst.get(f"/reports/{name}.{form}")
        assert kept.status_code == 200
        assert "attachment" in kept.headers["content-disposition"]
        read_back = parse_table(kept.content, form, sheet, harness.dashboard.zone)
        for row, again in zip(sheet.rows, read_back, strict=True):
            for wanted, got in (
                (without_microseconds(row[at]), without_microseconds(again[at])) for at in figures
            ):
                assert got == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), form


def without_microseconds(value: Any) -> Any:
    """A moment to the second: a spreadsheet's days are fractions."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def test_key_figures_and_charts_say_what_the_table_says(analyst: DashboardClient) -> None:
    page = analyst.read_page(f"/?course={COURSE}")
    assert [node_text(each) for each in page.xpath("//dl[@class='key']/div")] == [
        "people began 15",
        "finished 10",
        "of those who began have finished 67%",
        "verified by the LMS fewer than 5",
    ]
    (of_team,) = analyst.read_page(f"/?course={COURSE}&team=West").xpath("//dl[@class='key']/div[1]")
    assert node_text(of_team) == "people began 10"
    (funnel,) = analyst.read_page(f"/reports/progress?course={COURSE}").xpath("//figure")
    assert [node_text(each) for each in funnel.xpath(".//*[@class='bar-text']")] == [
        "15 · 100%",
        "15 · 100%",
        "10 · 67%",
    ]
    assert [node_text(each) for each in funnel.xpath(".//*[@class='bar-note']")] == ["5 stopped here"]
    choices = analyst.read_page(f"/reports/choices?course={COURSE}")
    marked_right = [node_text(each) for each in choices.xpath("//li[@class='marked']/*[@class='bar-label']")]
    assert marked_right == ["Listen", "<em>Shout</em>"]
    said = node_text(choices.xpath("//figure")[0])
    assert "67% got it right first time: most people know this." in said
    assert "Discrimination \N{MINUS SIGN}0.6: negative. Check that the right answer really is right." in said
    opinion = analyst.read_page(f"/reports/opinions?course={COURSE}").xpath("//figure")[0]
    assert "mean 3 on a scale of 5" in node_text(
        opinion
    )  # 2.88, where one of 16 people moves it by a quarter


def test_each_road_by_which_a_result_came_is_told_in_words(
    sample_dashboard: SampleDashboard, analyst: DashboardClient
) -> None:
    sheet = make_table(sample_dashboard[0], "completion", Permissions())
    told = {row[sheet.column_index("sources")] for row in sheet.rows}
    assert {"lms package", "package"} <= told
    shown = {row[-1] for row in listing_cells(analyst.read_page("/reports/completion"))}
    assert {"LMS, course package", "course package"} <= shown
    assert not any(re.search("lms|(?<!course )package", each) for each in shown)


def test_small_teams_are_hidden_in_words_and_nowhere_to_be_found(analyst: DashboardClient) -> None:
    page = analyst.read_page("/")
    assert "fewer than 5 people" in node_text(page)
    for each in ("/", "/reports/completion", "/reports/attempts"):
        rows = listing_cells(analyst.read_page(each))
        assert not [row for row in rows if "Tiny" in row and any(re.fullmatch("[1-4]", cell) for cell in row)]
    assert "nothing to show" not in node_text(page)


def test_what_a_list_of_persons_adds_up_to_is_rounded_for_who_sees_no_names(
    sample_dashboard: SampleDashboard, analyst: DashboardClient
) -> None:
    administrator = sample_dashboard[0].log_in_as("administrator")
    for report, rounded, exact in (
        (
            "completion",
            "10 finished · fewer than 5 verified · fewer than 5 failed",
            "10 finished · 1 verified",
        ),
        ("attempts", "Finished 15 · 60%", "Finished 13 · 56.5%"),
    ):
        shown, whole = (
            node_text(client.read_page(f"/reports/{report}").xpath("//figure")[0])
            for client in (analyst, administrator)
        )
        assert rounded in shown
        assert exact in whole
        for client, is_told in ((analyst, True), (administrator, False)):
            page = node_text(client.read_page(f"/reports/{report}"))
            assert ("rounded to the nearest multiple of 5" in page) == is_told


def test_the_choice_goes_along_to_every_other_page_and_download(analyst: DashboardClient) -> None:
    chosen = f"course={quote(COURSE, safe='')}&period=own&since=2026-09-01&until=2026-09-30"
    page = analyst.read_page(f"/reports/progress?{chosen}&team={quote(HOSTILE['team'])}")
    assert page.xpath("//select[@id='course']/option[@selected]/@value") == [COURSE]
    assert page.xpath("//select[@id='team']/option[@selected]/text()") == [HOSTILE["team"]]
    assert page.xpath("//input[@id='since']/@value | //input[@id='until']/@value") == [
        "2026-09-01",
        "2026-09-30",
    ]
    links = page.xpath("//nav[contains(@class, 'menu')]//a/@href | //section[@class='keep']//a/@href")
    assert len(links) > 15
    wanted = {"course": COURSE, "team": HOSTILE["team"], "period": "own", "since": "2026-09-01"}
    for link in links:
        assert dict(parse_qsl(urlsplit(link).query)) == {**wanted, "until": "2026-09-30"}, link
    assert set(page.xpath("//a[@aria-current='page']/text()")) == {"Progress"}


def test_dates_make_a_period_of_their_own_until_another_one_is_chosen(analyst: DashboardClient) -> None:
    filled = analyst.read_page("/?was=twelve&period=twelve&since=2026-09-08&until=2026-09-08")
    assert filled.xpath("//select[@id='period']/option[@selected]/@value") == ["own"]
    left = analyst.read_page("/?was=own&period=year&since=2026-09-08&until=2026-09-08")
    assert left.xpath("//select[@id='period']/option[@selected]/@value") == ["year"]
    assert left.xpath("//input[@id='since']/@value") == [""]


def test_a_table_is_sorted_by_the_column_that_is_pressed(analyst: DashboardClient) -> None:
    first = analyst.read_page(f"/reports/progress?course={COURSE}&sort=-place")
    assert [row[0] for row in listing_cells(first)] == ["3", "2", "1"]
    assert first.xpath("//th[@aria-sort='descending']//a/text()") == ["No."]
    assert "no column" in analyst.get("/reports/progress?sort=nothing").text


def test_a_long_list_is_shown_a_hundred_rows_at_a_time(sample_dashboard: SampleDashboard) -> None:
    harness = sample_dashboard[0]
    everybody = harness.log_in_as("analyst", "reader", "administrator")
    page = everybody.read_page("/reports/attempts?page=9")
    assert len(listing_cells(page)) <= ROWS_PER_PAGE
    assert node_text(page.xpath("//caption")[0]).startswith("Attempts")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_numbers_and_dates_are_those_of_the_language(
    sample_dashboard: SampleDashboard, language: str
) -> None:
    client = sample_dashboard[0].log_in_as("analyst", language=language)
    said = node_text(client.read_page(f"/?course={COURSE}"))
    assert ("67 %" if language == "nl" else "67%") in said.replace("\N{NO-BREAK SPACE}", " ")
    page = client.read_page(f"/reports/completion?course={COURSE}")
    rows = node_text(page).replace("\N{NO-BREAK SPACE}", " ")
    assert ("87,5 %" if language == "nl" else "87.5%") in rows
    assert re.search(r"\d\d-09-2026 \d\d:\d\d" if language == "nl" else r"\d+ Sep 2026 \d\d:\d\d", rows)


def test_before_the_first_export_pages_say_so_and_show_nothing(harness: DashboardHarness) -> None:
    client = harness.log_in_as("analyst", "reader", "administrator")
    for each in [
        "/",
        *(f"/reports/{name}" for name in CHARTED_REPORTS),
        "/answers",
        f"/answers?course={COURSE}",
    ]:
        answer = client.get(each)
        assert answer.status_code == 200, each
        assert "There are no figures yet" in answer.text
    assert client.get("/reports/completion.csv?names=yes").status_code == 200


def test_the_first_statements_are_seen_as_soon_as_they_are_exported(harness: DashboardHarness) -> None:
    client = harness.log_in_as("analyst")
    export_lake(harness.database, harness.dashboard.lake)
    for _ in range(2):
        assert "There are no figures yet" in client.get("/").text
    fill_dashboard(harness.settings.database, harness.dashboard.lake)
    assert "people began" in client.get("/").text


def test_figures_are_remembered_until_the_lake_has_grown_and_never_more_than_there_is_room(
    sample_dashboard: SampleDashboard,
) -> None:
    harness = sample_dashboard[0]
    figures = ReportCache(harness.dashboard.lake, refresh_seconds=0.0)
    asked = ReportRequest(
        "overview", Selection(harness.organisation.id, harness.dashboard.zone), Permissions(names=True)
    )
    run = harness.run
    once = run(figures.read_report(asked))
    assert run(figures.read_report(ReportRequest("overview", asked.selection, Permissions()))) is once
    state = harness.dashboard.lake / "_state" / f"organisation={harness.organisation.id}.json"
    kept = state.read_text()
    told = json.loads(kept)
    state.write_text(json.dumps({**told, "amended": told["amended"] + 1}))
    try:
        again = run(figures.read_report(asked))
    finally:
        state.write_text(kept)
    assert again == once
    assert again is not once
    figures.close()


def test_what_is_not_remembered_is_asked_of_the_lake_as_it_is_and_so_is_every_page_from_then_on(
    sample_dashboard: SampleDashboard,
) -> None:
    harness = sample_dashboard[0]
    figures = ReportCache(harness.dashboard.lake)
    selection, run = Selection(harness.organisation.id, harness.dashboard.zone), harness.run
    overview, progress = (ReportRequest(name, selection, Permissions()) for name in ("overview", "progress"))
    once, through = (
        run(figures.read_report(overview)),
        run(figures.consistent_through(harness.organisation.id)),
    )
    state = harness.dashboard.lake / "_state" / f"organisation={harness.organisation.id}.json"
    kept = state.read_text()
    state.write_text(json.dumps({**json.loads(kept), "through": through + 1}))
    try:
        assert run(figures.read_report(overview)) is once
        assert run(figures.consistent_through(harness.organisation.id)) == through
        run(figures.read_report(progress))
        assert run(figures.consistent_through(harness.organisation.id)) == through + 1
        assert run(figures.read_report(overview)) is not once
    finally:
        state.write_text(kept)
        figures.close()


def test_reports_are_remembered_by_their_bytes_as_an_answer_may_be_a_long_one(tmp_path: Path) -> None:
    figures, long = ReportCache(tmp_path), "x" * (20 << 20)
    for number in range(10):
        figures._find_or_make((number,), lambda: ReportTable("answers", (), [(long,)]))
    assert list(figures.entries) == [(number,) for number in range(4, 10)]
    figures._find_or_make(("large",), lambda: ReportTable("answers", (), [(long,)] * 4))
    assert ("large",) not in figures.entries
    figures.close()


def test_the_first_page_is_made_ready_before_anybody_asks(sample_dashboard: SampleDashboard) -> None:
    harness = sample_dashboard[0]
    figures = ReportCache(harness.dashboard.lake)
    asked = ReportRequest(
        "overview", Selection(harness.organisation.id, harness.dashboard.zone), Permissions()
    )
    figures._warm_up(lambda _: [asked])
    assert {key[1] for key in figures.entries if isinstance(key[1], ReportRequest)} == {asked}
    figures.close()


def test_pages_are_made_ready_once_and_then_only_while_somebody_looks(
    sample_dashboard: SampleDashboard,
) -> None:
    harness = sample_dashboard[0]
    figures = ReportCache(harness.dashboard.lake, monotonic=lambda: 0.0)
    asked: list[int] = []

    def times() -> int:
        return asked.count(harness.organisation.id)

    def wait_for(count: int) -> bool:
        patience = time.monotonic() + 60
        while times() < count and time.monotonic() < patience:
            time.sleep(0.1)
        return times() >= count

    figures.start_warm_up(lambda organisation: asked.append(organisation) or [])  # type: ignore[func-returns-value]
    try:
        assert wait_for(1)
        time.sleep(2.5 * POLL_SECONDS)
        assert times() == 1
        selection = Selection(harness.organisation.id, harness.dashboard.zone)
        harness.run(figures.read_report(ReportRequest("overview", selection, Permissions())))
        assert wait_for(2)
    finally:
        figures.close()


@given(st.text(), st.text(max_size=5))
def test_what_is_marked_is_all_of_the_answer_and_found_whatever_its_accents(answer: str, words: str) -> None:
    assert "".join(piece for piece, _ in mark_matches(answer, words)) == answer
    if words.strip() and words.isascii() and words.isalpha():
        assert contains_words(f"{answer} {words.upper()} {answer}", words)
    assert contains_words("Één CAFÉ", "een cafe")
