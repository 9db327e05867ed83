"""The standard's resources, each under its path (xAPI 1.0.3 Communication, appendix B)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from scormbuild.lrs.http.lrs import Receiver
from scormbuild.lrs.http.messages import Answer, Call
from scormbuild.lrs.http.resources import about, activities, agents, documents, statements

Resource = Callable[[Call, Receiver], Awaitable[Answer]]
MORE = "/statements/more/"


@dataclass(frozen=True, slots=True)
class Route:
    """One resource: its name in log and figures, and what answers each method."""

    name: str
    path: str  # by which its scopes are known
    methods: Mapping[str, Resource]
    public: bool = False  # answers without key and version
    dated: bool = False  # its answers say up to when all is seen (Communication 2.1.3)

    @property
    def allowed(self) -> list[str]:
        """Every method that it takes: HEAD goes wherever GET goes (Communication 1.1)."""
        return [*self.methods, *(["HEAD"] if "GET" in self.methods else []), "OPTIONS"]


ROUTES = {
    "/statements": Route(
        "statements",
        "/statements",
        {"GET": statements.read, "POST": statements.post, "PUT": statements.put},
        dated=True,
    ),
    "/activities": Route("activities", "/activities", {"GET": activities.read}),
    "/activities/state": Route("state", "/activities/state", documents.METHODS),
    "/activities/profile": Route("activity profile", "/activities/profile", documents.METHODS),
    "/agents": Route("agents", "/agents", {"GET": agents.read}),
    "/agents/profile": Route("agent profile", "/agents/profile", documents.METHODS),
    "/about": Route("about", "/about", {"GET": about.read}, public=True),
}
NEXT = Route("more statements", "/statements", {"GET": statements.more}, dated=True)


def find(path: str) -> Route | None:
    """The resource at a path below the endpoint."""
    return ROUTES.get(path) or (NEXT if path.startswith(MORE) else None)
