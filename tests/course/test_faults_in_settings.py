"""Faults in course.yaml: where, what, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import Files, add_settings, edit_settings

from scormbuild.course import source
from scormbuild.errors import SourceError

FAULTS: dict[str, tuple[Files, str]] = {
    "no course.yaml": (
        {"course.yaml": None},
        (
            "course.yaml:1:1: there is no file 'course.yaml'\n"
            "  hint: a course is a folder with course.yaml and pages/"
        ),
    ),
    "an empty course.yaml": (
        {"course.yaml": "# nothing yet\n"},
        (
            "course.yaml:1:1: the key 'description' is missing\n"
            "  hint: write description: one or two sentences on what it is about\n"
            "course.yaml:1:1: the key 'id' is missing\n"
            "  hint: write id: my-course\n"
            "course.yaml:1:1: the key 'language' is missing\n"
            "  hint: write language: en\n"
            "course.yaml:1:1: the key 'pages' is missing\n"
            "  hint: write pages: with a line - page-id below it for each page\n"
            "course.yaml:1:1: the key 'title' is missing\n"
            "  hint: write title: My course\n"
            "course.yaml:1:1: the key 'version' is missing\n"
            '  hint: write version: "1.0.0"'
        ),
    ),
    "a list for course.yaml": (
        {"course.yaml": "- a\n"},
        (
            "course.yaml:1:1: course.yaml must be keys with values\n"
            "  hint: begin with a line such as id: my-course"
        ),
    ),
    "a target that there isn't, and one twice": (
        add_settings("targets: [scorm21, scorm12, scorm12]\n"),
        (
            "course.yaml:8:11: there is no target 'scorm21'\n"
            "  hint: did you mean 'scorm12'?\n"
            "course.yaml:8:29: the target 'scorm12' stands here twice\n"
            "  hint: leave one out"
        ),
    ),
    "a misspelt key": (
        edit_settings("title:", "titel:"),
        (
            "course.yaml:1:1: the key 'title' is missing\n"
            "  hint: write title: My course\n"
            "course.yaml:2:1: unknown key 'titel'\n"
            "  hint: did you mean 'title'?"
        ),
    ),
    "an unknown key like no other": (
        add_settings("zzz: 1\n"),
        (
            "course.yaml:8:1: unknown key 'zzz'\n"
            "  hint: known keys: id, title, language, version, description, completion, grade, device, "
            "learner, room, targets, credits, licence, theme, cover, duration, iri, lrs, privacy, "
            "certificate, search, pages"
        ),
    ),
    "a double key": (
        add_settings("title: Again\n"),
        ("course.yaml:8:1: the key 'title' stands here twice\n  hint: the first is on line 2; leave one out"),
    ),
    "an empty value": (
        edit_settings("title: Sample", "title:"),
        "course.yaml:2:7: 'title' is empty\n  hint: write title: My course",
    ),
    "a list for a text": (
        edit_settings("title: Sample", "title: [a, b]"),
        ("course.yaml:2:8: 'title' must be text, not a list\n  hint: write title: My course"),
    ),
    "a title that is too long": (
        edit_settings("title: Sample", "title: " + "x" * 256),
        ("course.yaml:2:8: 'title' has 256 characters; the most is 255\n  hint: make it shorter"),
    ),
    "a bad course id": (
        edit_settings("id: sample", "id: Déjà vu 2!"),
        (
            "course.yaml:1:5: 'Déjà vu 2!' is no id: only a-z, 0-9 and '-', a letter first, at most 64\n"
            "  hint: for example: deja-vu-2"
        ),
    ),
    "an id that starts with a digit": (
        edit_settings("id: sample", "id: 2day"),
        (
            "course.yaml:1:5: '2day' is no id: only a-z, 0-9 and '-', a letter first, at most 64\n"
            "  hint: for example: q-2day"
        ),
    ),
    "an id that is too long": (
        edit_settings("id: sample", "id: " + "a-" * 40),
        (
            "course.yaml:1:5: "
            "'a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-' is no id: "
            "only a-z, 0-9 and '-', a letter first, at most 64\n"
            "  hint: for example: a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a"
        ),
    ),
    "a value left empty": (
        edit_settings("title: Sample", "title: ~"),
        "course.yaml:2:8: 'title' is empty\n  hint: write title: My course",
    ),
    "an unknown language": (
        edit_settings("language: en", "language: eng"),
        "course.yaml:3:11: unknown language 'eng'\n  hint: did you mean 'en'?",
    ),
    "a number for a version": (
        edit_settings("1.0.0", "1.0"),
        (
            "course.yaml:4:10: 'version' must be three numbers with points between them, not '1.0'\n"
            '  hint: write version: "1.0.0"'
        ),
    ),
    "an unknown completion rule": (
        add_settings("completion:\n  pages: al\n  score: 80%\n  page: all\n"),
        (
            "course.yaml:9:10: 'pages' can't be 'al'\n"
            "  hint: did you mean 'all'?\n"
            "course.yaml:10:10: 'score' must be a whole number from 1 to 100, not '80%'\n"
            "  hint: write score: 80\n"
            "course.yaml:11:3: unknown key 'page'\n"
            "  hint: did you mean 'pages'?"
        ),
    ),
    "completion without keys": (
        add_settings("completion: all\n"),
        (
            "course.yaml:8:13: 'completion' must be keys with values, not text\n"
            "  hint: write completion: with pages, questions or score below it, indented"
        ),
    ),
    "a score without choices": (
        add_settings("completion:\n  score: 80\n"),
        (
            "course.yaml:9:10: nobody could reach this score: the course has no choice questions\n"
            "  hint: add a choice, or leave the score out"
        ),
    ),
    "a score over 100": (
        add_settings("completion:\n  score: 101\n"),
        (
            "course.yaml:9:10: 'score' must be a whole number from 1 to 100, not '101'\n"
            "  hint: write score: 80"
        ),
    ),
    "a credit without a name": (
        add_settings("credits:\n  - role: Author\n  - Hans\n"),
        (
            "course.yaml:9:5: the key 'name' is missing\n"
            "  hint: write name: Their name\n"
            "course.yaml:10:5: a credit must have a role and a name\n"
            "  hint: write - role: Author, and name: below it"
        ),
    ),
    "a credit with a bare address": (
        add_settings("credits:\n  - role: a\n    name: b\n    link: info@example.org\n"),
        (
            "course.yaml:11:11: 'info@example.org' is no web or mail address\n"
            "  hint: write mailto:info@example.org"
        ),
    ),
    "a credit with a script": (
        add_settings("credits:\n  - role: a\n    name: b\n    link: javascript:alert(1)\n"),
        (
            "course.yaml:11:11: 'javascript:alert(1)' is no web or mail address\n"
            "  hint: write link: https://example.org"
        ),
    ),
    "credits that are no list": (
        add_settings("credits: Hans\n"),
        (
            "course.yaml:8:10: 'credits' must be a list, not text\n"
            "  hint: write credits: with - role: and name: below it"
        ),
    ),
    "colours": (
        add_settings('theme:\n  accent: "#999999"\n  accent-dark: "#0b5f73"\n'),
        (
            "course.yaml:9:11: the contrast of #999999 on #ffffff is 2.84:1; at least 4.5:1 is needed\n"
            "  hint: the nearest that passes is #717171\n"
            "course.yaml:10:16: the contrast of #0b5f73 on #14181a is 2.46:1; at least 4.5:1 is needed\n"
            "  hint: the nearest that passes is #468ea3"
        ),
    ),
    "a colour without quotes": (
        add_settings("theme:\n  accent: #0b5f73\n"),
        ("course.yaml:9:10: 'accent' is empty\n  hint: write accent: \"#0b5f73\", in quotes"),
    ),
    "a colour by name": (
        add_settings("theme:\n  accent: red\n"),
        (
            "course.yaml:9:11: 'accent' must be a colour such as #0b5f73, not 'red'\n"
            '  hint: write accent: "#0b5f73", in quotes'
        ),
    ),
    "a contrast of just too little": (
        add_settings('theme:\n  accent: "#777777"\n'),
        (
            "course.yaml:9:11: the contrast of #777777 on #ffffff is 4.47:1; at least 4.5:1 is needed\n"
            "  hint: the nearest that passes is #717171"
        ),
    ),
    "no pages": (
        edit_settings("pages:\n  - start\n", ""),
        (
            "course.yaml:1:1: the key 'pages' is missing\n"
            "  hint: write pages: with a line - page-id below it for each page"
        ),
    ),
    "an empty list of pages": (
        edit_settings("pages:\n  - start\n", "pages: []\n"),
        (
            "course.yaml:6:8: 'pages' has no page\n"
            "  hint: write pages: with a line - page-id below it for each page"
        ),
    ),
    "pages that are no list": (
        edit_settings("pages:\n  - start\n", "pages: start\n"),
        (
            "course.yaml:6:8: 'pages' must be a list, not text\n"
            "  hint: write pages: with a line - page-id below it for each page"
        ),
    ),
    "a page that is no id": (
        edit_settings("  - start\n", "  - start\n  - name: x\n"),
        ("course.yaml:8:5: a page in this list is only its id\n  hint: write - page-id"),
    ),
    "a page twice": (
        edit_settings("  - start\n", "  - start\n  - start\n"),
        ("course.yaml:8:5: the page 'start' stands here twice\n  hint: the first is on line 7"),
    ),
    "a page without a file": (
        edit_settings("  - start\n", "  - strat\n"),
        ("course.yaml:7:5: there is no file 'pages/strat.md'\n  hint: did you mean 'start'?"),
    ),
    "a page in capitals": (
        edit_settings("  - start\n", "  - Start\n"),
        (
            "course.yaml:7:5: 'Start' is no id: only a-z, 0-9 and '-', a letter first, at most 64\n"
            "  hint: for example: start"
        ),
    ),
    "a page that leaves the folder": (
        edit_settings("  - start\n", "  - ../secret\n"),
        (
            "course.yaml:7:5: '../secret' is no id: only a-z, 0-9 and '-', a letter first, at most 64\n"
            "  hint: for example: secret"
        ),
    ),
    "bad YAML": (
        edit_settings("title: Sample", "title: Do's: and don'ts"),
        (
            "course.yaml:2:12: this is no YAML: mapping values are not allowed in this context\n"
            "  hint: check the spaces at the start, the colons and the quotes"
        ),
    ),
    "a tab in YAML": (
        add_settings("completion:\n\tpages: all\n"),
        (
            "course.yaml:9:1: this is no YAML: found character that cannot start any token\n"
            "  hint: check the spaces at the start, the colons and the quotes"
        ),
    ),
    "an unclosed quote": (
        edit_settings("title: Sample", 'title: "Sample'),
        (
            "course.yaml:8:1: this is no YAML: found unexpected end of stream\n"
            "  hint: check the spaces at the start, the colons and the quotes"
        ),
    ),
    "an anchor": (
        edit_settings("title: Sample", "title: &t Sample"),
        (
            "course.yaml:2:8: YAML's anchors (&) and aliases (*) can't be used\n"
            "  hint: write it out, or put the text in quotes"
        ),
    ),
    "an alias": (
        add_settings("licence: *t\n"),
        (
            "course.yaml:8:10: YAML's anchors (&) and aliases (*) can't be used\n"
            "  hint: write it out, or put the text in quotes"
        ),
    ),
    "a tag": (
        edit_settings("title: Sample", "title: !!python/object:os.system Sample"),
        ("course.yaml:2:8: YAML's tags (!) can't be used\n  hint: leave it out, or put the text in quotes"),
    ),
    "a merge": (
        add_settings("<<: {a: b}\n"),
        (
            "course.yaml:8:1: unknown key '<<'\n"
            "  hint: known keys: id, title, language, version, description, completion, grade, device, "
            "learner, room, targets, credits, licence, theme, cover, duration, iri, lrs, privacy, "
            "certificate, search, pages"
        ),
    ),
    "a bomb": (
        {"course.yaml": "a: &a [x, x]\nb: &b [*a, *a]\n"},
        (
            "course.yaml:1:4: YAML's anchors (&) and aliases (*) can't be used\n"
            "  hint: write it out, or put the text in quotes"
        ),
    ),
    "deep nesting": (
        {"course.yaml": "[" * 5000},
        "course.yaml:1:21: this is nested too deeply\n  hint: use fewer levels",
    ),
    "deep nesting that is closed again": (
        add_settings("licence: " + "[" * 5000 + "]" * 5000 + "\n"),
        "course.yaml:8:29: this is nested too deeply\n  hint: use fewer levels",
    ),
    "deep nesting by dashes": (
        add_settings("credits:\n" + "- " * 5000 + "x\n"),
        "course.yaml:9:39: this is nested too deeply\n  hint: use fewer levels",
    ),
    "deep nesting at the top of a page": (
        {"pages/start.md": "---\ntitle: " + "{a: " * 5000 + "\n---\nText.\n"},
        "pages/start.md:2:84: this is nested too deeply\n  hint: use fewer levels",
    ),
    "a tag before bad YAML on one line": (
        edit_settings("title: Sample", 'title: [!x a, "\\q"]'),
        ("course.yaml:2:9: YAML's tags (!) can't be used\n  hint: leave it out, or put the text in quotes"),
    ),
    "two documents": (
        add_settings("---\nid: b\n"),
        ("course.yaml:8:1: a second YAML document starts here\n  hint: leave out the line ---"),
    ),
    "a key that is no word": (
        add_settings("[a, b]: c\n"),
        ("course.yaml:8:1: a key must be a word\n  hint: put text that holds brackets or braces in quotes"),
    ),
    "a hidden character by an escape": (
        edit_settings("title: Sample", 'title: "a\\x07b"'),
        "course.yaml:2:8: the character U+0007 can't be used\n  hint: delete it",
    ),
    "half a character by an escape": (
        edit_settings("title: Sample", 'title: "a\\ud800b"'),
        (
            "course.yaml:2:12: this is no YAML: found invalid Unicode character escape code\n"
            "  hint: check the spaces at the start, the colons and the quotes"
        ),
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_settings_is_named_with_its_place_and_a_way_out(
    make_folder: Callable[[Files], Path], files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message
