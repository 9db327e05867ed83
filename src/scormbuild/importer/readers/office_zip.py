"""An office file is a zip with XML in it, from anybody: looked through before any library opens it."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import Final
from zipfile import BadZipFile, ZipFile

from lxml import etree

from scormbuild.importer.readers.source_file import SourceFile

MOST_FILES: Final = 5_000
MOST_BYTES: Final = (
    300 * 1024 * 1024
)  # of all that is in it, as the zip says; zipfile reads no more than that
MOST_XML: Final = 64 * 1024 * 1024
_OLDER_OFFICE: Final = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE file: Word 97, or a document with a password
)


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """The XML in an office file, by name, and what else is in it."""

    xml: dict[str, etree._Element]
    file: bytes = b""

    def get(self, name: str) -> etree._Element | None:
        """One of them, if it is there."""
        return self.xml.get(name)

    def media(self, name: str) -> bytes | None:
        """A file in it that isn't XML; None where it isn't there or is damaged."""
        try:
            with ZipFile(io.BytesIO(self.file)) as package:
                return package.read(name)
        except (KeyError, BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error):
            return None


def office_parts(file: SourceFile) -> OfficeParts:
    """All XML of the file, none of it with entities. SourceError where it isn't safe or can't be read."""
    if file.data.startswith(_OLDER_OFFICE):
        raise file.unreadable(
            "it is of an older form, or has a password", "save it again in the form of today, without one"
        )
    try:
        with ZipFile(io.BytesIO(file.data)) as package:
            entries = package.infolist()
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise file.unreadable(
                    "it unpacks to more than is safe", "take large films and pictures out of it"
                )
            named = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
            return OfficeParts(
                {entry.filename: parse_part(file, entry.filename, package.read(entry)) for entry in named},
                file.data,
            )
    except (
        BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        raise file.unreadable(f"it can't be read: {error}", "open it and save it again") from None


def parse_part(file: SourceFile, name: str, data: bytes) -> etree._Element:
    """A part as XML. An entity would be a way to other files, or to a thousand times as much text."""
    if len(data) > MOST_XML:
        raise file.unreadable(f"{name} in it is larger than is safe", "split the document in two")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise file.unreadable(f"{name} in it is damaged: {error}", "open it and save it again") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise file.unreadable(
            f"{name} in it declares entities", "no office program writes these: don't trust this file"
        )
    return root
