"""Whether a name and a password belong together: slowly, not too often, and the same for names nobody has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from scormbuild.dashboard.auth.throttle import Throttle
from scormbuild.errors import TooManyRequests
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import Login
from scormbuild.lrs.http.lrs import Receiver

T = TypeVar("T")
AT_ONCE = 2  # each takes 32 MiB and a processor
NO_NAME = "?"


class Door:
    """Tries passwords in threads of its own, so that statements don't wait for them."""

    def __init__(self, receiver: Receiver, throttle: Throttle | None = None) -> None:
        self.receiver = receiver
        self.throttle = throttle or Throttle(receiver.timer)
        self.hashers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")

    async def tried(self, name: str, secret: str) -> Login | None:
        """The login, if that is its password and it wasn't revoked; raises TooManyRequests."""
        name = logins.plain(name)
        key = name if logins.NAME.fullmatch(name) else NO_NAME
        wait = self.throttle.wait(key)
        if wait:
            raise TooManyRequests("", {"Retry-After": str(wait)})
        self.throttle.take(key)
        login = None if key == NO_NAME else await self.receiver.read(logins.find, name)
        stored = login.password if login else None
        right = await self.run(password.matches, secret, stored)
        if login is None or not right or login.revoked:
            return None
        self.throttle.give_back(key)
        return login

    async def hashed(self, secret: str) -> str:
        """What is stored of a new password."""
        return await self.run(password.hashed, secret)

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Call what takes long in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self.hashers, work, *arguments)

    def close(self) -> None:
        """Let the threads go."""
        self.hashers.shutdown(wait=False, cancel_futures=True)
