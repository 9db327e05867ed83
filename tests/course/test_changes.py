"""What a new version does to those who took the one before: `scormbuild diff`, and a warning of `build`."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import SETTINGS, Files, sample_page, write_sample_course
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.course import source
from scormbuild.course.build import build_course, build_packages
from scormbuild.course.outline import OUTLINE_FILE
from scormbuild.errors import SourceError

CHOICE = ":::{{choice}} why\nWhy?\n\n{}\n:::\n"
NEW_VERSION = SETTINGS.replace("1.0.0", "1.1.0")


def choice(*options: str) -> str:
    return CHOICE.format("\n".join(f"- {option}" for option in options))


YES_NO = choice("[x] Yes", "[ ] No")


class Versions:
    """Two versions of a course, and what is told of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str, settings: str = SETTINGS, **files: str) -> Path:
        pages = {f"pages/{page}.md": content for page, content in files.items()}
        return write_sample_course(
            self.folder / name, {**sample_page(text), "course.yaml": settings, **pages}
        )

    def diff(self, old: Path, new: Path) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["diff", str(old), str(new)])
        return result.exit_code, result.output

    def compare(self, old: str, new: str, settings: str = NEW_VERSION, **files: str) -> tuple[int, str]:
        before, now = self.write("old", old), self.write("new", new, settings, **files)
        (path, _) = build_packages(before, self.folder / "dist")[0]
        return self.diff(path, now)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path)


def test_nothing_is_told_where_nothing_changes(versions: Versions) -> None:
    assert versions.compare(YES_NO, YES_NO) == (0, "nothing changes for those who took it\n")
    assert versions.compare(YES_NO, f"More text.\n\n{YES_NO}") == (
        0,
        "nothing changes for those who took it\n",
    )


CHANGES = {
    "an option inserted": (
        YES_NO,
        choice("[x] Yes", "[ ] Perhaps", "[ ] No"),
        1,
        "answers shift: pages/start.md: an answer 'b' to 'why' was \"No\" and would be \"Perhaps\"\n"
        "  hint: write before its words the letter that it has: {#c} Perhaps\n",
    ),
    "an option inserted with a letter": (
        YES_NO,
        choice("[x] Yes", "[ ] {#c} Perhaps", "[ ] No"),
        0,
        "pages/start.md: 'why' has an option that is new, 'c': \"Perhaps\"\n",
    ),
    "options turned round": (
        YES_NO,
        choice("[ ] No", "[x] Yes"),
        1,
        "answers shift: pages/start.md: an answer 'a' to 'why' was \"Yes\" and would be \"No\"\n"
        "  hint: write before its words the letter that it has: {#b} No\n",
    ),
    "options turned round with a letter": (YES_NO, choice("[ ] {#b} No", "[x] Yes"), 0, "nothing"),
    "an option taken out of the middle": (
        choice("[x] Yes", "[ ] Perhaps", "[ ] No"),
        YES_NO,
        1,
        "answers shift: pages/start.md: an answer 'b' to 'why' was \"Perhaps\" and would be \"No\"\n"
        "  hint: write before its words the letter that it has: {#c} No\n",
    ),
    "the last option taken out": (
        choice("[x] Yes", "[ ] No", "[ ] Perhaps"),
        YES_NO,
        0,
        "pages/start.md: 'why' has no option 'c' any more: no page shows who chose \"Perhaps\"\n",
    ),
    "an option in other words": (
        YES_NO,
        choice("[x] Yes, always", "[ ] No"),
        0,
        "pages/start.md: the option 'a' of 'why' was \"Yes\", and is \"Yes, always\"\n"
        "  hint: if it says something else, give it a letter of its own\n",
    ),
    "another right answer": (
        YES_NO,
        choice("[ ] Yes", "[x] No"),
        0,
        "pages/start.md: other options of 'why' are right: the score of who answered is another when they"
        " return\n",
    ),
    "a scale that begins elsewhere": (
        ":::{opinion} why\nGood?\n\n- no\n- yes\n:::\n",
        ":::{opinion} why\nGood?\n\n- never\n- no\n- yes\n:::\n",
        1,
        "answers shift: pages/start.md: an answer '1' to 'why' was \"no\" and would be \"never\"\n"
        "  hint: give the question another id, as the place of an option is what is kept\n",
    ),
    "a thing to tick inserted": (
        ":::{checklist} why\nTick:\n\n- One\n- Two\n:::\n",
        ":::{checklist} why\nTick:\n\n- {#c} Three\n- One\n- Two\n:::\n",
        0,
        "pages/start.md: 'why' has a thing to tick that is new, 'c': \"Three\"\n",
    ),
    "another kind of question": (
        YES_NO,
        ":::{reflection} why\nWhy?\n:::\n",
        1,
        "answers shift: pages/start.md: 'why' was a choice and is a reflection: its answers would be read as"
        " another thing\n  hint: give the new question an id of its own\n",
    ),
    "a question gone, and another": (
        YES_NO,
        ":::{reflection} how\nHow?\n:::\n",
        0,
        "pages/start.md: the question 'how' is new: who isn't done must answer it; who is done stays done\n"
        "pages/start.md: the question 'why' is gone: its answers stay in the LMS, and no page shows them\n"
        "  hint: keep its id if it only moved or got other words\n",
    ),
    "more words wanted": (
        ":::{reflection} why\nWhy?\n:::\n",
        ":::{reflection} why\n:minimum: 9\n:optional: true\n\nWhy then?\n:::\n",
        0,
        'pages/start.md: \'why\' asks in other words: "Why?" was answered, "Why then?" is shown\n'
        "  hint: give it another id if it asks something else\n"
        "pages/start.md: 'why' may be skipped now\n"
        "pages/start.md: 'why' wants 9 words where 1 would do\n",
    ),
}


