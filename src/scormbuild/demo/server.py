"""An LRS in a thread of this process: what `scormbuild lrs serve` is in one of its own."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Self

from scormbuild.dashboard.mount import mount_dashboard, unavailable_reason
from scormbuild.errors import SettingsError
from scormbuild.lrs import server
from scormbuild.lrs.http import Lrs
from scormbuild.lrs.settings import Settings


class LrsServer:
    """A running LRS, as a context manager; `endpoint` is where it listens, without a slash behind.

    `dashboard_url` is where the dashboard is; `no_dashboard_reason` says why where it isn't there.
    """

    def __init__(
        self,
        database: str,
        port: int = 0,
        *,
        dashboard: bool = False,
        clock: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        self.database, self._clock = database, clock
        self._listener = server.open_listener("127.0.0.1", port)
        self.settings = Settings(database=database, port=self.port, log_level="error", dashboard=dashboard)
        self.endpoint = server.endpoint_url(self.settings, self._listener)
        self.no_dashboard_reason = unavailable_reason(self.settings)
        self.dashboard_url = "" if self.no_dashboard_reason else f"http://127.0.0.1:{self.port}/dashboard/"

    @property
    def port(self) -> int:
        """The port on this machine."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        began: SimpleQueue[bool] = SimpleQueue()
        with ExitStack() as opened:
            self.lrs = Lrs.open(self.settings, stream=sys.stderr, clock=self._clock)
            opened.callback(self.lrs.close)
            beside = opened.enter_context(mount_dashboard(self.lrs)) if self.dashboard_url else None
            self._server = server.Server(self.lrs, self._listener, lambda _: began.put(True), beside)
            self._thread = Thread(target=self._serve, args=[began], daemon=True)
            self._thread.start()
            if not began.get():  # not by a clock: a busy machine takes its time
                raise SettingsError(
                    f"the LRS at {self.endpoint} doesn't begin\n  hint: look what it says above"
                )
            self._stack = opened.pop_all()
        return self

    def _serve(self, began: SimpleQueue[bool]) -> None:
        """Serve until it is asked to stop; whoever waits for the beginning hears of an early end too."""
        try:
            self._server.run(sockets=[self._listener])
        finally:
            began.put(False)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()  # the server bounds itself how long it waits for others
        self._stack.close()
