"""Who looks: a login that was let in, what its roles allow, and its words."""

from __future__ import annotations

from dataclasses import dataclass, field

from scormbuild.analysis.model.permissions import Rights
from scormbuild.dashboard.auth import roles
from scormbuild.dashboard.translations import Words

NOTHING = Rights(courses=frozenset())
PUBLIC, ANYBODY = "public", "anybody"
REPORT = "report "


@dataclass(frozen=True)
class Visitor:
    """Whoever asks for a page; `name` is "" before the log-in."""

    name: str
    words: Words
    roles: frozenset[str] = frozenset()
    rights: Rights = NOTHING
    reports: frozenset[str] = frozenset()  # which reports the roles allow
    organisation: int = 0  # whose figures are shown
    organisation_name: str = ""
    home_page: str = ""
    every: bool = False  # the login may choose among all organisations
    own_password: bool = False  # it logs in with a password here, not elsewhere
    form_token: str = ""  # stands in each form, so that no other page can send it
    cookie: str = field(default="", repr=False)

    @property
    def language(self) -> str:
        """nl or en."""
        return self.words.language

    def say(self, key: str, **values: object) -> str:
        """A word or sentence in the visitor's language."""
        return self.words.say(key, **values)

    def may(self, right: str) -> bool:
        """Whether a page with this right may be seen: the one place where that is decided."""
        if right == PUBLIC:
            return True
        if not self.name:
            return False
        if right.startswith(REPORT):
            return right.removeprefix(REPORT) in self.reports
        return {
            ANYBODY: True,
            "names": self.rights.names,
            "words": self.rights.words is None or bool(self.rights.words),
            "administers": self.rights.administers,
            "trail": self.rights.trail,
            "every": self.every,
            "founds": self.every and self.rights.administers,
        }.get(right, False)


def visitor_of(
    name: str, held: frozenset[str], courses: frozenset[str] | None, words: Words, **more: object
) -> Visitor:
    """A visitor with all that the roles allow."""
    allowed = roles.rights(held, courses), roles.reports(held)
    return Visitor(name, words, held, *allowed, **more)  # type: ignore[arg-type] # fields of Visitor
