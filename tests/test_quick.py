"""`make quick`: the tests that it names are light, so that they can be run at every save."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COLLECT = """
import sys, pytest
status = pytest.main(["-q", "--collect-only", "-p", "no:cacheprovider", "@tests/quick.txt"])
print(status.value, *sys.modules, file=sys.stderr)
"""
HEAVY = {"duckdb", "httpx", "ibis", "pandas", "playwright", "psycopg", "pyarrow", "sqlalchemy", "starlette"}


def test_every_file_of_the_list_is_there_and_imports_no_heavy_package() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    status, *modules = done.stderr.split()
    assert status == "0", done.stdout
    assert not HEAVY & set(modules)
