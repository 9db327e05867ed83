"""A module as a trainer hands it in becomes a course without a touch, from text and from Word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from support.importer.module_text import MODULE
from support.importer.word_file import word_file

from scormbuild.course.build import build_packages
from scormbuild.importer.folder import write_course_folder
from scormbuild.importer.import_file import import_file

FORMS = {"txt": MODULE.encode(), "docx": word_file(MODULE)}


@pytest.fixture(params=list(FORMS))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The course folder that the import makes of it."""
    source = tmp_path / f"webcare.{request.param}"
    source.write_bytes(FORMS[request.param])
    write_course_folder(import_file(source), tmp_path / "course")
    return tmp_path / "course"


def all_pages(folder: Path) -> str:
    """The text of all pages, in their order."""
    settings = yaml.safe_load((folder / "course.yaml").read_text("utf-8"))
    return "\n".join((folder / f"pages/{name}.md").read_text("utf-8") for name in settings["pages"])


def test_it_builds_at_once(folder: Path) -> None:
    [(_, built)] = build_packages(folder, folder.parent / "dist")
    assert built.warnings == ()


def test_pages_begin_at_its_headings(folder: Path) -> None:
    settings = yaml.safe_load((folder / "course.yaml").read_text("utf-8"))
    assert settings["title"] == "WAT IS WEBCARE?"
    assert settings["language"] == "nl"
    assert settings["pages"] == [
        "wat-is-webcare",
        "voorbeelden-van-webcare",
        "socialmediarichtlijnen-beleid",
        "do-s-en-dont-s-op-social-media",
        "webcare-in-de-praktijk",
    ]


def test_each_run_of_dotted_rows_is_a_field_below_its_question(folder: Path) -> None:
    text = all_pages(folder)
    fields = re.findall(r":::\{reflection\} (\S+)\n(?::rows: (\d)\n\n)?(.+)\n:::", text)
    assert [(rows, question) for _, rows, question in fields] == [
        ("", "Wat valt je op in het filmpje?"),
        ("", "Hoe wil je zelf reageren op berichten?"),
        ("", "Waar moet je dan op letten?"),
        ("3", "Wat vind je er goed aan?"),
        ("3", "Wat zou jij er nog aan willen toevoegen?"),
        ("", "Wat vind jij van de do's en dont's?"),
        ("", "Waarom vind je dat?"),
        ("3", "Reageer zo fout mogelijk!"),
        ("3", "Reageer zo goed mogelijk!"),
    ]
    assert ".." not in text.replace("...", "")
    assert "…" not in text


def test_films_table_message_and_credits_are_found(folder: Path) -> None:
    text = all_pages(folder)
    assert re.findall(r":youtube: (\S+)", text) == [
        "https://youtu.be/oc3qnAsTM5U",
        "https://youtu.be/eB2pfDQHNh0",
    ]
    assert "+ Wees jezelf.\n+ Zorg dat de feiten kloppen.\n+ Blijf beleefd." in text
    assert "- Geen spam! Geen sluikreclame.\n- Vertel geen leugens." in text
    assert ":::{post}\n:author: Een familielid van een cliënt\n:network: Facebook\n\nLekker dan:" in text
    settings = yaml.safe_load((folder / "course.yaml").read_text("utf-8"))
    assert settings["credits"] == [
        {"role": "Auteur", "name": "Anna de Wit, Welzijn 3.0"},
        {"role": "In opdracht van", "name": "'s Heeren Huis"},
    ]


def test_the_report_says_what_was_guessed_with_its_place(folder: Path) -> None:
    report = (folder / "import.md").read_text("utf-8")
    assert "## What was guessed" in report
    assert re.search(r"- (line \d+|““Lekker dan.*”): a message from social media", report)
    assert report.count("a question with a field") == 9
