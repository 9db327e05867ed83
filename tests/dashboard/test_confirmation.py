"""What can't be undone is asked twice, in words that say what comes of it, of who logged in lately."""

from __future__ import annotations

import pytest
from lxml import html
from support.dashboard.harness import PASSWORD, QUICK, DashboardClient, DashboardHarness

from scormbuild.dashboard.auth.throttle import OWN_LIMIT
from scormbuild.lrs.auth import credentials, logins, password
from scormbuild.lrs.auth.limits import Limits

LATE = 601  # seconds after the log-in
AGAIN = {"confirmed": "yes", "own_password": PASSWORD}
MAKING = {
    "/keys": {"name": "moodle", "scope": ["state", "define"]},
    "/logins": {"name": "carla", "role": ["reader", "auditor"]},
}


@pytest.fixture
def administrator(harness: DashboardHarness) -> DashboardClient:
    """Somebody who logged in a moment ago, in an organisation with a key and a login."""
    harness.create_login("bram", "analyst")
    return harness.log_in_as("administrator")


@pytest.fixture
def key(harness: DashboardHarness) -> str:
    """A key of the organisation."""
    return create_key(harness, Limits())


def create_key(harness: DashboardHarness, limits: Limits) -> str:
    with harness.database.writing() as connection:
        scopes = {"statements/write"}
        return credentials.create_credential(connection, harness.organisation.id, "a <b>key", scopes, limits)[
            0
        ]


def revoked(harness: DashboardHarness, key: str) -> tuple[bool, bool]:
    """Whether the key is revoked, and bram's login."""
    with harness.database.reading() as connection:
        found, login = credentials.find_credential(connection, key), logins.find_login(connection, "bram")
        return bool(found.revoked), bool(login.revoked)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/keys/revoke", "can no longer read or store anything"),
        ("/logins/revoke", "logged out at once and can't log in any more"),
        ("/logins/renew", "the old password stops working"),
    ],
)
def test_what_cannot_be_undone_is_done_at_the_second_time_and_says_first_what_comes_of_it(
    harness: DashboardHarness, administrator: DashboardClient, key: str, path: str, words: str
) -> None:
    form = {"key": key} if path.startswith("/keys") else {"login": "bram"}
    before = harness.audit_log()
    question = administrator.post(path, form)
    assert question.status_code == 200
    assert words in question.text.replace("&#39;", "'")
    assert "<b>" not in question.text
    assert "own_password" not in question.text
    assert (revoked(harness, key), harness.audit_log()) == ((False, False), before)
    # The page's own form is all that is needed.
    fields = html.fromstring(question.text).xpath("//main//form//input[@name]")
    sent = {each.get("name"): each.get("value") for each in fields}
    assert administrator.post(path, sent, token=sent["token"]).status_code in (200, 303)
    assert len(harness.audit_log()) == len(before) + 1


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(source="package", activity_prefix="https://example.org/a"), "key of a course package"),
        (Limits(source="lms"), "key of an LMS"),
        (Limits(), "Programs that use this key"),
    ],
)
def test_the_question_says_whose_key_it_is(
    harness: DashboardHarness, administrator: DashboardClient, limits: Limits, words: str
) -> None:
    assert words in administrator.post("/keys/revoke", {"key": create_key(harness, limits)}).text


def test_a_key_that_may_do_everything_is_asked_twice_and_another_is_not(
    administrator: DashboardClient,
) -> None:
    question = administrator.post("/keys", {"name": "power", "scope": ["state", "all"]})
    assert "read everything of default" in question.text
    assert 'class="secret"' not in question.text
    sent = {"name": "power", "scope": ["state", "all"], "confirmed": "yes"}
    assert 'class="secret"' in administrator.post("/keys", sent).text
    for path, form in MAKING.items():
        assert 'class="secret"' in administrator.post(path, form).text


def test_whoever_revokes_themselves_is_told_so(
    harness: DashboardHarness, administrator: DashboardClient
) -> None:
    own = next(name for name in harness.login_names() if name.startswith("administrator"))
    assert "this is you" in administrator.post("/logins/revoke", {"login": own}).text
    assert "this is you" not in administrator.post("/logins/revoke", {"login": "bram"}).text


