"""The standard's resources, each under its path (xAPI 1.0.3 Communication, appendix B)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.scope import RequiredScopes
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response
from scormbuild.lrs.http.resources import about, activities, agents, documents, statements
from scormbuild.lrs.xapi.document import ACTIVITY_PROFILE, AGENT_PROFILE, STATE

Operation = Callable[[Request, Lrs], Awaitable[Response]]
MORE_PATH = "/statements/more/"


@dataclass(frozen=True, slots=True)
class Route:
    """One resource: its name in log and figures, what answers each method, and what it asks of a key."""

    name: str
    path: str
    methods: Mapping[str, Operation]
    scopes: RequiredScopes = scope.EVERYTHING
    public: bool = False  # answers without key and version
    has_consistent_through: bool = False  # its answers say up to when all is seen (Communication 2.1.3)

    @property
    def allowed_methods(self) -> list[str]:
        """Every method that it takes: HEAD goes wherever GET goes (Communication 1.1)."""
        return [*self.methods, *(["HEAD"] if "GET" in self.methods else []), "OPTIONS"]


ROUTES = {
    route.path: route
    for route in (
        Route(
            "statements",
            "/statements",
            statements.OPERATIONS,
            scope.STATEMENTS,
            has_consistent_through=True,
        ),
        Route("activities", "/activities", activities.OPERATIONS, scope.ACTIVITIES),
        Route("state", "/activities/state", documents.operations(STATE), scope.STATES),
        Route(
            "activity profile", "/activities/profile", documents.operations(ACTIVITY_PROFILE), scope.PROFILES
        ),
        Route("agents", "/agents", agents.OPERATIONS, scope.AGENTS),
        Route("agent profile", "/agents/profile", documents.operations(AGENT_PROFILE), scope.PROFILES),
        Route("about", "/about", about.OPERATIONS, public=True),
    )
}
MORE_ROUTE = Route(
    "more statements", MORE_PATH, statements.MORE_OPERATIONS, scope.STATEMENTS, has_consistent_through=True
)


def match_route(path: str) -> Route | None:
    """The resource at a path below the endpoint."""
    return ROUTES.get(path) or (MORE_ROUTE if path.startswith(MORE_PATH) else None)
