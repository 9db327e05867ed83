"""A receiver in a thread of this process: what `scormbuild lrs serve` is in one of its own."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from threading import Event, Thread
from types import TracebackType
from typing import Self

from scormbuild.desk.mount import missing, mounted
from scormbuild.errors import SettingsError
from scormbuild.lrs import server
from scormbuild.lrs.receiver import Receiver
from scormbuild.lrs.settings import Settings

START_SECONDS = 30.0


class Reception:
    """A running receiver, as a context manager; `endpoint` is where it listens, without a slash behind.

    `desk` is where the analyst's desk is; `no_desk` says why where it isn't there.
    """

    def __init__(self, database: str, port: int = 0, *, desk: bool = False) -> None:
        self.database = database
        self._listener = server.listening("127.0.0.1", port)
        self.settings = Settings(database=database, port=self.port, log_level="error", desk=desk)
        self.endpoint = server.address(self.settings, self._listener)
        self.no_desk = missing(self.settings)
        self.desk = "" if self.no_desk else f"http://127.0.0.1:{self.port}/desk/"
        self._open = ExitStack()

    @property
    def port(self) -> int:
        """The port on this machine."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        ready = Event()
        self.receiver = Receiver.open(self.settings, stream=sys.stderr)
        self._open.callback(self.receiver.close)
        beside = self._open.enter_context(mounted(self.receiver)) if self.desk else None
        self._server = server.Server(self.receiver, self._listener, lambda _: ready.set(), beside)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._listener]}, daemon=True)
        self._thread.start()
        if not ready.wait(START_SECONDS):
            raise SettingsError(
                f"the receiver at {self.endpoint} doesn't begin\n  hint: look what it says above"
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(START_SECONDS)
        self._open.close()