@pytest.mark.parametrize(("old", "new", "status", "told"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_with_what_it_means(
    versions: Versions, old: str, new: str, status: int, told: str
) -> None:
    told = "nothing changes for those who took it\n" if told == "nothing" else told
    assert versions.compare(old, new) == (status, told)


def test_pages_ids_versions_and_rules_are_compared_too(versions: Versions) -> None:
    settings = SETTINGS.replace("- start", "- begin\n  - more").replace("id: sample", "id: other")
    page = "---\ntitle: Start\n---\nHello.\n"
    status, told = versions.compare(
        "Hello.",
        "Hello.",
        f"{settings}completion:\n  pages: none\n",
        begin=page,
        more=page.replace("Start", "More"),
    )
    assert (status, told) == (
        1,
        "answers shift: course.yaml: the course's id was 'sample' and is 'other': the LMS, and an LRS, take"
        " it for another\n  hint: write id: sample\n"
        "course.yaml: the version is 1.0.0 in both\n  hint: raise it when you publish\n"
        "course.yaml: which pages must be seen: all, now none\n  hint: who is done stays done\n"
        "pages/begin.md: this page is new: who isn't done must see it; who is done stays done\n"
        "pages/more.md: this page is new: who isn't done must see it; who is done stays done\n"
        "pages/start.md: this page is gone: who was there last goes on at the first page\n"
        "  hint: call the file pages/start.md again: pages/begin.md has its title\n",
    )


def test_the_version_before_may_be_a_folder_too(versions: Versions) -> None:
    old, new = versions.write("old", YES_NO), versions.write("new", choice("[ ] No", "[x] Yes"), NEW_VERSION)
    assert versions.diff(old, new)[0] == 1
    ((site, _),) = build_packages(old, versions.folder / "site", targets=["web"])
    assert versions.diff(site, new)[0] == 1


def test_what_is_no_package_of_ours_is_an_error(versions: Versions) -> None:
    new = versions.write("new", YES_NO)
    for content in (b"no zip", b""):
        file = versions.folder / "x.zip"
        file.write_bytes(content)
        assert versions.diff(file, new) == (2, f"{file}: this can't be read as a package\n")
    with zipfile.ZipFile(versions.folder / "x.zip", "w") as package:
        package.writestr("index.html", "")
    assert "it has no outline.json" in versions.diff(versions.folder / "x.zip", new)[1]
    for broken in (
        {},
        [],
        {"course": {}, "pages": [], "questions": []},
        "x",
        {"course": 1, "pages": 2, "questions": 3},
    ):
        with zipfile.ZipFile(versions.folder / "x.zip", "w") as package:
            package.writestr(OUTLINE_FILE, json.dumps(broken))
        status, told = versions.diff(versions.folder / "x.zip", new)
        assert (status, "not as scormbuild writes it" in told) == (2, True)


def test_build_warns_when_the_new_package_would_shift_answers_to_the_last(versions: Versions) -> None:
    out = versions.folder / "dist"
    build_packages(versions.write("old", YES_NO), out)
    ((_, built),) = build_packages(versions.write("new", choice("[ ] No", "[x] Yes")), out)
    assert [each.hint for each in built.warnings] == [
        "write before its words the letter that it has: {#b} No"
    ]
    shutil.rmtree(out)
    ((_, first),) = build_packages(versions.folder / "new", out)
    assert not first.warnings


def test_a_letter_is_kept_whatever_the_place(make_folder: Callable[[Files], Path]) -> None:
    text = choice("[x] {#d} Yes", "[ ] No", "[x] {#a} *Perhaps*")
    course = source.read_course(make_folder(sample_page(text))).course
    (asked,) = course.questions[0].interactions
    assert asked.options == (("d", "Yes"), ("b", "No"), ("a", "Perhaps"))
    assert asked.keys == ("a", "d")
    page = build_course(make_folder(sample_page(text))).files["index.html"].decode()
    assert 'data-keys="a,d"' in page
    assert "{#" not in page


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("[x] {#yes} Yes", "[ ] No"),
            "pages/start.md:7:1: 'yes' can't be the letter of an option\n"
            "  hint: write one of a to z and 0 to 9, as in {#d}: an LMS has room for one",
        ),
        (
            ("[x] {#d} Yes", "[ ] {#d} No"),
            "pages/start.md:4:1: two options have the letter 'd'\n  hint: give one of them another",
        ),
    ],
)
def test_a_letter_that_cannot_be_is_named_with_its_place(
    make_folder: Callable[[Files], Path], options: tuple[str, ...], message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(sample_page(choice(*options))))
    assert str(raised.value) == message
