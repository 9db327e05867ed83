"""Blocks that show, as blocks and as what a browser gets of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course.blocks.audio import Audio
from scormbuild.course.blocks.button import Button
from scormbuild.course.blocks.chapters import Chapter
from scormbuild.course.blocks.code import Code
from scormbuild.course.blocks.download import Download
from scormbuild.course.blocks.embed import Embed
from scormbuild.course.blocks.figure import Figure
from scormbuild.course.blocks.film_sites import Film
from scormbuild.course.blocks.gallery import Gallery, Picture
from scormbuild.course.blocks.marked_image import MarkedImage, Spot
from scormbuild.course.blocks.quote import Quote
from scormbuild.course.blocks.video import Video
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
    "code": (
        ":::{code} python\n:title: a.py\n\nx = 1\n:::",
        Code("a.py", 'x = <span class="n">1</span>\n'),
    ),
    "code without a language": (":::{code}\n*a* < b\n:::", Code("", "*a* &lt; b\n")),
    "a marked image": (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n\nLook.\n\n- 0% 35% The brake\n"
        "  Step *on* it.\n- 100% 70% The rail\n\n  Up.\n\n  - And down.\n:::",
        MarkedImage(
            "bed",
            "media/x.png",
            "A bed",
            "<p>Look.</p>",
            (
                Spot(0, 35, "The brake", "<p>Step <em>on</em> it.</p>"),
                Spot(100, 70, "The rail", "<p>Up.</p>\n<ul>\n<li>And down.</li>\n</ul>"),
            ),
        ),
    ),
    "a page from elsewhere": (
        ":::{embed}\n:title: A map\n:address: https://www.example.org/é?x=1\n:shape: tall\n\nWhere.\n:::",
        Embed("A map", "https://www.example.org/%C3%A9?x=1", "tall", "<p>Where.</p>"),
    ),
    "a film with chapters": (
        ":::{video} f\n:title: F\n:vimeo: 76979871\n\n"
        "- 0:00 Wet\n- 1:05 Soap *well*\n- 1:02:05 Dry\n\nText.\n:::",
        Video(
            "f",
            "F",
            "vimeo",
            Film("76979871"),
            "",
            "",
            "<p>Text.</p>",
            (Chapter("0:00", 0, "Wet"), Chapter("1:05", 65, "Soap well"), Chapter("1:02:05", 3725, "Dry")),
        ),
    ),
}
FILMS = {
    "aqz-KE-bpKQ": ("youtube", Film("aqz-KE-bpKQ")),
    "https://youtu.be/aqz-KE-bpKQ?si=abc&t=3": ("youtube", Film("aqz-KE-bpKQ")),
    "https://www.youtube.com/watch?v=aqz-KE-bpKQ&list=PL1": ("youtube", Film("aqz-KE-bpKQ")),
    "https://www.youtube.com/watch?app=desktop&v=aqz-KE-bpKQ": ("youtube", Film("aqz-KE-bpKQ")),
    "youtube.com/shorts/aqz-KE-bpKQ": ("youtube", Film("aqz-KE-bpKQ")),
    "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?rel=0": ("youtube", Film("aqz-KE-bpKQ")),
    "https://m.youtube.com/live/aqz-KE-bpKQ": ("youtube", Film("aqz-KE-bpKQ")),
    "76979871": ("vimeo", Film("76979871")),
    "https://vimeo.com/76979871": ("vimeo", Film("76979871")),
    "https://vimeo.com/channels/staffpicks/76979871": ("vimeo", Film("76979871")),
    "https://vimeo.com/76979871/0123abcdef?share=copy": ("vimeo", Film("76979871", "0123abcdef")),
    "https://player.vimeo.com/video/76979871?h=0123abcdef&dnt=1": ("vimeo", Film("76979871", "0123abcdef")),
}


@pytest.mark.parametrize(("text", "block"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_that_shows_is_read(make_folder: MakeFolder, text: str, block: Block) -> None:
    assert read_course(make_folder(sample_page(text, MEDIA))).course.pages[0].blocks == (block,)


@pytest.mark.parametrize("pasted", FILMS)
def test_a_film_on_a_site_is_known_by_whatever_is_pasted(make_folder: MakeFolder, pasted: str) -> None:
    site, film = FILMS[pasted]
    text = f":::{{video}} f\n:title: F\n:{site}: {pasted}\n:::\n"
    (block,) = read_course(make_folder(sample_page(text))).course.pages[0].blocks
    assert isinstance(block, Video)
    assert (block.site, block.film) == (site, film)


def test_a_page_may_show_the_hosts_of_its_course_in_a_frame_and_no_other(make_folder: MakeFolder) -> None:
    def frame_sources(text: str) -> str:
        page = build_course(make_folder(sample_page(text))).files["index.html"].decode()
        found = re.search(r"frame-src ([^;]+);", page)
        assert found
        return found[1]

    vimeo = ":::{video} f\n:title: F\n:vimeo: 76979871\n:::\n\n"
    embed = ":::{embed}\n:title: F\n:address: https://maps.example.org:8443/a\n:::\n"
    assert frame_sources("Text.") == "'none'"
    assert frame_sources(vimeo + embed + embed) == "https://maps.example.org:8443 https://player.vimeo.com"


def test_a_single_page_may_show_the_same_hosts(make_folder: MakeFolder) -> None:
    embed = ":::{embed}\n:title: F\n:address: https://maps.example.org/a\n:::\n"
    valid = read_course(make_folder(sample_page(embed)))
    page = build_single_file(valid, TARGETS["web"]).files["index.html"].decode()
    assert "; frame-src https://maps.example.org; " in page


def test_the_place_of_a_spot_stands_in_the_style_sheet(make_folder: MakeFolder) -> None:
    text = (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n- 20% 35% The brake\n\n  Step on it.\n:::\n"
    )
    files = build_course(make_folder(sample_page(text, MEDIA))).files
    assert b".at-20-35{left:20%;top:35%}" in files["style.css"]
    (button,) = lxml.html.fromstring(files["index.html"]).find_class("at-20-35")
    assert button.get("aria-label") == "1: The brake"


def test_chapters_lead_into_the_film_without_script_too(make_folder: MakeFolder) -> None:
    text = ":::{video} f\n:title: F\n:file: media/f.mp4\n:captions: media/f.vtt\n- 1:05 Soap\n\nHi.\n:::\n\n"
    site = ":::{video} g\n:title: G\n:youtube: aqz-KE-bpKQ\n- 1:05 Soap\n:::\n"
    media = {"media/f.mp4": b"f", "media/f.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHi.\n"}
    page = built(make_folder(sample_page(text + site, media)))
    own, theirs = page.xpath("//ol[@class='chapters']//a")
    assert (own.get("href"), own.get("data-at")) == ("media/f.mp4#t=65", "65")
    assert theirs.get("href") == "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=65"
    assert theirs.get("data-frame").endswith("/embed/aqz-KE-bpKQ?autoplay=1&rel=0&start=65")


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
    assert b"startEnlarge" not in plain["player.js"]
    assert b"startEnlarge" in large["player.js"]
