"""The log-in at an identity provider: there and back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth import claims as told
from scormbuild.dashboard.auth import cookie
from scormbuild.dashboard.auth.oidc import PENDING_SECONDS, IdentityProvider, NotLoggedInError, PendingLogin
from scormbuild.dashboard.auth.sessions import RECENT_SECONDS, SECOND_MICROSECONDS
from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.forms import first_value
from scormbuild.dashboard.pages.login import render_login, start_session
from scormbuild.dashboard.urls import redirect
from scormbuild.errors import NotFound, SettingsError
from scormbuild.lrs.auth import logins, organisations
from scormbuild.lrs.auth.logins import Login
from scormbuild.lrs.store import audit

PENDING_COOKIE = "desk-oidc"
MAX_NEXT_LENGTH = 600
AUDIT_NAME = "identity provider"


def require_provider(user: User, dashboard: Dashboard) -> IdentityProvider:
    """Who logs people in; raises NotFound where nobody does."""
    if dashboard.identity_provider is None:
        raise NotFound(user.translate("refused.not_found_message"))
    return dashboard.identity_provider


async def start_oidc_login(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Send the user to the provider; what is waited for goes along in a cookie."""
    provider = require_provider(user, dashboard)
    next_path = first_value(request.query_params, "next")[:MAX_NEXT_LENGTH]
    again = first_value(request.query_params, "again") == "yes"
    try:
        address, pending = await provider.start_login(next_path, RECENT_SECONDS if again else None)
    except NotLoggedInError as error:
        return oidc_error_response(error, request, user, dashboard)
    response = redirect(address)
    # In the browser and not in our memory: whoever begins a million log-ins fills nothing here.
    cookie.set_cookie(response, request, PENDING_COOKIE, encode_pending(pending), seconds=PENDING_SECONDS)
    return response


async def finish_oidc_login(request: Request, user: User, dashboard: Dashboard) -> Response:
    """Let somebody in whom the provider knows, and who has a role here."""
    provider = require_provider(user, dashboard)
    waiting = decode_pending(cookie.read_cookie(request, PENDING_COOKIE))
    try:
        claims = await provider.finish_login(waiting, request.query_params)
    except NotLoggedInError as error:
        response = oidc_error_response(error, request, user, dashboard)
    else:
        login = await find_or_create_login(claims, provider, dashboard)
        next_path = waiting.wished if waiting else ""
        if login is None:
            response = render_login(request, user, dashboard, "", user.translate("login.no_role"), 403)
        else:
            now = dashboard.lrs.clock() // SECOND_MICROSECONDS
            asked_at = told.authentication_time(claims, now)
            response = await start_session(request, dashboard, login, next_path, asked_at)
    cookie.delete_cookie(response, request, PENDING_COOKIE)
    return response


def oidc_error_response(
    error: NotLoggedInError, request: Request, user: User, dashboard: Dashboard
) -> Response:
    """The door again; what was wrong goes into the log, and nobody's words with it."""
    dashboard.lrs.logs.write_line("warning", {"resource": "dashboard", "said": f"log-in elsewhere: {error}"})
    return render_login(request, user, dashboard, "", user.translate("login.not_believed"), 403)


async def find_or_create_login(
    claims: dict[str, Any], provider: IdentityProvider, dashboard: Dashboard
) -> Login | None:
    """The login of a person, with the roles that the claims give; None where they give none.

    Without the setting oidc_roles, only logins that were made with this person's subject come in.
    """
    settings = dashboard.lrs.settings
    subject = told.issuer_subject(provider.issuer, claims)
    mapping = settings.oidc_roles
    roles = None if mapping is None else told.map_roles(claims, mapping)

    def job(connection: Any) -> Login | None:
        found = logins.find_login_by_subject(connection, subject)
        # Who was revoked here stays out, whatever the provider says.
        if (found is not None and found.revoked) or (roles is not None and not roles):
            return None
        if found is None or roles is None:
            return found or (None if roles is None else create_login(connection, claims, subject, roles))
        # Roles follow the provider at each log-in: who lost one there has it no longer here.
        return found if found.roles == roles else change_roles(connection, found, roles)

    def create_login(connection: Any, claims: dict[str, Any], subject: str, roles: frozenset[str]) -> Login:
        owner = organisations.find_organisation(connection, settings.oidc_organisation)
        name = told.login_name(claims)
        # Another person, maybe one of ours with a password: a name is no proof, so nobody gets another's
        # login.
        name = f"{name}-{told.subject_hash(subject)}" if logins.find_login(connection, name) else name
        # Whose words a new reader may read is for an administrator to say.
        login = logins.create_login(connection, name, owner.id, roles, courses=[], subject=subject)
        audit_change(connection, login, "login made", {})
        return login

    def change_roles(connection: Any, before: Login, roles: frozenset[str]) -> Login:
        login = logins.change_login(connection, before.name, roles=roles)
        audit_change(connection, login, "login changed", {"before": sorted(before.roles)})
        return login

    try:
        return await dashboard.lrs.committer.run_job(0, job)
    except SettingsError as error:
        dashboard.lrs.logs.write_line(
            "error", {"resource": "dashboard", "said": str(error).partition("\n")[0]}
        )
        return None


def audit_change(connection: Any, login: Login, action: str, more: dict[str, Any]) -> None:
    """A row in the audit log, in the transaction of the change: nobody here has made it."""
    owner = organisations.find_audit_organisation(connection, login.organisation)
    detail = {"login": login.name, "roles": sorted(login.roles), **more}
    audit.insert_audit_entry(connection, owner, AUDIT_NAME, action, detail)


def encode_pending(pending: PendingLogin) -> str:
    """What is waited for, as a cookie can hold it."""
    return urlsafe_b64encode(json.dumps(asdict(pending)).encode()).decode().rstrip("=")


def decode_pending(text: str) -> PendingLogin | None:
    """What `encode_pending` gave; None for anything else."""
    try:
        found = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        pending = PendingLogin(**found)
    except (ValueError, TypeError, RecursionError):  # the last one: thousands of brackets
        return None
    words = (pending.state, pending.nonce, pending.verifier, pending.wished)
    return pending if all(isinstance(each, str) for each in words) and type(pending.began) is int else None
