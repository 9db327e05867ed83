"""Pseudonyms: what stands in a statement in the place of whom it names.

Made with a secret of the organisation, so that nobody without it can tell or test who is meant, while the
same person is the same pseudonym whatever the source: the browser, the LMS's tracks, its plug-in.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.statement.parts import Changes, map_parts
from scormbuild.lrs.xapi.text_cache import cache_short_texts
from scormbuild.vocabulary import SIGNATURE

Json = dict[str, Any]
PSEUDONYM_PREFIX = "p_"
# 128 bits, so that no two persons ever share one.
PSEUDONYM_BYTES = 16
MARK_DIGITS = 32
BASE32 = frozenset("abcdefghijklmnopqrstuvwxyz234567")
PSEUDONYM_LENGTH = len(PSEUDONYM_PREFIX) + 26
# Scheme and authority of an address with a host, which no DNS lets be longer (RFC 1035 2.3.4).
AUTHORITY = re.compile(r"[^:/?#]+://[^/?#]{1,300}(?![^/?#])")
DEFAULT_PORTS = {"http": 80, "https": 443}


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
    names_are_ids: bool = False  # a name of digits only is a user's number, not a user's name
    keeps_pseudonyms: bool = False  # what is a pseudonym already stays as it is
    hides_names: bool = True  # False: the organisation keeps the names, and erases persons all the same
    trusts_names: bool = True  # whether what it calls somebody is what they are called


@dataclass(slots=True)
class Incoming:
    """What the store has to know of a statement whose source is known."""

    scheme: Scheme
    identities: list[Identity]
    actors: tuple[str, ...]  # the pseudonyms of those whose statement it is
    lenient: bool = True  # an id that is there already is left alone, whatever it says
    course: str | None = None  # of a package, the course that its key is for


@cache_short_texts(16_384)
def pseudonym_of(key: str, text: str) -> str:
    """The pseudonym of an identity, as `account`, `number` or `other` writes it."""
    return PSEUDONYM_PREFIX + b32encode(_digest(key, text)[:PSEUDONYM_BYTES]).decode().rstrip("=").lower()


def account_text(home_page: str, name: str) -> str:
    """An account as the text of which a pseudonym is made."""
    return f"account {origin(home_page)} {name}"


def user_number_text(home_page: str, name: str) -> str:
    """A user by the number that an LMS has for them."""
    return f"number {origin(home_page)} {name}"


def pseudonym_digest(pseudonym: str) -> str:
    """A pseudonym as reports and the audit log have it: who doesn't know the pseudonym learns nothing."""
    # No key is needed: a pseudonym holds 128 bits, which nobody guesses.
    return sha256(pseudonym.encode()).hexdigest()[:MARK_DIGITS]


@cache_short_texts(8192)
def person_mark(key: str, person: str) -> str:
    """What is remembered of a person who was erased: it names nobody, and can be found again."""
    # A word before what is hashed: no mark is ever a pseudonym, or the mark of something else.
    return _digest(key, f"person {person}").hex()[:MARK_DIGITS]


@cache_short_texts(8192)
def registration_mark(key: str, registration: str) -> str:
    """What is remembered of a registration that was erased."""
    return _digest(key, f"registration {registration.lower()}").hex()[:MARK_DIGITS]


def keyed_hash(key: str, note: str) -> str:
    """A note on how far a harvest came, as a digest that nobody can guess who hasn't the secret."""
    return _digest(key, f"note {note}").hex()[:MARK_DIGITS]


def is_pseudonym(name: str) -> bool:
    """Whether a name has the form of a pseudonym."""
    return (
        len(name) == PSEUDONYM_LENGTH
        and name.startswith(PSEUDONYM_PREFIX)
        and BASE32.issuperset(name[len(PSEUDONYM_PREFIX) :])
    )


def pseudonym_account(person: str, home_page: str) -> Json:
    """A pseudonym as the account that a statement bears."""
    return {"homePage": home_page, "name": person}


def identity(actor: Mapping[str, Any], scheme: Scheme) -> Identity | None:
    """The identity of an agent or group; None for a group without identifier."""
    # By this name an auditor knows somebody: whoever reads a package's key could give it to anybody else.
    display = str(actor.get("name", "")) if scheme.trusts_names else ""
    if (held := actor.get("account")) is not None:
        page, name = held["homePage"], held["name"]
        text = (
            user_number_text(page, name)
            if scheme.names_are_ids and is_number(name)
            else account_text(page, name)
        )
        return Identity(pseudonym_of(scheme.key, text), origin(page), name, display)
    for kind in IFIS:
        if kind in actor:
            value = normalise_identifier(kind, actor[kind])
            return Identity(pseudonym_of(scheme.key, f"{kind}:{value}"), kind, value, display)
    return None


