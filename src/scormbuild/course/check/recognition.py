"""Which standard a manifest is of, by what it says of itself."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from scormbuild.course.check.standards import (
    CMI5,
    CMI5_XML,
    COMMON_CARTRIDGE,
    CONTENT_PACKAGE,
    QTI,
    SCORM_12,
    SCORM_2004_2,
    SCORM_2004_3,
    SCORM_2004_4,
    TINCAN,
    TINCAN_XML,
    Standard,
)
from scormbuild.course.check.xml_tree import ADL, XmlTree, element_text

ADLCP_2004 = f"{ADL}xsd/adlcp_v1p3"
# What <schema> and <schemaversion> say; the first that fits counts. SCORM 2004's first editions said CAM 1.3.
EDITIONS = (
    (re.compile(r"(IMS )?(Thin )?Common Cartridge"), COMMON_CARTRIDGE),
    (re.compile(r"(IMS )?QTI"), QTI),
    (re.compile(r".* 2004 4th"), SCORM_2004_4),
    (re.compile(r".* 2004 3rd"), SCORM_2004_3),
    (re.compile(r".* (2004|CAM 1\.3)"), SCORM_2004_2),
)
CARTRIDGE_NAMESPACE = "http://www.imsglobal.org/xsd/imsccv1p"
MOST_DECLARATIONS = 1000  # that are looked at: they stand on the first elements


def recognise_manifest(tree: XmlTree) -> Standard:
    """The standard of a manifest in the root of a package."""
    if tree.name == CMI5_XML:
        return CMI5
    if tree.name == TINCAN_XML:
        return TINCAN
    words = f"{metadata_text(tree, 'schema')} {metadata_text(tree, 'schemaversion')}"
    for pattern, standard in EDITIONS:
        if pattern.match(words):
            return standard
    return recognise_namespaces(tree, metadata_text(tree, "schemaversion"))


def recognise_namespaces(tree: XmlTree, version: str) -> Standard:
    """The standard where the version doesn't say it."""
    every = (uri or "" for element in tree.places for uri in element.nsmap.values())
    namespaces = set(islice(every, MOST_DECLARATIONS))
    types = [resource.get("type", "") for resource in tree.elements("resource")]
    if any(uri.startswith(CARTRIDGE_NAMESPACE) for uri in namespaces):
        return COMMON_CARTRIDGE
    if any(each.startswith("imsqti") for each in types):
        return QTI
    if version != "1.2" and ADLCP_2004 in namespaces:
        return SCORM_2004_3
    has_adl = any(uri.startswith(ADL) for uri in namespaces)
    return SCORM_12 if has_adl or metadata_text(tree, "schema") != "IMS Content" else CONTENT_PACKAGE


def metadata_text(tree: XmlTree, name: str) -> str:
    """What the manifest's own metadata says; "" if nothing."""
    elements = (
        child
        for metadata in tree.root.iterchildren("{*}metadata")
        for child in metadata.iterchildren(etree.Element)
        if etree.QName(child).localname == name
    )
    return next((" ".join(element_text(element).split()) for element in elements), "")
