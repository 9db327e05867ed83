"""Scopes, and the limits of a key; which scope a resource asks for is in test_resources.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import Forbidden, SettingsError
from scormbuild.lrs.auth import limits as limiting
from scormbuild.lrs.auth import scope
from scormbuild.lrs.auth.limits import Limits

COURSE = "https://example.org/courses/web"


def assert_permitted(require: Callable[..., object], *arguments: object) -> None:
    """What raises where something isn't permitted, raises nothing."""
    try:
        require(*arguments)
    except Forbidden as refusal:
        pytest.fail(f"not permitted: {refusal}")


def test_a_refusal_names_the_scopes_that_would_do() -> None:
    with pytest.raises(Forbidden, match="all or statements/write"):
        scope.require_scope({"state"}, scope.STATEMENTS, "POST")
    assert_permitted(scope.require_scope, {"statements/write"}, scope.STATEMENTS, "POST")


def test_only_own_statements_are_read_without_a_wider_scope() -> None:
    assert scope.mine_only({"statements/read/mine", "statements/write"})
    for word in ("statements/read", "all/read", "all"):
        assert not scope.mine_only({"statements/read/mine", word})


def test_definitions_are_taken_from_those_who_may_define() -> None:
    assert [word for word in scope.SCOPES if scope.may_define({word})] == ["define", "all"]


def test_a_key_without_named_scopes_writes_and_reads_its_own() -> None:
    assert scope.parse_scopes([]) == {"statements/write", "statements/read/mine"}


def test_an_unknown_scope_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match="did you mean 'statements/read'"):
        scope.parse_scopes(["statement/read"])
    with pytest.raises(SettingsError, match="one of statements/write"):
        scope.parse_scopes(["xyzzy"])


@pytest.mark.parametrize("below", ["", "/pages/1", "#q1", "?v=2", ":1"])
def test_a_prefix_holds_the_activity_and_what_is_below(below: str) -> None:
    assert limiting.is_within(COURSE + below, COURSE)


@pytest.mark.parametrize(
    "other", ["https://example.org/courses/website", "https://example.org/courses", "", None]
)
def test_a_prefix_holds_no_activity_that_only_begins_alike(other: str | None) -> None:
    assert not limiting.is_within(other, COURSE)


def test_a_prefix_that_ends_in_a_stroke_holds_all_that_begins_with_it() -> None:
    assert limiting.is_within(f"{COURSE}/1", f"{COURSE}/")
    assert not limiting.is_within(COURSE, f"{COURSE}/")


def test_without_a_prefix_everything_is_within() -> None:
    assert limiting.is_within("any:thing", None)
    reference = {"object": {"objectType": "StatementRef", "id": "x"}}
    assert_permitted(limiting.require_statement, reference, Limits())
    assert_permitted(limiting.require_document, None, Limits())


@pytest.mark.parametrize(
    "target",
    [
        {"id": "https://example.org/courses/website"},
        {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"},
        {"objectType": "StatementRef", "id": COURSE},
        {"objectType": "Agent", "mbox": "mailto:a@example.org"},
        {"objectType": "SubStatement", "object": {"id": COURSE}},
    ],
)
def test_a_key_for_one_course_stores_nothing_about_anything_else(target: dict[str, object]) -> None:
    with pytest.raises(Forbidden, match="only store statements about"):
        limiting.require_statement({"object": target}, Limits(activity_prefix=COURSE))


def test_a_key_for_one_course_stores_statements_about_it() -> None:
    for target in ({"id": COURSE}, {"objectType": "Activity", "id": f"{COURSE}/pages/1"}):
        assert_permitted(limiting.require_statement, {"object": target}, Limits(activity_prefix=COURSE))


def test_a_key_for_one_course_uses_only_that_courses_documents() -> None:
    limited = Limits(activity_prefix=COURSE)
    assert_permitted(limiting.require_document, f"{COURSE}/pages/1", limited)
    for activity in (None, "https://example.org/courses/other"):
        with pytest.raises(Forbidden, match="only use documents"):
            limiting.require_document(activity, limited)


def test_a_key_for_some_origins_is_refused_from_others_but_not_from_programs() -> None:
    limited = Limits(origins=("https://lms.example.org",))
    assert_permitted(limiting.require_origin, "https://LMS.example.org", limited)
    assert_permitted(limiting.require_origin, None, limited)
    assert_permitted(limiting.require_origin, "https://evil.example", Limits())
    for origin in ("https://evil.example", "https://lms.example.org.evil.example", "null", ""):
        with pytest.raises(Forbidden, match="origin"):
            limiting.require_origin(origin, limited)


@pytest.mark.parametrize(
    ("limits", "fault"),
    [
        (Limits(activity_prefix="courses/web"), "no IRI"),
        (Limits(activity_prefix=""), "no IRI"),
        (Limits(activity_prefix="https://example.org/[1]"), "no IRI"),  # as no statement can carry it
        (Limits(origins=("lms.example.org",)), "no origin"),
        (Limits(origins=("https://lms.example.org/",)), "no origin"),
        (Limits(origins=("*",)), "no origin"),
        (Limits(rate=0), "below one"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused_with_a_way_out(limits: Limits, fault: str) -> None:
    with pytest.raises(SettingsError, match=rf"(?s){fault}.*hint: "):
        limiting.validate_limits(limits)


@given(
    st.builds(
        Limits,
        activity_prefix=st.none() | st.text(),
        origins=st.lists(st.text()).map(tuple),
        expires=st.none() | st.integers(),
        rate=st.none() | st.integers(),
    )
)
def test_limits_come_back_as_they_were_stated(limits: Limits) -> None:
    assert limiting.limits_from_json(limits.to_json()) == limits
