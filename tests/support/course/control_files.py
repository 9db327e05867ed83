"""The control files of a package as one schema."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lxml import etree


def read_schema(folder: Path, files: Mapping[str, bytes], schemas: Mapping[str, str]) -> etree.XMLSchema:
    """The schemas (namespace -> file) among these files of a package, written to an empty folder."""
    for name, content in files.items():
        # Two lines of IMS's that libxml2 refuses: xml: as the default namespace, which nothing uses, and
        # "anything may follow" where it should say "anything of others may follow".
        clean = content.replace(b' xmlns="http://www.w3.org/XML/1998/namespace"', b"")
        (folder / name).write_bytes(clean.replace(b"##any", b"##other"))
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{name}"/>' for namespace, name in schemas.items()
    )
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text, base_url=str(folder / "all.xsd")))
