"""A package for each code of `scormbuild check` that shows it."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO
from random import Random

from support.course.sample_manifests import FILES_2004, TINCAN_FILES, edit_2004, edit_cmi5, edit_tincan
from support.course.sample_package import FILES, MANIFEST, edit_manifest, zip_files

Spoilt = bytes | dict[str, bytes]


def page(html: str, more: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """The sound package with this page, and perhaps more files."""
    return {**FILES, "index.html": html.encode(), **(more or {})}


def with_link() -> bytes:
    """The sound package with a symbolic link in it."""
    content = BytesIO(zip_files(FILES))
    link = zipfile.ZipInfo("passwd.xsd")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(content, "a") as package:
        package.writestr(link, "/etc/passwd")
    return content.getvalue()


def damaged() -> bytes:
    """The sound package, one byte of whose picture is another."""
    return zip_files(FILES, zipfile.ZIP_STORED).replace(b"\x89PNG", b"\x89PNx")


def replace_all(
    files: dict[str, bytes], *edits: tuple[str, str], name: str = "imsmanifest.xml"
) -> dict[str, bytes]:
    """The package with these changes in its manifest, everywhere."""
    text = files[name].decode()
    for old, new in edits:
        text = text.replace(old, new)
    return {**files, name: text.encode()}


ORGANIZATION = MANIFEST[MANIFEST.index("    <organization ") : MANIFEST.index("  </organizations>")]
LANGSTRING = '<langstring lang="en">Care</langstring>'
LAUNCH = 'href="index.html?page=1"'
# A code -> a package that shows it, and the system that it goes to where only one takes it amiss.
FILM = Random(1).randbytes(2_200_000)  # which no zip makes smaller
SPOILT: dict[str, Spoilt | tuple[dict[str, bytes], str]] = {
    "missing-manifest": {"readme.txt": b""},
    "manifest-in-folder": {f"course/{name}": content for name, content in FILES.items()},
    "manifest-name": {"imsmanifest.xml.txt": FILES["imsmanifest.xml"]},
    "zip-in-zip": {"course.zip": zip_files(FILES), "readme.txt": b""},
    "other-kind": {"[Content_Types].xml": b"", "word/document.xml": b""},
    "other-standard": edit_manifest("<schema>ADL SCORM</schema>", "<schema>IMS Common Cartridge</schema>"),
    "not-taken": (edit_cmi5("All of it.", "All."), "moodle"),
    "absolute-path": {**FILES, "/etc/x.xsd": b""},
    "traversal": {**FILES, "../x.xsd": b""},
    "control-character": {**FILES, "a\x1b.xsd": b""},
    "long-path": {**FILES, f"{'d' * 130}/{'f' * 130}.xsd": b""},
    "damaged-file": damaged(),
    "link": with_link(),
    "not-well-formed": edit_manifest("</manifest>", ""),
    "doctype": edit_manifest("?>", "?>\n<!DOCTYPE manifest []>"),
    "wrong-root": replace_all(
        TINCAN_FILES, ("<tincan ", "<tin "), ("</tincan>", "</tin>"), name="tincan.xml"
    ),
    "long-identifier": edit_manifest('identifier="I"', f'identifier="{"i" * 256}"'),
    "long-title": edit_manifest("Begin", "t" * 256),
    "cmi5-structure": edit_cmi5("    <url>index.html</url>\n", ""),
    "cmi5-id": edit_cmi5('id="https://example.org/care/au"', 'id="au"'),
    "cmi5-duplicate-id": edit_cmi5('id="https://example.org/care/au"', 'id="https://example.org/care"'),
    "cmi5-url": edit_cmi5("<url>index.html", "<url>./index.html"),
    "cmi5-missing-file": edit_cmi5("<url>index.html", "<url>Index.html"),
    "tincan-launch": edit_tincan(">index.html<", ">start.html<"),
    "backslash": {**FILES, "media\\x.xsd": b""},
    "launch-address": edit_manifest(LAUNCH, 'href="/index.html"'),
    "missing-launch": edit_manifest(LAUNCH, 'href="start.html"'),
    "external-launch": edit_manifest(LAUNCH, 'href="https://example.org/index.html"'),
    "launch-not-html": edit_manifest(LAUNCH, 'href="media/a%20b.png"'),
    "flash-launch": edit_manifest(LAUNCH, 'href="course.swf"') | {"course.swf": b""},
    "empty-launch": page(" \n"),
    "no-lms-call": page("<h1>Care</h1>"),
    "other-api": page("<script>parent.API_1484_11.Initialize('')</script>"),
    "lms-script-from-http": page('<script src="http://example.org/wrapper.js"></script>'),
    "missing-scormtype": edit_manifest('adlcp:scormtype="sco"', ""),
    "wrong-scormtype": edit_manifest('adlcp:scormtype="sco"', 'scormtype="sco"'),
    "no-sco": edit_manifest('adlcp:scormtype="sco"', 'adlcp:scormtype="asset"'),
    "nothing-to-launch": edit_manifest(' identifierref="R"', ""),
    "missing-href": edit_manifest(f" {LAUNCH}", ""),
    "dangling-item": edit_manifest('identifierref="R"', 'identifierref="r"'),
    "duplicate-identifier": edit_manifest('identifier="A"', 'identifier="R"'),
    "wrong-prefix": replace_all(FILES, ("adlcp:", "adl:"), (":adlcp=", ":adl=")),
    "taken-for-other": (edit_2004("2004 4th Edition", "2004 2nd Edition"), "moodle"),
    "cmi5-no-move-on": edit_cmi5(' moveOn="CompletedAndPassed"', ""),
    "tincan-id": edit_tincan('id="https://example.org/care"', 'id="care"'),
    "non-ascii-name": {**FILES, "média.xsd": b""},
    "case-clash": {**FILES, "INDEX.html": b""},
    "duplicate-name": zip_files({**FILES, "ims_xml.xsx": b""}).replace(b"ims_xml.xsx", b"ims_xml.xsd"),
    "windows-name": {**FILES, "aux.xsd": b""},
    "clutter": {**FILES, "__MACOSX/._index.html": b""},
    "undeclared-file": {**FILES, "extra.css": b""},
    "nested-zip": {**FILES, "handout.zip": b"PK"},
    "program": {**FILES, "setup.exe": b"MZ"},
    "server-script": {**FILES, ".htaccess": b""},
    "flash": {**FILES, "film.swf": b""},
    "script-from-http": page(
        "<script>API.LMSInitialize('')</script><script src=http://example.org/count.js></script>"
    ),
    "missing-file": edit_manifest(
        '<file href="index.html"/>', '<file href="index.html"/><file href="x.css"/>'
    ),
    "file-address": edit_manifest(
        '<file href="index.html"/>', '<file href="index.html"/><file href="media\\x.css"/>'
    ),
    "bad-base": edit_manifest('xml:base="media/"', 'xml:base="media"'),
    "missing-control-file": {name: content for name, content in FILES.items() if name != "ims_xml.xsd"},
    "schema-invalid": edit_manifest("<schema>", "<nonsense/><schema>"),
    "missing-version": edit_manifest("<schema>ADL SCORM</schema>", ""),
    "wrong-version": edit_manifest("<schemaversion>1.2<", "<schemaversion>1.2.1<"),
    "wrong-namespace": edit_manifest(
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.imsglobal.org/xsd/imscp_v1p1"
    ),
    "bad-identifier": edit_manifest('identifier="I"', 'identifier="1"'),
    "identifier-clash": edit_manifest('identifier="I"', 'identifier="O"'),
    "no-organization": replace_all(FILES, (ORGANIZATION, "")),
    "missing-default": edit_manifest(' default="O"', ""),
    "dangling-default": edit_manifest('default="O"', 'default="P"'),
    "dangling-dependency": edit_manifest('identifierref="A"', 'identifierref="a"'),
    "missing-title": edit_manifest("<title>Begin</title>", ""),
    "too-long": edit_manifest(">start<", f">{'d' * 256}<"),
    "bad-mastery-score": edit_manifest(">80<", ">high<"),
    "scormtype-capital": edit_manifest('adlcp:scormtype="sco"', 'adlcp:scormType="sco"'),
    "completion-threshold": edit_2004(
        "<imsss:sequencing>\n",
        "<adlcp:completionThreshold completedByMeasure='true' minProgressMeasure='0.8'/><imsss:sequencing>\n",
    ),
    "minimum-measure": edit_2004(
        "          <imsss:deliveryControls",
        '<imsss:objectives><imsss:primaryObjective objectiveID="P" satisfiedByMeasure="true">'
        "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective>"
        "</imsss:objectives><imsss:deliveryControls",
    ),
    "completion-by-lms": edit_2004(' completionSetByContent="true"', ""),
    "element-order": replace_all(
        FILES_2004, ("<title>Care</title>", ""), ("</item>", "</item><title>Care</title>")
    ),
    "cmi5-not-applicable": edit_cmi5("CompletedAndPassed", "NotApplicable"),
    "cmi5-lang": edit_cmi5(LANGSTRING, "<langstring>Care</langstring>"),
    "tincan-host": edit_tincan('id="https://example.org/care"', 'id="http://6Yw_course_id"'),
    "tincan-query": edit_tincan(">index.html<", ">index.html?a=b<"),
    "tincan-activities": edit_tincan(
        "</activities>",
        '<activity id="a:b"><name>B</name><launch>index.html</launch></activity></activities>',
    ),
    "module-type": ({**FILES, "player.mjs": b""}, "moodle"),
    "only-passed": (FILES, "frappe"),
    "upload-limit": ({**FILES, "film.mp4": FILM}, "moodle"),
    "renamed-file": ({**FILES, "nl.lang": b""}, "ilias"),
    "same-name": ({**FILES, "a/b.png": b"", "c/b.png": b""}, "openedx"),
}
