"""How passwords are stored, and what becomes of those that were stored when less was advised."""

from __future__ import annotations

import hashlib
import math
import time
from base64 import b64encode
from pathlib import Path

import pytest
from support.dashboard.harness import PASSWORD, QUICK, DashboardClient, DashboardHarness, open_harness
from support.lrs.person_data import command_json
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.dashboard.app import PAGES
from scormbuild.dashboard.auth.authenticator import Authenticator
from scormbuild.dashboard.auth.user import PUBLIC
from scormbuild.lrs.auth import logins, password
from scormbuild.lrs.auth.password import LETTERS, generate_password, hash_password, verify_password

# OWASP's sheet on password storage: with so many lanes, at least so many rounds (2 to this power) of 1 KiB.
ADVISED = {1: 17, 2: 16, 3: 15}


def hash_of_old(secret: str) -> str:
    """A password as it was stored before: one lane."""
    salt = b"sixteen bytes of"
    derived = hashlib.scrypt(secret.encode(), salt=salt, n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=32)
    return f"scrypt$15$8$1${b64encode(salt).decode()}${b64encode(derived).decode()}"


def stored_password(harness: DashboardHarness, name: str) -> str:
    """What the database has."""
    with harness.database.reading() as connection:
        return str(logins.require_login(connection, name).password)


def test_a_password_is_hashed_as_slowly_as_is_advised() -> None:
    kind, cost, block, lanes, *_ = hash_password(PASSWORD).split("$")
    assert (kind, block) == ("scrypt", "8")
    assert int(cost) >= ADVISED[int(lanes)]


def test_an_older_hash_lets_in_and_is_made_anew_and_the_browser_stays_known(
    either_harness: DashboardHarness,
) -> None:
    harness = either_harness
    old = hash_password(PASSWORD, effort=QUICK._replace(cost=QUICK.cost - 1))
    harness.create_login("anna", "analyst", password=old)
    client = DashboardClient(harness)
    assert client.log_in("anna", "another sentence").status_code == 403
    assert stored_password(harness, "anna") == old
    assert client.log_in("anna").status_code == 303
    fresh = stored_password(harness, "anna")
    assert fresh.startswith(QUICK.prefix)
    assert verify_password(PASSWORD, fresh)
    client.post("/logout")
    form = client.form_token()
    for _ in range(9):  # one more than a known browser has
        answer = client.post("/login", {"name": "anna", "password": "x" * 501}, token=form)
    assert answer.headers["retry-after"] == "30"  # and not the 60 of strangers
    assert stored_password(harness, "anna") == fresh


def test_a_dashboard_hashes_by_itself_as_is_advised(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with open_harness(url, tmp_path / "lake", effort=password.ADVISED) as harness:
        assert Authenticator(harness.lrs).effort == password.ADVISED
        harness.create_login("anna", "analyst", password=hash_of_old(PASSWORD))
        assert DashboardClient(harness).log_in("anna").status_code == 303
        fresh = stored_password(harness, "anna")
    assert fresh.split("$")[:4] == hash_password("x").split("$")[:4]
    assert verify_password(PASSWORD, fresh)


ROLE_OPTIONS = tuple(f"--role={role}" for role in logins.ROLES)
FIRST_PASSWORDS = {
    "made": ("login", "create", "anna", "--every-organisation", "--language=en", *ROLE_OPTIONS),
    "renewed": ("login", "password", "anna"),
}


@pytest.mark.parametrize("how", FIRST_PASSWORDS)
def test_a_password_that_somebody_else_has_seen_opens_nothing_but_the_choice_of_another(
    harness: DashboardHarness, how: str
) -> None:
    if how == "renewed":
        harness.create_login("anna", *logins.ROLES, organisation=logins.ALL_ORGANISATIONS)
    url = harness.settings.database
    first = command_json(url, *FIRST_PASSWORDS[how])["password"]
    client = DashboardClient(harness)
    assert client.log_in("anna", first).headers["location"] == "/dashboard/"
    for page in PAGES:
        if page.permission == PUBLIC or page.path in ("/password", "/logout"):
            continue
        for method in page.endpoints:
            answer = client.request(method, page.path)
            assert answer.headers["location"] == "/dashboard/password", page.path
    assert "somebody else has seen it" in client.get("/password").text
    answer = client.post("/password", {"old": first, "new": first, "again": first})
    assert (answer.status_code, "your current password" in answer.text) == (400, True)
    assert client.get("/keys").status_code == 303
    own = {"old": first, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/password", own).headers["location"] == "/dashboard/password?changed=yes"
    assert "somebody else has seen it" not in client.get("/password").text
    assert client.get("/keys").status_code == 200


def test_a_password_that_somebody_types_themselves_stays(harness: DashboardHarness) -> None:
    made = ["lrs", "login", "create", "anna", "--role", "analyst", "--ask"]
    done = CliRunner().invoke(app, [*made, "--database", harness.settings.database], input=f"{PASSWORD}\n")
    assert done.exit_code == 0
    client = DashboardClient(harness)
    client.log_in("anna")
    assert client.get("/help").status_code == 200


def test_a_password_that_is_made_has_128_random_bits() -> None:
    made = generate_password()
    assert len(made.replace("-", "")) * math.log2(len(LETTERS)) >= 128
    assert len({generate_password() for _ in range(100)}) == 100


def test_a_wrong_password_takes_as_long_whatever_hash_a_name_has() -> None:
    seconds = {}
    for name, stored in {
        "nobody": None,
        "old": hash_of_old(PASSWORD),
        "new": hash_password(PASSWORD),
    }.items():
        began = time.process_time()
        assert not verify_password("another sentence", stored)
        seconds[name] = time.process_time() - began
    # With an older hash alone it would be a third.
    assert max(seconds.values()) < 1.8 * min(seconds.values())