def candidate_pseudonyms(actor: Mapping[str, Any], scheme: Scheme) -> list[str]:
    """The pseudonyms that an agent may have, or be: a name of digits may be a name or a number."""
    # Who asks doesn't know which of the two the source was, so both are looked for.
    every = (replace(scheme, names_are_ids=numbered, keeps_pseudonyms=True) for numbered in (False, True))
    found = [
        actor["account"]["name"] if is_own_pseudonym(actor, each) else who.pseudonym
        for each in every
        if (who := identity(actor, each))
    ]
    return list(dict.fromkeys(found))


def is_number(name: str) -> bool:
    """Whether a name is a number."""
    return name.isascii() and name.isdigit()


def normalise_identifier(kind: str, value: str) -> str:
    """An identifier in its one form, as `actor.ifi` has it (xAPI 1.0.3 Data 2.3.1)."""
    if kind == "mbox":
        # Only the domain has no case (Data 2.3.1): the local part belongs to its host.
        local, at, domain = value.rpartition("@")
        return local + at + domain.lower()
    return value.lower() if kind == "mbox_sha1sum" else value


@cache_short_texts(1024)
def origin(home_page: str) -> str:
    """Scheme, host and port of an address in lower case (RFC 6454 4); what has no host stays as it is."""
    # urlsplit remembers 128 of its arguments for good, and an address may have 16 MB behind its host.
    if (authority := AUTHORITY.match(home_page)) is None:
        return home_page
    try:
        parts = urlsplit(authority[0])
        host, port = parts.hostname, parts.port
    except ValueError:
        return home_page
    if not host:
        return home_page
    shown = f"[{host}]" if ":" in host else host
    usual = port is None or DEFAULT_PORTS.get(parts.scheme) == port
    return f"{parts.scheme}://{shown}" + ("" if usual else f":{port}")


def pseudonymise_incoming(statement: Json, scheme: Scheme, *, lenient: bool) -> tuple[Json, Incoming]:
    """A statement as it is to be stored, and who it is about."""
    pseudonymised, identities = pseudonymise_statement(statement, scheme)
    actor = statement["actor"]
    whose = [actor, *actor.get("member", ())]
    actors = tuple(
        found.pseudonym if found else each["account"]["name"]
        for each in whose
        for found in (None if is_own_pseudonym(each, scheme) else identity(each, scheme),)
        if found or "account" in each
    )
    if not scheme.hides_names:
        return statement, Incoming(scheme, [], actors, lenient)
    return pseudonymised, Incoming(scheme, identities, actors, lenient)


def pseudonymise_statement(statement: Json, scheme: Scheme) -> tuple[Json, list[Identity]]:
    """A copy in which every agent and group but the authority is a pseudonym, and who they are.

    Signatures go, as what was signed names people and isn't what is stored any more.
    """
    found: dict[str, Identity] = {}

    def replace_actor(actor: Json) -> Json:
        replacement: Json = {"objectType": actor.get("objectType", "Agent")}
        if is_own_pseudonym(actor, scheme):
            replacement["account"] = actor["account"]
        elif who := identity(actor, scheme):
            found.setdefault(who.pseudonym, who)
            replacement["account"] = pseudonym_account(who.pseudonym, scheme.home_page)
        if "member" in actor:
            replacement["member"] = [replace_actor(member) for member in actor["member"]]
        return replacement

    rest = {name: value for name, value in statement.items() if name != "authority"}
    return map_parts(rest, Changes(agent=replace_actor, whole=remove_signatures)), list(found.values())


def is_own_pseudonym(actor: Mapping[str, Any], scheme: Scheme) -> bool:
    """Whether an actor is a pseudonym of this organisation, from somebody who may say so."""
    held = actor.get("account") if scheme.keeps_pseudonyms else None
    return bool(held and held["homePage"] == scheme.home_page and is_pseudonym(held["name"]))


def remove_signatures(part: Json) -> Json:
    """A statement or substatement without its signatures."""
    if "attachments" in part:
        part["attachments"] = [each for each in part["attachments"] if each["usageType"] != SIGNATURE]
        if not part["attachments"]:
            del part["attachments"]
    return part


def replace_pseudonyms(statement: Json, home_page: str, persons: Mapping[str, str]) -> Json:
    """A copy in which some pseudonyms are replaced by others, in the authority as little as anywhere else."""

    def other(actor: Json) -> Json:
        held = actor.get("account")
        changed = dict(actor)
        if held and held["homePage"] == home_page and held["name"] in persons:
            changed["account"] = pseudonym_account(persons[held["name"]], home_page)
        if "member" in actor:
            changed["member"] = [other(member) for member in actor["member"]]
        return changed

    whole = map_parts(statement, Changes(agent=other))
    return {**whole, **({"authority": statement["authority"]} if "authority" in statement else {})}


def _digest(key: str, text: str) -> bytes:
    return hmac.digest(key.encode(), text.encode("utf-8", "surrogatepass"), "sha256")
