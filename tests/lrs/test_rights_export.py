"""The export: everything about one person, for a program and for themselves."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from support.lrs.person_data import (
    BOB,
    COURSE,
    DISPLAY,
    ESSAY,
    LMS,
    REGISTRATION,
    SECRET_WORDS,
    USER,
    InProcessLrs,
    account,
    command_error,
    command_output,
    harvest_statement,
    open_lrs,
    question,
    store_person_data,
)

from scormbuild import vocabulary as words
from scormbuild.lrs.rights.translations import TRANSLATIONS


@pytest.fixture
def lrs(database_url: str) -> Iterator[InProcessLrs]:
    with open_lrs(database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_lrs(tmp_path: Path) -> Iterator[InProcessLrs]:
    with open_lrs(f"sqlite:///{tmp_path}/lrs.db") as opened:
        yield opened


def test_the_data_holds_all_of_a_person_and_nobody_elses_name(lrs: InProcessLrs) -> None:
    person = store_person_data(lrs.url, lrs.client)
    command_output(lrs.url, "hold", "set", person, "--reason", "complaint 14")
    told = json.loads(command_output(lrs.url, "subject", "export", USER))
    assert told["pseudonym"] == person
    assert {(each["home_page"], each["name"]) for each in told["identities"]} == {(LMS, USER), (LMS, "4711")}
    assert told["names"] == [DISPLAY]
    assert len(told["statements"]) == 6
    assert SECRET_WORDS in [
        each["statement"].get("result", {}).get("response") for each in told["statements"]
    ]
    assert len(told["mentions"]) == 4
    assert '"bob"' not in json.dumps(told)
    assert "eve@example.org" not in json.dumps(told)
    assert [each["content"] for each in told["documents"]] == [{"note": SECRET_WORDS}]
    assert [each["reason"] for each in told["holds"]] == ["complaint 14"]
    assert [each["size"] for each in told["attachments"]] == [len(ESSAY)]


def test_her_own_statements_tell_nothing_of_others_whom_they_name(lrs: InProcessLrs) -> None:
    store_person_data(lrs.url, lrs.client)
    hers = {
        "actor": {"account": {"homePage": LMS, "name": USER}},
        "verb": {"id": words.EXPERIENCED},
        "object": {"id": "https://example.org/lesson"},
        "context": {"instructor": {"mbox": "mailto:teacher@example.org", "name": "Grace Hopper"}},
    }
    lrs.client.post("/statements", json=hers).raise_for_status()
    told = command_output(lrs.url, "subject", "export", USER)
    objects = [each["statement"]["object"]["id"] for each in json.loads(told)["statements"]]
    assert "https://example.org/lesson" in objects
    assert "another person" in told
    assert "teacher@example.org" not in told
    assert "Grace Hopper" not in told


def test_voided_statements_are_in_it_and_marked(lrs: InProcessLrs) -> None:
    person = store_person_data(lrs.url, lrs.client)
    command_output(lrs.url, "subject", "retract", person)
    told = json.loads(command_output(lrs.url, "subject", "export", person))
    assert {each["voided"] for each in told["statements"]} == {True}


def test_the_folder_holds_data_page_and_files_for_its_owner_only(
    sqlite_lrs: InProcessLrs, tmp_path: Path
) -> None:
    person, out = store_person_data(sqlite_lrs.url, sqlite_lrs.client), tmp_path / "out"
    assert "6 statements" in command_output(sqlite_lrs.url, "subject", "export", person, "--out", str(out))
    command_output(sqlite_lrs.url, "subject", "export", person, "--out", str(out))
    told = json.loads((out / "data.json").read_text())
    assert (out / "attachments" / told["attachments"][0]["sha2"]).read_bytes() == ESSAY
    assert not [path for path in out.rglob("*") if path.stat().st_mode & 0o077]
    page = (out / "index.html").read_text()
    for word in ("Waarom is dat zo?", SECRET_WORDS, "Welke kleur?", "Blauw (goed)", "Eerste bladzij"):
        assert word in page
    assert "Afgerond op 1 oktober 2026, 12:00 UTC." in page
    assert "Wat er over je is bewaard" in page
    assert "no language" in command_error(sqlite_lrs.url, "subject", "export", person, "--language", "fr")


class TagChecker(HTMLParser):
    """The elements of a page, which must be closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open_tags: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)
        if tag != "meta":
            self.open_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag


