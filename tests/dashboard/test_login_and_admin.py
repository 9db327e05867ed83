"""Who comes in at the dashboard, how long they stay, and that nobody else does anything in their name."""

from __future__ import annotations

import re
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from support.dashboard.harness import HOST, PASSWORD, QUICK, DashboardClient, DashboardHarness, open_harness

from scormbuild.dashboard.app import PAGES, create_app
from scormbuild.dashboard.auth import claims, cookie
from scormbuild.dashboard.auth.roles import REPORTS_BY_ROLE
from scormbuild.dashboard.auth.user import AUTHENTICATED, PUBLIC, user_with_roles
from scormbuild.dashboard.page import Page
from scormbuild.dashboard.translations import LANGUAGES, read_translations
from scormbuild.lrs.auth import credentials, logins, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.auth.logins import ALL_ORGANISATIONS, ROLES
from scormbuild.lrs.auth.password import hash_password

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}
ADMIN_PATHS = {  # what each role may see beside the reports, written down a second time
    "administrator": {"/keys", "/keys/revoke", "/logins", "/logins/renew", "/logins/revoke", "/health"},
    "analyst": set(),
    "reader": set(),
    "auditor": {"/audit-log"},
}
HIDDEN_REPORTS = {
    "administrator": {"answers"},
    "analyst": {"answers"},
    "reader": set(),
    "auditor": {"answers", "overview", "progress", "time", "opinions", "choices", "quizzes", "activity"}
    | {"person", "statements"},
}  # reports that the role may not see


def fill_path(page: Page) -> str:
    """The page's path with something in its places."""
    return re.sub(r"\{(\w+)\}", lambda name: {"form": "csv", "kind": "css"}.get(name[1], "desk"), page.path)


def is_allowed(page: Page, role: str) -> bool:
    """Whether a role may see a page, by the two tables above."""
    if page.permission in (PUBLIC, AUTHENTICATED):
        return True
    if page.permission.startswith("report "):
        return page.permission.removeprefix("report ") not in HIDDEN_REPORTS[role]
    return page.path in ADMIN_PATHS[role]


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_the_table_opens_for_the_roles_that_it_is_for_and_for_nobody_else(
    harness: DashboardHarness, role: str
) -> None:
    client, stranger, token = harness.log_in_as(role), DashboardClient(harness), None
    token = client.form_token()
    for page in PAGES:
        path = fill_path(page)
        for method in ("GET", "POST"):
            if (
                path in ("/", "/logout", "/login")
                or (page.on_get if method == "GET" else page.on_post) is None
            ):
                continue
            allowed = is_allowed(page, role)
            answer = (
                client.get(path) if method == "GET" else client.post(path, token=token if allowed else "")
            )
            assert (answer.status_code == 403) is not allowed, (role, method, path, answer.status_code)
            if not allowed:
                assert "Ask the dashboard administrator" in answer.text
            away = stranger.request(method, path)
            if page.permission == PUBLIC:
                assert "location" not in away.headers or "/login" not in away.headers["location"]
            else:
                assert (away.status_code, away.headers["location"][:16]) == (303, "/dashboard/login")
            for each in (answer, away):
                kept = {"cache-control"} if path.startswith("/assets") else set()
                assert {
                    name: each.headers[name] for name in SECURITY_HEADERS if name not in kept
                }.items() <= SECURITY_HEADERS.items()


def test_the_right_of_every_page_is_one_that_is_known() -> None:
    known = {PUBLIC, AUTHENTICATED, "names", "words", "administers", "audit_log", "every", "founds"}
    reports = {f"report {name}" for names in REPORTS_BY_ROLE.values() for name in names}
    assert {page.permission for page in PAGES} <= known | reports
    all_in_one = replace(
        user_with_roles("x", frozenset(ROLES), None, read_translations("en")), all_organisations=True
    )
    assert all(all_in_one.has_permission(page.permission) for page in PAGES)
    assert not any(
        all_in_one.has_permission(right) for right in ("", "report ", "report none", "Administers")
    )


