"""A sound SCORM 1.2 package as a dict of files, for tests to spoil."""

from __future__ import annotations

import io
import zipfile
from importlib import resources
from pathlib import Path

from scormbuild.course.check.limits import ARCHIVE_LIMITS, ArchiveLimits
from scormbuild.course.check.systems import SYSTEMS
from scormbuild.course.package_check import Report, check_package
from scormbuild.course.targets.scorm12.check import DIALECT
from scormbuild.errors import Problem

# What is rare and lawful is in it: a query in an address, a blank in a name, xml:base, a dependency.
MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1.2" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
    <imsmd:lom><imsmd:general>
      <imsmd:title><imsmd:langstring xml:lang="en">Care</imsmd:langstring></imsmd:title>
    </imsmd:general></imsmd:lom>
  </metadata>
  <organizations default="O">
    <organization identifier="O">
      <title>Care</title>
      <item identifier="I" identifierref="R">
        <title>Begin</title>
        <adlcp:prerequisites type="aicc_script">I</adlcp:prerequisites>
        <adlcp:datafromlms>start</adlcp:datafromlms>
        <adlcp:masteryscore>80</adlcp:masteryscore>
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="R" type="webcontent" href="index.html?page=1" adlcp:scormtype="sco">
      <file href="index.html"/>
      <dependency identifierref="A"/>
    </resource>
    <resource identifier="A" type="webcontent" adlcp:scormtype="asset" xml:base="media/">
      <file href="a%20b.png"/>
    </resource>
  </resources>
</manifest>
"""
ASSETS = resources.files("scormbuild.course") / "assets"
FILES: dict[str, bytes] = {
    "imsmanifest.xml": MANIFEST.encode(),
    "index.html": b"<!doctype html><script>parent.API.LMSInitialize('')</script>",
    "media/a b.png": b"\x89PNG",
    **{name: (ASSETS / name).read_bytes() for name in DIALECT.control_files},
}


def edit_manifest(old: str, new: str) -> dict[str, bytes]:
    """The sound package with one change in its manifest."""
    assert MANIFEST.count(old) == 1, f"{old!r} is not in the manifest exactly once"
    return {**FILES, "imsmanifest.xml": MANIFEST.replace(old, new).encode()}


def zip_files(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The files as a zip."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return content.getvalue()


def write_package(folder: Path, content: bytes | dict[str, bytes]) -> Path:
    """A file that holds the zip."""
    path = folder / "course.zip"
    path.write_bytes(content if isinstance(content, bytes) else zip_files(content))
    return path


def examine(
    folder: Path,
    content: bytes | dict[str, bytes],
    limits: ArchiveLimits = ARCHIVE_LIMITS,
    system: str | None = None,
) -> Report:
    """The report on a package that holds this."""
    return check_package(write_package(folder, content), limits, system=SYSTEMS[system] if system else None)


def find_problems(folder: Path, content: bytes | dict[str, bytes]) -> list[Problem]:
    """Every finding in a package that holds this."""
    return list(examine(folder, content).problems)


def check_sample(
    folder: Path, content: bytes | dict[str, bytes], system: str | None = None
) -> dict[str, tuple[str, int, int]]:
    """Each kind of finding, with the place of the last."""
    problems = examine(folder, content, system=system).problems
    return {problem.code: (problem.path, problem.line, problem.column) for problem in problems}
