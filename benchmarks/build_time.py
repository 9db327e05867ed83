"""How long a build takes: webcare as a whole process, and how the time grows with the pages."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scormbuild.course.build import build_package

COURSE = Path(__file__).parents[1] / "content/webcare"
PAGES = (125, 250, 500)
QUESTIONS_A_PAGE = 4

PARAGRAPH = "Een gewone alinea met **nadruk**, een [verwijzing](https://example.org) en nog wat woorden.\n\n"


def time_process(runs: int = 9) -> float:
    """The median of warm runs of `scormbuild build content/webcare`, in ms, Python's own start included."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "scormbuild", "build", str(COURSE), "-o", out]
        subprocess.run(command, check=True, capture_output=True)
        return statistics.median(
            time_call(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(runs)
        )


def time_by_pages(runs: int = 3) -> dict[int, float]:
    """Pages -> median ms in one process, for courses with four questions a page."""
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in PAGES:
            course = write_course(Path(folder) / str(pages), pages)
            result[pages] = statistics.median(
                time_call(lambda course=course: build_package(course, Path(folder))) for _ in range(runs)
            )
    return result


def time_call(call) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def write_course(folder: Path, pages: int) -> Path:
    """A course of so many pages on the disk."""
    (folder / "pages").mkdir(parents=True)
    names = [f"pagina-{number}" for number in range(pages)]
    (folder / "course.yaml").write_text(
        "id: groot\ntitle: Groot\nlanguage: nl\nversion: 1.0.0\ndescription: Veel.\npages:\n"
        + "".join(f"  - {name}\n" for name in names)
    )
    for name in names:
        questions = "".join(
            f":::{{reflection}} {name}-vraag-{number}\n:hint: Denk even na.\n\nWat vind je hiervan?\n:::\n\n"
            for number in range(QUESTIONS_A_PAGE)
        )
        (folder / "pages" / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n\n{PARAGRAPH * 5}{questions}")
    return folder


if __name__ == "__main__":
    print(f"webcare, whole process: {time_process():.0f} ms")
    for pages, time_taken in time_by_pages().items():
        questions = pages * QUESTIONS_A_PAGE
        print(
            f"{pages:4} pages, {questions:5} questions: {time_taken:6.0f} ms, {time_taken / pages:.2f} a page"
        )