def test_in_and_out_again_with_cookies_that_no_script_and_no_other_site_can_use(
    either_harness: DashboardHarness,
) -> None:
    harness = either_harness
    harness.create_login("anna", "analyst")
    client = DashboardClient(harness)
    assert client.get("/health?x=1").headers["location"] == "/dashboard/login?next=%2Fhealth%3Fx%3D1"
    answer = client.log_in(" Anna ", further="/help?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/help?x=1")
    session = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("desk="))
    assert session.endswith("; Path=/; HttpOnly; SameSite=Lax")
    token = client.cookies["desk"]
    with harness.database.reading() as connection:
        stored = connection.exec_driver_sql("select token, login from admission").all()
    assert [row.login for row in stored] == ["anna"]
    assert token not in str(stored)
    assert "anna" in client.get("/help").text
    copy = DashboardClient(harness)
    copy.cookies.set("desk", token, domain="desk.test")
    assert copy.get("/help").status_code == 200
    assert client.get("/logout").status_code == 405
    left = client.post("/logout")
    assert (left.headers["location"], left.headers["clear-site-data"]) == ("/dashboard/login", '"cache"')
    assert "desk-known" in client.cookies
    assert copy.get("/help").headers["location"].startswith("/dashboard/login")
    assert [row[1] for row in harness.audit_log()] == ["logged in"]


