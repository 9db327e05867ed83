"""The order in which several processes take the tests, so that neither processors nor processes stand idle.

A test in a browser waits more than it works, and makes all that it needs anew: each is a unit of work, and
they lie between the others. Of the others a file is a unit: what its tests share is made once. Browser tests
that share something bear the mark of a group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
# The longest go first: begun last, they would go on while the other processes have nothing left to do.
SECONDS = {
    "spark": 70,
    "lrs/test_docs_of_the_lrs.py": 55,
    "lrs/test_fault_injection.py": 50,
    "browser/dashboard pages": 40,
    "test_demo.py": 35,
    "rating": 25,
    "analysis/test_known_course.py": 25,
    "browser/dashboard login": 20,
    "small groups": 20,
    "analysis/test_claims.py": 20,
    "dashboard/test_all_that_is_accepted_is_shown.py": 20,
    "lrs/test_two_lrs_processes.py": 20,
    "preview/test_run_times.py": 20,
    "analysis/test_follower_process.py": 17,
    "lrs/test_rights_erase.py": 16,
    "analysis/test_export_safety.py": 14,
    "test_cli.py": 14,
    "test_commands.py": 14,
    "test_demo_learners.py": 14,
    "test_wheel.py": 14,
    "lrs/test_cache_sizes.py": 12,
    "lrs/test_docs_of_refusals.py": 12,
    "lrs/test_roundtrip_http.py": 12,
    "lrs/test_validate.py": 12,
}
USUAL_SECONDS = 3


def order_units(items: list[pytest.Item], root: Path = TESTS) -> list[pytest.Item]:
    """The tests by unit, marked with its name: the longest first, those in a browser evenly among them."""
    units: dict[str, list[pytest.Item]] = {}
    for item in items:
        units.setdefault(unit_name(item, root), []).append(item)
    for name, tests in units.items():
        for item in tests if len(tests) > 1 else ():
            item.add_marker(pytest.mark.xdist_group(name))
    longest_first = sorted(units, key=lambda name: (-seconds(name), name))
    in_browser = [name for name in longest_first if name.startswith("browser/")]
    others = [name for name in longest_first if not name.startswith("browser/")]
    places = [*places_of(others), *places_of(in_browser)]
    return [item for _, name in sorted(places) for item in units[name]]


def unit_name(item: pytest.Item, root: Path) -> str:
    """What is run in one process: a group of the test's own choice, a test in a browser, a file."""
    if group := item.get_closest_marker("xdist_group"):
        return str(group.args[0])
    path = item.path.relative_to(root).as_posix()
    return item.nodeid.removeprefix("tests/") if path.startswith("browser/") else path


def seconds(name: str) -> int:
    """About how long a unit takes."""
    return SECONDS.get(name, USUAL_SECONDS)


def places_of(names: Collection[str]) -> Iterator[tuple[float, str]]:
    """Where each stands in a run from 0 to 1, if each takes its share of it."""
    whole, before = sum(map(seconds, names)), 0
    for name in names:
        yield before / whole, name
        before += seconds(name)
