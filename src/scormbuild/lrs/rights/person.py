"""One person, whatever they are called by: all their identities, and what finds their statements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import BadRequest, SettingsError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.people import teams
from scormbuild.lrs.privacy.pseudonym import Json, Scheme, digest, identity, is_pseudonym, numeric, origin
from scormbuild.lrs.rights.mentions import everybody
from scormbuild.lrs.store import identities
from scormbuild.lrs.store.identities import Known
from scormbuild.lrs.xapi import actor as actors
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import decode, encode
from scormbuild.lrs.xapi.patterns import is_mailto
from scormbuild.lrs.xapi.rules.actors import IFIS
from scormbuild.lrs.xapi.statement.references import key

HOLDING = text("select body from statement where organisation = :organisation and body like :like escape '!'")
FOUND = text(
    "select distinct seq from reference where organisation = :organisation and key in :keys order by seq"
).bindparams(bindparam("keys", expanding=True))
OWNERS = text("select distinct agent from document where organisation = :organisation and agent <> ''")
PSEUDONYMS = text("select pseudonym, person from identity where organisation = :organisation")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by everything that statements and documents may call them."""

    organisation: Organisation
    pseudonym_key: str
    pseudonyms: tuple[str, ...]  # the first is the one that statements bear
    identities: tuple[Known, ...]
    ifis: frozenset[str]

    @property
    def person(self) -> str:
        """The pseudonym that statements bear."""
        return self.pseudonyms[0]

    @property
    def keys(self) -> list[int]:
        """The reference keys of all statements that name the person."""
        return sorted({key(kind, each) for each in self.ifis for kind in ("agent", "related_agent")})

    def called(self) -> list[str]:
        """Every pseudonym that a road may find for the person, also where none was ever written down."""
        if self.identities:
            return list(self.pseudonyms)
        scheme = Scheme(self.pseudonym_key, self.organisation.home_page)
        known = filter(None, map(identified, self.ifis))
        return sorted({*self.pseudonyms, *(each for who in known for each in of_agent(who, scheme))})

    def digests(self) -> list[str]:
        """What a report says in the place of a name: only who knows the pseudonym can tell whose it is."""
        return sorted(map(digest, self.pseudonyms))

    def seqs(self, connection: Connection) -> list[int]:
        """The places of all statements that may name the person; a chain of references leads here too."""
        bound = {"organisation": self.organisation.id, "keys": self.keys}
        return list(connection.scalars(FOUND, bound))


def find(
    connection: Connection, organisation: Organisation, named: str, home_page: str | None = None
) -> Person:
    """Who is meant by a pseudonym, a user name, an e-mail address or an agent in JSON.

    Raises SettingsError where nobody is, or more than one.
    """
    named = named.strip()
    scheme = scheme_of(connection, organisation)
    meant = pseudonyms(connection, organisation.id, scheme, named, home_page)
    known = identities.among(connection, organisation.id, meant)
    persons = sorted({known[each].person if each in known else each for each in meant})
    if len(persons) > 1:
        raise SettingsError(ambiguous(connection, organisation.id, named, persons))
    if not persons:
        raise SettingsError(unknown(named, organisation.name))
    return person_of(connection, organisation, scheme, persons[0], named)


def scheme_of(connection: Connection, organisation: Organisation) -> Scheme:
    """How the organisation makes pseudonyms; the secret is there by now, as nothing is read without it."""
    secret = identities.secret(connection, organisation.id)
    return Scheme(secret.pseudonym_key if secret else "", organisation.home_page)


def unknown(named: str, organisation: str) -> str:
    """Nobody of that name."""
    return (
        f"nobody is known as {named!r} in the organisation {organisation!r}\n"
        "  hint: give the user name as the LMS has it, with --home-page its address, or the pseudonym"
    )


def ambiguous(connection: Connection, organisation: int, named: str, persons: Sequence[str]) -> str:
    """Several are called so: each by what tells them apart."""
    lines = []
    for each in persons:
        rows = identities.of_person(connection, organisation, each)
        lines.append("  ".join([each, *dict.fromkeys(f"{row.name} at {row.home_page}" for row in rows)]))
    pages = {page for page, _ in accounts(connection, organisation, named)}
    lines += sorted(f"{named} at {page}" for page in pages)
    return (
        f"{named!r} is several persons:\n  "
        + "\n  ".join(lines)
        + ("\n  hint: name one by the pseudonym, or add --home-page with the address of the LMS")
    )


def pseudonyms(
    connection: Connection, organisation: int, scheme: Scheme, named: str, home_page: str | None
) -> set[str]:
    """The pseudonyms of all who may be meant."""
    if named.startswith("{"):
        own, perhaps = of_agent(agent(named), scheme, numbered=False), of_agent(agent(named), scheme)
        known = set(identities.among(connection, organisation, perhaps))
        return known or own
    if is_pseudonym(named):
        return {named}
    found = {
        row.pseudonym
        for row in identities.named(connection, organisation, named)
        if home_page is None or row.home_page == origin(home_page)
    }
    if home_page is None and (mailbox := mailbox_of(named)):
        found |= there(connection, organisation, {"mbox": mailbox}, scheme)
    for page, name in accounts(connection, organisation, named) if not found else ():
        if home_page is None or origin(page) == origin(home_page):
            found |= of_agent({"account": {"homePage": page, "name": name}}, scheme, numbered=False)
    if not found:
        pages = [home_page] if home_page else teams.lms_pages(connection, organisation)
        found = {each for page in pages for each in in_teams(connection, organisation, page, named, scheme)}
    return found


