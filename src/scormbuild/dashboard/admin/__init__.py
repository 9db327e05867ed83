"""The pages that administrators and auditors look after: keys, logins, organisations, status, audit log."""

from __future__ import annotations

from scormbuild.dashboard import assets
from scormbuild.dashboard.admin import audit_log, keys, logins, organisations, status
from scormbuild.dashboard.admin.confirmation import with_confirmation
from scormbuild.dashboard.auth.user import AUTHENTICATED, PUBLIC
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.pages import identity_provider, login

ADMIN_PAGES: tuple[Page, ...] = (
    Page("/login", PUBLIC, login.show_login, login.check_password),
    Page("/oidc", PUBLIC, identity_provider.start_oidc_login),
    # By GET, as the provider sends the browser here by a redirect; its guard is the state and not a form's
    # token.
    Page("/oidc/back", PUBLIC, identity_provider.finish_oidc_login),
    Page("/assets/{name}.{kind}", PUBLIC, assets.serve_asset),
    # POST alone, as all that changes something: a link or a picture elsewhere could else log somebody out.
    Page("/logout", AUTHENTICATED, None, login.log_out),
    Page("/password", AUTHENTICATED, login.show_password_form, login.change_password),
    Page(
        "/keys",
        "administers",
        keys.show_keys,
        with_confirmation(keys.post_key, keys.ask_for_key),
        menu_label="keys.title",
    ),
    Page(
        "/keys/revoke",
        "administers",
        None,
        with_confirmation(keys.post_key_revocation, keys.ask_for_key_revocation),
    ),
    Page(
        "/logins",
        "administers",
        logins.show_logins,
        with_confirmation(logins.post_login, logins.ask_for_login),
        menu_label="logins.title",
    ),
    Page(
        "/logins/renew",
        "administers",
        None,
        with_confirmation(logins.post_password_renewal, logins.ask_for_password_renewal),
    ),
    Page(
        "/logins/revoke",
        "administers",
        None,
        with_confirmation(logins.post_login_revocation, logins.ask_for_login_revocation),
    ),
    Page("/organisations", "every", organisations.show_organisations, menu_label="organisations.title"),
    Page("/organisations/make", "founds", None, organisations.post_organisation),
    Page("/organisations/choose", "every", None, organisations.post_organisation_choice),
    Page("/health", "administers", status.show_status, menu_label="health.title"),
    Page("/audit-log", "audit_log", audit_log.show_audit_log, menu_label="audit_log.title"),
)