def test_what_learners_wrote_never_becomes_markup(sqlite_lrs: InProcessLrs, tmp_path: Path) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>&\"'"
    asked = question("waarom", "long-fill-in", description={"nl": attack})
    actor = {"account": {"homePage": LMS, "name": "mallory"}, "name": attack}
    whole = harvest_statement(words.ANSWERED, asked, "attack", actor=actor, result={"response": attack})
    odd = harvest_statement("http://example.org/<b>verb", {"id": COURSE}, "odd", actor=actor)
    odd["verb"]["id"] = "http://example.org/x"
    sqlite_lrs.client.post("/statements", json=[whole, odd]).raise_for_status()
    command_output(
        sqlite_lrs.url, "subject", "export", "mallory", "--out", str(tmp_path / "out"), "--language", "en"
    )
    page = (tmp_path / "out" / "index.html").read_text()
    tags = TagChecker()
    tags.feed(page)
    assert tags.open_tags == []
    assert not {"script", "img", "b", "iframe", "object", "link"} & set(tags.tags)
    assert page.count("&lt;script&gt;") >= 3
    assert "default-src 'none'" in page
    assert '<html lang="en">' in page


def test_the_page_says_what_others_named_what_is_on_hold_and_what_was_kept_as_a_state(
    sqlite_lrs: InProcessLrs, tmp_path: Path
) -> None:
    person, out = store_person_data(sqlite_lrs.url, sqlite_lrs.client), tmp_path / "out"
    other = {"id": "https://example.org/other", "definition": {"type": words.COURSE}}
    named = {**other, "definition": {"type": words.COURSE, "name": {"nl": "Tillen"}}}
    page = {"id": "https://example.org/other/1"}
    course = {"id": "https://example.org/third", "definition": {"type": words.COURSE}}
    result = {"score": {"raw": 80}, "success": True}
    by_her = {"actor": account(USER), "context": {"contextActivities": {"parent": [other]}}}
    sqlite_lrs.client.post(
        "/statements",
        json=[
            {"actor": BOB, "verb": {"id": words.EXPERIENCED}, "object": named},
            {**by_her, "verb": {"id": words.EXPERIENCED}, "object": page},
            {"actor": account(USER), "verb": {"id": words.PASSED}, "object": course, "result": result},
            {"actor": account(USER), "verb": {"id": words.COMPLETED}, "object": course},
        ],
    ).raise_for_status()
    command_output(sqlite_lrs.url, "hold", "set", USER, "--reason", "klacht 14")
    command_output(sqlite_lrs.url, "subject", "export", person, "--out", str(out), "--language", "nl")
    text = (out / "index.html").read_text()
    for phrase in ("Cursus: Tillen", "Score: 80", "klacht 14"):
        assert phrase in text
    assert re.search(rf'"note":\s*"{SECRET_WORDS}"', html.unescape(text))
    assert re.search(r"<p>[^<]*20\d\d, \d\d:\d\d UTC [^<]*klacht 14", text)


def test_headings_follow_one_another_and_tables_say_what_their_columns_are(
    sqlite_lrs: InProcessLrs, tmp_path: Path
) -> None:
    person = store_person_data(sqlite_lrs.url, sqlite_lrs.client)
    command_output(
        sqlite_lrs.url, "subject", "export", person, "--out", str(tmp_path / "out"), "--language", "en"
    )
    page = (tmp_path / "out" / "index.html").read_text()
    levels = [int(each) for each in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert page.count("<table>") == page.count("<caption>") > 4
    assert "<th>" not in page
    assert REGISTRATION not in page


def test_both_languages_say_the_same_things() -> None:
    assert set(TRANSLATIONS["nl"]) == set(TRANSLATIONS["en"])
    for word, text in TRANSLATIONS["nl"].items():
        assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", TRANSLATIONS["en"][word]), word
