"""What a page is given and what it gives back: no page sees ASGI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

HTML = "text/html; charset=utf-8"
DESK = "/desk"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a query or a form, in their order; a name may come more than once."""

    pairs: tuple[tuple[str, str], ...] = ()

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of a name, without space around it."""
        return next((value.strip() for key, value in self.pairs if key == name), otherwise)

    def exact(self, name: str) -> str:
        """The first value of a name, letter for letter: a password may begin with a space."""
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> list[str]:
        """Each value of a name, but empty ones."""
        return [value.strip() for key, value in self.pairs if key == name and value.strip()]

    @property
    def names(self) -> set[str]:
        """Which names there are."""
        return {name for name, _ in self.pairs}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; header names are in lower case."""

    method: str
    path: str  # below /desk, such as "/reports/completion.csv"
    rest: Mapping[str, str]  # what the {names} of the page's path stand for
    params: Fields
    form: Fields
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    prefix: str = ""  # what a proxy puts before our paths
    secure: bool = False  # the visitor came by https
    language: str = "en"  # what the browser prefers, of those that we have

    def link(self, path: str = "/", **query: object) -> str:
        """The address of a page of the desk; what is None or "" isn't put into its query."""
        return link(self.prefix, path, **query)


@dataclass(slots=True)
class Reply:
    """What goes back."""

    body: bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)  # values of Set-Cookie


def link(prefix: str, path: str, **query: object) -> str:
    """The address of a page of the desk behind what a proxy puts before it."""
    given = {name: value for name, value in query.items() if value is not None and value != ""}
    return f"{prefix}{DESK}{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")


def sent_on(to: str) -> Reply:
    """Ask for another page instead (RFC 9110 15.4.4)."""
    return Reply(status=303, headers={"Location": to})


def download(body: bytes, name: str, content_type: str) -> Reply:
    """A file to keep; its name is ours, of letters, digits, - and dots."""
    return Reply(body, 200, content_type, {"Content-Disposition": f'attachment; filename="{name}"'})
