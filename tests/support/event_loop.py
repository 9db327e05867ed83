"""A fixture for tests that run loops of their own, in a process where a browser may be open."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def no_running_loop() -> Iterator[None]:
    """Playwright's loop counts as running as long as its browser is open; asyncio runs none beside it."""
    if "asyncio" not in sys.modules:  # then none runs, and tests without a loop don't wait for its import
        yield
        return
    import asyncio

    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)
