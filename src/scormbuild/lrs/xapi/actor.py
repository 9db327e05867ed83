"""Who an agent or a group is (xAPI 1.0.3 Data 2.4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.rules import actors
from scormbuild.lrs.xapi.rules.rule import Fault

EXAMPLE = '{"mbox": "mailto:ann@example.com"}'


def ifi(actor: Mapping[str, Any]) -> str | None:
    """One text for each identity, None for an anonymous group (xAPI 1.0.3 Data 2.4.2.3)."""
    if (mbox := actor.get("mbox")) is not None:
        # Most are in lower case already, and needn't be taken apart.
        return "mbox:" + (mbox if mbox.islower() else _fold_domain(mbox))
    if (account := actor.get("account")) is not None:
        # An IRL has no spaces, so the first one always ends it.
        return f"account:{account['homePage']} {account['name']}"
    if (openid := actor.get("openid")) is not None:
        return f"openid:{openid}"
    if (digest := actor.get("mbox_sha1sum")) is not None:
        return f"mbox_sha1sum:{digest.lower()}"
    return None


def parse_agent(text: str, parameter: str = "agent") -> dict[str, Any]:
    """The agent or identified group in a parameter; raises BadRequest (xAPI 1.0.3 Communication 2.1.3)."""
    try:
        actor = decode_json(text.encode("utf-8", "surrogatepass"))
        actors.actor(actor)
    except BadRequest as fault:
        raise BadRequest(f"{parameter}: {text[:60]!r} is not JSON; send such as {EXAMPLE}") from fault
    except Fault as fault:
        raise BadRequest(f"{fault.path(parameter)}: {fault.message}; send such as {EXAMPLE}") from fault
    if not isinstance(actor, dict) or ifi(actor) is None:
        raise BadRequest(f"{parameter}: a group without identifier names nobody; send such as {EXAMPLE}")
    return actor


def _fold_domain(mbox: str) -> str:
    """The address with its domain in lower case, as case has no meaning there (Data 2.3.1)."""
    local, at, domain = mbox.rpartition("@")
    return local + at + domain.lower()
