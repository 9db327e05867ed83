"""The pages around the reports: in and out, and what administrators and auditors look after."""

from __future__ import annotations

from scormbuild.dashboard import assets
from scormbuild.dashboard.admin import audit_log as trail
from scormbuild.dashboard.admin import keys, logins, organisations
from scormbuild.dashboard.admin import status as health
from scormbuild.dashboard.auth import identity_provider as identity
from scormbuild.dashboard.auth import login as entry
from scormbuild.dashboard.auth.user import ANYBODY, PUBLIC
from scormbuild.dashboard.page import Page

DOORS: tuple[Page, ...] = (
    Page("/login", PUBLIC, entry.log_in, entry.try_password),
    Page("/oidc", PUBLIC, identity.leave),
    Page("/oidc/back", PUBLIC, identity.come_back),
    Page("/assets/{name}.{kind}", PUBLIC, assets.file),
    Page("/logout", ANYBODY, None, entry.log_out),
    Page("/password", ANYBODY, entry.own_password, entry.change_password),
    Page("/keys", "administers", keys.listed, keys.make, menu="keys.title"),
    Page("/keys/revoke", "administers", None, keys.revoke),
    Page("/logins", "administers", logins.listed, logins.make, menu="logins.title"),
    Page("/logins/renew", "administers", None, logins.renew),
    Page("/logins/revoke", "administers", None, logins.revoke),
    Page("/organisations", "every", organisations.listed, menu="organisations.title"),
    Page("/organisations/make", "founds", None, organisations.make),
    Page("/organisations/choose", "every", None, organisations.choose),
    Page("/health", "administers", health.shown, menu="health.title"),
    Page("/trail", "trail", trail.shown, menu="trail.title"),
)
