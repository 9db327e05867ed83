"""OpenDocument texts become courses as Word files do; comments and changes are told."""

from __future__ import annotations

import io
from zipfile import ZipFile

from support.importer.course import import_and_build, text_of_pages, told

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{address}:1.0"'
    for name, address in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
STYLES = """<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number/></text:list-style>"""
BODY = """<text:tracked-changes><text:changed-region><text:deletion><text:p>Never mind.</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Hands</text:h><text:p>Wash <text:span text:style-name="B">well</text:span>,
<text:a xlink:href="https://www.who.int">says WHO</text:a><text:note>
<text:note-citation>1</text:note-citation>
<text:note-body><text:p>In 2009.</text:p></text:note-body></text:note>.<office:annotation><dc:creator>Eva
</dc:creator><text:p>Really?</text:p></office:annotation></text:p>
<text:list text:style-name="N"><text:list-item><text:p>Wet</text:p><text:list><text:list-item>
<text:p>both</text:p>
</text:list-item></text:list></text:list-item>
<text:list-item><text:p>Rub</text:p></text:list-item></text:list>
<table:table><table:table-row>
<table:table-cell><text:p>Dirt</text:p></table:table-cell><table:table-cell><text:p>Soap</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:image xlink:href="Pictures/a.svg"/><svg:desc>A tap</svg:desc></draw:frame></text:p>
<text:p>What do you think?</text:p><text:p>..................</text:p>"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def open_document(body: str) -> bytes:
    """A file as LibreOffice writes one, in short."""
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(
            "content.xml",
            f'<office:document-content {NAMES} xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>{STYLES}'
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        package.writestr("Pictures/a.svg", PICTURE)
    return file.getvalue()


def test_all_that_a_course_can_show_comes_along_and_the_rest_is_told() -> None:
    course = import_and_build("hands.odt", open_document(BODY))
    text = text_of_pages(course)
    assert "title: Hands" in text
    assert "Wash **well**, [says WHO](https://www.who.int)<sup>1</sup>." in text
    assert "1. Wet\n   - both\n2. Rub" in text
    assert "| Dirt | Soap |" in text
    assert "![A tap](media/a.svg)" in text
    assert ":::{reflection} what-do-you-think\nWhat do you think?\n:::" in text
    assert "1. In 2009." in text
    assert told(course, "left") == [
        "a comment of Eva: Really?",
        "a change that was tracked: deleted, and so not in the course",
    ]
    assert "Never mind" not in text
    assert "Really" not in text
