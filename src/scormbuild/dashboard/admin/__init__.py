"""The pages that administrators and auditors look after: keys, logins, organisations, status, audit log."""

from __future__ import annotations

from scormbuild.dashboard import assets
from scormbuild.dashboard.admin import audit_log, keys, logins, organisations, status
from scormbuild.dashboard.auth.user import AUTHENTICATED, PUBLIC
from scormbuild.dashboard.page import Route
from scormbuild.dashboard.pages import identity_provider, login

ADMIN_ROUTES: tuple[Route, ...] = (
    Route("/login", PUBLIC, login.show_login, login.check_password),
    Route("/oidc", PUBLIC, identity_provider.start_oidc_login),
    Route("/oidc/back", PUBLIC, identity_provider.finish_oidc_login),
    Route("/assets/{name}.{kind}", PUBLIC, assets.serve_asset),
    Route("/logout", AUTHENTICATED, None, login.log_out),
    Route("/password", AUTHENTICATED, login.show_password_form, login.change_password),
    Route("/keys", "administers", keys.show_keys, keys.post_key, menu_label="keys.title"),
    Route("/keys/revoke", "administers", None, keys.post_key_revocation),
    Route("/logins", "administers", logins.show_logins, logins.post_login, menu_label="logins.title"),
    Route("/logins/renew", "administers", None, logins.post_password_renewal),
    Route("/logins/revoke", "administers", None, logins.post_login_revocation),
    Route("/organisations", "every", organisations.show_organisations, menu_label="organisations.title"),
    Route("/organisations/make", "founds", None, organisations.post_organisation),
    Route("/organisations/choose", "every", None, organisations.post_organisation_choice),
    Route("/health", "administers", status.show_status, menu_label="health.title"),
    Route("/trail", "trail", audit_log.show_audit_log, menu_label="trail.title"),
)
