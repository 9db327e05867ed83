"""How passwords are stored, and what becomes of those that were stored when less was advised."""

from __future__ import annotations

import hashlib
import time
from base64 import b64encode

from support.dashboard.harness import PASSWORD, DashboardClient, DashboardHarness

from scormbuild.lrs.auth import logins
from scormbuild.lrs.auth.password import hash_password, verify_password

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
    harness.create_login("anna", "analyst", password=hash_of_old(PASSWORD))
    client = DashboardClient(harness)
    assert client.log_in("anna", "another sentence").status_code == 403
    assert stored_password(harness, "anna") == hash_of_old(PASSWORD)
    assert client.log_in("anna").status_code == 303
    fresh = stored_password(harness, "anna")
    assert fresh.split("$")[:4] == hash_password("x").split("$")[:4]
    assert verify_password(PASSWORD, fresh)
    client.post("/logout")
    form = client.form_token()
    for _ in range(9):  # one more than a known browser has
        answer = client.post("/login", {"name": "anna", "password": "x" * 501}, token=form)
    assert answer.headers["retry-after"] == "30"  # and not the 60 of strangers
    assert stored_password(harness, "anna") == fresh


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
