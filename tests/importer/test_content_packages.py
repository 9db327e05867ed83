"""A package with a manifest: its questions, or the text and pictures of its pages."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from support.importer.course import import_and_build, text_of_pages, told

from scormbuild.errors import SourceError

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
PAGE = (
    "<html><body><h1>Soap</h1><p>Water takes away what can be seen, and soap what cannot be seen; "
    'take both of them when your hands are dirty.</p><p><img src="img/a.svg" alt="A tap"></p>'
    "<script>start()</script></body></html>"
)
ITEM = (
    '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" title="Open"><itemBody><p>What now?</p>'
    '<extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>'
)


def package(*names: str, **files: str) -> bytes:
    """A zip with these resources, launched the last one first."""
    resources = "".join(
        f'<resource identifier="r{place}" href="{name}"/>' for place, name in enumerate(names)
    )
    items = "".join(f'<item identifierref="r{place}"/>' for place in reversed(range(len(names))))
    file = io.BytesIO()
    with ZipFile(file, "w") as made:
        made.writestr(
            "imsmanifest.xml",
            '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><organizations><organization>'
            f"<title>Hands</title>{items}</organization></organizations><resources>{resources}</resources></manifest>",
        )
        for name, text in files.items():
            made.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


def test_pages_of_another_tool_give_their_text_and_pictures_in_the_order_of_the_manifest() -> None:
    empty = "<html><body><div id=app></div><script>go()</script></body></html>"
    data = package("story.html", "in/page.html", story_html=empty, in__page_html=PAGE, in__img__a_svg=PICTURE)
    course = import_and_build("course.zip", data)
    assert "and soap what cannot be seen" in text_of_pages(course)
    assert "![A tap](media/a.svg)" in text_of_pages(course)
    assert "start()" not in text_of_pages(course)
    assert told(course, "left") == ["a page whose text is in a script: ask who made it for the text"]
    assert "text and pictures only: what the page did isn't known" in told(course, "guessed")


def test_items_of_qti_in_a_package_are_questions() -> None:
    assert ":::{reflection} open\nWhat now?" in text_of_pages(
        import_and_build("items.zip", package("i.xml", i_xml=ITEM))
    )


def test_a_manifest_that_points_outside_its_package_gets_nothing() -> None:
    course = package("../../etc/hostname.html", "/etc/passwd.html")
    with pytest.raises(SourceError, match="there is no text in it"):
        import_and_build("course.zip", course)
