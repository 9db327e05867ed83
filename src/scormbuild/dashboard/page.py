"""A page's row: where it is, who may see it, and what makes it. The table of all is dashboard/routes.py."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.urls import Request, Response

PageEndpoint = Callable[
    [Request, User, Any], Awaitable[Response]
]  # the last one is the Desk, which holds these rows
PATH_PARAM = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """A page. `right` is PUBLIC, ANYBODY or what visitor.Visitor.may knows."""

    path: str  # below /desk; {name} stands for a word without / and dots
    permission: str
    on_get: PageEndpoint | None  # answers GET, which never changes anything
    on_post: PageEndpoint | None = None  # answers POST, whose form has been found to be ours
    menu_label: str = ""  # the word of its place in the menu; "": it has none

    def match_path(self, path: str) -> dict[str, str] | None:
        """What the names in the path stand for; None where it is the path of another page."""
        found = re.fullmatch(PATH_PARAM.sub(r"(?P<\1>[A-Za-z0-9_-]+)", self.path.replace(".", r"\.")), path)
        return found and found.groupdict()

    @property
    def allowed_methods(self) -> str:
        """What the page takes, as the header Allow says it."""
        return ", ".join([*(["GET", "HEAD"] if self.on_get else []), *(["POST"] if self.on_post else [])])
