"""Blocks that show, as blocks and as what a browser gets of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course.blocks.audio import Audio
from scormbuild.course.blocks.button import Button
from scormbuild.course.blocks.download import Download
from scormbuild.course.blocks.figure import Figure
from scormbuild.course.blocks.gallery import Gallery, Picture
from scormbuild.course.blocks.quote import Quote
from scormbuild.course.build import build_course, build_single_file
from scormbuild.course.model import Block
from scormbuild.course.source import read_course
from scormbuild.course.targets import TARGETS

MakeFolder = Callable[[Files], Path]

MEDIA: Files = {"media/x.png": PNG, "media/y.png": PNG, "media/x.pdf": b"p" * 1_250_000, "media/x.mp3": b"m"}
BLOCKS: dict[str, tuple[str, Block]] = {
    "a bare figure": (
        ":::{figure}\n:image: media/x.png\n:alt: A hand\n:::",
        Figure("media/x.png", "A hand", "", "", enlarge=False),
    ),
    "a figure with all that it can have": (
        ":::{figure}\n:image: media/x.png\n:alt: A hand\n:credit: Photo: Ann\n:enlarge: true\n"
        "\nWash *it*.\n:::",
        Figure("media/x.png", "A hand", "<p>Wash <em>it</em>.</p>", "Photo: Ann", enlarge=True),
    ),
    "a figure that only decorates": (
        ":::{figure}\n:image: media/x.png\n:alt: -\n:::",
        Figure("media/x.png", "", "", "", enlarge=False),
    ),
    "a gallery": (
        ':::{gallery}\n:title: Hands\n- ![One](media/x.png "Wet & cold")\n- ![Two](media/y.png)\n:::',
        Gallery("Hands", (Picture("media/x.png", "One", "Wet & cold"), Picture("media/y.png", "Two", ""))),
    ),
    "a gallery with blank lines": (
        ':::{gallery}\n- ![One](media/x.png "Wet")\n\n- ![Two](media/y.png)\n:::',
        Gallery("", (Picture("media/x.png", "One", "Wet"), Picture("media/y.png", "Two", ""))),
    ),
    "a quote": (
        ":::{quote}\n:who: Ann\n:source: A book\n:link: https://example.org/é\n\nBe **kind**.\n:::",
        Quote("<p>Be <strong>kind</strong>.</p>", "Ann", "A book", "https://example.org/%C3%A9"),
    ),
    "a quote by nobody": (":::{quote}\nBe kind.\n:::", Quote("<p>Be kind.</p>", "", "", "")),
    "a button to a page": (":::{button}\n:to: #start\nTo the\nstart\n:::", Button("#start", "To the start")),
    "a button to a website": (
        ":::{button}\n:to: https://example.org/é\nRead & go\n:::",
        Button("https://example.org/%C3%A9", "Read & go"),
    ),
    "a file": (
        ":::{download}\n:file: media/x.pdf\n:title: The leaflet\n\nTo print.\n:::",
        Download("media/x.pdf", "The leaflet", "<p>To print.</p>"),
    ),
    "audio": (
        ":::{audio}\n:file: media/x.mp3\n:title: A talk\n\nShe says hello.\n:::",
        Audio("media/x.mp3", "A talk", "<p>She says hello.</p>"),
    ),
}


@pytest.mark.parametrize(("text", "block"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_that_shows_is_read(make_folder: MakeFolder, text: str, block: Block) -> None:
    assert read_course(make_folder(sample_page(text, MEDIA))).course.pages[0].blocks == (block,)


def built(folder: Path) -> lxml.html.HtmlElement:
    """The page of a course."""
    return lxml.html.fromstring(build_course(folder).files["index.html"])


def test_a_file_says_its_kind_and_size_and_is_saved_rather_than_opened(make_folder: MakeFolder) -> None:
    text = ":::{download}\n:file: media/x.pdf\n:title: The leaflet\n:::\n"
    page = built(make_folder(sample_page(text, MEDIA)))
    (block,) = page.find_class("download")
    assert block.text_content().split() == ["The", "leaflet", "PDF,", "1.2", "MB"]
    (link,) = block.iter("a")
    assert link.get("download") is not None


def test_a_file_in_a_single_page_is_in_it_and_keeps_its_name(make_folder: MakeFolder) -> None:
    text = ":::{download}\n:file: media/x.pdf\n:title: The leaflet\n:::\n"
    valid = read_course(make_folder(sample_page(text, MEDIA)))
    page = build_single_file(valid, TARGETS["web"]).files["index.html"].decode()
    assert '<a download="x.pdf" href="data:application/octet-stream;base64,' in page
    (link,) = lxml.html.fromstring(page).find_class("download")[0].iter("a")
    assert list(link.attrib) == ["download", "href"]
    assert "download>" not in page


def test_a_course_gets_the_script_that_enlarges_only_where_something_can_be(make_folder: MakeFolder) -> None:
    figure = ":::{figure}\n:image: media/x.png\n:alt: A hand\n"
    plain = build_course(make_folder(sample_page(f"{figure}:::\n", MEDIA))).files
    large = build_course(make_folder(sample_page(f"{figure}:enlarge: true\n:::\n", MEDIA))).files
    assert b"showModal" not in plain["player.js"]
    assert b"showModal" in large["player.js"]
