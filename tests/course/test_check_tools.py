"""Packages as authoring tools write them: LMSs take them, and so does the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import FILES_2004
from support.course.sample_package import FILES, check_sample, edit_manifest, examine

BOTH_APIS = b"function a(w){return w.API_1484_11||w.API} function b(){return api.LMSInitialize('')}"
# What each is known for, in small: a page that loads its driver, files that the manifest doesn't list,
# identifiers that begin with a digit, a page that loads its scripts by script.
TOOLS = {
    "Storyline": {
        **edit_manifest('href="index.html?page=1"', 'href="index_lms.html"'),
        "index_lms.html": b"<script src='lms/scormdriver.js'></script>",
        "lms/scormdriver.js": BOTH_APIS,
        "story_content/user.js": b"",
        "story_content/frame.swf": b"",
    },
    "Rise": {
        **edit_manifest('href="index.html?page=1"', 'href="scormdriver/indexAPI.html"'),
        "scormdriver/indexAPI.html": b"<script src='scormdriver.js'></script>",
        "scormdriver/scormdriver.js": BOTH_APIS,
        "scormcontent/index.html": b"<script>parent.SetReachedEnd()</script>",
    },
    "iSpring": {
        **edit_manifest('identifier="I"', 'identifier="5f2a-1"'),
        "index.html": b"<script>document.write('<script src=\"lms.js\"><' + '/script>')</script>",
        "lms.js": b"call('LMS' + name)",
        "res/data/player.js": b"",
    },
    "Captivate": {
        **FILES,
        "index.html": b"<script>load(['scormdriver.js'], start)</script>",
        "scormdriver.js": BOTH_APIS,
        "imscp_v1p1.xsd": b"",
    },
    "Adapt": {
        **FILES,
        "index.html": b"<script data-main='adapt/js/adapt.min.js' src='libraries/require.js'></script>",
        "libraries/require.js": b"load(document.currentScript.dataset.main)",
        "adapt/js/adapt.min.js": BOTH_APIS,
    },
    "H5P": {
        **FILES,
        "index.html": b"<script src='SCORM_API_wrapper.js'></script><div class='h5p-content'>",
        "SCORM_API_wrapper.js": b"pipwerks.SCORM = {}; API.LMSInitialize('')",
        "h5p/h5p.json": b"{}",
    },
    "Xerte": {
        **FILES_2004,
        "index.html": b"<script src='apiwrapper_2004.3rd.js'></script>",
        "apiwrapper_2004.3rd.js": b"find(w, 'API_1484_11')",
        ".htaccess": b"",
    },
    "eXeLearning": {
        **FILES,
        "index.html": b"<script src='SCORM_API_wrapper.js'></script><body onload='loadPage()'>",
        "SCORM_API_wrapper.js": b"API.LMSInitialize('')",
        "content.xml": b"",
    },
}


@pytest.mark.parametrize("tool", sorted(TOOLS))
def test_what_a_tool_writes_uploads_and_records(tmp_path: Path, tool: str) -> None:
    report = examine(tmp_path, TOOLS[tool])
    assert report.works, [str(problem) for problem in report.problems]


def test_a_file_that_storyline_does_not_list_is_untidy(tmp_path: Path) -> None:
    assert check_sample(tmp_path, TOOLS["Storyline"]).keys() == {"undeclared-file", "flash"}
