"""What is counted, and how: a short page for each report."""

from __future__ import annotations

from typing import Final

from scormbuild.dashboard.auth.user import Visitor
from scormbuild.dashboard.dashboard import Desk
from scormbuild.dashboard.exchange import Asked, Reply
from scormbuild.dashboard.render import rendered
from scormbuild.errors import NotFound

TOPICS: Final = (
    "overview",
    "completion",
    "progress",
    "time",
    "answers",
    "choices",
    "opinions",
    "attempts",
    "activity",
    "quality",
    "snapshot",
    "statements",
)


async def index(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """The words that are used on all pages, and the way to each report's page."""
    topics = [(each, may(each, visitor)) for each in TOPICS]
    return rendered(
        "help",
        asked,
        visitor,
        desk,
        topics=topics,
        topic="",
        text=visitor.say("help.general", least=visitor.rights.least),
    )


async def topic(asked: Asked, visitor: Visitor, desk: Desk) -> Reply:
    """What one report counts."""
    name = asked.rest["name"]
    if name not in TOPICS:
        raise NotFound(visitor.say("odd.report"))
    text = visitor.say(f"{name}.help")
    return rendered(
        "help",
        asked,
        visitor,
        desk,
        topics=[],
        topic=name,
        text=text,
        back=where(name) if may(name, visitor) else "",
    )


def may(name: str, visitor: Visitor) -> bool:
    """Whether the visitor may see the page that is explained."""
    return visitor.may(f"report {name}")


def where(name: str) -> str:
    """The path of the page that is explained."""
    return {"overview": "/", "answers": "/answers", "statements": "/statements"}.get(name, f"/reports/{name}")
