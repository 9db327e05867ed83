"""What a text points at comes along, or is told: no course is left with an address that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from scormbuild.course.build import build_packages
from scormbuild.importer.folder import write_course_folder
from scormbuild.importer.import_file import import_file

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
PAGE = """<h1>Hands</h1><p>Look: <img src="img/A%20sink.svg" alt="A sink">
<img src="https://example.org/a.png" alt="A tap"> <img src="../secret.svg" alt="A towel">
<img src="gone.svg" alt="A bin"></p>
<p><a href="other.html">elsewhere</a> <a href="javascript:alert(1)">run</a> <a href="#top">up</a>
<a href="ftp://example.org/a">file</a> (<a href="tel:112">112</a>)
<a href="mailto:a@example.org">write</a></p>"""


def test_pictures_beside_a_page_come_along_and_what_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_bytes(PICTURE)
    (tmp_path / "in/img").mkdir(parents=True)
    (tmp_path / "in/img/A sink.svg").write_bytes(PICTURE)
    (tmp_path / "in/page.html").write_text(PAGE, "utf-8")
    course = import_file(tmp_path / "in/page.html")
    write_course_folder(course, tmp_path / "course")
    build_packages(tmp_path / "course", tmp_path / "dist")
    assert [name for name in course.files if name.startswith("media/")] == ["media/a-sink.svg"]
    text = course.files["pages/hands.md"].decode()
    assert "![A sink](media/a-sink.svg) A tap A towel A bin" in text
    assert "elsewhere run up file ([112](tel:112)) [write](mailto:a@example.org)" in text
    left = [finding.text for finding in course.findings if finding.outcome == "left"]
    assert len(left) == 7
    assert "a link to javascript:alert(1), which isn't in this course" in left
