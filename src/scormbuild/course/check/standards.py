"""The standards that a package may be of."""

from __future__ import annotations

from dataclasses import dataclass

# Their manifests, in the root of a package and in these letters.
MANIFEST = "imsmanifest.xml"
CMI5_XML = "cmi5.xml"
TINCAN_XML = "tincan.xml"
MANIFESTS = (MANIFEST, CMI5_XML, TINCAN_XML)


@dataclass(frozen=True)
class Standard:
    """A standard: its stable key, and its name."""

    key: str
    title: str


SCORM_12 = Standard("scorm12", "SCORM 1.2")
SCORM_2004_2 = Standard("scorm2004-2", "SCORM 2004 2nd Edition")
SCORM_2004_3 = Standard("scorm2004-3", "SCORM 2004 3rd Edition")
SCORM_2004_4 = Standard("scorm2004-4", "SCORM 2004 4th Edition")
CMI5 = Standard("cmi5", "cmi5")
TINCAN = Standard("tincan", "xAPI (Tin Can)")
COMMON_CARTRIDGE = Standard("common-cartridge", "IMS Common Cartridge")
QTI = Standard("qti", "IMS QTI, tests and questions")
CONTENT_PACKAGE = Standard("content-package", "IMS Content Packaging, without tracking")
AICC = Standard("aicc", "AICC")
SCORM_2004 = (SCORM_2004_2, SCORM_2004_3, SCORM_2004_4)