def in_teams(
    connection: Connection, organisation: int, page: str, named: str, scheme: Scheme
) -> Iterator[str]:
    """The pseudonyms of somebody who did nothing yet, and stands in the list of teams."""
    who: list[Json] = [{"account": {"homePage": page, "name": named}}]
    who += [{"mbox": mailbox}] if (mailbox := mailbox_of(named)) else []
    for each in sorted({found for one in who for found in of_agent(one, scheme)}):
        if teams.of(connection, organisation, [each]):
            yield each


def mailbox_of(named: str) -> str:
    """An e-mail address as an identifier, "" for what is none."""
    mailbox = named if named.startswith("mailto:") else f"mailto:{named}"
    return mailbox if is_mailto(mailbox) else ""


def agent(named: str) -> Json:
    """An agent in JSON."""
    try:
        return actors.read(named, "PERSON")
    except BadRequest as error:
        raise SettingsError(f"{error.message}\n  hint: put it in single quotes") from error


def there(connection: Connection, organisation: int, who: Json, scheme: Scheme) -> set[str]:
    """The pseudonym of an agent, if anything is known of it."""
    found = of_agent(who, scheme)
    bound = {
        "organisation": organisation,
        "keys": [key(k, ifi(who) or "") for k in ("agent", "related_agent")],
    }
    known = identities.among(connection, organisation, found)
    return found if known or connection.execute(FOUND, bound).first() else set()


def of_agent(who: Json, scheme: Scheme, *, numbered: bool = True) -> set[str]:
    """The pseudonyms that an agent may have been given: a name of digits may be a number."""
    held = who.get("account")
    if held and held["homePage"] == scheme.home_page and is_pseudonym(held["name"]):
        return {held["name"]}
    schemes = [scheme]
    if numbered and held and numeric(held["name"]):
        schemes.append(Scheme(scheme.key, scheme.home_page, numbered=True))
    return {found.pseudonym for each in schemes if (found := identity(who, each))}


def person_of(
    connection: Connection, organisation: Organisation, scheme: Scheme, person: str, named: str = ""
) -> Person:
    """The person of a pseudonym, with all their other names."""
    rows = identities.of_person(connection, organisation.id, person)
    own = (person, *(row.pseudonym for row in rows if row.pseudonym != person))
    ifis = {f"account:{organisation.home_page} {each}" for each in own}
    if named.startswith("{"):
        who = agent(named)
        ifis.add(ifi(who) or "")
        named = who.get("account", {}).get("name", "")
    elif mailbox := mailbox_of(named):
        ifis.add(ifi({"mbox": mailbox}) or "")
    names = {row.name for row in rows if row.home_page not in IFIS} | {named} - {""}
    ifis |= {f"{row.home_page}:{row.name}" for row in rows if row.home_page in IFIS}
    ifis |= set(plain(connection, organisation.id, scheme, names - set(own), own))
    return Person(organisation, scheme.key, own, tuple(rows), frozenset(ifis))


def plain(
    connection: Connection, organisation: int, scheme: Scheme, names: Collection[str], own: Collection[str]
) -> Iterator[str]:
    """What statements and documents that were stored without a pseudonym call the person.

    An account's whole home page can't be told from its pseudonym, so all that hold the name are looked
    through; where no name is known either, all there are.
    """
    patterns = [f"%{name_in_json(each)}%" for each in sorted(names)] or ["%"]
    seen = set(connection.scalars(OWNERS, {"organisation": organisation}))
    for body in (each for like in patterns for each in holding(connection, organisation, like)):
        seen |= everybody(decode(body.encode()))
    for each in seen:
        if (who := identified(each)) and of_agent(who, scheme) & set(own):
            yield each


def holding(connection: Connection, organisation: int, like: str) -> Iterator[str]:
    """The texts of all statements in which something stands."""
    yield from connection.scalars(HOLDING, {"organisation": organisation, "like": like})


def accounts(connection: Connection, organisation: int, name: str) -> set[tuple[str, str]]:
    """The accounts with this name in statements that were stored without pseudonyms."""
    bodies = holding(connection, organisation, f"%{name_in_json(name)}%")
    found = (each for body in bodies for each in everybody(decode(body.encode())))
    named = (each["account"] for each in map(identified, found) if each and "account" in each)
    return {(held["homePage"], held["name"]) for held in named if held["name"] == name}


def name_in_json(name: str) -> str:
    """A name as it stands in a stored text, as a pattern that finds it and nothing else."""
    words = encode({"name": name}).decode()[1:-1]
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def identified(identifier: str) -> Json | None:
    """The agent of an ifi."""
    kind, _, value = identifier.partition(":")
    if kind == "account":
        page, _, name = value.partition(" ")
        return {"account": {"homePage": page, "name": name}}
    return {kind: value} if kind in IFIS else None


def anything(connection: Connection, person: Person) -> bool:
    """Whether there is anything of the person."""
    owners = set(connection.scalars(OWNERS, {"organisation": person.organisation.id}))
    placed = teams.of(connection, person.organisation.id, person.called())
    return bool(person.identities or person.seqs(connection) or owners & person.ifis or placed)


def by_digests(connection: Connection, organisation: Organisation, digests: Collection[str]) -> Person | None:
    """Whom a report is about, if anything of them is there: by their pseudonym, known or worked out."""
    scheme, wanted = scheme_of(connection, organisation), set(digests)
    for row in connection.execute(PSEUDONYMS, {"organisation": organisation.id}):
        if digest(row.pseudonym) in wanted:
            return person_of(connection, organisation, scheme, row.person)
    seen = set(connection.scalars(OWNERS, {"organisation": organisation.id}))
    for body in holding(connection, organisation.id, "%"):
        seen |= everybody(decode(body.encode()))
    for who in filter(None, map(identified, sorted(seen))):
        for each in of_agent(who, scheme):
            if digest(each) in wanted:
                return person_of(connection, organisation, scheme, each)
    return None
