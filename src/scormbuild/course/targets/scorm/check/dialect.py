"""What differs between the manifests of SCORM 1.2 and 2004."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """A version of SCORM, as rules of both need it."""

    name: str
    namespace: str  # of IMS Content Packaging
    adlcp: str
    scormtype: str  # the attribute, with the capital that this version has
    schemas: Mapping[str, str]  # namespace -> control file
    control_files: tuple[str, ...]
    folder: str  # of the control files, in our assets
    repairs: Mapping[bytes, bytes]  # what libxml2, rightly, refuses in the control files
