"""How long the dashboard's pages take over a plausible year, as somebody sees them who logs in.

    python benchmarks/dashboard_pages.py                      a million statements
    python benchmarks/dashboard_pages.py --keep /tmp/years    over what benchmarks/reports.py has made there

`first`: the first view, half a minute after the LRS has started; `other`: the same page of other months,
so that nothing of it is remembered; `again`: what was just seen. The clock runs from the request to the last
byte of the page, without a browser's own work. CPU is the LRS's, all that it did meanwhile.
"""

from __future__ import annotations

import argparse
import json
import re
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import processes
from reports import COURSE, prepare_lake
from rich.console import Console
from rich.table import Table

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from support.lrs.lrs_process import run_lrs_command, sqlite_database_url, start_lrs

PAGES = {
    "overview": "/",
    "completion": "/reports/completion",
    "progress": "/reports/progress",
    "time": "/reports/time",
    "answers": "/answers",
    "choices": "/reports/choices",
    "opinions": "/reports/opinions",
    "activity": "/reports/activity",
    "quality": "/reports/quality",
    "statements": "/statements",
}
COURSE_PAGES = {"progress", "answers", "choices", "opinions"}
ROLES = ("--role", "analyst", "--role", "reader")
MONTHS = ((2026, 1), (2026, 2), (2026, 4), (2026, 5), (2026, 6))
WARM_UP_SECONDS = 30  # seconds, in which the LRS makes its first page ready
GOAL = 300  # milliseconds of the first view
TOKEN = re.compile(r'name="token" value="([^"]+)"')
Figures = dict[str, dict[str, Any]]


def log_in(origin: str, name: str, password: str) -> httpx.Client:
    """A client that has logged in."""
    client = httpx.Client(base_url=f"{origin}/dashboard", timeout=120, headers={"Origin": origin})
    form = TOKEN.search(client.get("/login").raise_for_status().text)
    assert form
    done = client.post("/login", data={"name": name, "password": password, "token": form[1]})
    assert done.status_code == 303, done.text
    return client


def time_page(client: httpx.Client, path: str, **query: str) -> float:
    """Milliseconds until a page is there."""
    began = time.perf_counter()
    answer = client.get(f"{path}?{urlencode(query)}" if query else path)
    assert answer.status_code == 200, (path, answer.status_code)
    return (time.perf_counter() - began) * 1000


def time_pages(keep: Path, statements: int) -> Figures:
    """Each page: the first view, others, and the same again."""
    lake, _ = prepare_lake(keep, statements)
    url = sqlite_database_url((keep / f"year-{statements}.db").absolute())
    name = f"bench-{time.time_ns()}"
    password = secrets.token_urlsafe()  # typed, as one that is made only lets in to choose another
    run_lrs_command("login", "create", name, *ROLES, "--ask", database=url, typed=f"{password}\n")
    found: Figures = {}
    with start_lrs(url, ["--dashboard", "--lake", str(lake.absolute())]) as process:
        time.sleep(WARM_UP_SECONDS)
        client = log_in(process.endpoint.removesuffix("/xapi"), name, password)
        for page, path in PAGES.items():
            found[page] = page_times(client, page, path, process.pid)
        found["overview"]["memory"] = processes.memory(process.pid).highest
        client.close()
    return found


def page_times(client: httpx.Client, page: str, path: str, pid: int) -> dict[str, float]:
    """The times of one page."""
    course = {"course": COURSE} if page in COURSE_PAGES else {}
    first = time_page(client, path, **course)
    before = processes.cpu(pid)
    others = [
        time_page(client, path, **course, since=f"{year}-{month:02}-01", until=f"{year}-{month:02}-28")
        for year, month in MONTHS
    ]
    cpu = (processes.cpu(pid) - before) / len(MONTHS)
    again = [time_page(client, path, **course) for _ in MONTHS]
    return {
        "first": first,
        "cpu": cpu * 1000,
        "other": statistics.median(others),
        "again": statistics.median(again),
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="where the database and its lake are kept"
    )
    parser.add_argument("--json", action="store_true", help="print JSON rather than a table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="years-", dir="/tmp") as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found = time_pages(folder, options.statements)
    if options.json:
        return print(json.dumps(found, indent=2))
    table = Table("page, ms", "first", "other", "CPU", "again", title=f"{options.statements:,} statements")
    for page, times in found.items():
        table.add_row(page, *(f"{times[name]:.0f}" for name in ("first", "other", "cpu", "again")))
    memory = f"memory of the LRS: {found['overview']['memory']:.0f} MB at most"
    return Console().print(table, memory, f"goal: {GOAL} ms", sep="\n")


if __name__ == "__main__":
    main()
