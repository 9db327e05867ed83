"""The log-in at an identity provider: there and back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from typing import Any

from scormbuild.dashboard.auth import claims as told
from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.login import form, let_in
from scormbuild.dashboard.auth.oidc import PENDING_SECONDS, NotLoggedInError, Pending, Provider
from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply, sent_on
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import logins, organisations
from scormbuild.lrs.auth.logins import Login

WAITING = "desk-oidc"
LONGEST_WISH = 600


def provider_of(visitor: Visitor, desk: Desk) -> Provider:
    """Who logs people in; raises NotFound where nobody does."""
    if desk.identity is None:
        raise NotFound(visitor.say("refused.not_found_message"))
    return desk.identity


async def leave(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Send the visitor to the provider; what is waited for goes along in a cookie."""
    provider = provider_of(visitor, desk)
    further = asked.params.one("next")[:LONGEST_WISH]
    try:
        address, pending = await provider.begin(further)
    except NotLoggedInError as error:
        return unbelieved(error, asked, visitor, desk)
    reply = sent_on(address)
    reply.cookies.append(cookie.made(WAITING, packed(pending), secure=asked.secure, seconds=PENDING_SECONDS))
    return reply


async def come_back(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """Let somebody in whom the provider knows, and who has a role here."""
    provider = provider_of(visitor, desk)
    waiting = unpacked(asked.cookies.get(cookie.name(WAITING, secure=asked.secure), ""))
    try:
        claims = await provider.finish(waiting, dict(asked.params.pairs))
    except NotLoggedInError as error:
        reply = unbelieved(error, asked, visitor, desk)
    else:
        login = await login_of(claims, provider, desk)
        further = waiting.wished if waiting else ""
        if login is None:
            reply = form(asked, visitor, desk, "", visitor.say("login.no_role"), 403)
        else:
            reply = await let_in(asked, desk, login, further)
    reply.cookies.append(cookie.gone(WAITING, secure=asked.secure))
    return reply


def unbelieved(error: NotLoggedInError, asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The door again; what was wrong goes into the log, and nobody's words with it."""
    desk.receiver.logs.write("warning", {"resource": "desk", "said": f"log-in elsewhere: {error}"})
    return form(asked, visitor, desk, "", visitor.say("login.not_believed"), 403)


async def login_of(claims: dict[str, Any], provider: Provider, desk: Desk) -> Login | None:
    """The login of a person, with the roles that the claims give; None where they give none.

    Without the setting oidc_roles, only logins that were made with this person's subject come in.
    """
    settings = desk.receiver.settings
    subject = told.subject(provider.issuer, claims)
    mapping = settings.oidc_roles
    roles = None if mapping is None else told.roles(claims, mapping)

    def job(connection: Any) -> Login | None:
        found = logins.of_subject(connection, subject)
        if (found is not None and found.revoked) or (roles is not None and not roles):
            return None
        if found is None or roles is None:
            return found or (None if roles is None else made(connection, claims, subject, roles))
        return found if found.roles == roles else logins.change(connection, found.name, roles=roles)

    def made(connection: Any, claims: dict[str, Any], subject: str, roles: frozenset[str]) -> Login:
        owner = organisations.find(connection, settings.oidc_organisation)
        name = told.name(claims)
        name = f"{name}-{told.mark(subject)}" if logins.find(connection, name) else name
        # Whose words a new reader may read is for an administrator to say.
        return logins.create(connection, name, owner.id, roles, courses=[], subject=subject)

    try:
        return await desk.receiver.committer.run(0, job)
    except SettingsError as error:
        desk.receiver.logs.write("error", {"resource": "desk", "said": str(error).partition("\n")[0]})
        return None


def packed(pending: Pending) -> str:
    """What is waited for, as a cookie can hold it."""
    return urlsafe_b64encode(json.dumps(asdict(pending)).encode()).decode().rstrip("=")


def unpacked(text: str) -> Pending | None:
    """What `packed` gave; None for anything else."""
    try:
        found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        pending = Pending(**found)
    except (ValueError, TypeError):
        return None
    words = (pending.state, pending.nonce, pending.verifier, pending.wished)
    return pending if all(isinstance(each, str) for each in words) and type(pending.began) is int else None
