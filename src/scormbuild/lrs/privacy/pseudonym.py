"""Pseudonyms: what stands in a statement in the place of whom it names.

Made with a secret of the organisation, so that nobody without it can tell or test who is meant, while the
same person is the same pseudonym by every road: from the browser, from the LMS's tracks, from its plug-in.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.statement.parts import Changes, rebuilt
from scormbuild.vocabulary import SIGNATURE

Json = dict[str, Any]
PREFIX = "p_"
PSEUDONYM_BYTES = 16
MARK_DIGITS = 32
BASE32 = frozenset("abcdefghijklmnopqrstuvwxyz234567")
LENGTH = len(PREFIX) + 26
LONG = 400  # a longer text isn't kept in memory: whoever sends many of them must not fill it
USUAL_PORTS = {"http": 80, "https": 443}


class Identity(NamedTuple):
    """Who stands behind a pseudonym."""

    pseudonym: str
    home_page: str  # of an account the origin of its home page; else the kind of identifier, such as "mbox"
    name: str
    display: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """How an organisation makes its pseudonyms, for one of its keys."""

    key: str = field(repr=False)
    home_page: str  # stands in every pseudonym's account
    numbered: bool = False  # a name of digits only is a user's number, not a user's name
    trusting: bool = False  # what is a pseudonym already stays as it is
    hiding: bool = True  # False: the organisation keeps the names, and erases persons all the same


@dataclass(slots=True)
class Arrival:
    """What the store has to know of a statement that came by a road."""

    scheme: Scheme
    identities: list[Identity]
    actors: tuple[str, ...]  # the pseudonyms of those whose statement it is
    lenient: bool = True  # an id that is there already is left alone, whatever it says
    course: str | None = None  # of a package, the course that its key is for


def pseudonym(key: str, text: str) -> str:
    """The pseudonym of an identity, as `account`, `number` or `other` writes it."""
    return _remembered(key, text) if len(text) < LONG else _made(key, text)


def account(home_page: str, name: str) -> str:
    """An account as the text of which a pseudonym is made."""
    return f"account {origin(home_page)} {name}"


def number(home_page: str, name: str) -> str:
    """A user by the number that an LMS has for them."""
    return f"number {origin(home_page)} {name}"


def digest(pseudonym: str) -> str:
    """A pseudonym as reports and the audit trail have it: who doesn't know the pseudonym learns nothing."""
    return sha256(pseudonym.encode()).hexdigest()[:MARK_DIGITS]


@lru_cache(maxsize=8192)
def person_mark(key: str, person: str) -> str:
    """What is remembered of a person who was erased: it names nobody, and can be found again."""
    return _digest(key, f"person {person}").hex()[:MARK_DIGITS]


@lru_cache(maxsize=8192)
def registration_mark(key: str, registration: str) -> str:
    """What is remembered of a registration that was erased."""
    return _digest(key, f"registration {registration.lower()}").hex()[:MARK_DIGITS]


def veil(key: str, note: str) -> str:
    """A note on how far a harvest came, as a digest that nobody can guess who hasn't the secret."""
    return _digest(key, f"note {note}").hex()[:MARK_DIGITS]


def is_pseudonym(name: str) -> bool:
    """Whether a name has the form of a pseudonym."""
    return len(name) == LENGTH and name.startswith(PREFIX) and BASE32.issuperset(name[len(PREFIX) :])


def person_of(person: str, home_page: str) -> Json:
    """A pseudonym as the account that a statement bears."""
    return {"homePage": home_page, "name": person}


def identity(actor: Mapping[str, Any], scheme: Scheme) -> Identity | None:
    """The identity of an agent or group; None for a group without identifier."""
    display = str(actor.get("name", ""))
    if (held := actor.get("account")) is not None:
        page, name = held["homePage"], held["name"]
        text = number(page, name) if scheme.numbered and numeric(name) else account(page, name)
        return Identity(pseudonym(scheme.key, text), origin(page), name, display)
    for kind in IFIS:
        if kind in actor:
            value = normal(kind, actor[kind])
            return Identity(pseudonym(scheme.key, f"{kind}:{value}"), kind, value, display)
    return None


def candidates(actor: Mapping[str, Any], scheme: Scheme) -> list[str]:
    """The pseudonyms that an agent may have, or be: a name of digits may be a name or a number."""
    every = (replace(scheme, numbered=numbered, trusting=True) for numbered in (False, True))
    found = [
        actor["account"]["name"] if already(actor, each) else who.pseudonym
        for each in every
        if (who := identity(actor, each))
    ]
    return list(dict.fromkeys(found))


