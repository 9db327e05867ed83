"""Addresses of the dashboard's pages, and the two responses that are no page: a redirect and a download."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

MOUNT_PATH = "/dashboard"
HTML_MEDIA_TYPE = "text/html; charset=utf-8"


def page_path(request: Request) -> str:
    """The path of the page that is asked for, such as "/reports/completion.csv"."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope["root_path"])


def page_url(request: Request, path: str = "/", **query: object) -> str:
    """The address of a page of the dashboard; what is None or "" isn't put into its query."""
    given = {name: value for name, value in query.items() if value is not None and value != ""}
    return f"{request.scope['root_path']}{path}" + (f"?{urlencode(given, doseq=True)}" if given else "")


def login_url(request: Request) -> str:
    """The log-in, from where the user comes back to the page that was asked for."""
    query = str(request.query_params)
    path = f"{page_path(request)}?{query}" if query else page_path(request)
    # A form that was sent can't be sent again by coming back, so its page isn't remembered.
    return page_url(request, "/login", next=None if request.method == "POST" or path == "/" else path)


def is_https(request: Request) -> bool:
    """Whether the user came by https, be it by way of a proxy."""
    return bool(request.scope["scheme"] == "https")


def redirect(url: str) -> Response:
    """Ask for another page instead (RFC 9110 15.4.4)."""
    # 303: whatever was sent, the next request is a GET, and reloading sends nothing twice.
    return RedirectResponse(url, 303, {"Content-Type": HTML_MEDIA_TYPE})


def download(body: bytes, name: str, content_type: str) -> Response:
    """A file to keep; its name is ours, of letters, digits, - and dots."""
    return Response(
        body, media_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
