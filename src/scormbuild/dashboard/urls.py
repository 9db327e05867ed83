"""What a page is given and what it gives back: no page sees ASGI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

HTML_MEDIA_TYPE = "text/html; charset=utf-8"
ROOT_PATH = "/desk"


@dataclass(frozen=True, slots=True)
class FormData:
    """The fields of a query or a form, in their order; a name may come more than once."""

    multi_items: tuple[tuple[str, str], ...] = ()

    def first_value(self, name: str, otherwise: str = "") -> str:
        """The first value of a name, without space around it."""
        return next((value.strip() for key, value in self.multi_items if key == name), otherwise)

    def get(self, name: str) -> str:
        """The first value of a name, letter for letter: a password may begin with a space."""
        return next((value for key, value in self.multi_items if key == name), "")

    def getlist(self, name: str) -> list[str]:
        """Each value of a name, but empty ones."""
        return [value.strip() for key, value in self.multi_items if key == name and value.strip()]

    @property
    def keys(self) -> set[str]:
        """Which names there are."""
        return {name for name, _ in self.multi_items}


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are in lower case."""

    method: str
    path: str  # below /desk, such as "/reports/completion.csv"
    path_params: Mapping[str, str]  # what the {names} of the page's path stand for
    query_params: FormData
    form: FormData
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    root_path: str = ""  # what a proxy puts before our paths
    secure: bool = False  # the visitor came by https
    language: str = "en"  # what the browser prefers, of those that we have

    def page_url(self, path: str = "/", **query: object) -> str:
        """The address of a page of the desk; what is None or "" isn't put into its query."""
        return page_url(self.root_path, path, **query)


@dataclass(slots=True)
class Response:
    """What goes back."""

    body: bytes = b""
    status_code: int = 200
    media_type: str = HTML_MEDIA_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)  # values of Set-Cookie


def page_url(prefix: str, path: str, **query: object) -> str:
    """The address of a page of the desk behind what a proxy puts before it."""
    given = {name: value for name, value in query.items() if value is not None and value != ""}
    return f"{prefix}{ROOT_PATH}{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")


def redirect(to: str) -> Response:
    """Ask for another page instead (RFC 9110 15.4.4)."""
    return Response(status_code=303, headers={"Location": to})


def download(body: bytes, name: str, content_type: str) -> Response:
    """A file to keep; its name is ours, of letters, digits, - and dots."""
    return Response(body, 200, content_type, {"Content-Disposition": f'attachment; filename="{name}"'})
