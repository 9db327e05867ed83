"""The style sheets and pictures of the pages."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from scormbuild.dashboard.auth.user import User
from scormbuild.dashboard.dashboard import Dashboard
from scormbuild.dashboard.urls import page_url
from scormbuild.errors import NotFound

ASSETS = resources.files("scormbuild.dashboard") / "assets"
FILES = StaticFiles(packages=[("scormbuild.dashboard", "assets")])
CACHE_CONTROL = "public, max-age=31536000, immutable"  # a file's address changes with it


async def serve_asset(request: Request, user: User, dashboard: Dashboard) -> Response:
    """A file by its name, which a browser may keep for ever."""
    del dashboard
    name = f"{request.path_params['name']}.{request.path_params['kind']}"
    if name not in asset_hashes():  # so no path of a stranger's making comes to the disk
        raise NotFound(user.translate("refused.not_found_message"))
    response = await FILES.get_response(name, request.scope)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def asset_url(request: Request, name: str) -> str:
    """A file's address."""
    # The hash in the address, as browsers keep the file for a year: a new release has a new address.
    return page_url(request, f"/assets/{name}", v=asset_hashes()[name])


@cache
def asset_hashes() -> dict[str, str]:
    """The name of each file, and what changes with its content."""
    return {file.name: sha256(file.read_bytes()).hexdigest()[:12] for file in ASSETS.iterdir()}
