"""Pseudonyms: the same person by every road, and nothing left of any name (AVG/GDPR art. 4(5))."""

from __future__ import annotations

import hmac
from base64 import b32encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.sample_statements import (
    ANN,
    ANONYMOUS_GROUP,
    BEN,
    TEAM,
    attachment,
    sample_statement,
    substatement,
)

from scormbuild.lrs.privacy import pseudonym as pseudonyms
from scormbuild.lrs.privacy.pseudonym import (
    Scheme,
    pseudonymise_incoming,
    pseudonymise_statement,
    replace_pseudonyms,
)
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.codec import encode_json
from scormbuild.lrs.xapi.rules.statement import validate_statement
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import SIGNATURE

Json = dict[str, Any]
HOME = "https://hospital.example.org"
LMS = "https://lms.example.org"
KEY = "5" * 64
SCHEME = Scheme(KEY, HOME)

names = st.from_regex(r"ZQ[a-z]{8}", fullmatch=True)  # nothing else in a statement holds ZQ
accounts = st.builds(lambda name: {"account": {"homePage": LMS, "name": name}}, names)
mailboxes = st.builds(lambda name: {"mbox": f"mailto:{name}@Example.org"}, names)
openids = st.builds(lambda name: {"openid": f"https://id.example.org/{name}"}, names)
digests = st.from_regex(r"[0-9A-F]{40}", fullmatch=True).map(lambda digest: {"mbox_sha1sum": digest})
identifiers = st.one_of(accounts, mailboxes, openids, digests)
optional_names = st.one_of(st.just({}), st.builds(lambda name: {"name": name}, names))
agents = st.builds(lambda who, name: {"objectType": "Agent", **who, **name}, identifiers, optional_names)
members = st.lists(agents, min_size=1, max_size=3)
groups = st.one_of(
    st.builds(lambda each, name: {"objectType": "Group", "member": each, **name}, members, optional_names),
    st.builds(lambda who, each: {"objectType": "Group", "member": each, **who}, identifiers, members),
)
actors = st.one_of(agents, groups)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "instructor": actors,
        "team": groups,
        "contextAgents": st.lists(
            st.builds(lambda who: {"objectType": "contextAgent", "agent": who}, agents)
        ),
        "contextGroups": st.lists(
            st.builds(lambda who: {"objectType": "contextGroup", "group": who}, groups)
        ),
    },
)
inner = st.builds(
    lambda who, what, around: substatement(actor=who, object=what, context=around), agents, actors, contexts
)
objects = st.one_of(actors, inner, st.just({"id": "https://example.org/x"}))


@st.composite
def statements(draw: st.DrawFn) -> Json:
    return sample_statement(actor=draw(actors), object=draw(objects), context=draw(contexts), authority=None)


def strings(value: object) -> set[str]:
    """Every text inside."""
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()


def names_and_identifiers(value: object) -> set[str]:
    """Every name and identifier of an agent or group inside."""
    if isinstance(value, list):
        return set().union(*map(names_and_identifiers, value))
    if not isinstance(value, dict):
        return set()
    own = {
        value[kind] for kind in ("mbox", "mbox_sha1sum", "openid", "name") if isinstance(value.get(kind), str)
    }
    return own.union(*map(names_and_identifiers, value.values()))


@given(statements())
def test_nothing_of_any_name_or_identifier_survives_and_the_statement_stays_valid(statement: Json) -> None:
    validate_statement(statement, Version.V2)
    hidden, identities = pseudonymise_statement(statement, SCHEME)
    validate_statement(hidden, Version.V2)
    text = encode_json(hidden).decode()
    assert "ZQ" not in text
    for each in names_and_identifiers(statement):
        assert each not in text
    assert {who.pseudonym for who in identities} == {
        name for name in strings(hidden) if name.startswith("p_")
    }


