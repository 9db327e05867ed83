"""A page's row: where it is, who may see it, and what makes it. The table of all is PAGES in app.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard

PageEndpoint = Callable[[Request, User, Dashboard], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `permission` is PUBLIC, AUTHENTICATED or what User.has_permission knows."""

    path: str  # below /dashboard, as Starlette's routes have it: {name} stands for a part without /
    permission: str
    on_get: PageEndpoint | None  # answers GET, which never changes anything
    on_post: PageEndpoint | None = None  # answers POST, whose form has been found to be ours
    menu_label: str = ""  # the word of its place in the menu; "": it has none

    @property
    def endpoints(self) -> dict[str, PageEndpoint]:
        """What answers each method."""
        by_method = {"GET": self.on_get, "HEAD": self.on_get, "POST": self.on_post}
        return {method: endpoint for method, endpoint in by_method.items() if endpoint is not None}
