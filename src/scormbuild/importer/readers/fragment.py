"""Pieces of HTML, Markdown or plain text within a file, as elements."""

from __future__ import annotations

import re
from html import escape

from lxml import html
from markdown_it import MarkdownIt

from scormbuild.importer.document import parse_body
from scormbuild.importer.readers.html_page import NOT_TEXT

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def html_fragment(text: str) -> html.HtmlElement:
    """Blocks from HTML that stands in a file of another form; nothing that runs."""
    body = parse_body(_CONTROLS.sub("", text))
    for element in list(body.iter(*NOT_TEXT)):
        element.drop_tree()
    return body


def markdown_fragment(text: str) -> html.HtmlElement:
    """Blocks from Markdown."""
    return html_fragment(_MARKDOWN.render(text))


def text_fragment(text: str) -> html.HtmlElement:
    """A text as it stands, its lines kept."""
    return html_fragment(escape(text).replace("\n", "<br>"))
