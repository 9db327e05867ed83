"""The pages around the reports: in and out, and what administrators and auditors look after."""

from __future__ import annotations

from scormbuild.dashboard import assets
from scormbuild.dashboard.admin import audit_log, keys, logins, organisations, status
from scormbuild.dashboard.auth import identity_provider, login
from scormbuild.dashboard.auth.user import ANYBODY, PUBLIC
from scormbuild.dashboard.page import Page

DOORS: tuple[Page, ...] = (
    Page("/login", PUBLIC, login.log_in, login.try_password),
    Page("/oidc", PUBLIC, identity_provider.leave),
    Page("/oidc/back", PUBLIC, identity_provider.come_back),
    Page("/assets/{name}.{kind}", PUBLIC, assets.file),
    Page("/logout", ANYBODY, None, login.log_out),
    Page("/password", ANYBODY, login.own_password, login.change_password),
    Page("/keys", "administers", keys.listed, keys.make, menu="keys.title"),
    Page("/keys/revoke", "administers", None, keys.revoke),
    Page("/logins", "administers", logins.listed, logins.make, menu="logins.title"),
    Page("/logins/renew", "administers", None, logins.renew),
    Page("/logins/revoke", "administers", None, logins.revoke),
    Page("/organisations", "every", organisations.listed, menu="organisations.title"),
    Page("/organisations/make", "founds", None, organisations.make),
    Page("/organisations/choose", "every", None, organisations.choose),
    Page("/health", "administers", status.shown, menu="health.title"),
    Page("/trail", "trail", audit_log.shown, menu="trail.title"),
)
