"""A web page: what stands in its main part, without what only a browser needs."""

from __future__ import annotations

from typing import cast

from lxml import html
from lxml.etree import ParserError

from scormbuild.importer.document import Document, parse_body
from scormbuild.importer.readers.source_file import SourceFile

NOT_TEXT = ("script", "style", "template", "noscript", "svg", "nav", "iframe", "object", "form", "head")


def read_html(file: SourceFile) -> Document:
    """The blocks of its `main`, of its only `article`, or of all of it."""
    try:
        page = html.document_fromstring(file.text())
    except ParserError:
        raise file.unreadable("there is nothing in it", "save the page again") from None
    title = page.findtext(".//title") or ""
    for element in list(page.iter(*NOT_TEXT)):
        cast(html.HtmlElement, element).drop_tree()
    main = next(iter([*page.iter("main"), *page.iter("article"), page.find("body")]), None)
    body = parse_body("") if main is None else main
    body.tag = "body"
    return Document(body, " ".join(title.split()), (page.get("lang") or "").partition("-")[0])
