"""A zip with a manifest: the questions of QTI in it, or the pages of a course that another tool made."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.parse import unquote

from lxml import etree

from scormbuild.importer.addresses import settle_addresses
from scormbuild.importer.document import Document, Finding, parse_body, text_of
from scormbuild.importer.readers.html_page import read_html
from scormbuild.importer.readers.office_zip import OfficeParts, office_parts
from scormbuild.importer.readers.qti2 import read_qti2_item
from scormbuild.importer.readers.source_file import SourceFile

MANIFEST: Final = "imsmanifest.xml"
# A page with fewer words has its text in a script, as those of Storyline, Rise and Captivate have.
FEWEST_WORDS: Final = 20


def read_content_package(file: SourceFile) -> Document:
    """All that the manifest names, in its order."""
    parts = office_parts(file)
    manifest = parts.get(MANIFEST)
    if manifest is None:
        raise file.unreadable(
            f"there is no {MANIFEST} in it", "unpack it, and import what is in it one by one"
        )
    title = next((each.text or "" for each in manifest.iter("{*}title")), "")
    document = Document(parse_body(""), " ".join(title.split()))
    for path in resource_paths(manifest):
        item = parts.get(path)
        if item is not None and etree.QName(item).localname == "assessmentItem":
            read_qti2_item(document, item, partial(beside, parts, path))
        elif path.lower().endswith((".html", ".htm", ".xhtml")):
            read_page(document, parts, path)
    return document


def resource_paths(manifest: etree._Element) -> Iterator[str]:
    """The files that are launched or asked, each once: first those of the organization, in its order."""
    resources = {each.get("identifier"): each.get("href") or "" for each in manifest.iter("{*}resource")}
    ordered = [resources.get(each.get("identifierref"), "") for each in manifest.iter("{*}item")]
    plain = (unquote(path.partition("?")[0].partition("#")[0]) for path in [*ordered, *resources.values()])
    paths = map(posixpath.normpath, plain)
    return iter(dict.fromkeys(path for path in paths if path != "."))


def beside(parts: OfficeParts, path: str, name: str) -> bytes | None:
    """A file of the package, by its address from another one."""
    return parts.media(posixpath.normpath(posixpath.join(posixpath.dirname(path), name)))


def read_page(document: Document, parts: OfficeParts, path: str) -> None:
    """The text and the pictures of a page that another tool made; what it does isn't known."""
    data = parts.media(path)
    if data is None:
        document.findings.append(Finding("left", path, "a page that isn't in the package"))
        return
    page = read_html(SourceFile(path, data))
    if len(text_of(page.body).split()) < FEWEST_WORDS:
        text = "a page whose text is in a script: ask who made it for the text"
        document.findings.append(Finding("left", path, text))
    else:
        document.findings.append(
            Finding("guessed", path, "text and pictures only: what the page did isn't known")
        )
    settle_addresses(document, page.body, partial(beside, parts, path))
    document.body.extend(list(page.body))
