"""Sessions: a random token in a cookie, of which the database holds the hash; 8 hours at most, 1 idle."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.csrf import token_of
from scormbuild.dashboard.auth.user import Visitor, visitor_of
from scormbuild.dashboard.translations import words
from scormbuild.lrs.auth import logins, organisations, sessions
from scormbuild.lrs.auth.logins import Login
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.http.health import NOBODY
from scormbuild.lrs.http.lrs import Receiver

SECOND = 1_000_000
LONGEST, IDLE, STEP = 8 * 3600 * SECOND, 3600 * SECOND, 300 * SECOND


@dataclass(frozen=True, slots=True)
class Found:
    """A session's login and the organisation that it looks at, as one reading saw them."""

    login: Login
    organisation: Organisation
    until: int


class Sessions:
    """Lets logins in and out."""

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver

    async def visitor(self, token: str) -> Visitor | None:
        """Who has this cookie; None where the session has ended, or the login was revoked a moment ago."""
        if not token:
            return None
        now = self.receiver.clock()
        found = await self.receiver.read(find, hashed(token), now)
        if found is None:
            return None
        until = ends(token, now)
        if until - found.until > STEP:
            await self.receiver.committer.run(
                NOBODY, lambda connection: sessions.extend(connection, hashed(token), until)
            )
        return shown(found.login, found.organisation, token)

    async def begin(self, login: Login, organisation: int | None = None) -> str:
        """Let a login in, with a token that nobody had before."""
        chosen = login.organisation if organisation is None else organisation
        now = self.receiver.clock()
        token = f"{cookie.token()}.{now // SECOND}"

        def job(connection: Any) -> None:
            sessions.sweep(connection, now)
            sessions.insert(connection, hashed(token), login.name, chosen, ends(token, now))

        await self.receiver.committer.run(NOBODY, job)
        return token

    async def end(self, token: str) -> None:
        """Let somebody out."""
        await self.receiver.committer.run(NOBODY, lambda connection: sessions.end(connection, hashed(token)))

    async def move(self, token: str, organisation: int) -> None:
        """Look at another organisation from now on."""
        await self.receiver.committer.run(
            NOBODY, lambda connection: sessions.move(connection, hashed(token), organisation)
        )


def find(connection: Any, token: str, now: int) -> Found | None:
    """The session of a hash, with all that a page asks of it."""
    admission = sessions.find(connection, token, now)
    login = logins.find(connection, admission.login) if admission else None
    if admission is None or login is None or login.revoked:
        return None
    organisation = looked_at(connection, login, admission.organisation)
    return None if organisation is None else Found(login, organisation, admission.until)


def looked_at(connection: Any, login: Login, wished: int) -> Organisation | None:
    """The organisation whose figures a login sees: its own; of a login of all, the one that it chose last."""
    if login.organisation != logins.EVERY:
        return organisations.of_id(connection, login.organisation)
    chosen = organisations.of_id(connection, wished)
    return chosen or min(organisations.rows(connection), key=lambda each: each.id, default=None)


def hashed(token: str) -> str:
    """The stored form of a token: as it is random, one round is as good as many (SHA-256)."""
    return sha256(token.encode()).hexdigest()


def ends(token: str, now: int) -> int:
    """When the session ends if nothing more is asked; its beginning stands in the token, under the hash."""
    began = int(token.partition(".")[2] or 0) * SECOND
    return min(now + IDLE, began + LONGEST)


def shown(login: Login, organisation: Organisation, token: str) -> Visitor:
    """The login as pages see it."""
    return visitor_of(
        login.name,
        login.roles,
        login.courses,
        words(login.language),
        organisation=organisation.id,
        organisation_name=organisation.name,
        home_page=organisation.home_page,
        every=login.organisation == logins.EVERY,
        own_password=login.password is not None,
        form_token=token_of(token),
        cookie=token,
    )
