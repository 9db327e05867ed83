"""The standard's resources, each under its path (xAPI 1.0.3 Communication, appendix B)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response
from scormbuild.lrs.http.resources import about, activities, agents, documents, statements

Operation = Callable[[Request, Lrs], Awaitable[Response]]
MORE_PATH = "/statements/more/"


@dataclass(frozen=True, slots=True)
class Route:
    """One resource: its name in log and figures, and what answers each method."""

    name: str
    path: str  # by which its scopes are known
    methods: Mapping[str, Operation]
    public: bool = False  # answers without key and version
    has_consistent_through: bool = False  # its answers say up to when all is seen (Communication 2.1.3)

    @property
    def allowed_methods(self) -> list[str]:
        """Every method that it takes: HEAD goes wherever GET goes (Communication 1.1)."""
        return [*self.methods, *(["HEAD"] if "GET" in self.methods else []), "OPTIONS"]


ROUTES = {
    "/statements": Route(
        "statements",
        "/statements",
        {
            "GET": statements.query_statements,
            "POST": statements.post_statements,
            "PUT": statements.put_statement,
        },
        has_consistent_through=True,
    ),
    "/activities": Route("activities", "/activities", {"GET": activities.read_activity}),
    "/activities/state": Route("state", "/activities/state", documents.OPERATIONS),
    "/activities/profile": Route("activity profile", "/activities/profile", documents.OPERATIONS),
    "/agents": Route("agents", "/agents", {"GET": agents.read_person}),
    "/agents/profile": Route("agent profile", "/agents/profile", documents.OPERATIONS),
    "/about": Route("about", "/about", {"GET": about.read_about}, public=True),
}
MORE_ROUTE = Route(
    "more statements", "/statements", {"GET": statements.query_more}, has_consistent_through=True
)


def match_route(path: str) -> Route | None:
    """The resource at a path below the endpoint."""
    return ROUTES.get(path) or (MORE_ROUTE if path.startswith(MORE_PATH) else None)
