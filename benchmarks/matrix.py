"""What is left of a learner's words in each LMS, whatever happens: into docs/developer/every-word.md.

python benchmarks/matrix.py [-k WORDS]    some half an hour on two cores; the usual tests play a part of it
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
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
KEY = ("run time", "mishap", "LRS")
COLUMNS = ("outcome", "typed", "same", "fresh", "status", "sentences")
LRS = ("without", "with")
SIGNS = {"no": "**no**", "impossible": "-"}
Rows = dict[tuple[str, ...], dict[str, str]]


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
    # A part takes the place of its own cells alone.
    rows = {**(read_rows() if len(sys.argv) > 1 else impossible_rows()), **played_rows(cases)}
    write_rows(rows)
    text = PAGE.read_text("utf-8")
    PAGE.write_text(text.partition(MARK)[0] + f"{MARK}\n\n{tables(rows)}", "utf-8")
    return status


def impossible_rows() -> Rows:
    """The cells that can't be played."""
    nothing = dict.fromkeys(COLUMNS, "")
    return {
        (run_time, mishap, lrs): {**nothing, "outcome": "impossible", "sentences": why}
        for (run_time, mishap), why in IMPOSSIBLE.items()
        for lrs in LRS
    }


def played_rows(cases: list[ElementTree.Element]) -> Rows:
    """The cells that were played: whether all held, and what was seen."""
    rows = {}
    for case in cases:
        if name := CASE.fullmatch(case.get("name", "")):
            values = {each.get("name"): each.get("value") or "" for each in case.iter("property")}
            lost = case.find("failure") is not None or case.find("error") is not None
            key = (name["run_time"], name["mishap"], "with" if name["lrs"] else "without")
            rows[key] = {each: values.get(each, "") for each in COLUMNS} | {
                "outcome": "no" if lost else "yes"
            }
    return rows


def read_rows() -> Rows:
    """The cells as they were written."""
    with CELLS.open(encoding="utf-8", newline="") as file:
        return {tuple(row.pop(each) for each in KEY): row for row in csv.DictReader(file)}


def write_rows(rows: Rows) -> None:
    """Write the cells, by run time and then by mishap."""
    order = {(name, mishap, lrs): None for name in RUN_TIMES for mishap in MISHAPS for lrs in LRS}
    with CELLS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*KEY, *COLUMNS])
        writer.writeheader()
        for key in order:
            if key in rows:
                writer.writerow(dict(zip(KEY, key, strict=True)) | rows[key])


def tables(rows: Rows) -> str:
    """A table without an LRS, and one with."""
    parts = []
    for lrs in LRS:
        lines = [f"| | {' | '.join(RUN_TIMES)} |", "|---" * (len(RUN_TIMES) + 1) + "|"]
        for mishap in MISHAPS:
            found = [rows.get((name, mishap, lrs), {}).get("outcome", "") for name in RUN_TIMES]
            lines.append(f"| {mishap} | {' | '.join(SIGNS.get(each, each) for each in found)} |")
        parts.append(f"### {lrs.title()} an LRS\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