@given(statements())
def test_what_is_no_agent_stays_as_it_is(statement: Json) -> None:
    hidden, _ = pseudonymise_statement(statement, SCHEME)
    rest = {"id", "verb", "timestamp"}
    assert {name: hidden[name] for name in rest} == {name: statement[name] for name in rest}
    assert list(hidden) == list(statement)
    assert set(hidden.get("context", ())) == set(statement.get("context", ()))


def agent_pseudonym(agent: Json, **how: Any) -> str:
    """The pseudonym of an agent."""
    found = pseudonyms.identity(agent, Scheme(KEY, HOME, **how))
    assert found is not None
    return found.pseudonym


def account(home_page: str, name: str) -> Json:
    return {"account": {"homePage": home_page, "name": name}}


def test_a_pseudonym_is_an_hmac_of_the_account_at_its_origin() -> None:
    digest = hmac.digest(KEY.encode(), b"account https://lms.example.org a.jansen", "sha256")[:16]
    expected = "p_" + b32encode(digest).decode().rstrip("=").lower()
    assert agent_pseudonym(account(LMS, "a.jansen")) == expected
    assert pseudonyms.is_pseudonym(expected)
    assert len(expected) == 28


@pytest.mark.parametrize(
    "page", ["https://LMS.example.org", "https://lms.example.org/", "https://lms.example.org:443/moodle?x"]
)
def test_the_address_of_an_lms_may_be_written_in_several_ways(page: str) -> None:
    assert agent_pseudonym(account(page, "ann")) == agent_pseudonym(account(LMS, "ann"))


@pytest.mark.parametrize(
    "other",
    [
        account("http://lms.example.org", "ann"),
        account("https://lms.example.org:8443", "ann"),
        account(LMS, "Ann"),
        account("urn:lms", "ann"),
        {"mbox": "mailto:ann@lms.example.org"},
    ],
)
def test_somebody_else_has_another_pseudonym(other: Json) -> None:
    assert agent_pseudonym(other) != agent_pseudonym(account(LMS, "ann"))


def test_another_organisation_has_another_pseudonym_for_the_same_account() -> None:
    assert pseudonyms.pseudonym_of("6" * 64, "account x") != pseudonyms.pseudonym_of(KEY, "account x")


def test_addresses_are_the_same_where_case_has_no_meaning() -> None:
    assert agent_pseudonym({"mbox": "mailto:ann@EXAMPLE.org"}) == agent_pseudonym(
        {"mbox": "mailto:ann@example.org"}
    )
    assert agent_pseudonym({"mbox": "mailto:Ann@example.org"}) != agent_pseudonym(
        {"mbox": "mailto:ann@example.org"}
    )
    assert agent_pseudonym({"mbox_sha1sum": "A" * 40}) == agent_pseudonym({"mbox_sha1sum": "a" * 40})


@pytest.mark.parametrize("page", ["https://[::1]:8080/x", "https://[bad", "", "urn:x:Y", "https://x:port"])
def test_odd_addresses_have_an_origin_too(page: str) -> None:
    assert pseudonyms.origin(page) in ("https://[::1]:8080", page)


def test_a_number_is_somebody_else_than_a_name_of_the_same_digits() -> None:
    assert agent_pseudonym(account(LMS, "12"), names_are_ids=True) != agent_pseudonym(account(LMS, "12"))
    assert agent_pseudonym(account(LMS, "ann"), names_are_ids=True) == agent_pseudonym(account(LMS, "ann"))
    assert set(pseudonyms.candidate_pseudonyms(account(LMS, "12"), SCHEME)) == {
        agent_pseudonym(account(LMS, "12")),
        agent_pseudonym(account(LMS, "12"), names_are_ids=True),
    }


