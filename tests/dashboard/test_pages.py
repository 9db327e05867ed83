"""The pages of reports: the same figures as everywhere, for what was chosen, in the visitor's language."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.analysis.read_back import read
from support.dashboard.desk_room import Room, Visitor
from support.dashboard.kind_course import COURSE, HOSTILE, Site, fill, text

from scormbuild.analysis.lake.export import export_lake
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS
from scormbuild.dashboard.locale import Locale
from scormbuild.dashboard.pages.search import contains_words, mark_matches
from scormbuild.dashboard.pages.table import ROWS_PER_PAGE
from scormbuild.dashboard.report_cache import ReportCache
from scormbuild.dashboard.report_request import ReportRequest

DRAWN = tuple(name for name in REPORTS if name not in ("overview", "answers"))
FORMS = ("csv", "csv-nl", "xlsx", "parquet", "json")


def sheet_of(room: Room, name: str, rights: Permissions, **selected: Any) -> Any:
    """The report as the pages ask for it."""
    selection = Selection(room.owner.id, room.desk.zone, since=date(2025, 9, 22), **selected)
    day = date(2026, 9, 21)  # the room's clock stands still there
    asked = ReportRequest(name, selection, rights, Options(by="week", at=day))
    return room.run(room.figures.read_report(asked))


def cells(page: Any) -> list[list[str]]:
    """The rows of a page's table of figures."""
    return [[text(cell) for cell in row] for row in page.xpath("//section[@class='listing']//tbody/tr")]


def path_of(name: str) -> str:
    return "/" if name == "overview" else f"/reports/{name}"


@pytest.mark.parametrize("name", ["overview", *DRAWN])
def test_the_figures_on_the_page_are_those_of_the_sheet_and_of_every_download(
    site: Site, analyst: Visitor, name: str
) -> None:
    room = site[0]
    sheet = sheet_of(room, name, Permissions())
    assert sheet.rows, "the test compares something"
    shown = cells(analyst.page(path_of(name)))
    assert len(shown) == len(sheet.rows)
    local = Locale("en", room.desk.zone)
    figures = [at for at, column in enumerate(sheet.columns) if column.kind not in ("text", "yes_no")]
    for row, said in zip(sheet.rows, shown, strict=True):
        for at in figures:
            if row[at] is not None:
                assert (
                    local.format_cell(row[at], sheet.columns[at].kind).replace("\N{NO-BREAK SPACE}", " ")
                    in said
                )
    for form in FORMS:
        kept = analyst.get(f"/reports/{name}.{form}")
        assert kept.status_code == 200
        assert "attachment" in kept.headers["content-disposition"]
        read_back = read(kept.content, form, sheet, room.desk.zone)
        for row, again in zip(sheet.rows, read_back, strict=True):
            for wanted, got in ((whole(row[at]), whole(again[at])) for at in figures):
                assert got == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), form


