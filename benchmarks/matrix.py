"""What is left of a learner's words in each LMS, whatever happens: into docs/developer/every-word.md.

python benchmarks/matrix.py [-k WORDS]    some half an hour on two cores; the usual tests play a part of it
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support.browser.mishaps import IMPOSSIBLE, MISHAPS

from scormbuild.preview.run_times import RUN_TIMES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/developer/every-word.md"
MARK = "<!-- made by benchmarks/matrix.py -->"
CASE = re.compile(r"test_every_word_arrives(?P<lrs>_with_an_lrs)?\[(?P<run_time>[a-z0-9]+)-(?P<mishap>.+)\]")

CELLS = ROOT / "docs/developer/every-word.csv"
COLUMNS = ("typed", "same", "fresh", "status", "sentences")
Cells = dict[tuple[str, str], dict[str, str]]


def main() -> int:
    """Play it, and write the table."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        # More at a time than there are cores: most of it is waiting.
        command = [
            "-m",
            "pytest",
            "tests/browser/test_matrix.py",
            "-m",
            "long or not long",
            "-n",
            "5",
            "-q",
        ]
        status = subprocess.run(
            [sys.executable, *command, f"--junitxml={report}", *sys.argv[1:]], cwd=ROOT, check=False
        ).returncode
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    cells = outcomes(cases)
    if len(sys.argv) == 1:
        write_cells(cases)
        text = PAGE.read_text("utf-8")
        PAGE.write_text(text.partition(MARK)[0] + f"{MARK}\n\n{tables(cells)}", "utf-8")
    return status


def write_cells(cases: list[ElementTree.Element]) -> None:
    """Each cell: what was typed, what is back in the same browser and in a fresh one, status, sentences."""
    with CELLS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run time", "mishap", "LRS", *COLUMNS])
        for (run_time, mishap), why in IMPOSSIBLE.items():
            for lrs in ("without", "with"):
                writer.writerow([run_time, mishap, lrs, "", "", "", "impossible", why])
        for case in cases:
            name = CASE.fullmatch(case.get("name", ""))
            values = {each.get("name"): each.get("value") for each in case.iter("property")}
            if name:
                lrs = "with" if name["lrs"] else "without"
                writer.writerow([name["run_time"], name["mishap"], lrs, *map(values.get, COLUMNS)])


def outcomes(cases: list[ElementTree.Element]) -> Cells:
    """With and without an LRS, by mishap: what each run time came to."""
    cells: Cells = defaultdict(dict)
    for case in cases:
        name = CASE.fullmatch(case.get("name", ""))
        if name:
            lost = case.find("failure") is not None or case.find("error") is not None
            cells[name["lrs"] or "", name["mishap"]][name["run_time"]] = "**no**" if lost else "yes"
    return cells


def tables(cells: Cells) -> str:
    """A table without an LRS, and one with."""
    parts = []
    for lrs, title in (("", "Without an LRS"), ("_with_an_lrs", "With an LRS")):
        lines = [f"| | {' | '.join(RUN_TIMES)} |", "|---" * (len(RUN_TIMES) + 1) + "|"]
        for mishap in MISHAPS:
            row = [outcome(cells[lrs, mishap], name, mishap) for name in RUN_TIMES]
            lines.append(f"| {mishap} | {' | '.join(row)} |")
        parts.append(f"### {title}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def outcome(played: dict[str, str], run_time: str, mishap: str) -> str:
    """What a cell came to; a dash where there can be none."""
    return "-" if (run_time, mishap) in IMPOSSIBLE else played.get(run_time, "")


if __name__ == "__main__":
    sys.exit(main())