def test_who_logged_in_more_than_ten_minutes_ago_gives_the_password_again_for_each_change(
    harness: DashboardHarness, administrator: DashboardClient, key: str
) -> None:
    harness.clock.now += LATE
    changes = {
        **MAKING,
        "/keys/revoke": {"key": key},
        "/logins/revoke": {"login": "bram"},
        "/logins/renew": {"login": "bram"},
    }
    for path, form in changes.items():
        harness.clock.now += 60  # so that the tries don't come too fast
        for more, status in (({}, 200), ({"confirmed": "yes"}, 403), ({**AGAIN, "own_password": "x"}, 403)):
            answer = administrator.post(path, {**form, **more})
            assert (answer.status_code, 'name="own_password"' in answer.text) == (status, True), path
    assert revoked(harness, key) == (False, False)
    assert "carla" not in harness.login_names()
    assert {action for _, action, _ in harness.audit_log()} == {"log-in failed"}


def test_the_password_is_asked_once_and_then_holds_for_ten_minutes_in_a_new_session(
    harness: DashboardHarness, administrator: DashboardClient, key: str
) -> None:
    harness.clock.now += LATE
    old = administrator.cookies["desk"]
    made = administrator.post("/keys", {**MAKING["/keys"], **AGAIN})
    assert made.text.count("<code>sb_") == 3  # shown once, and in the list, beside the other
    assert administrator.cookies["desk"] != old
    stale = DashboardClient(harness)
    stale.cookies.set("desk", old, domain="desk.test")
    assert stale.get("/help").status_code == 303
    # The forms of the page that came back are those of the new session.
    token = html.fromstring(made.text).xpath("string(//main//input[@name='token']/@value)")
    sent = {"key": key, "confirmed": "yes"}
    assert administrator.post("/keys/revoke", sent, token=token).status_code == 303
    harness.clock.now += LATE
    assert 'name="own_password"' in administrator.post("/logins/revoke", {"login": "bram"}).text


def test_the_password_that_is_asked_again_cannot_be_guessed_in_a_session_that_was_left_open(
    harness: DashboardHarness, administrator: DashboardClient
) -> None:
    harness.clock.now += LATE
    form = {"login": "bram", **AGAIN, "own_password": "x" * 501}
    told = [administrator.post("/logins/revoke", form).status_code for _ in range(OWN_LIMIT.size)]
    assert told == [403] * OWN_LIMIT.size
    answer = administrator.post("/logins/revoke", {"login": "bram", **AGAIN})
    assert (answer.status_code, "Wait 30 seconds" in answer.text) == (429, True)


def test_a_password_of_another_login_is_not_enough(
    harness: DashboardHarness, administrator: DashboardClient
) -> None:
    other = "a sentence of somebody else"
    harness.create_login("dirk", "administrator", password=password.hash_password(other, effort=QUICK))
    harness.clock.now += LATE
    form = {"login": "bram", **AGAIN, "own_password": other, "name": "dirk"}
    assert administrator.post("/logins/revoke", form).status_code == 403


def test_a_question_about_what_is_not_ours_is_not_asked(
    harness: DashboardHarness, administrator: DashboardClient
) -> None:
    harness.create_login("theirs", "analyst", organisation=harness.other_organisation.id)
    for path, form in {
        "/keys/revoke": {"key": "sb_nothing"},
        "/logins/revoke": {"login": "theirs"},
        "/logins/renew": {"login": "nobody"},
    }.items():
        assert administrator.post(path, form).status_code == 404


def test_the_name_of_a_revoked_login_is_never_given_again(
    harness: DashboardHarness, administrator: DashboardClient
) -> None:
    administrator.post("/logins/revoke", {"login": "bram", "confirmed": "yes"})
    for name in ("bram", " BRAM "):
        assert administrator.post("/logins", {"name": name, "role": "analyst"}).status_code == 400
    renewed = administrator.post("/logins/renew", {"login": "bram", "confirmed": "yes"})
    assert renewed.status_code == 200
    assert DashboardClient(harness).log_in("bram").status_code == 403
    with harness.database.reading() as connection:
        assert logins.find_login(connection, "bram").revoked
