"""A zip without a manifest: why an LMS finds none, and what the zip is instead."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from scormbuild.catalogue import _
from scormbuild.course.check.archive import Archive
from scormbuild.course.check.codes import finding
from scormbuild.course.check.standards import AICC, MANIFESTS, Standard
from scormbuild.errors import Problem

AS_FILE = "Upload it as a file; or ask the maker to export the course as SCORM 1.2."
AS_SCORM = "Open it in the tool that made it and export it as SCORM 1.2, or ask the maker to."
# A file that only this kind of zip has, what the kind is, and the way out.
KINDS = (
    ("word/document.xml", "a Word document (.docx)", AS_FILE),
    ("ppt/presentation.xml", "a PowerPoint presentation (.pptx)", AS_FILE),
    ("xl/workbook.xml", "an Excel workbook (.xlsx)", AS_FILE),
    ("META-INF/container.xml", "an e-book (.epub)", AS_FILE),
    ("META-INF/MANIFEST.MF", "a Java archive (.jar)", AS_SCORM),
    ("moodle_backup.xml", "a Moodle backup (.mbz)", "Restore it in Moodle: Course > More > Course reuse."),
    ("h5p.json", "an H5P file (.h5p)", "Upload it as H5P, under a name that ends in .h5p."),
    ("content.xml", "a project of an authoring tool, such as eXeLearning's (.elpx)", AS_SCORM),
    ("contentv3.xml", "a project of eXeLearning (.elp)", AS_SCORM),
    ("story/story.xml", "a project of Storyline (.story)", AS_SCORM),
    ("course_settings/canvas_export.txt", "a Canvas export", "Import it in Canvas: Settings > Import."),
)
AICC_SUFFIXES = {"crs", "au", "des", "cst"}


def is_aicc(archive: Archive) -> bool:
    """Whether the four files are there that AICC asks for."""
    return {name.rpartition(".")[2].lower() for name in archive.files} >= AICC_SUFFIXES


def recognise_without_manifest(archive: Archive) -> Standard | None:
    """The one standard that needs no manifest of the names we know."""
    return AICC if is_aicc(archive) else None


def check_missing_manifest(archive: Archive, place: str) -> Iterator[Problem]:
    """Why an LMS finds no manifest: it must be in the root, in these letters (SCORM 1.2 CAM, 2.3)."""
    if archive.manifests or is_aicc(archive):
        return
    for explain in (explain_name, explain_folder, explain_kind, explain_zips):
        if problem := explain(archive, place):
            yield problem
            return
    message = _("there is no imsmanifest.xml, cmi5.xml or tincan.xml: this is not a package")
    if "index.html" in archive.files:
        message += ", but a website"
    yield finding("missing-manifest", message, place)


def explain_name(archive: Archive, place: str) -> Problem | None:
    """A manifest in the root under a name that is nearly right."""
    for name in sorted(name for name in archive.files if "/" not in name and ".xml" in name.lower()):
        near = get_close_matches(name.lower().removesuffix(".txt")[:64], MANIFESTS, n=1, cutoff=0.84)
        if near:
            message = _("the manifest is called '%(name)s', not %(near)s", name=name, near=near[0])
            return finding("manifest-name", message, place)
    return None


def explain_folder(archive: Archive, place: str) -> Problem | None:
    """A manifest that is further down."""
    near = sorted(
        (name for name in archive.files if name.rpartition("/")[2].lower() in MANIFESTS),
        key=lambda name: (name.count("/"), name),
    )
    if not near:
        return None
    message = _("the manifest is not in the root of the zip, but here: '%(near)s'", near=near[0])
    return finding("manifest-in-folder", message, place)


def explain_kind(archive: Archive, place: str) -> Problem | None:
    """Another kind of file that is a zip inside."""
    for marker, kind, way_out in KINDS:
        if marker in archive.files:
            return finding("other-kind", f"this is {kind}, not a package", place, hint=way_out)
    return None


def explain_zips(archive: Archive, place: str) -> Problem | None:
    """A zip of packages."""
    zips = sorted(name for name in archive.files if name.lower().endswith(".zip"))
    if not zips:
        return None
    more = f" and {len(zips) - 1} more" if len(zips) > 1 else ""
    return finding("zip-in-zip", f"the package is a zip in this zip: '{zips[0]}'{more}", place)
