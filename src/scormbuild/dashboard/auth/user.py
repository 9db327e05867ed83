"""Who looks: a login that was let in, what its roles allow, and its words."""

from __future__ import annotations

from dataclasses import dataclass, field

from scormbuild.analysis.model.permissions import Permissions
from scormbuild.dashboard.auth import roles
from scormbuild.dashboard.translations import Translations

NO_PERMISSIONS = Permissions(courses=frozenset())
PUBLIC, AUTHENTICATED = "public", "anybody"
REPORT_PREFIX = "report "


@dataclass(frozen=True)
class User:
    """Whoever asks for a page; `name` is "" before the log-in."""

    name: str
    translations: Translations
    roles: frozenset[str] = frozenset()
    permissions: Permissions = NO_PERMISSIONS
    reports: frozenset[str] = frozenset()  # which reports the roles allow
    organisation: int = 0  # whose figures are shown
    organisation_name: str = ""
    home_page: str = ""
    all_organisations: bool = False  # the login may choose among all organisations
    has_password: bool = False  # it logs in with a password here, not elsewhere
    must_change_password: bool = False  # somebody else has seen it
    authenticated_at: int = 0  # when it was last asked who it is, in seconds since 1970
    csrf_token: str = ""  # stands in each form, so that no other page can send it
    cookie: str = field(default="", repr=False)

    @property
    def language(self) -> str:
        """nl or en."""
        return self.translations.language

    def translate(self, key: str, **values: object) -> str:
        """A word or sentence in the user's language."""
        return self.translations.translate(key, **values)

    def has_words(self, key: str) -> bool:
        """Whether there are words for this."""
        return self.translations.has_key(key)

    def has_permission(self, right: str) -> bool:
        """Whether a page with this right may be seen: the one place where that is decided."""
        if right == PUBLIC:
            return True
        if not self.name:
            return False
        if right.startswith(REPORT_PREFIX):
            return right.removeprefix(REPORT_PREFIX) in self.reports
        # What isn't known here is not allowed: a slip in the table of pages closes a page and opens none.
        return {
            AUTHENTICATED: True,
            "names": self.permissions.names,
            "words": self.permissions.open_text_courses is None or bool(self.permissions.open_text_courses),
            "administers": self.permissions.administers,
            "audit_log": self.permissions.audit_log,
            "every": self.all_organisations,
            "founds": self.all_organisations and self.permissions.administers,
        }.get(right, False)


def user_with_roles(
    name: str, role_names: frozenset[str], courses: frozenset[str] | None, translations: Translations
) -> User:
    """A user with all that the roles allow, of no organisation yet."""
    permissions = roles.role_permissions(role_names, courses)
    return User(name, translations, role_names, permissions, roles.role_reports(role_names))
