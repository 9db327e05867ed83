"""The player's own functions, called from Python: one Node process for all tests, one JSON line per call."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

SCRIPT = Path(__file__).with_name("bridge.mjs")


class Player:
    """`with Player() as player: player.call("timespan", 1000)`."""

    def __enter__(self) -> Player:
        self.node = subprocess.Popen(
            ["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        return self

    def call(self, name: str, *values: Any) -> Any:
        """What the function of this name in bridge.mjs gives."""
        assert self.node.stdin
        assert self.node.stdout
        self.node.stdin.write(json.dumps({"name": name, "values": values}) + "\n")
        self.node.stdin.flush()
        reply = json.loads(self.node.stdout.readline())
        assert "error" not in reply, reply["error"]
        return reply.get("value")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.node.communicate()


def as_javascript(text: str) -> str:
    """The text as JavaScript has it: two surrogates that belong together are one character."""
    return str(json.loads(json.dumps(text)))


def well_formed(text: str) -> str:
    """The text as the player keeps it: lone surrogates and NUL become U+FFFD."""
    return re.sub("[\0\ud800-\udfff]", "\ufffd", as_javascript(text))


def utf16_length(text: str) -> int:
    """The length as JavaScript and LMSs count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
