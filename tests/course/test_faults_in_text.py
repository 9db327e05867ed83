"""Faults in running text: raw HTML, and links and images that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, sample_page

from scormbuild.course import source
from scormbuild.errors import SourceError

FAULTS: dict[str, tuple[Files, str]] = {
    "a script": (
        sample_page("Hello <script>alert(1)</script>.\n"),
        (
            "pages/start.md:4:7: raw HTML can't be used: <script>\n"
            "  hint: use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<"
        ),
    ),
    "a script on lines of its own": (
        sample_page("<script>\nalert(1)\n</script>\n"),
        (
            "pages/start.md:4:1: raw HTML can't be used: <script>\n"
            "  hint: use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<"
        ),
    ),
    "a style": (
        sample_page("<style>p{}</style>\n"),
        (
            "pages/start.md:4:1: raw HTML can't be used: <style>\n"
            "  hint: use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<"
        ),
    ),
    "an iframe in a list": (
        sample_page("- one\n- two <iframe src='https://example.org'></iframe>\n"),
        (
            "pages/start.md:5:7: raw HTML can't be used: <iframe>\n"
            "  hint: use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<"
        ),
    ),
    "an event handler": (
        sample_page('Press <kbd onclick="alert(1)">x</kbd>.\n'),
        ("pages/start.md:4:7: <kbd> can't have these attributes here\n  hint: write <kbd>"),
    ),
    "a comment": (
        sample_page("Hello <!-- secret --> you.\n"),
        (
            "pages/start.md:4:7: HTML comments can't be used\n"
            "  hint: leave it out; notes can stand in course.yaml, after a #"
        ),
    ),
    "a comment over paragraphs": (
        sample_page("<!-- secret\n\nmore -->\n"),
        (
            "pages/start.md:4:1: HTML comments can't be used\n"
            "  hint: leave it out; notes can stand in course.yaml, after a #"
        ),
    ),
    "a tag left open": (
        sample_page("H<sub>2O\n"),
        ("pages/start.md:4:2: <sub> isn't closed\n  hint: write </sub> in the same paragraph"),
    ),
    "a tag closed alone": (
        sample_page("H</sub>2O\n"),
        "pages/start.md:4:2: </sub> closes nothing\n  hint: leave it out",
    ),
    "tags that cross": (
        sample_page("H<sub><mark>2</sub></mark>O\n"),
        ("pages/start.md:4:14: </sub> comes too early: <mark> is still open\n  hint: write </mark> first"),
    ),
    "HTML in a quote in a directive": (
        sample_page(":::{callout}\n> quoted\n> more <div>x\n:::\n"),
        (
            "pages/start.md:6:8: raw HTML can't be used: <div>\n"
            "  hint: use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<"
        ),
    ),
    "HTML in a table": (
        sample_page("| a | b |\n|---|---|\n| c | <b>d</b> |\n"),
        (
            "pages/start.md:6:7: raw HTML can't be used: <b>\n"
            "  hint: use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<"
        ),
    ),
    "a title on a sub": (
        sample_page('<sub title="x">2</sub>\n'),
        ("pages/start.md:4:1: <sub> can't have these attributes here\n  hint: write <sub>"),
    ),
    "javascript": (
        sample_page("See [this](javascript:alert(1)).\n"),
        (
            "pages/start.md:4:5: a link can't start with 'javascript:'\n"
            "  hint: use https:, http:, mailto:, tel:, #page-id or media/…"
        ),
    ),
    "javascript with capitals and a tab": (
        sample_page("See [this](<JavaScript:alert(1)>).\n"),
        (
            "pages/start.md:4:5: a link can't start with 'javascript:'\n"
            "  hint: use https:, http:, mailto:, tel:, #page-id or media/…"
        ),
    ),
    "data": (
        sample_page("See [this](data:text/html,x).\n"),
        (
            "pages/start.md:4:5: a link can't start with 'data:'\n"
            "  hint: use https:, http:, mailto:, tel:, #page-id or media/…"
        ),
    ),
    "an image as data": (
        sample_page("![x](data:image/png;base64,AA==)\n"),
        (
            "pages/start.md:4:1: 'data:image/png;base64,AA==' is not in this course\n"
            "  hint: put the file in media/, so that it goes along"
        ),
    ),
    "an automatic link": (
        sample_page("<vbscript:x>\n"),
        (
            "pages/start.md:4:1: a link can't start with 'vbscript:'\n"
            "  hint: use https:, http:, mailto:, tel:, #page-id or media/…"
        ),
    ),
    "a reference": (
        sample_page("A\n[link][r].\n\n[r]: file:///etc/passwd\n"),
        (
            "pages/start.md:5:1: a link can't start with 'file:'\n"
            "  hint: use https:, http:, mailto:, tel:, #page-id or media/…"
        ),
    ),
    "an unknown page": (
        sample_page("[x](#strat)\n"),
        ("pages/start.md:4:1: there is no page 'strat' in this course\n  hint: did you mean 'start'?"),
    ),
    "a page without #": (
        sample_page("[x](start)\n"),
        ("pages/start.md:4:1: 'start' leads nowhere\n  hint: did you mean #start?"),
    ),
    "a bare site": (
        sample_page("[x](www.example.org)\n"),
        (
            "pages/start.md:4:1: 'www.example.org' leads nowhere\n"
            "  hint: a page is #page-id, a file media/name, the web https://…"
        ),
    ),
    "no scheme": (
        sample_page("[x](//example.org)\n"),
        ("pages/start.md:4:1: '//example.org' has no https:\n  hint: write https://example.org"),
    ),
    "no host": (
        sample_page("[x](https:///a)\n"),
        (
            "pages/start.md:4:1: 'https:///a' is no complete address\n"
            "  hint: write it as in https://example.org/page"
        ),
    ),
    "a bad IPv6 host": (
        sample_page("[x](https://[a/)\n"),
        (
            "pages/start.md:4:1: 'https://[a/' is no complete address\n"
            "  hint: write it as in https://example.org/page"
        ),
    ),
    "no text": (
        sample_page("[](https://example.org)\n"),
        ("pages/start.md:4:1: this link has no text\n  hint: write [text](address)"),
    ),
    "an image from elsewhere": (
        sample_page("![x](https://example.org/x.png)\n"),
        (
            "pages/start.md:4:1: 'https://example.org/x.png' is not in this course\n"
            "  hint: put the file in media/, so that it goes along"
        ),
    ),
    "no alternative text": (
        sample_page("![](media/x.png)\n", {"media/x.png": PNG}),
        (
            "pages/start.md:4:1: this image has no alternative text\n"
            "  hint: say in words what it shows: ![words](media/x.png); only for decoration: "
            "![-](media/x.png)"
        ),
    ),
    "a caption within text": (
        sample_page('Hi ![x](media/x.png "caption")\n', {"media/x.png": PNG}),
        (
            "pages/start.md:4:4: an image with a caption stands in a paragraph of its own\n"
            "  hint: put a blank line before and after it, or leave the caption out"
        ),
    ),
    "missing media": (
        sample_page("![x](media/foto.png)\n", {"media/photo.png": PNG}),
        ("pages/start.md:4:1: there is no file 'media/foto.png'\n  hint: did you mean 'media/photo.png'?"),
    ),
    "no media at all": (
        sample_page("![x](media/foto.png)\n"),
        ("pages/start.md:4:1: there is no file 'media/foto.png'\n  hint: put it in media/"),
    ),
    "capitals in media": (
        sample_page("![x](media/photo.png)\n", {"media/Photo.png": PNG}),
        ("pages/start.md:4:1: there is no file 'media/photo.png'\n  hint: did you mean 'media/Photo.png'?"),
    ),
    "media above": (
        sample_page("![x](media/../../x.png)\n"),
        (
            "pages/start.md:4:1: 'media/../../x.png' leaves the course's folder\n"
            "  hint: put the file in media/"
        ),
    ),
    "absolute media": (
        sample_page("![x](/etc/passwd)\n"),
        ("pages/start.md:4:1: '/etc/passwd' leaves the course's folder\n  hint: put the file in media/"),
    ),
    "backslashes": (
        sample_page("![x](media\\x.png)\n", {"media/x.png": PNG}),
        ("pages/start.md:4:1: 'media\\x.png' has a backslash\n  hint: write media/x.png"),
    ),
    "a Windows path": (
        sample_page("![x](C:\\x.png)\n"),
        ("pages/start.md:4:1: 'C:\\x.png' leaves the course's folder\n  hint: put the file in media/"),
    ),
    "escaped dots": (
        sample_page("![x](media/%2e%2e/x.png)\n"),
        (
            "pages/start.md:4:1: 'media/%2e%2e/x.png' leaves the course's folder\n"
            "  hint: put the file in media/"
        ),
    ),
    "media with an accent": (
        sample_page("![x](media/café.png)\n", {"media/café.png": PNG}),
        (
            "pages/start.md:4:1: 'media/café.png' has characters that not every LMS can serve\n"
            "  hint: rename the file, for example to media/cafe.png"
        ),
    ),
    "media with a blank": (
        sample_page("![x](<media/my photo (1).png>)\n", {"media/my photo (1).png": PNG}),
        (
            "pages/start.md:4:1: 'media/my photo (1).png' has characters that not every LMS can serve\n"
            "  hint: rename the file, for example to media/my-photo-1.png"
        ),
    ),
    "media that Windows can't write": (
        sample_page("![x](media/aux.png)\n", {"media/aux.png": PNG}),
        (
            "pages/start.md:4:1: Windows can't write a file named 'media/aux.png', and LMSs run on it too\n"
            "  hint: rename the file or its folder"
        ),
    ),
    "media in a folder that Windows can't write": (
        sample_page("![x](media/a./x.png)\n", {"media/a./x.png": PNG}),
        (
            "pages/start.md:4:1: Windows can't write a file named 'media/a./x.png', and LMSs run on it too\n"
            "  hint: rename the file or its folder"
        ),
    ),
    "media with a path that is too long": (
        sample_page(f"![x](media/{'x' * 241}.png)\n", {f"media/{'x' * 241}.png": PNG}),
        (
            "pages/start.md:4:1: the path of this file has 251 characters; 250 are safe\n"
            "  hint: give it and its folders shorter names"
        ),
    ),
    "hidden media": (
        sample_page("![x](media/.x.png)\n"),
        (
            "pages/start.md:4:1: 'media/.x.png' has characters that not every LMS can serve\n"
            "  hint: rename the file, for example to media/x.png"
        ),
    ),
    "a web page as media": (
        sample_page("[x](media/x.html)\n", {"media/x.html": "<script>"}),
        (
            "pages/start.md:4:1: a .html file can't be used in a link\n"
            "  hint: possible: pdf, txt, csv, docx, xlsx, pptx, odt, ods, odp, epub, zip, ics, mp3, m4a, "
            "ogg, mp4, png, jpg, jpeg, gif, webp, avif"
        ),
    ),
    "an SVG as a link": (
        sample_page("[x](media/x.svg)\n", {"media/x.svg": "<svg/>"}),
        (
            "pages/start.md:4:1: a .svg file can't be used in a link\n"
            "  hint: possible: pdf, txt, csv, docx, xlsx, pptx, odt, ods, odp, epub, zip, ics, mp3, m4a, "
            "ogg, mp4, png, jpg, jpeg, gif, webp, avif"
        ),
    ),
    "a film as an image": (
        sample_page("![x](media/x.mp4)\n", {"media/x.mp4": b""}),
        (
            "pages/start.md:4:1: a .mp4 file can't be used as an image\n"
            "  hint: possible: png, jpg, jpeg, gif, svg, webp, avif"
        ),
    ),
    "a script in an SVG of another encoding": (
        sample_page("![x](media/x.svg)\n", {"media/x.svg": "<svg><script/></svg>".encode("utf-16")}),
        ("pages/start.md:4:1: 'media/x.svg' holds a script\n  hint: save the drawing without it, or as PNG"),
    ),
    "a script in an SVG": (
        sample_page("![x](media/x.svg)\n", {"media/x.svg": "<svg onload='x()'/>"}),
        ("pages/start.md:4:1: 'media/x.svg' holds a script\n  hint: save the drawing without it, or as PNG"),
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_text_is_named_with_its_place_and_a_way_out(
    make_folder: Callable[[Files], Path], files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message
