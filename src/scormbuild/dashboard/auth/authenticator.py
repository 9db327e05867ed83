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
from scormbuild.lrs.http import Lrs

T = TypeVar("T")
MAX_HASHERS = 2  # each takes 32 MiB and a processor
# One bucket for all names that no login can have, so that made-up ones fill no memory.
UNKNOWN_NAME = "?"


class Authenticator:
    """Tries passwords in threads of its own, so that statements don't wait for them."""

    def __init__(self, lrs: Lrs, throttle: Throttle | None = None) -> None:
        self.lrs = lrs
        self.throttle = throttle or Throttle(lrs.monotonic)
        self.hashers = ThreadPoolExecutor(MAX_HASHERS, thread_name_prefix="password")

    async def authenticate(self, name: str, secret: str) -> Login | None:
        """The login, if that is its password and it wasn't revoked; raises TooManyRequests."""
        name = logins.normalise_name(name)
        key = name if logins.LOGIN_NAME_PATTERN.fullmatch(name) else UNKNOWN_NAME
        wait = self.throttle.wait_seconds(key)
        if wait:
            raise TooManyRequests("", {"Retry-After": str(wait)})
        # Counted before the first wait: between two of them, any number of tries could come in.
        self.throttle.count_try(key)
        login = None if key == UNKNOWN_NAME else await self.lrs.read_database(logins.find_login, name)
        stored = login.password if login else None
        # Also where there is no login: the answer must not come sooner for names that nobody has.
        right = await self.run_in_thread(password.verify_password, secret, stored)
        # All three look the same from outside.
        if login is None or not right or login.revoked:
            return None
        self.throttle.forget_tries(key)
        return login

    async def hash_password(self, secret: str) -> str:
        """What is stored of a new password."""
        return await self.run_in_thread(password.hash_password, secret)

    async def run_in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        """Call what takes long in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self.hashers, work, *arguments)

    def close(self) -> None:
        """Let the threads go."""
        self.hashers.shutdown(wait=False, cancel_futures=True)
