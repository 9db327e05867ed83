"""One person, whatever they are called by: all their identities, and what finds their statements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import BadRequest, SettingsError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.auth.secrets import find_secret
from scormbuild.lrs.people import teams
from scormbuild.lrs.privacy.pseudonym import (
    Json,
    Scheme,
    identity,
    is_number,
    is_pseudonym,
    origin,
    pseudonym_digest,
)
from scormbuild.lrs.rights.mentions import mentioned_ifis
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.identities import StoredIdentity
from scormbuild.lrs.xapi import actor as actors
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode_json, encode_json
from scormbuild.lrs.xapi.patterns import is_mailto
from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.statement.references import reference_key

# `like` over all bodies reads the whole store: only for an organisation's rights, never for a request.
SELECT_BODIES_LIKE = text(
    "select body from statement where organisation = :organisation and body like :like escape '!'"
)
SELECT_SEQS = text(
    "select distinct seq from reference where organisation = :organisation and key in :keys order by seq"
).bindparams(bindparam("keys", expanding=True))
SELECT_DOCUMENT_AGENTS = text(
    "select distinct agent from document where organisation = :organisation and agent <> ''"
)
SELECT_PSEUDONYMS = text("select pseudonym, person from identity where organisation = :organisation")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by everything that statements and documents may call them."""

    organisation: Organisation
    pseudonym_key: str
    pseudonyms: tuple[str, ...]  # the first is the one that statements bear
    identities: tuple[StoredIdentity, ...]
    ifis: frozenset[str]

    @property
    def pseudonym(self) -> str:
        """The pseudonym that statements bear."""
        return self.pseudonyms[0]

    @property
    def keys(self) -> list[int]:
        """The reference keys of all statements that name the person."""
        return sorted(
            {reference_key(kind, each) for each in self.ifis for kind in ("agent", "related_agent")}
        )

    def possible_pseudonyms(self) -> list[str]:
        """Every pseudonym that a source may find for the person, also where none was ever written down."""
        if self.identities:
            return list(self.pseudonyms)
        scheme = Scheme(self.pseudonym_key, self.organisation.home_page)
        known = filter(None, map(agent_of_ifi, self.ifis))
        # As an organisation that keeps names has no rows of identities, they are worked out from the names.
        return sorted(
            {*self.pseudonyms, *(each for who in known for each in pseudonyms_of_agent(who, scheme))}
        )

    def digests(self) -> list[str]:
        """What a report says in the place of a name: only who knows the pseudonym can tell whose it is."""
        return sorted(map(pseudonym_digest, self.pseudonyms))

    def seqs(self, connection: Connection) -> list[int]:
        """The places of all statements that may name the person; a chain of references leads here too."""
        bound = {"organisation": self.organisation.id, "keys": self.keys}
        return list(connection.scalars(SELECT_SEQS, bound))


def find_person(
    connection: Connection, organisation: Organisation, named: str, home_page: str | None = None
) -> Person:
    """Who is meant by a pseudonym, a user name, an e-mail address or an agent in JSON.

    Raises SettingsError where nobody is, or more than one.
    """
    named = named.strip()
    scheme = scheme_of(connection, organisation)
    meant = find_pseudonyms(connection, organisation.id, scheme, named, home_page)
    known = identities.find_identities_by_pseudonym(connection, organisation.id, meant)
    persons = sorted({known[each].person if each in known else each for each in meant})
    if len(persons) > 1:
        raise SettingsError(ambiguous_person_message(connection, organisation.id, named, persons))
    if not persons:
        raise SettingsError(unknown_person_message(named, organisation.name))
    return person_of_pseudonym(connection, organisation, scheme, persons[0], named)


def scheme_of(connection: Connection, organisation: Organisation) -> Scheme:
    """How the organisation makes pseudonyms; the secret is there by now, as nothing is read without it."""
    secret = find_secret(connection, organisation.id)
    return Scheme(secret.pseudonym_key if secret else "", organisation.home_page)


def unknown_person_message(named: str, organisation: str) -> str:
    """Nobody of that name."""
    return (
        f"nobody is known as {named!r} in the organisation {organisation!r}\n"
        "  hint: give the user name as the LMS has it, with --home-page its address, or the pseudonym"
    )


