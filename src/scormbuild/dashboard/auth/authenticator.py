"""Whether a name and a password belong together: slowly, not too often, and the same for names nobody has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TypeVar

from scormbuild.dashboard.auth import known_browser
from scormbuild.dashboard.auth.failed_logins import FailedLogins
from scormbuild.dashboard.auth.throttle import Bucket, Throttle, own_buckets, stranger_buckets
from scormbuild.dashboard.auth.user import User
from scormbuild.errors import TooManyRequests
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.logins import Login
from scormbuild.lrs.http import NO_ORGANISATION, Lrs

T = TypeVar("T")
# A password takes some 250 ms: who finds a place is answered within two seconds.
MAX_PLACES = 8


class Hasher:
    """One thread for passwords, which take 32 MiB and a processor, and the places of who waits for it."""

    def __init__(self, name: str) -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self.waiting = 0

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place in the queue, for a while; raises TooManyRequests where there is none."""
        if self.waiting >= MAX_PLACES:
            raise TooManyRequests("busy", {"Retry-After": "2"})
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """Call what takes long in the thread, so that statements don't wait for it."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work, *arguments)


class Authenticator:
    """Tries passwords; those of strangers never keep waiting whoever is known."""

    def __init__(self, lrs: Lrs, effort: password.Effort = password.ADVISED) -> None:
        self.lrs, self.effort = lrs, effort
        self.throttle = Throttle(lrs.monotonic)
        self.failures = FailedLogins(lrs)
        self.own, self.strangers = Hasher("own password"), Hasher("password")

    async def authenticate(
        self, name: str, secret: str, address: str, marks: Sequence[str] = ()
    ) -> Login | None:
        """The login, if that is its password and it wasn't revoked; raises TooManyRequests.

        The message of what it raises is the key of its words on the page, after `login.`
        """
        name = logins.normalise_name(name)
        mark = await self.find_mark(name, list(marks))
        if mark:
            login = await self.verify(name, secret, own_buckets(mark), self.own)
        else:
            login = await self.verify(name, secret, stranger_buckets(name, address), self.strangers)
        return await self.renew_hash(login, secret) if login else None

    async def authenticate_user(self, user: User, secret: str) -> Login | None:
        """The login of a session, if that is its password; raises TooManyRequests."""
        return await self.verify(user.name, secret, own_buckets(user.cookie), self.own)

    async def find_mark(self, name: str, marks: list[str]) -> str:
        """The mark that shows that this browser is known to a login; "" where it isn't."""
        login = await self.find_login(name) if marks else None
        return known_browser.find_mark(marks, login, self.lrs.clock()) if login else ""

    async def find_login(self, name: str) -> Login | None:
        """The login of a name."""
        # What no login can be called never reaches the database.
        known = logins.LOGIN_NAME_PATTERN.fullmatch(name)
        return await self.lrs.read_database(logins.find_login, name) if known else None

    async def verify(self, name: str, secret: str, buckets: Sequence[Bucket], hasher: Hasher) -> Login | None:
        """The login, if the password is right and may be tried now."""
        if wait := self.throttle.wait_seconds(buckets):
            raise TooManyRequests("too_often", {"Retry-After": str(wait)})
        with hasher.place():
            # Counted before the first wait: between two of them, any number of tries could come in.
            self.throttle.count_try(buckets)
            login = await self.find_login(name)
            stored = login.password if login else None
            # Also where there is no login: the answer must not come sooner for names that nobody has.
            right = await hasher.run(password.verify_password, secret, stored, self.effort)
        # All three look the same from outside.
        if login is None or not right or login.revoked:
            await self.failures.count(login)
            return None
        self.throttle.forget_tries(buckets)
        return login

    async def renew_hash(self, login: Login, secret: str) -> Login:
        """The login, its password hashed as is advised now: only at a log-in is there a password to hash."""
        if login.password is None or not password.is_outdated(login.password, self.effort):
            return login
        stored = await self.hash_password(secret, is_first=password.is_first(login.password))
        await self.lrs.committer.run_job(
            NO_ORGANISATION, lambda connection: logins.replace_hash(connection, login, stored)
        )
        return replace(login, password=stored)

    async def hash_password(self, secret: str, *, is_first: bool = False) -> str:
        """What is stored of a new password."""
        hash_it = partial(password.hash_password, secret, is_first=is_first, effort=self.effort)
        return await self.own.run(hash_it)

    def close(self) -> None:
        """Let the threads go."""
        for each in (self.own, self.strangers):
            each.thread.shutdown(wait=False, cancel_futures=True)