def test_a_pseudonym_that_is_sent_is_believed_from_those_only_who_may_say_so() -> None:
    known = account(HOME, agent_pseudonym(account(LMS, "ann")))
    trusting = Scheme(KEY, HOME, keeps_pseudonyms=True)
    hidden, identities = pseudonymise_statement(sample_statement(actor=known), trusting)
    assert (hidden["actor"]["account"], identities) == (known["account"], [])
    assert (
        pseudonymise_statement(sample_statement(actor=known), SCHEME)[0]["actor"]["account"]
        != known["account"]
    )
    for name in ("p_short", "p_" + "1" * 26, agent_pseudonym(account(LMS, "ann")).upper()):
        assert (
            pseudonymise_statement(sample_statement(actor=account(HOME, name)), trusting)[0]["actor"][
                "account"
            ]["name"]
            != name
        )


def test_members_of_a_group_are_kept_as_pseudonyms_and_whose_statement_it_is_is_told() -> None:
    hidden, arrival = pseudonymise_incoming(sample_statement(actor=ANONYMOUS_GROUP), SCHEME, lenient=True)
    assert [each["account"]["name"] for each in hidden["actor"]["member"]] == [
        agent_pseudonym(BEN),
        agent_pseudonym(ANN),
    ]
    assert "account" not in hidden["actor"]
    assert set(arrival.actors) == {agent_pseudonym(BEN), agent_pseudonym(ANN)}
    team, arrival = pseudonymise_incoming(sample_statement(actor=TEAM), SCHEME, lenient=True)
    assert team["actor"]["account"] == {"homePage": HOME, "name": agent_pseudonym({"mbox": TEAM["mbox"]})}
    assert [who.display for who in arrival.identities] == ["All", "Ann", "Ben"]


def test_an_organisation_that_keeps_names_still_knows_whose_statement_it_is() -> None:
    hidden, arrival = pseudonymise_incoming(
        sample_statement(), Scheme(KEY, HOME, hides_names=False), lenient=True
    )
    assert (hidden, arrival.identities, arrival.actors) == (sample_statement(), [], (agent_pseudonym(ANN),))


def test_a_signature_goes_as_it_holds_names_and_other_attachments_stay() -> None:
    signed = sample_statement(attachments=[attachment(usageType=SIGNATURE), attachment()])
    assert pseudonymise_statement(signed, SCHEME)[0]["attachments"] == [attachment()]
    assert (
        "attachments"
        not in pseudonymise_statement(
            sample_statement(attachments=[attachment(usageType=SIGNATURE)]), SCHEME
        )[0]
    )


@given(statements())
def test_renaming_touches_those_who_are_meant_and_not_the_authority(statement: Json) -> None:
    hidden, identities = pseudonymise_statement(statement, SCHEME)
    hidden["authority"] = {"objectType": "Agent", **account(HOME, identities[0].pseudonym)}
    other = "p_" + "a" * 26
    changed = replace_pseudonyms(hidden, HOME, {identities[0].pseudonym: other})
    assert changed["authority"] == hidden["authority"]
    rest = encode_json({name: value for name, value in changed.items() if name != "authority"}).decode()
    assert identities[0].pseudonym not in rest
    assert replace_pseudonyms(changed, HOME, {other: identities[0].pseudonym}) == hidden


def test_marks_name_nobody_and_tell_persons_from_registrations() -> None:
    one, other = pseudonyms.person_mark(KEY, "x"), pseudonyms.registration_mark(KEY, "x")
    assert len(one) == len(other) == 32
    assert one != other
    assert pseudonyms.registration_mark(KEY, "ABC") == pseudonyms.registration_mark(KEY, "abc")


def test_the_secret_is_not_shown() -> None:
    assert KEY not in repr(SCHEME) + repr(pseudonymise_incoming(sample_statement(), SCHEME, lenient=True))


def test_an_account_may_have_any_name() -> None:
    for name in ("", "\ud800", "é" * 5000, "a b\nc"):
        assert pseudonyms.is_pseudonym(agent_pseudonym(account(LMS, name)))
        assert ifi(account(LMS, name)) is not None