def ambiguous_person_message(
    connection: Connection, organisation: int, named: str, persons: Sequence[str]
) -> str:
    """Several are called so: each by what tells them apart."""
    lines = []
    for each in persons:
        rows = identities.find_identities_by_person(connection, organisation, each)
        lines.append("  ".join([each, *dict.fromkeys(f"{row.name} at {row.home_page}" for row in rows)]))
    pages = {page for page, _ in find_accounts(connection, organisation, named)}
    lines += sorted(f"{named} at {page}" for page in pages)
    return (
        f"{named!r} is several persons:\n  "
        + "\n  ".join(lines)
        + ("\n  hint: name one by the pseudonym, or add --home-page with the address of the LMS")
    )


def find_pseudonyms(
    connection: Connection, organisation: int, scheme: Scheme, named: str, home_page: str | None
) -> set[str]:
    """The pseudonyms of all who may be meant, by account, address or pseudonym: a name is no proof.

    All ways are gone, also where one has found somebody: whoever can write puts an account of the same name
    beside another's, and the right one must still be among those that are asked about.
    """
    if named.startswith("{"):
        # A name of digits is looked for as a name and as a number; if nothing is known of either, it is a
        # name.
        own, perhaps = (
            pseudonyms_of_agent(parse_person_agent(named), scheme, numbered=False),
            pseudonyms_of_agent(parse_person_agent(named), scheme),
        )
        known = set(identities.find_identities_by_pseudonym(connection, organisation, perhaps))
        return known or own
    if is_pseudonym(named):
        return {named}
    found = {
        row.pseudonym
        for row in identities.find_identities_by_account_name(connection, organisation, named)
        if home_page is None or row.home_page == origin(home_page)
    }
    if home_page is None and (mailbox := mailbox_of(named)):
        found |= stored_pseudonyms(connection, organisation, {"mbox": mailbox}, scheme)
    for page, name in find_accounts(connection, organisation, named):
        if home_page is None or origin(page) == origin(home_page):
            found |= pseudonyms_of_agent(
                {"account": {"homePage": page, "name": name}}, scheme, numbered=False
            )
    # Somebody may be in a team without having done anything: they have rights too.
    pages = [home_page] if home_page else teams.lms_home_pages(connection, organisation)
    found |= {
        each for page in pages for each in pseudonyms_in_teams(connection, organisation, page, named, scheme)
    }
    return found


def pseudonyms_in_teams(
    connection: Connection, organisation: int, page: str, named: str, scheme: Scheme
) -> Iterator[str]:
    """The pseudonyms of somebody who did nothing yet, and stands in the list of teams."""
    who: list[Json] = [{"account": {"homePage": page, "name": named}}]
    who += [{"mbox": mailbox}] if (mailbox := mailbox_of(named)) else []
    for each in sorted({found for one in who for found in pseudonyms_of_agent(one, scheme)}):
        if teams.list_teams(connection, organisation, [each]):
            yield each


def mailbox_of(named: str) -> str:
    """An e-mail address as an identifier, "" for what is none."""
    mailbox = named if named.startswith("mailto:") else f"mailto:{named}"
    return mailbox if is_mailto(mailbox) else ""


def parse_person_agent(named: str) -> Json:
    """An agent in JSON."""
    try:
        return actors.parse_agent(named, "PERSON")
    except BadRequest as error:
        raise SettingsError(f"{error.message}\n  hint: put it in single quotes") from error


def stored_pseudonyms(connection: Connection, organisation: int, who: Json, scheme: Scheme) -> set[str]:
    """The pseudonym of an agent, if anything is known of it."""
    found = pseudonyms_of_agent(who, scheme)
    bound = {
        "organisation": organisation,
        "keys": [reference_key(k, ifi(who) or "") for k in ("agent", "related_agent")],
    }
    known = identities.find_identities_by_pseudonym(connection, organisation, found)
    return found if known or connection.execute(SELECT_SEQS, bound).first() else set()


def pseudonyms_of_agent(who: Json, scheme: Scheme, *, numbered: bool = True) -> set[str]:
    """The pseudonyms that an agent may have been given: a name of digits may be a number."""
    account = who.get("account")
    if account and account["homePage"] == scheme.home_page and is_pseudonym(account["name"]):
        return {account["name"]}
    schemes = [scheme]
    if numbered and account and is_number(account["name"]):
        schemes.append(Scheme(scheme.key, scheme.home_page, names_are_ids=True))
    return {found.pseudonym for each in schemes if (found := identity(who, each))}


