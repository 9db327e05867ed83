"""Sessions: a random token in a cookie, of which the database holds the hash; 8 hours at most, 1 idle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.csrf import csrf_token
from scormbuild.dashboard.auth.user import User, user_with_roles
from scormbuild.dashboard.translations import read_translations
from scormbuild.lrs.auth import logins, organisations, sessions
from scormbuild.lrs.auth.logins import Login
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.auth.password import is_first
from scormbuild.lrs.http import NO_ORGANISATION, Lrs

SECOND_MICROSECONDS = 1_000_000
MAX_SESSION, MAX_IDLE, EXTEND_STEP = (
    8 * 3600 * SECOND_MICROSECONDS,
    3600 * SECOND_MICROSECONDS,
    300 * SECOND_MICROSECONDS,
)
RECENT_SECONDS = 600  # so long after a log-in may somebody change who may do what


@dataclass(frozen=True, slots=True)
class ActiveSession:
    """A session's login and the organisation that it looks at, as one reading saw them."""

    login: Login
    organisation: Organisation
    until: int


class Sessions:
    """Lets logins in and out."""

    def __init__(self, lrs: Lrs) -> None:
        self.lrs = lrs

    async def find_user(self, token: str) -> User | None:
        """Who has this cookie; None where the session has ended, or the login was revoked a moment ago."""
        if not token:
            return None
        now = self.lrs.clock()
        session = await self.lrs.read_database(find_active_session, hash_token(token), now)
        if session is None:
            return None
        until = session_end(token, now)
        # Not with each page: a write every five minutes is enough to keep somebody in.
        if until - session.until > EXTEND_STEP:
            await self.lrs.committer.run_job(
                NO_ORGANISATION,
                lambda connection: sessions.extend_session(connection, hash_token(token), until),
            )
        return user_of_session(session.login, session.organisation, token)

    async def begin(
        self, login: Login, organisation: int | None = None, authenticated_at: int | None = None
    ) -> str:
        """Let a login in, with a token that nobody had before.

        `authenticated_at`, in seconds since 1970, is when an identity provider asked who it is; 0: unknown.
        """
        organisation_id = login.organisation if organisation is None else organisation
        now = self.lrs.clock()
        began = now // SECOND_MICROSECONDS
        # Both moments are in the token, so that they need no column, and nobody can write others into it:
        # they are hashed along.
        token = f"{cookie.new_token()}.{began}.{began if authenticated_at is None else authenticated_at}"

        def job(connection: Any) -> None:
            # Here, as logging in is rare and writes anyway.
            sessions.delete_expired(connection, now)
            sessions.insert_session(
                connection, hash_token(token), login.name, organisation_id, session_end(token, now)
            )

        await self.lrs.committer.run_job(NO_ORGANISATION, job)
        return token

    async def begin_again(self, user: User) -> str:
        """Let a user in once more who has just given their password."""
        login = await self.lrs.read_database(logins.require_login, user.name)
        return await self.begin(login, organisation=user.organisation)

    async def end(self, token: str) -> None:
        """Let somebody out."""
        await self.lrs.committer.run_job(
            NO_ORGANISATION, lambda connection: sessions.end_session(connection, hash_token(token))
        )

    async def switch_organisation(self, token: str, organisation: int) -> None:
        """Look at another organisation from now on."""
        await self.lrs.committer.run_job(
            NO_ORGANISATION,
            lambda connection: sessions.set_organisation(connection, hash_token(token), organisation),
        )


def find_active_session(connection: Any, token: str, now: int) -> ActiveSession | None:
    """The session of a hash, with all that a page asks of it."""
    # Login and organisation are read anew for each page: what is revoked or changed holds at once.
    admission = sessions.find_session(connection, token, now)
    login = logins.find_login(connection, admission.login) if admission else None
    if admission is None or login is None or login.revoked:
        return None
    organisation = selected_organisation(connection, login, admission.organisation)
    return None if organisation is None else ActiveSession(login, organisation, admission.until)


def selected_organisation(connection: Any, login: Login, wished_id: int) -> Organisation | None:
    """The organisation whose figures a login sees: its own; of a login of all, the one that it chose last."""
    if login.organisation != logins.ALL_ORGANISATIONS:
        return organisations.find_organisation_by_id(connection, login.organisation)
    organisation_id = organisations.find_organisation_by_id(connection, wished_id)
    return organisation_id or min(
        organisations.list_organisations(connection), key=lambda each: each.id, default=None
    )


def hash_token(token: str) -> str:
    """The stored form of a token: as it is random, one round is as good as many (SHA-256)."""
    return sha256(token.encode()).hexdigest()


def session_end(token: str, now: int) -> int:
    """When the session ends if nothing more is asked; its beginning stands in the token, under the hash."""
    return min(now + MAX_IDLE, token_moments(token)[0] * SECOND_MICROSECONDS + MAX_SESSION)


def token_moments(token: str) -> tuple[int, int]:
    """When the session of a token began, and when it was last asked who it is; 0 where it doesn't say."""
    began, authenticated_at, *_ = *map(int, token.split(".")[1:]), 0, 0
    return began, authenticated_at


def is_recent(user: User, now: int) -> bool:
    """Whether it was asked who the user is not long before now (in microseconds)."""
    return 0 <= now // SECOND_MICROSECONDS - user.authenticated_at <= RECENT_SECONDS


def user_of_session(login: Login, organisation: Organisation, token: str) -> User:
    """The login as pages see it."""
    user = user_with_roles(login.name, login.roles, login.courses, read_translations(login.language))
    return replace(
        user,
        organisation=organisation.id,
        organisation_name=organisation.name,
        home_page=organisation.home_page,
        all_organisations=login.organisation == logins.ALL_ORGANISATIONS,
        has_password=login.password is not None,
        must_change_password=login.password is not None and is_first(login.password),
        authenticated_at=token_moments(token)[1],
        csrf_token=csrf_token(token),
        cookie=token,
    )
