"""One identity, one text, and what a parameter may name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from support.lrs.sample_statements import ANN, ANONYMOUS_GROUP, BEN, TEAM
from support.lrs.statement_strategies import agents, groups

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.actor import ifi, parse_agent

SHA1 = "ebd31e95054c018b10727ccffd2ef2ec3a016ee9"


@pytest.mark.parametrize(
    ("actor", "identity"),
    [
        (ANN, "mbox:mailto:ann@example.com"),
        (BEN, "account:https://lms.example.com ben"),
        (TEAM, "mbox:mailto:all@example.com"),
        ({"openid": "https://example.com/Ann"}, "openid:https://example.com/Ann"),
        ({"mbox_sha1sum": SHA1}, f"mbox_sha1sum:{SHA1}"),
        (ANONYMOUS_GROUP, None),
    ],
)
def test_each_identifier_has_a_text_of_its_own_kind(actor: dict[str, Any], identity: str | None) -> None:
    assert ifi(actor) == identity


def test_the_domain_of_an_address_and_a_digest_have_no_case_while_a_name_has() -> None:
    assert ifi({"mbox": "mailto:Ann@EXAMPLE.com"}) == ifi({"mbox": "mailto:Ann@example.com"})
    assert ifi({"mbox": "mailto:Ann@example.com"}) != ifi({"mbox": "mailto:ann@example.com"})
    assert ifi({"mbox_sha1sum": SHA1.upper()}) == ifi({"mbox_sha1sum": SHA1})


def test_a_space_in_a_name_makes_no_two_accounts_alike() -> None:
    one = {"account": {"homePage": "https://a.example", "name": "b c"}}
    other = {"account": {"homePage": "https://a.example", "name": "b"}}
    assert ifi(one) == "account:https://a.example b c" != ifi(other)


@given(agents | groups)
def test_what_is_valid_in_a_statement_is_valid_as_a_parameter_if_it_identifies(actor: dict[str, Any]) -> None:
    text = json.dumps(actor)
    if ifi(actor) is None:
        with pytest.raises(BadRequest, match="agent: a group without identifier names nobody"):
            parse_agent(text)
    else:
        assert parse_agent(text) == actor


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ann", r"agent: 'ann' is not JSON; send such as \{\"mbox\""),
        ("\udcff", "agent: .* is not JSON"),
        ("[]", "agent: must be an object, not an array"),
        ("null", "agent: must be an object, not null"),
        ('{"name": "Ann"}', "agent: must have exactly one of mbox"),
        ('{"mbox": "ann@example.com"}', r"agent\.mbox: "),
        ('{"mbox": "mailto:a@example.com", "openid": "https://example.com"}', "exactly one of"),
        ('{"mbox": "mailto:a@example.com", "objectType": "Person"}', r"agent\.objectType: "),
        ('{"mbox": "mailto:a@example.com", "age": 7}', r"agent\.age: is no property"),
        ('{"account": {"homePage": "https://example.com"}}', r"agent\.account\.name: is required"),
    ],
)
def test_a_parameter_that_names_no_agent_says_where_it_fails_and_what_to_send(text: str, fault: str) -> None:
    with pytest.raises(BadRequest, match=fault) as refusal:
        parse_agent(text)
    assert refusal.value.status == 400
    assert "send such as" in refusal.value.message


def test_the_message_names_the_parameter_that_was_meant() -> None:
    with pytest.raises(BadRequest, match=r"^actor\.mbox: "):
        parse_agent('{"mbox": "x"}', "actor")
