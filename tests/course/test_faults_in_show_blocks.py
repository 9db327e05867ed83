"""Faults in the blocks that show: each is named with its place and a way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course import source
from scormbuild.errors import SourceError

MEDIA: Files = {"media/x.png": PNG, "media/x.mp3": b"m", "media/x.pdf": b"p"}
FAULTS: dict[str, tuple[str, str]] = {
    "a figure without words": (
        ":::{figure}\n:image: media/x.png\n:::\n",
        "4:1: the option 'alt' is missing\n"
        "  hint: write :alt: what the image shows, or - if it only decorates",
    ),
    "a figure that opens nothing": (
        ":::{figure}\n:image: media/x.png\n:alt: -\n:enlarge: true\n:::\n",
        "6:7: 'alt' says nothing, so nobody knows what opens\n"
        "  hint: write :alt: what the image shows, or - if it only decorates",
    ),
    "a figure without an image": (
        ":::{figure}\n:image: media/none.png\n:alt: A hand\n:::\n",
        "5:9: there is no file 'media/none.png'\n  hint: did you mean 'media/x.png'?",
    ),
    "a figure of a file that is no image": (
        ":::{figure}\n:image: media/x.pdf\n:alt: A hand\n:::\n",
        "5:9: a .pdf file can't be used as an image\n  hint: possible: png, jpg, jpeg, gif, svg, webp, avif",
    ),
    "an image from elsewhere": (
        ":::{figure}\n:image: https://example.org/x.png\n:alt: A hand\n:::\n",
        "5:9: 'https://example.org/x.png' is not in this course\n"
        "  hint: put the file in media/, so that it goes along",
    ),
    "a gallery without images": (
        ":::{gallery}\n- one\n:::\n",
        "4:1: a gallery is a list of images and nothing else\n"
        '  hint: write - ![what it shows](media/name.png "A caption") for each',
    ),
    "a gallery with words before it": (
        ":::{gallery}\nLook:\n\n- ![One](media/x.png)\n:::\n",
        "4:1: a gallery is a list of images and nothing else\n"
        '  hint: write - ![what it shows](media/name.png "A caption") for each',
    ),
    "decoration in a gallery": (
        ":::{gallery}\n- ![-](media/x.png)\n:::\n",
        "4:1: an image of a gallery can't be mere decoration\n"
        "  hint: say what it shows: ![words](media/name.png)",
    ),
    "an empty quote": (
        ":::{quote}\n:who: Ann\n:::\n",
        "4:1: the quote is empty\n  hint: write it above the closing :::",
    ),
    "a quote with a link and no source": (
        ":::{quote}\n:link: https://example.org\nBe kind.\n:::\n",
        "5:8: a link needs the name of its source\n  hint: write :source: Notes on Nursing (1859)",
    ),
    "a button to nowhere": (
        ":::{button}\nGo\n:::\n",
        "4:1: the option 'to' is missing\n  hint: write :to: https://example.org, #page-id or media/name.pdf",
    ),
    "a button to a page that isn't there": (
        ":::{button}\n:to: #strat\nGo\n:::\n",
        "5:6: there is no page 'strat' in this course\n  hint: did you mean 'start'?",
    ),
    "a button that runs a script": (
        ":::{button}\n:to: javascript:alert(1)\nGo\n:::\n",
        "5:6: a link can't start with 'javascript:'\n"
        "  hint: use https:, http:, mailto:, tel:, #page-id or media/…",
    ),
    "a button without words": (
        ":::{button}\n:to: #start\n:::\n",
        "4:1: a button holds a few plain words and nothing else\n  hint: write them above the closing :::",
    ),
    "a button with a list": (
        ":::{button}\n:to: #start\n- Go\n:::\n",
        "4:1: a button holds a few plain words and nothing else\n  hint: write them above the closing :::",
    ),
    "a file without a name": (
        ":::{download}\n:file: media/x.pdf\n:::\n",
        "4:1: the option 'title' is missing\n  hint: write :title: What it is called",
    ),
    "a file that a browser would run": (
        ":::{download}\n:file: media/x.html\n:title: A page\n:::\n",
        "5:8: a .html file can't be used to download\n"
        "  hint: possible: pdf, txt, csv, docx, xlsx, pptx, odt, ods, odp, epub, zip, ics, mp3, m4a, "
        "ogg, mp4, png, jpg, jpeg, gif, webp, avif",
    ),
    "audio without a transcript": (
        ":::{audio}\n:file: media/x.mp3\n:title: A talk\n:::\n",
        "4:1: audio needs a transcript\n  hint: write below the options what is said and heard",
    ),
    "audio of another kind": (
        ":::{audio}\n:file: media/x.png\n:title: A talk\n\nHello.\n:::\n",
        "5:8: a .png file can't be used as audio\n  hint: possible: mp3, m4a, ogg",
    ),
    "a marked image without spots": (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n:::\n",
        "4:1: a marked image has no spots\n"
        "  hint: write a list below the options, each item as in - 20% 35% The brake",
    ),
    "a spot without its place": (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n- The brake\n\n  Step on it.\n:::\n",
        "7:1: a spot begins with its place and its title\n"
        "  hint: write its place from the left and from the top, and its title: - 20% 35% The brake",
    ),
    "a spot without a text": (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n- 20% 35% The brake\n:::\n",
        "7:1: the spot 'The brake' has no text\n  hint: write it on the line below, indented",
    ),
    "a spot outside the image": (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n- 20% 135% The brake\n\n  Step.\n:::\n",
        "7:1: this spot lies outside the image\n  hint: write 0% to 100%",
    ),
    "spots upon each other": (
        ":::{marked-image} bed\n:image: media/x.png\n:alt: A bed\n- 20% 35% One\n\n  A.\n"
        "- 29% 44% Two\n\n  B.\n:::\n",
        "4:1: on a phone the spots 1 and 2 lie upon each other\n  hint: put them at least 10% apart",
    ),
    "code without code": (
        ":::{code} python\n:title: a.py\n:::\n",
        "4:1: this code is empty\n  hint: write it above the closing :::",
    ),
    "code in no language": (
        ":::{code} pyhton\nx\n:::\n",
        "4:11: unknown language of code 'pyhton'\n  hint: did you mean 'python'?",
    ),
    "a chapter without a time": (
        ":::{video} f\n:title: F\n:youtube: aqz-KE-bpKQ\n- 0:00 Wet\n- Soap\n- 1:99 Dry\n:::\n",
        "8:1: a chapter begins with its time\n  hint: write it as in - 1:05 Soap, or - 1:02:05 Soap\n"
        "pages/start.md:9:1: a chapter begins with its time\n"
        "  hint: write it as in - 1:05 Soap, or - 1:02:05 Soap",
    ),
    "chapters in disorder": (
        ":::{video} f\n:title: F\n:youtube: aqz-KE-bpKQ\n- 1:00 Wet\n- 0:59 Soap\n:::\n",
        "8:1: the chapter at 0:59 comes after that at 1:00\n"
        "  hint: put the chapters in the order of the film",
    ),
    "a page that isn't safe": (
        ":::{embed}\n:title: F\n:address: http://example.org\n:::\n",
        "6:11: 'http://example.org' is no address that a course can show\n"
        "  hint: write :address: https://example.org/page",
    ),
    "an address that would change the policy": (
        ":::{embed}\n:title: F\n:address: https://example.org;script-src/\n:::\n",
        "6:11: 'https://example.org;script-src/' is no address that a course can show\n"
        "  hint: write :address: https://example.org/page",
    ),
    "the code that a site gives for its frame": (
        ':::{embed}\n:title: F\n:address: <iframe width="3" src="https://maps.example.org/a?b=c"></iframe>\n:::\n',
        '6:11: \'<iframe width="3" src="https://maps.example.org/a?b=c"></iframe>\' is no address that a '
        "course can show\n  hint: write :address: https://maps.example.org/a?b=c",
    ),
    "a film as a page": (
        ":::{embed}\n:title: F\n:address: https://youtu.be/aqz-KE-bpKQ\n:::\n",
        "6:11: a film on YouTube is a video\n"
        "  hint: write :::{video} my-video, and :youtube: https://youtu.be/aqz-KE-bpKQ below it",
    ),
    "an unknown shape": (
        ":::{embed}\n:title: F\n:address: https://example.org\n:shape: round\n:::\n",
        "7:9: 'shape' can't be 'round'\n  hint: possible: wide, square, tall",
    ),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_block_that_shows_is_named_with_its_place_and_a_way_out(
    make_folder: Callable[[Files], Path], text: str, message: str
) -> None:
    files = sample_page(text, {**MEDIA, "media/x.html": "<p>"})
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == f"pages/start.md:{message}"