def person_of_pseudonym(
    connection: Connection, organisation: Organisation, scheme: Scheme, person: str, named: str = ""
) -> Person:
    """The person of a pseudonym, with all their other names."""
    rows = identities.find_identities_by_person(connection, organisation.id, person)
    own = (person, *(row.pseudonym for row in rows if row.pseudonym != person))
    ifis = {f"account:{organisation.home_page} {each}" for each in own}
    # Only who names an agent whole tells a home page; the pseudonym can't be turned back into one.
    if named.startswith("{"):
        who = parse_person_agent(named)
        ifis.add(ifi(who) or "")
        named = who.get("account", {}).get("name", "")
    elif mailbox := mailbox_of(named):
        ifis.add(ifi({"mbox": mailbox}) or "")
    names = {row.name for row in rows if row.home_page not in IFIS} | {named} - {""}
    ifis |= {f"{row.home_page}:{row.name}" for row in rows if row.home_page in IFIS}
    ifis |= set(ifis_without_pseudonym(connection, organisation.id, scheme, names - set(own), own))
    return Person(organisation, scheme.key, own, tuple(rows), frozenset(ifis))


def ifis_without_pseudonym(
    connection: Connection, organisation: int, scheme: Scheme, names: Collection[str], own: Collection[str]
) -> Iterator[str]:
    """What statements and documents that were stored without a pseudonym call the person.

    An account's whole home page can't be told from its pseudonym, so all that hold the name are looked
    through; where no name is known either, all there are.
    """
    patterns = [f"%{like_pattern(each)}%" for each in sorted(names)] or ["%"]
    seen = set(connection.scalars(SELECT_DOCUMENT_AGENTS, {"organisation": organisation}))
    for body in (each for like in patterns for each in bodies_like(connection, organisation, like)):
        seen |= mentioned_ifis(decode_json(body.encode()))
    for each in seen:
        if (who := agent_of_ifi(each)) and pseudonyms_of_agent(who, scheme) & set(own):
            yield each


def bodies_like(connection: Connection, organisation: int, like: str) -> Iterator[str]:
    """The texts of all statements in which something stands."""
    yield from connection.scalars(SELECT_BODIES_LIKE, {"organisation": organisation, "like": like})


def find_accounts(connection: Connection, organisation: int, name: str) -> set[tuple[str, str]]:
    """The accounts with this name in statements that were stored without pseudonyms."""
    bodies = bodies_like(connection, organisation, f"%{like_pattern(name)}%")
    found = (each for body in bodies for each in mentioned_ifis(decode_json(body.encode())))
    named = (each["account"] for each in map(agent_of_ifi, found) if each and "account" in each)
    return {(account["homePage"], account["name"]) for account in named if account["name"] == name}


def like_pattern(name: str) -> str:
    """A name as it stands in a stored text, as a pattern that finds it and nothing else."""
    # As JSON escapes it, with the property's name before it: so `An` doesn't find every `Anna`.
    words = encode_json({"name": name}).decode()[1:-1]
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def agent_of_ifi(identifier: str) -> Json | None:
    """The agent of an ifi."""
    kind, _, value = identifier.partition(":")
    if kind == "account":
        page, _, name = value.partition(" ")
        return {"account": {"homePage": page, "name": name}}
    return {kind: value} if kind in IFIS else None


def has_data(connection: Connection, person: Person) -> bool:
    """Whether there is anything of the person."""
    owners = set(connection.scalars(SELECT_DOCUMENT_AGENTS, {"organisation": person.organisation.id}))
    placed = teams.list_teams(connection, person.organisation.id, person.possible_pseudonyms())
    return bool(person.identities or person.seqs(connection) or owners & person.ifis or placed)


def find_person_by_digests(
    connection: Connection, organisation: Organisation, digests: Collection[str]
) -> Person | None:
    """Whom a report is about, if anything of them is there: by their pseudonym, known or worked out."""
    # A digest can't be turned round, so all that could be meant are tried: first the rows, then the bodies.
    scheme, wanted = scheme_of(connection, organisation), set(digests)
    for row in connection.execute(SELECT_PSEUDONYMS, {"organisation": organisation.id}):
        if pseudonym_digest(row.pseudonym) in wanted:
            return person_of_pseudonym(connection, organisation, scheme, row.person)
    seen = set(connection.scalars(SELECT_DOCUMENT_AGENTS, {"organisation": organisation.id}))
    for body in bodies_like(connection, organisation.id, "%"):
        seen |= mentioned_ifis(decode_json(body.encode()))
    for who in filter(None, map(agent_of_ifi, sorted(seen))):
        for each in pseudonyms_of_agent(who, scheme):
            if pseudonym_digest(each) in wanted:
                return person_of_pseudonym(connection, organisation, scheme, each)
    return None
