"""The figures of the README, measured again and written into it: `make figures`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import answers
import build_time as building
import dashboard_pages as desk
import page_load as opening
import reports
from rich.console import Console

STATEMENTS = 1_000_000  # of the year that analysts' figures are taken of
Row = tuple[str, str, str, str]
README = Path(__file__).parents[1] / "README.md"


def table() -> str:
    """What was measured, beside the best of the peers."""
    opened, telling = opening.measure_opening(), opening.measure_opening(opening.UNREACHABLE_LRS)
    built, growth = building.time_process(), building.time_by_pages()
    last = max(growth)
    rows = [
        ("requests to open the course", f"{opened['requests']:.0f}", "4", "16"),
        ("bytes to open it, uncompressed", kilobytes(opened["bytes"]), "84 KB", "670 KB"),
        ("the same, as gzip makes it", kilobytes(opened["gzip"]), "31 KB", ""),
        ("of which script, uncompressed", kilobytes(opened["script"]), "", "410 KB"),
        (
            "first contentful paint at 1.6 Mbit/s, 150 ms, CPU/4",
            seconds(opened["slow paint"]),
            "0.9 s",
            "3.9 s",
        ),
        ("the same without brakes", seconds(opened["paint"]), "", "0.41 s"),
        ("with an LRS: bytes to open it", kilobytes(telling["bytes"]), "102 KB", ""),
        ("the same, as gzip makes it", kilobytes(telling["gzip"]), "38 KB", ""),
        ("first contentful paint, with the same brakes", seconds(telling["slow paint"]), "0.9 s", ""),
        ("2,000 questions: My answers is there", seconds(answers.time_my_answers(2_000)), "1 s", ""),
        ("a megabyte pasted: it is there", seconds(answers.time_paste()[0]), "0.5 s", ""),
        ("a warm build, the whole process", seconds(built), "0.6 s", "1.0 s"),
        *(
            (f"{pages} pages, {pages * 4} questions: a page", f"{time / pages:.1f} ms", "", "")
            for pages, time in growth.items()
        ),
        (f"{last} pages as a whole", seconds(growth[last]), "", ""),
        *analyst_rows(),
    ]
    lines = ["| | measured | goal | eXeLearning 3.0 |", "|---|---|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def analyst_rows() -> list[Row]:
    """How fast statements become a lake, and reports and pages of it."""
    with tempfile.TemporaryDirectory(prefix="years-", dir="/tmp") as scratch:
        measured = reports.measure_reports(Path(scratch), [STATEMENTS], [], Console(stderr=True))[
            str(STATEMENTS)
        ]
        pages = desk.time_pages(Path(scratch), STATEMENTS)
    slowest = max(run["seconds"] for kinds in measured["reports"].values() for run in kinds.values())
    rate = f"{measured['export']['statements a second']:,.0f} a second"
    return [
        ("for analysts: statements into Parquet", rate, "50,000 a second", ""),
        ("a million of them: the slowest report", f"{slowest:.2f} s", "2 s", ""),
        ("first view of the dashboard", f"{pages['overview']['first']:.0f} ms", "300 ms", ""),
    ]


def kilobytes(size: float) -> str:
    """In thousands of bytes."""
    return f"{size / 1000:.1f} KB"


def seconds(time: float) -> str:
    """Milliseconds as seconds."""
    return f"{time / 1000:.2f} s"


if __name__ == "__main__":
    measured = table()
    print(measured)
    text = README.read_text(encoding="utf-8")
    marked = re.sub(r"(?s)(<!-- figures -->\n).*?(<!-- end -->)", rf"\g<1>{measured}\n\g<2>", text)
    README.write_text(marked, encoding="utf-8")
