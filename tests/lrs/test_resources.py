"""Which scopes let a key use which resource (xAPI 1.0.3 Communication 4.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import Forbidden
from scormbuild.lrs.auth import scope
from scormbuild.lrs.http.resources import ROUTES, Route

DOCUMENTS = ("/activities/state", "/activities/profile", "/agents/profile")
RESOURCES = ("/statements", "/activities", "/agents", *DOCUMENTS)
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
READ, WRITE = {"GET", "HEAD"}, {"PUT", "POST", "DELETE"}
MAY = {
    "statements/write": {("/statements", method) for method in WRITE},
    "statements/read/mine": {("/statements", method) for method in READ},
    "statements/read": {
        (name, method) for name in ("/statements", "/activities", "/agents") for method in READ
    },
    "state": {("/activities/state", method) for method in METHODS},
    "define": set(),
    "profile": {(name, method) for name in DOCUMENTS[1:] for method in METHODS},
    "identities/read": {("/agents", method) for method in READ},
    "all/read": {(name, method) for name in RESOURCES for method in READ},
    "all": {(name, method) for name in RESOURCES for method in METHODS},
}


def is_permitted(words: set[str], name: str, method: str) -> bool:
    try:
        scope.require_scope(words, ROUTES[name].scopes, method)
    except Forbidden:
        return False
    return True


def test_every_scope_of_the_standard_is_known_and_described() -> None:
    assert set(scope.SCOPES) == set(MAY)


@pytest.mark.parametrize("word", MAY)
def test_a_scope_permits_what_the_standard_says_and_nothing_else(word: str) -> None:
    permitted = {
        (name, method) for name in RESOURCES for method in METHODS if is_permitted({word}, name, method)
    }
    assert permitted == MAY[word]


@given(st.sets(st.sampled_from(sorted(MAY))), st.sampled_from(RESOURCES), st.sampled_from(METHODS))
def test_several_scopes_permit_what_any_of_them_does(words: set[str], name: str, method: str) -> None:
    expected = any((name, method) in MAY[word] for word in words)
    assert is_permitted(words, name, method) is expected


def test_a_resource_that_names_no_scope_is_only_for_a_key_that_may_do_everything() -> None:
    assert Route("new", "/new", {}).scopes == scope.RequiredScopes({"all"}, {"all"})
