"""The parts of a stored statement that reports look at: all else is skipped while it is read, not built."""

from __future__ import annotations

import msgspec

from scormbuild import vocabulary as word

# A number may be of any size and an extension anything: those are read where they are needed.
NOTHING = msgspec.Raw(b"")


# `gc=False`, here and below: these hold no cycles, and the collector needn't look at millions of them.
class Account(msgspec.Struct, gc=False):
    """Who somebody is in a system (xAPI 1.0.3 Data 2.4.2.4)."""

    homePage: str  # noqa: N815 (xAPI's spelling)
    name: str


class Actor(msgspec.Struct, gc=False):
    """An agent or a group (xAPI 1.0.3 Data 2.4.2)."""

    objectType: str = "Agent"  # noqa: N815 (xAPI's spelling)
    account: Account | None = None
    mbox: str | None = None
    mbox_sha1sum: str | None = None
    openid: str | None = None


class Authority(msgspec.Struct, gc=False):
    """Whose key stored it; two members are an application and a person (xAPI 1.0.3 Data 2.4.9)."""

    account: Account | None = None
    member: msgspec.Raw = NOTHING


class Verb(msgspec.Struct, gc=False):
    """What was done."""

    id: str


class Definition(msgspec.Struct, gc=False):
    """What an activity is."""

    type: str | None = None


class Target(msgspec.Struct, gc=False):
    """An object, or an activity of the context (xAPI 1.0.3 Data 2.4.4)."""

    objectType: str = "Activity"  # noqa: N815 (xAPI's spelling)
    id: str | None = None
    definition: Definition | None = None


class Extensions(msgspec.Struct, gc=False):
    """The extensions of a result that reports know."""

    progress: msgspec.Raw = msgspec.field(default=NOTHING, name=word.PROGRESS)
    revision: msgspec.Raw = msgspec.field(default=NOTHING, name=word.REVISION)


class Result(msgspec.Struct, gc=False):
    """What came of it (xAPI 1.0.3 Data 2.4.5)."""

    score: msgspec.Raw = NOTHING
    success: bool | None = None
    completion: bool | None = None
    response: str | None = None
    duration: str | None = None
    extensions: Extensions | None = None


class Relations(msgspec.Struct, gc=False):
    """The context's activities; a single one is stored as a list of one (xAPI 1.0.3 Data 2.4.6.2)."""

    parent: tuple[Target, ...] = ()
    grouping: tuple[Target, ...] = ()
    category: tuple[Target, ...] = ()


class Context(msgspec.Struct, gc=False):
    """Where it was done (xAPI 1.0.3 Data 2.4.6)."""

    registration: str | None = None
    contextActivities: Relations | None = None  # noqa: N815 (xAPI's spelling)
    revision: str | None = None
    language: str | None = None


class Statement(msgspec.Struct, gc=False):
    """A statement that is stored, and therefore keeps every rule."""

    id: str
    actor: Actor
    verb: Verb
    object: Target
    timestamp: str
    result: Result | None = None
    context: Context | None = None
    authority: Authority | None = None


_DECODER = msgspec.json.Decoder(Statement)


def parse_excerpt(body: str | bytes) -> Statement:
    """The excerpt of a stored statement's text."""
    return _DECODER.decode(body)
