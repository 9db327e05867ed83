"""Pages out of templates: escaped, in the visitor's words, with the menu that the visitor may use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.page import Route
from scormbuild.dashboard.urls import Request, Response

ASSETS = resources.files("scormbuild.dashboard") / "assets"
ADMIN_PERMISSIONS = {"administers", "every", "trail"}
ASSET_MEDIA_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


@cache
def template_environment() -> Environment:
    """The templates; a word that is missing is an error, never an empty place."""
    return Environment(
        loader=PackageLoader("scormbuild.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def read_asset(name: str) -> bytes:
    """A file of the pages' own; raises FileNotFoundError."""
    return (ASSETS / name).read_bytes()


@cache
def asset_hash(name: str) -> str:
    """Changes with the file, so that a browser may keep it for ever."""
    return sha256(read_asset(name)).hexdigest()[:12]


def list_assets() -> list[str]:
    """The names of these files."""
    return sorted(each.name for each in ASSETS.iterdir() if each.name.partition(".")[2] in ASSET_MEDIA_TYPES)


def render_page(
    template: str,
    request: Request,
    user: User,
    dashboard: Dashboard,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page. Templates know `translate`, `link`, `user`, `request`, `menu` and the values."""
    page = template_environment().get_template(f"{template}.html.jinja")
    text = page.render(
        translate=user.translate,
        link=request.page_url,
        asset=asset_url_for(request),
        user=user,
        request=request,
        menu=group_menu(list_menu_routes(user, dashboard)),
        **values,
    )
    return Response(text.encode(), status, headers=dict(headers or {}))


def asset_url_for(request: Request) -> Callable[[str], str]:
    """What gives a file's address."""
    return lambda name: request.page_url(f"/assets/{name}", v=asset_hash(name))


def list_menu_routes(user: User, dashboard: Dashboard) -> list[Route]:
    """The pages of the menu that this visitor may see."""
    return [
        page
        for page in dashboard.routes
        if page.menu_label and user.name and user.has_permission(page.permission)
    ]


def group_menu(pages: list[Route]) -> list[list[Route]]:
    """The menu in two parts, as far as there are any: reports, and what has to be looked after."""
    parts = [
        [page for page in pages if (page.permission in ADMIN_PERMISSIONS) is after] for after in (False, True)
    ]
    return [part for part in parts if part]
