"""Pages out of templates: escaped, in the user's words, with the menu that the user may use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from scormbuild.dashboard.assets import asset_url
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.urls import page_path, page_url

ADMIN_PERMISSIONS = {"administers", "every", "audit_log"}


@cache
def page_templates() -> Jinja2Templates:
    """The templates; a word that is missing is an error, never an empty place."""
    environment = Environment(
        loader=PackageLoader("scormbuild.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return Jinja2Templates(env=environment, context_processors=[common_values])


def common_values(request: Request) -> dict[str, Any]:
    """What every template knows."""
    return {
        "translate": request.user.translate,
        "link": partial(page_url, request),
        "asset": partial(asset_url, request),
        "user": request.user,
        "path": page_path(request),
        "menu": group_menu(list_menu_pages(request)),
    }


def render_page(
    template: str,
    request: Request,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page."""
    return page_templates().TemplateResponse(
        request, f"{template}.html.jinja", values, status_code=status, headers=headers
    )


def list_menu_pages(request: Request) -> list[Page]:
    """The pages of the menu that this user may see."""
    user = request.user
    return [
        page
        for page in request.app.state.pages
        if page.menu_label and user.name and user.has_permission(page.permission)
    ]


def group_menu(pages: list[Page]) -> list[list[Page]]:
    """The menu in two parts, as far as there are any: reports, and what has to be looked after."""
    parts = [
        [page for page in pages if (page.permission in ADMIN_PERMISSIONS) is after] for after in (False, True)
    ]
    return [part for part in parts if part]
