"""What reads a file, by the end of its name: a row for each form."""

from __future__ import annotations

from typing import Final

from scormbuild.errors import did_you_mean
from scormbuild.importer.document import Document
from scormbuild.importer.readers.content_package import read_content_package
from scormbuild.importer.readers.docx import read_docx
from scormbuild.importer.readers.gift import is_gift, read_gift
from scormbuild.importer.readers.h5p import read_h5p
from scormbuild.importer.readers.html_page import read_html
from scormbuild.importer.readers.markdown import read_markdown
from scormbuild.importer.readers.odt import read_odt
from scormbuild.importer.readers.pptx import read_pptx
from scormbuild.importer.readers.source_file import Reader, SourceFile
from scormbuild.importer.readers.xml_file import read_xml


def read_text(file: SourceFile) -> Document:
    """Plain text: questions in GIFT, which Moodle writes into such a file, or Markdown."""
    return (read_gift if is_gift(file.text()) else read_markdown)(file)


READERS: Final[dict[str, Reader]] = {
    "docx": read_docx,
    "gift": read_gift,
    "h5p": read_h5p,
    "htm": read_html,
    "html": read_html,
    "markdown": read_markdown,
    "md": read_markdown,
    "odt": read_odt,
    "pptx": read_pptx,
    "txt": read_text,
    "xml": read_xml,
    "zip": read_content_package,
}


def read_file(file: SourceFile) -> Document:
    """The file as HTML. SourceError where it can't be read, or where nobody knows its form."""
    ending = file.name.rpartition(".")[2].lower()
    if ending not in READERS:
        raise file.unreadable(
            f"files of the form '{ending}' can't be imported", did_you_mean(ending, READERS, "known:")
        )
    return READERS[ending](file)
