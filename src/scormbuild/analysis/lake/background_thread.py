"""A thread with a beginning and an end: what a lake's follower is, wherever it works."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class BackgroundThread(ABC):
    """Runs from when it is entered until it is left."""

    def __init__(self, name: str) -> None:
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, name=name, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def run(self) -> None:
        """Work until `stopping` is set."""

    @abstractmethod
    def close(self) -> None:
        """Set `stopping`, and wait for the end."""