def numeric(name: str) -> bool:
    """Whether a name is a number."""
    return name.isascii() and name.isdigit()


def normal(kind: str, value: str) -> str:
    """An identifier in its one form, as `actor.ifi` has it (xAPI 1.0.3 Data 2.3.1)."""
    if kind == "mbox":
        local, at, domain = value.rpartition("@")
        return local + at + domain.lower()
    return value.lower() if kind == "mbox_sha1sum" else value


@lru_cache(maxsize=1024)
def origin(home_page: str) -> str:
    """Scheme, host and port of an address in lower case (RFC 6454 4); what has no host stays as it is."""
    try:
        parts = urlsplit(home_page)
        host, port = parts.hostname, parts.port
    except ValueError:
        return home_page
    if not host:
        return home_page
    shown = f"[{host}]" if ":" in host else host
    usual = port is None or USUAL_PORTS.get(parts.scheme) == port
    return f"{parts.scheme}://{shown}" + ("" if usual else f":{port}")


def arrived(statement: Json, scheme: Scheme, *, lenient: bool) -> tuple[Json, Arrival]:
    """A statement as it is to be stored, and who it is about."""
    hidden, identities = pseudonymised(statement, scheme)
    actor = statement["actor"]
    whose = [actor, *actor.get("member", ())]
    actors = tuple(
        found.pseudonym if found else each["account"]["name"]
        for each in whose
        for found in (None if already(each, scheme) else identity(each, scheme),)
        if found or "account" in each
    )
    if not scheme.hiding:
        return statement, Arrival(scheme, [], actors, lenient)
    return hidden, Arrival(scheme, identities, actors, lenient)


def pseudonymised(statement: Json, scheme: Scheme) -> tuple[Json, list[Identity]]:
    """A copy in which every agent and group but the authority is a pseudonym, and who they are.

    Signatures go, as what was signed names people and isn't what is stored any more.
    """
    found: dict[str, Identity] = {}

    def hidden(actor: Json) -> Json:
        mask: Json = {"objectType": actor.get("objectType", "Agent")}
        if already(actor, scheme):
            mask["account"] = actor["account"]
        elif who := identity(actor, scheme):
            found.setdefault(who.pseudonym, who)
            mask["account"] = person_of(who.pseudonym, scheme.home_page)
        if "member" in actor:
            mask["member"] = [hidden(member) for member in actor["member"]]
        return mask

    rest = {name: value for name, value in statement.items() if name != "authority"}
    return rebuilt(rest, Changes(agent=hidden, whole=unsigned)), list(found.values())


def already(actor: Mapping[str, Any], scheme: Scheme) -> bool:
    """Whether an actor is a pseudonym of this organisation, from somebody who may say so."""
    held = actor.get("account") if scheme.trusting else None
    return bool(held and held["homePage"] == scheme.home_page and is_pseudonym(held["name"]))


def unsigned(part: Json) -> Json:
    """A statement or substatement without its signatures."""
    if "attachments" in part:
        part["attachments"] = [each for each in part["attachments"] if each["usageType"] != SIGNATURE]
        if not part["attachments"]:
            del part["attachments"]
    return part


def renamed(statement: Json, home_page: str, persons: Mapping[str, str]) -> Json:
    """A copy in which some pseudonyms are replaced by others, in the authority as little as anywhere else."""

    def other(actor: Json) -> Json:
        held = actor.get("account")
        changed = dict(actor)
        if held and held["homePage"] == home_page and held["name"] in persons:
            changed["account"] = person_of(persons[held["name"]], home_page)
        if "member" in actor:
            changed["member"] = [other(member) for member in actor["member"]]
        return changed

    whole = rebuilt(statement, Changes(agent=other))
    return {**whole, **({"authority": statement["authority"]} if "authority" in statement else {})}


def _digest(key: str, text: str) -> bytes:
    return hmac.digest(key.encode(), text.encode("utf-8", "surrogatepass"), "sha256")


def _made(key: str, text: str) -> str:
    return PREFIX + b32encode(_digest(key, text)[:PSEUDONYM_BYTES]).decode().rstrip("=").lower()


_remembered = lru_cache(maxsize=32768)(_made)
