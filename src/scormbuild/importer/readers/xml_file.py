"""A file of XML, from anybody: no entities, nothing from elsewhere."""

from __future__ import annotations

from lxml import etree

from scormbuild.importer.document import Document, parse_body
from scormbuild.importer.readers.moodle_xml import read_moodle_xml
from scormbuild.importer.readers.office_zip import parse_part
from scormbuild.importer.readers.qti2 import read_qti2_item
from scormbuild.importer.readers.source_file import SourceFile


def read_xml(file: SourceFile) -> Document:
    """The form that its root says."""
    root = parse_part(file, file.name, file.data)
    if etree.QName(root).localname == "quiz":
        return read_moodle_xml(root)
    if etree.QName(root).localname == "assessmentItem":
        document = Document(parse_body(""), root.get("title", ""))
        read_qti2_item(document, root, file.beside)
        return document
    raise file.unreadable(
        f"XML with the root '{etree.QName(root).localname}' can't be imported",
        "known: quiz (Moodle XML), assessmentItem (QTI 2)",
    )
