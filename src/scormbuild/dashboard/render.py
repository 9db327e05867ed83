"""Pages out of templates: escaped, in the visitor's words, with the menu that the visitor may use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.page import Page

ASSETS = resources.files("scormbuild.dashboard") / "assets"
LOOKING_AFTER = {"administers", "every", "trail"}
KINDS = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


@cache
def environment() -> Environment:
    """The templates; a word that is missing is an error, never an empty place."""
    return Environment(
        loader=PackageLoader("scormbuild.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def asset(name: str) -> bytes:
    """A file of the pages' own; raises FileNotFoundError."""
    return (ASSETS / name).read_bytes()


@cache
def stamp(name: str) -> str:
    """Changes with the file, so that a browser may keep it for ever."""
    return sha256(asset(name)).hexdigest()[:12]


def assets() -> list[str]:
    """The names of these files."""
    return sorted(each.name for each in ASSETS.iterdir() if each.name.partition(".")[2] in KINDS)


def rendered(
    template: str,
    asked: Asked,
    visitor: Visitor,
    desk: Desk,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Reply:
    """A page. Templates know `say`, `link`, `visitor`, `asked`, `menu` and the values."""
    page = environment().get_template(f"{template}.html.jinja")
    text = page.render(
        say=visitor.say,
        link=asked.link,
        asset=asset_link(asked),
        visitor=visitor,
        asked=asked,
        menu=grouped(menu(visitor, desk)),
        **values,
    )
    return Reply(text.encode(), status, headers=dict(headers or {}))


def asset_link(asked: Asked) -> Callable[[str], str]:
    """What gives a file's address."""
    return lambda name: asked.link(f"/assets/{name}", v=stamp(name))


def menu(visitor: Visitor, desk: Desk) -> list[Page]:
    """The pages of the menu that this visitor may see."""
    return [page for page in desk.table if page.menu and visitor.name and visitor.may(page.right)]


def grouped(pages: list[Page]) -> list[list[Page]]:
    """The menu in two parts, as far as there are any: reports, and what has to be looked after."""
    parts = [[page for page in pages if (page.right in LOOKING_AFTER) is after] for after in (False, True)]
    return [part for part in parts if part]