def test_a_log_in_never_takes_over_a_token_that_somebody_planted(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    client = DashboardClient(harness)
    planted = f"{cookie.new_token()}.{int(harness.clock.now)}"
    client.cookies.set("desk", planted, domain="desk.test")
    client.log_in("anna")
    held = [each.value for each in client.cookies.jar if each.name == "desk"]
    assert len(set(held) - {planted}) == 1
    other = DashboardClient(harness)
    other.cookies.set("desk", planted, domain="desk.test")
    assert other.get("/help").status_code == 303


def test_by_https_the_cookies_can_be_planted_by_nobody(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with open_harness(url, tmp_path / "lake", public_url="https://lrs.example.org/care") as harness:
        harness.create_login("anna", "analyst")
        client = DashboardClient(harness, "https://lrs.example.org")
        assert 'action="/care/dashboard/login"' in client.get("/login").text
        answer = client.log_in("anna", further="/help")
        assert answer.headers["location"] == "/care/dashboard/help"
        session, _, known = answer.headers.get_list("set-cookie")
        assert session.startswith("__Host-desk=")
        assert session.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")
        assert known.startswith("__Host-desk-known=")
        assert "; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=" in known
        assert client.get("/help").status_code == 200
        plain = DashboardClient(harness, "https://lrs.example.org")
        plain.cookies.set("desk", client.cookies["__Host-desk"], domain="lrs.example.org")
        assert plain.get("/help").status_code == 303


def test_a_session_ends_an_hour_after_the_last_page_and_eight_after_the_first(
    harness: DashboardHarness,
) -> None:
    client = harness.log_in_as("analyst")
    harness.clock.now += 3599
    assert client.get("/help").status_code == 200
    harness.clock.now += 3601
    assert client.get("/help").status_code == 303
    client = harness.log_in_as("analyst")
    for _ in range(9):
        harness.clock.now += 3000
        assert client.get("/help").status_code == 200
    harness.clock.now += 1801
    assert client.get("/help").status_code == 303
    harness.log_in_as("analyst")
    with harness.database.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from admission").scalar() == 1


def test_who_is_revoked_or_given_another_password_is_out_at_once(harness: DashboardHarness) -> None:
    first, second, third = (harness.log_in_as("analyst") for _ in range(3))
    names = harness.login_names()
    with harness.database.writing() as connection:
        logins.revoke_login(connection, names[0])
        logins.set_password(connection, names[1], "x")
        logins.change_login(connection, names[2], roles=["auditor"])
    assert [each.get("/help").status_code for each in (first, second, third)] == [303, 303, 200]
    assert third.get("/audit-log").status_code == 200
    assert first.log_in(names[0]).status_code == 403
    with harness.database.writing() as connection:  # a session that was missed ends all the same
        connection.exec_driver_sql(f"update login set revoked = 'now' where name = '{names[2]}'")
    assert third.get("/help").status_code == 303


def test_a_wrong_password_and_a_name_that_nobody_has_look_alike(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    harness.create_login("elsewhere", "analyst", password=None, subject="https://idp.example.org 7")
    taken, told = {}, set()
    for name in ("anna", "nobody", "elsewhere"):
        began = time.process_time()
        answer = DashboardClient(harness).log_in(name, "wrong")
        taken[name] = time.process_time() - began
        assert answer.status_code == 403
        told.add(re.sub(r'(value|content)="[^"]*"', "", answer.text))
    assert len(told) == 1
    assert "username or password is wrong" in told.pop()
    assert max(taken.values()) < 4 * min(taken.values())
    for odd in ("", "a\x01b", "<script>", "é" * 200, "-", "'; drop table login --"):
        assert DashboardClient(harness).log_in(odd, "wrong").status_code == 403
    # Of a name that nobody has only that it was tried: it may be a password in the wrong field.
    assert sorted(detail.get("login", "") for _, _, detail in harness.audit_log()) == [
        "",
        "anna",
        "elsewhere",
    ]


def test_a_form_is_taken_from_our_own_pages_only(harness: DashboardHarness) -> None:
    client, other = harness.log_in_as("administrator"), harness.log_in_as("administrator")
    form, token = {"name": "new", "scope": "all"}, client.form_token()
    refused = [
        {"token": ""},
        {"token": "0" * 64},
        {"token": other.form_token()},
        {"headers": {"Sec-Fetch-Site": "cross-site"}},
        {"headers": {"Sec-Fetch-Site": "same-site"}},
        {"headers": {"Sec-Fetch-Site": "none"}},
        {"headers": {"Origin": "https://evil.example"}},
        {"headers": {"Origin": "null"}},
        {"headers": {"Origin": "http://["}},
        {"headers": {"Origin": f"{HOST}.evil.example"}},
    ]
    for more in refused:
        answer = client.post("/keys", form, **{"token": token, **more})
        assert answer.status_code == 403, more
        assert "comes from this page" not in answer.text
        assert "doesn&#39;t come from this page" in answer.text
    bare = client.request("POST", "/keys", data={**form, "token": token})
    assert bare.status_code == 403
    with harness.database.reading() as connection:
        assert credentials.list_credentials(connection) == []
    assert client.post("/keys", {**form, "confirmed": "yes"}, token=token).status_code == 200
    stranger = DashboardClient(harness)
    stranger.get("/login")
    assert stranger.post("/login", {"name": "x", "password": "y"}, token="0" * 64).status_code == 403
    assert "doesn&#39;t come" in stranger.post("/login", {}, token=token).text


def test_what_is_no_form_of_a_fair_size_is_refused_in_words(harness: DashboardHarness) -> None:
    client = harness.log_in_as("administrator")
    token = client.form_token()
    assert client.post("/keys", {"name": "x" * 70_000}, token=token).status_code == 413
    answer = client.request("POST", "/keys", json={"token": token}, headers={"Origin": HOST})
    assert answer.status_code == 415
    packed = {"Content-Encoding": "gzip", "Origin": HOST}
    assert client.request("POST", "/keys", data={"token": token}, headers=packed).status_code == 415
    for body in (b"token=%00", b"name=%ff", b"\xff=1", b"&".join(b"a=1" for _ in range(400))):
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": HOST}
        assert client.request("POST", "/keys", content=body, headers=kind).status_code == 400
    assert client.get("/help?x=%00").status_code == 400
    assert client.get("/nowhere").status_code == 404
    assert client.request("PUT", "/keys").status_code == 405
    assert client.request("DELETE", "/keys").headers["allow"] == "GET, HEAD, POST"
    assert client.request("HEAD", "/help").content == b""


REDIRECTS = {
    "/help": "/dashboard/help",
    "/reports/time?course=https%3A%2F%2Fx": "/dashboard/reports/time?course=https%3A%2F%2Fx",
    "//evil.example": "/dashboard//evil.example",
    "https://evil.example": "/dashboard/",
    "/\\evil.example": "/dashboard/",
    "/help\r\nSet-Cookie: a=b": "/dashboard/",
    "": "/dashboard/",
    "/logout": "/dashboard/",
    "/login": "/dashboard/",
    "/login?next=/login": "/dashboard/",
    "/logins": "/dashboard/logins",
}


def test_after_the_log_in_nobody_is_sent_to_another_site(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst")
    client = DashboardClient(harness)
    client.log_in("anna")
    for wish, place in REDIRECTS.items():
        assert client.get("/login", params={"next": wish}).headers["location"] == place


def test_a_password_is_changed_by_who_knows_it_and_other_sessions_end(harness: DashboardHarness) -> None:
    client, elsewhere = harness.log_in_as("analyst"), DashboardClient(harness)
    (name,) = harness.login_names()
    elsewhere.log_in(name)
    new = " twelve of my letters "
    good = {"old": PASSWORD, "new": new, "again": new}
    faults = {"old": "wrong", "new": "short", "again": "other letters"}
    for field, value in faults.items():
        answer = client.post("/password", {**good, field: value})
        assert answer.status_code in (400, 403)
        assert answer.text.count('role="alert"') == 1
    assert client.post("/password", good).headers["location"] == "/dashboard/password?changed=yes"
    assert client.get("/password").status_code == 200
    assert elsewhere.get("/help").status_code == 303
    assert elsewhere.log_in(name).status_code == 403
    assert elsewhere.log_in(name, new).status_code == 303
    assert [action for _, action, _ in harness.audit_log()].count("password changed") == 1


def test_a_password_is_the_same_however_a_keyboard_makes_its_letters(harness: DashboardHarness) -> None:
    composed = "één café crème"
    harness.create_login("anna", "analyst", password=hash_password(composed, effort=QUICK))
    decomposed = unicodedata.normalize("NFD", composed)
    assert decomposed != composed
    assert DashboardClient(harness).log_in("anna", decomposed).status_code == 303


def test_one_organisation_never_reaches_into_another(either_harness: DashboardHarness) -> None:
    harness = either_harness
    ours, theirs = (
        harness.log_in_as("administrator"),
        harness.log_in_as("administrator", organisation=harness.other_organisation.id),
    )
    bram = harness.create_login("bram", "analyst", organisation=harness.other_organisation.id)
    with harness.database.writing() as connection:
        key, _ = credentials.create_credential(
            connection, harness.other_organisation.id, "their key", {"all"}, Limits()
        )
    assert "their key" not in ours.get("/keys").text
    assert key in theirs.get("/keys").text
    assert bram not in ours.get("/logins").text
    for path, form in {
        "/keys/revoke": {"key": key},
        "/logins/revoke": {"login": bram},
        "/logins/renew": {"login": bram},
    }.items():
        assert ours.post(path, {**form, "confirmed": "yes"}).status_code == 404
    for path in ("/organisations/make", "/organisations/choose"):
        assert (
            ours.post(path, {"organisation": harness.other_organisation.id, "name": "x"}).status_code == 403
        )
    with harness.database.reading() as connection:
        assert credentials.find_credential(connection, key).revoked is None
        found = logins.find_login(connection, bram)
        assert found.revoked is None
        assert len(organisations.list_organisations(connection)) == 2
    assert DashboardClient(harness).log_in(bram).status_code == 303


def test_a_login_of_every_organisation_looks_at_one_at_a_time(harness: DashboardHarness) -> None:
    client = harness.log_in_as("administrator", organisation=ALL_ORGANISATIONS)
    page = client.get("/organisations").text
    assert "Other &lt;b&gt;house&lt;/b&gt;" in page
    assert "<b>house" not in page
    assert (
        client.post("/organisations/choose", {"organisation": harness.other_organisation.id}).status_code
        == 303
    )
    assert '<span class="organisation">Other &lt;b&gt;' in client.get("/keys").text
    made = client.post("/keys", {"name": "theirs", "scope": "state"})
    assert made.status_code == 200
    with harness.database.reading() as connection:
        assert [each.organisation for each in credentials.list_credentials(connection)] == [
            harness.other_organisation.id
        ]
    for odd in ("99", "", "x", "9" * 30):
        assert client.post("/organisations/choose", {"organisation": odd}).status_code == 404
    assert client.post("/organisations/make", {"name": "third"}).status_code == 303
    assert client.post("/organisations/make", {"name": "third"}).status_code == 400
    assert "third" in client.get("/organisations").text
    analyst = harness.log_in_as("analyst", organisation=ALL_ORGANISATIONS)
    assert (
        analyst.post("/organisations/choose", {"organisation": harness.other_organisation.id}).status_code
        == 303
    )
    assert "New organisation" not in analyst.get("/organisations").text
    assert analyst.post("/organisations/make", {"name": "fourth"}).status_code == 403


def test_an_administrator_makes_and_ends_keys_and_logins_and_all_of_it_is_noted(
    either_harness: DashboardHarness,
) -> None:
    harness = either_harness
    client = harness.log_in_as("administrator")
    made = client.post("/keys", {"name": "<i>moodle</i>", "scope": ["state", "define"]})
    key, secret = (node.text for node in secret_codes(made.text))
    page = client.get("/keys").text
    assert secret not in page
    assert "&lt;i&gt;moodle" in page
    assert "<i>moodle" not in page
    with harness.database.reading() as connection:
        row = credentials.find_credential(connection, key)
    assert (row.secret_hash, row.scopes) == (credentials.hash_secret(secret), {"state", "define"})
    assert client.post("/keys/revoke", {"key": key, "confirmed": "yes"}).status_code == 303
    assert client.post("/keys", {"name": "", "scope": "all", "confirmed": "yes"}).status_code == 400
    assert client.post("/keys", {"name": "x", "scope": "nonsense"}).status_code == 400
    made = client.post("/logins", {"name": "Carla", "role": ["reader", "auditor"], "language": "nl"})
    (shown,) = secret_codes(made.text)
    carla = DashboardClient(harness)
    assert carla.log_in("carla", shown.text).status_code == 303
    assert carla.get("/audit-log").headers["location"] == "/dashboard/password"
    own = {"old": shown.text, "new": "een zin van mijzelf", "again": "een zin van mijzelf"}
    assert carla.post("/password", own).status_code == 303
    assert "Auditlog" in carla.get("/audit-log").text
    renewed = secret_codes(client.post("/logins/renew", {"login": "carla", "confirmed": "yes"}).text)[0].text
    assert carla.get("/audit-log").status_code == 303
    assert carla.log_in("carla", renewed).status_code == 303
    assert client.post("/logins/revoke", {"login": "carla", "confirmed": "yes"}).status_code == 303
    assert carla.get("/audit-log").status_code == 303
    for form in ({"name": "dirk"}, {"name": "carla", "role": "reader"}, {"name": "d", "role": "boss"}):
        assert client.post("/logins", form).status_code == 400
    noted = [action for who, action, _ in harness.audit_log() if who.startswith("login administrator")]
    assert noted == [
        "key made",
        "key revoked",
        "login made",
        "password renewed",
        "login revoked",
    ]
    assert secret not in str(harness.audit_log())
    assert renewed not in harness.log.getvalue() + str(harness.audit_log())


def secret_codes(text: str) -> list:
    """What is shown once."""
    from lxml import html

    return html.fromstring(text).xpath("//*[@class='secret']//code")


def test_the_audit_log_is_paged_newest_first_without_a_row_twice(either_harness: DashboardHarness) -> None:
    harness = either_harness
    auditor = harness.log_in_as("auditor")
    from scormbuild.lrs.store import audit

    with harness.database.writing() as connection:
        for number in range(230):
            audit.insert_audit_entry(
                connection, harness.organisation.id, "key <b>", f"read {number}", {"statements": number}
            )
    seen, address = [], "/audit-log"
    while address:
        page = auditor.read_page(address)
        seen += page.xpath("//tbody/tr/td[3]/text()")
        further = page.xpath("//p[@class='pages']/a[last()]/@href")
        address = further[0].removeprefix("/dashboard") if further and "before" in further[0] else ""
    assert seen == [f"read {number}" for number in reversed(range(230))]
    assert auditor.get("/audit-log?before=x").status_code == 400
    assert "<b>" not in auditor.get("/audit-log").text


def test_health_tells_what_can_be_told_at_once(either_harness: DashboardHarness) -> None:
    page = either_harness.log_in_as("administrator").read_page("/health")
    told = dict(zip(page.xpath("//dl/dt/text()"), page.xpath("//dl/dd/text()"), strict=True))
    assert told["Database schema"] == "0004"
    assert told["Reports up to date until"] == told["Newest statement received"] == "nothing yet"
    assert "MiB" in told["Database size"]


def test_health_tells_of_what_was_stored_by_a_clock_that_was_ahead(harness: DashboardHarness) -> None:
    lrs, words = harness.dashboard.lrs, "The clock of the LRS or its database has jumped"
    client = harness.log_in_as("administrator")
    for minutes, tells in ((4, False), (6, True)):
        row = {"organisation": harness.organisation.id, "seq": lrs.clock() + minutes * 60_000_000}
        with lrs.database.writing() as connection:
            connection.execute(
                text(
                    "insert into statement (organisation, seq, id, voided, version, body)"
                    " values (:organisation, :seq, :seq, false, 1, '{}')"
                ),
                row,
            )
        assert (words in client.get("/health").text) is tells


def test_the_log_has_a_line_for_each_request_and_no_query_name_or_word(harness: DashboardHarness) -> None:
    client = harness.log_in_as("administrator")
    client.get("/help?person=p_secret")
    client.get("/nowhere")
    lines = [line for line in harness.log_lines if "status" in line]
    assert {line["resource"] for line in lines} == {"dashboard"}
    assert [line["status"] for line in lines][-2:] == [200, 404]
    for word in ("p_secret", "administrator", PASSWORD, client.cookies["desk"]):
        assert word not in harness.log.getvalue()


def test_a_fault_of_our_own_is_told_without_its_words(harness: DashboardHarness) -> None:
    client = harness.log_in_as("administrator")

    async def fails(*_: object) -> None:
        raise RuntimeError("words of a learner")

    harness.app = create_app(harness.dashboard, [Page("/fails", AUTHENTICATED, fails), *PAGES])
    answer = client.get("/fails")
    assert answer.status_code == 500
    assert harness.log_lines[-2]["error"] == "RuntimeError"
    assert harness.log_lines[-1]["request"] in answer.text
    assert "words of a learner" not in answer.text + harness.log.getvalue()
    assert SECURITY_HEADERS.items() <= dict(answer.headers).items()


def test_both_languages_say_the_same_things() -> None:
    tables = [read_translations(language).messages for language in LANGUAGES]
    assert set(tables[0]) == set(tables[1])
    for key in tables[0]:
        places = [set(re.findall(r"\{(\w+)", table[key])) for table in tables]
        assert places[0] == places[1], key


def test_a_login_speaks_its_own_language_and_the_door_the_browsers(harness: DashboardHarness) -> None:
    harness.create_login("anna", "analyst", language="nl")
    client = DashboardClient(harness, **{"Accept-Language": "fr, nl;q=0.8"})
    assert "Wachtwoord vergeten" in client.get("/login").text
    client.headers = {"Accept-Language": "en"}
    client.log_in("anna")
    assert "Je wachtwoord" in client.get("/password").text


@given(st.dictionaries(st.text(max_size=8), st.recursive(st.text() | st.none(), st.lists, max_leaves=4)))
def test_whatever_a_provider_calls_somebody_the_login_has_a_name(told: dict) -> None:
    assert logins.LOGIN_NAME_PATTERN.fullmatch(claims.login_name({**told, "sub": str(told.get("sub", "7"))}))
    assert claims.map_roles(told, {"groups": {"a": "analyst"}}) <= {"analyst"}
