"""How long a build takes: webcare as a whole process, and how it grows with pages of few and of all kinds."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scormbuild.course.build import build_package

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))

from support.browser.lms_harness import write_course as write_pages  # noqa: E402
from support.browser.page_checks import EVERY_BLOCK  # noqa: E402 (the course that the checks go through)

COURSE = ROOT / "content/webcare"
PAGES = (125, 250, 500)
QUESTIONS_A_PAGE = 4
PAGES_OF_ALL_KINDS = (250, 500, 1000)
ROOM = ("--room", "1000000")  # what so many answers need
# What has its id behind its name; of a callout, code and a scene it is something else.
NAMED = re.compile(r"^(:{3,}\{(?!callout|code|scene\})[\w-]+\} [a-z][\w-]*)$", re.MULTILINE)

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


def time_all_kinds(runs: int = 3) -> dict[int, float]:
    """Pages -> median ms of whole processes, for courses of every directive that there is."""
    result = {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in PAGES_OF_ALL_KINDS:
            course = write_pages(Path(folder) / f"{pages}", pages_of_all_kinds(pages))
            command = [
                sys.executable,
                "-m",
                "scormbuild",
                "build",
                str(course),
                "--room",
                "1000000",
                "-o",
                folder,
            ]
            result[pages] = statistics.median(
                time_call(lambda command=command: subprocess.run(command, check=True, capture_output=True))
                for _ in range(runs)
            )
    return result


def pages_of_all_kinds(number: int) -> dict[str, str | bytes]:
    """So many pages, made of those of the course with every directive, each id once."""
    files = {name: text for name, text in EVERY_BLOCK.items() if "." in name}
    pages = [(name, str(text)) for name, text in EVERY_BLOCK.items() if name not in files]
    made: dict[str, str | bytes] = dict(files)
    for place in range(number):
        name, text = pages[place % len(pages)]
        turn = place // len(pages)
        if turn:  # who somebody is can be asked once
            text = NAMED.sub(rf"\1-{turn}", re.sub(r"(?s):::\{role\}.*?\n:::\n", "", text))
        made[f"{name}-{turn}" if turn else name] = text
    return made


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
    for pages, time_taken in time_all_kinds().items():
        print(f"{pages:4} pages of all kinds, process: {time_taken:6.0f} ms, {time_taken / pages:.2f} a page")
