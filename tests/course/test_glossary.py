"""A glossary: a page of its own, and each term explained where it first stands on a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files, sample_page

from scormbuild.course.build import build_course
from scormbuild.course.model import Term
from scormbuild.course.source import read_course
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
GLOSSARY = """\
delirium, delier, deliriums
: Sudden *confusion* & fear.

OR
: The operating room; see [start](#start).
"""


def page_of(folder: Path) -> lxml.html.HtmlElement:
    """The page of a course."""
    return lxml.html.fromstring(build_course(folder).files["index.html"])


def explained(folder: Path) -> list[tuple[str, str]]:
    """The terms that are explained: the page, and the words as they stand there."""
    found = page_of(folder).xpath("//button[@class='term']")
    return [(button.xpath("string(ancestor::section/@id)"), button.text) for button in found]


def test_terms_are_read_by_name_with_their_forms(make_folder: MakeFolder) -> None:
    course = read_course(make_folder(sample_page("Hi.", {"glossary.md": GLOSSARY}))).course
    assert course.glossary == (
        Term(
            ("delirium", "delier", "deliriums"),
            "Sudden <em>confusion</em> &amp; fear.",
            "Sudden confusion & fear.",
        ),
        Term(
            ("OR",),
            'The operating room; see <a href="#start">start</a>.',
            "The operating room; see start.",
        ),
    )


def test_a_term_is_explained_at_its_first_place_on_each_page(make_folder: MakeFolder) -> None:
    files = {
        "course.yaml": SETTINGS + "  - more\n",
        "pages/start.md": FRONT_MATTER + "A Delier, a delirium. In the OR or not.\n",
        "pages/more.md": FRONT_MATTER + ":::{callout}\nDeliriums.\n:::\n\nOr delirious? The OR.\n",
        "glossary.md": GLOSSARY,
    }
    assert explained(make_folder(files)) == [
        ("start", "Delier"),
        ("start", "OR"),
        ("more", "Deliriums"),
        ("more", "OR"),
    ]


def test_no_term_is_explained_where_a_button_or_another_word_would_be_in_the_way(
    make_folder: MakeFolder,
) -> None:
    text = (
        '## Delier\n\n[delier](#start) `delier` <abbr title="delier">delier</abbr> ![delier](media/x.png)\n\n'
        "$delier$ <kbd>delier</kbd>\n\n```sh\ndelier\n```\n\ndelier\n: delier at last\n\n"
        ":::{choice} q\nDelier?\n\n- [x] Delier\n- [ ] OR\n:::\n\n:::{reflection} r\nDelier?\n:::\n"
    )
    folder = make_folder(sample_page(text, {"glossary.md": GLOSSARY, "media/x.png": b"\x89PNG\r\n\x1a\n"}))
    assert explained(folder) == [("start", "delier")]
    (button,) = page_of(folder).xpath("//button[@class='term']")
    assert button.getparent().tag == "dd"


def test_the_meaning_stands_behind_the_term_and_opens_without_script(make_folder: MakeFolder) -> None:
    page = page_of(make_folder(sample_page("A delier & so.", {"glossary.md": GLOSSARY})))
    (button,) = page.xpath("//button[@class='term']")
    meaning = button.getnext()
    assert meaning.get("popover") is not None
    assert meaning.get("id") == button.get("popovertarget") == "_t-start-1"
    assert meaning.text_content() == "delirium Sudden confusion & fear."


def test_the_glossary_is_a_page_beside_the_others_and_in_the_menu(make_folder: MakeFolder) -> None:
    plain = page_of(make_folder(sample_page("Hi.")))
    assert not plain.xpath("//*[@id='_glossary']")
    page = page_of(make_folder(sample_page("Hi.", {"glossary.md": GLOSSARY})))
    assert page.xpath("//nav[@id='_menu']//a[@href='#_glossary']/text()") == ["Glossary"]
    assert page.xpath("//section[@id='_glossary']//dt/text()") == ["delirium", "OR"]


FAULTS = {
    "an empty glossary": ("\n", "1:1: this glossary is empty\n  hint: write a term, or delete the file"),
    "more than terms": (
        "# Words\n\nterm\n: Meaning\n",
        "1:1: a glossary holds terms and their meanings, and nothing else\n"
        "  hint: write a term on a line of its own, and below it a colon, a blank and what it means",
    ),
    "a term twice": (
        "term, terms\n: One\n\nother, Terms\n: Two\n",
        "4:1: 'Terms' is in the glossary already\n  hint: leave one of the two out",
    ),
    "a link that leads nowhere": (
        "term\n: See [it](#none).\n",
        "2:7: there is no page 'none' in this course\n  hint: pages: start",
    ),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_glossary_is_named_with_its_place_and_a_way_out(
    make_folder: MakeFolder, text: str, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        read_course(make_folder(sample_page("Hi.", {"glossary.md": text})))
    assert str(raised.value) == f"glossary.md:{message}"


def test_a_glossary_that_is_a_link_out_of_the_folder_is_refused(
    make_folder: MakeFolder, tmp_path: Path
) -> None:
    folder = make_folder(sample_page("Hi."))
    (tmp_path / "secret.md").write_text("secret\n: word\n")
    (folder / "glossary.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(SourceError, match="symbolic link that leaves"):
        read_course(folder)
