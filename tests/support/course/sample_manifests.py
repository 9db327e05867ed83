"""Sound packages of SCORM 2004, cmi5 and xAPI as dicts of files, for tests to spoil."""

from __future__ import annotations

from scormbuild.course.targets.scorm2004.check import SCHEMAS

MANIFEST_2004 = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
    xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
    xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>2004 4th Edition</schemaversion>
  </metadata>
  <organizations default="O">
    <organization identifier="O">
      <title>Care</title>
      <item identifier="I" identifierref="R">
        <title>Begin</title>
        <imsss:sequencing>
          <imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>
        </imsss:sequencing>
      </item>
      <imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>
    </organization>
  </organizations>
  <resources>
    <resource identifier="R" type="webcontent" href="index.html" adlcp:scormType="sco">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
"""
FILES_2004: dict[str, bytes] = {
    "imsmanifest.xml": MANIFEST_2004.encode(),
    "index.html": b"<script>parent.API_1484_11.Initialize('')</script>",
    **dict.fromkeys(SCHEMAS.values(), b""),
}
CMI5 = """\
<?xml version="1.0" encoding="UTF-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
  <course id="https://example.org/care">
    <title><langstring lang="en">Care</langstring></title>
    <description><langstring lang="en">How to care.</langstring></description>
  </course>
  <au id="https://example.org/care/au" moveOn="CompletedAndPassed" masteryScore="0.8">
    <title><langstring lang="en">Begin</langstring></title>
    <description><langstring lang="en">All of it.</langstring></description>
    <url>index.html</url>
  </au>
</courseStructure>
"""
CMI5_FILES: dict[str, bytes] = {
    "cmi5.xml": CMI5.encode(),
    "index.html": b"<script>fetch(url).then(r => r.json()).then(r => r['auth-token'])</script>",
}
TINCAN = """\
<?xml version="1.0" encoding="UTF-8"?>
<tincan xmlns="http://projecttincan.com/tincan.xsd"><activities>
  <activity id="https://example.org/care" type="http://adlnet.gov/expapi/activities/course">
    <name lang="en">Care</name>
    <description lang="en">How to care.</description>
    <launch lang="en">index.html</launch>
  </activity>
</activities></tincan>
"""
TINCAN_FILES: dict[str, bytes] = {
    "tincan.xml": TINCAN.encode(),
    "index.html": b"<script>headers['X-Experience-API-Version'] = '1.0.3'</script>",
}


def edit(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    """The package with one change in one of its files."""
    text = files[name].decode()
    assert text.count(old) == 1, f"{old!r} is not in {name} exactly once"
    return {**files, name: text.replace(old, new).encode()}


def edit_2004(old: str, new: str) -> dict[str, bytes]:
    """The sound package of SCORM 2004 with one change in its manifest."""
    return edit(FILES_2004, "imsmanifest.xml", old, new)


def edit_cmi5(old: str, new: str) -> dict[str, bytes]:
    """The sound package of cmi5 with one change in its course structure."""
    return edit(CMI5_FILES, "cmi5.xml", old, new)


def edit_tincan(old: str, new: str) -> dict[str, bytes]:
    """The sound package of an xAPI launch with one change in tincan.xml."""
    return edit(TINCAN_FILES, "tincan.xml", old, new)
