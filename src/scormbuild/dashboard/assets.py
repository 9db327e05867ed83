"""The style sheets and pictures of the pages."""

from __future__ import annotations

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.render import ASSET_MEDIA_TYPES, list_assets, read_asset
from scormbuild.dashboard.urls import Request, Response
from scormbuild.errors import NotFound

IMMUTABLE_HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}  # its address changes with it


async def serve_asset(request: Request, user: User, dashboard: Dashboard) -> Response:
    """A file by its name."""
    del dashboard
    name = f"{request.path_params['name']}.{request.path_params['kind']}"
    if name not in list_assets():
        raise NotFound(user.translate("refused.not_found_message"))
    return Response(
        read_asset(name), 200, ASSET_MEDIA_TYPES[request.path_params["kind"]], dict(IMMUTABLE_HEADERS)
    )