def whole(value: Any) -> Any:
    """A moment to the second: a spreadsheet's days are fractions."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def test_key_figures_and_charts_say_what_the_table_says(analyst: Visitor) -> None:
    page = analyst.page(f"/?course={COURSE}")
    assert [text(each) for each in page.xpath("//dl[@class='key']/div")] == [
        "people began 16",
        "finished 10",
        "of those who began have finished 62.5%",
        "verified by the LMS 1",
    ]
    (funnel,) = analyst.page(f"/reports/progress?course={COURSE}").xpath("//figure")
    assert [text(each) for each in funnel.xpath(".//*[@class='bar-text']")] == [
        "16 · 100%",
        "16 · 100%",
        "10 · 62.5%",
    ]
    assert [text(each) for each in funnel.xpath(".//*[@class='bar-note']")] == ["6 stopped here"]
    choices = analyst.page(f"/reports/choices?course={COURSE}")
    marked_right = [text(each) for each in choices.xpath("//li[@class='marked']/*[@class='bar-label']")]
    assert marked_right == ["Listen", "<em>Shout</em>"]
    said = text(choices.xpath("//figure")[0])
    assert "75% got it right first time: most people know this." in said
    assert "Discrimination \N{MINUS SIGN}0.58: negative. Check that the right answer really is right." in said
    opinion = analyst.page(f"/reports/opinions?course={COURSE}").xpath("//figure")[0]
    assert "mean 2.88 on a scale of 5" in text(opinion)


def test_each_road_by_which_a_result_came_is_told_in_words(site: Site, analyst: Visitor) -> None:
    sheet = sheet_of(site[0], "completion", Permissions())
    told = {row[sheet.column_index("sources")] for row in sheet.rows}
    assert {"lms package", "package"} <= told
    shown = {row[-1] for row in cells(analyst.page("/reports/completion"))}
    assert {"LMS, course package", "course package"} <= shown
    assert not any(re.search("lms|(?<!course )package", each) for each in shown)


def test_small_teams_are_hidden_in_words_and_nowhere_to_be_found(analyst: Visitor) -> None:
    page = analyst.page("/")
    assert "fewer than 5 people" in text(page)
    for each in ("/", "/reports/completion", "/reports/attempts"):
        rows = cells(analyst.page(each))
        assert not [row for row in rows if "Tiny" in row and any(re.fullmatch("[1-4]", cell) for cell in row)]
    assert "nothing to show" not in text(page)


def test_the_choice_goes_along_to_every_other_page_and_download(analyst: Visitor) -> None:
    chosen = f"course={quote(COURSE, safe='')}&period=own&since=2026-09-01&until=2026-09-30"
    page = analyst.page(f"/reports/progress?{chosen}&team={quote(HOSTILE['team'])}")
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


def test_dates_make_a_period_of_their_own_until_another_one_is_chosen(analyst: Visitor) -> None:
    filled = analyst.page("/?was=twelve&period=twelve&since=2026-09-08&until=2026-09-08")
    assert filled.xpath("//select[@id='period']/option[@selected]/@value") == ["own"]
    left = analyst.page("/?was=own&period=year&since=2026-09-08&until=2026-09-08")
    assert left.xpath("//select[@id='period']/option[@selected]/@value") == ["year"]
    assert left.xpath("//input[@id='since']/@value") == [""]


def test_a_table_is_sorted_by_the_column_that_is_pressed(analyst: Visitor) -> None:
    first = analyst.page(f"/reports/progress?course={COURSE}&sort=-place")
    assert [row[0] for row in cells(first)] == ["3", "2", "1"]
    assert first.xpath("//th[@aria-sort='descending']//a/text()") == ["No."]
    assert "no column" in analyst.get("/reports/progress?sort=nothing").text


def test_a_long_list_is_shown_a_hundred_rows_at_a_time(site: Site) -> None:
    room = site[0]
    everybody = room.visitor("analyst", "reader", "administrator")
    page = everybody.page("/reports/attempts?page=9")
    assert len(cells(page)) <= ROWS_PER_PAGE
    assert text(page.xpath("//caption")[0]).startswith("Attempts")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_numbers_and_dates_are_those_of_the_language(site: Site, language: str) -> None:
    visitor = site[0].visitor("analyst", language=language)
    said = text(visitor.page(f"/?course={COURSE}"))
    assert ("62,5 %" if language == "nl" else "62.5%") in said.replace("\N{NO-BREAK SPACE}", " ")
    when = visitor.page(f"/reports/completion?course={COURSE}")
    shown = r"\d\d-09-2026 \d\d:\d\d" if language == "nl" else r"\d+ Sep 2026 \d\d:\d\d"
    assert re.search(shown, text(when).replace("\N{NO-BREAK SPACE}", " "))


def test_before_the_first_export_pages_say_so_and_show_nothing(room: Room) -> None:
    visitor = room.visitor("analyst", "reader", "administrator")
    for each in ["/", *(f"/reports/{name}" for name in DRAWN), "/answers", f"/answers?course={COURSE}"]:
        answer = visitor.get(each)
        assert answer.status_code == 200, each
        assert "There are no figures yet" in answer.text
    assert visitor.get("/reports/completion.csv?names=yes").status_code == 200


def test_the_first_statements_are_seen_as_soon_as_they_are_exported(room: Room) -> None:
    visitor = room.visitor("analyst")
    export_lake(room.database, room.desk.lake)
    for _ in range(2):
        assert "There are no figures yet" in visitor.get("/").text
    fill(room.settings.database, room.desk.lake)
    assert "people began" in visitor.get("/").text


def test_figures_are_remembered_until_the_lake_has_grown_and_never_more_than_there_is_room(
    site: Site,
) -> None:
    room = site[0]
    figures = ReportCache(room.desk.lake, refresh_seconds=0.0)
    asked = ReportRequest("overview", Selection(room.owner.id, room.desk.zone), Permissions(names=True))
    run = room.run
    once = run(figures.read_report(asked))
    assert run(figures.read_report(ReportRequest("overview", asked.selection, Permissions()))) is once
    state = room.desk.lake / "_state" / f"organisation={room.owner.id}.json"
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
    site: Site,
) -> None:
    room = site[0]
    figures = ReportCache(room.desk.lake)
    selection, run = Selection(room.owner.id, room.desk.zone), room.run
    overview, progress = (ReportRequest(name, selection, Permissions()) for name in ("overview", "progress"))
    once, through = run(figures.read_report(overview)), run(figures.consistent_through(room.owner.id))
    state = room.desk.lake / "_state" / f"organisation={room.owner.id}.json"
    kept = state.read_text()
    state.write_text(json.dumps({**json.loads(kept), "through": through + 1}))
    try:
        assert run(figures.read_report(overview)) is once
        assert run(figures.consistent_through(room.owner.id)) == through
        run(figures.read_report(progress))
        assert run(figures.consistent_through(room.owner.id)) == through + 1
        assert run(figures.read_report(overview)) is not once
    finally:
        state.write_text(kept)
        figures.close()


def test_the_first_page_is_made_ready_before_anybody_asks(site: Site) -> None:
    room = site[0]
    figures = ReportCache(room.desk.lake)
    asked = ReportRequest("overview", Selection(room.owner.id, room.desk.zone), Permissions())
    figures._warm_up(lambda _: [asked])
    assert {key[1] for key in figures.entries if isinstance(key[1], ReportRequest)} == {asked}
    figures.close()


@given(st.text(), st.text(max_size=5))
def test_what_is_marked_is_all_of_the_answer_and_found_whatever_its_accents(answer: str, words: str) -> None:
    assert "".join(piece for piece, _ in mark_matches(answer, words)) == answer
    if words.strip() and words.isascii() and words.isalpha():
        assert contains_words(f"{answer} {words.upper()} {answer}", words)
    assert contains_words("Één CAFÉ", "een cafe")
