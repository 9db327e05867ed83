"""Keys in the database: random, stored as hashes, revoked for good."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import text

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database.open(database_url)
    yield opened
    opened.close()


def create_key(database: Database, limits: Limits | None = None) -> tuple[str, str]:
    with database.writing() as connection:
        owner = organisations.ensure_default(connection)
        return credentials.create_credential(
            connection, owner.id, "moodle", {"state", "all"}, limits or Limits()
        )


def test_a_key_is_found_as_it_was_made(database: Database) -> None:
    limits = Limits("https://example.org/c", ("https://lms.example.org",), 1_900_000_000_000_000, 60)
    key, secret = create_key(database, limits)
    with database.reading() as connection:
        found = credentials.find_credential(connection, key)
    assert found is not None
    assert (found.key, found.name, found.organisation_name) == (key, "moodle", "default")
    assert (found.scopes, found.limits, found.revoked) == ({"state", "all"}, limits, None)
    assert found.secret_hash == credentials.hash_secret(secret)


def test_the_secret_is_256_random_bits_and_nowhere_in_the_database(database: Database) -> None:
    made = [create_key(database) for _ in range(5)]
    assert len({secret for _, secret in made}) == 5
    with database.reading() as connection:
        rows = str(connection.execute(text("select * from credential")).all())
    for key, secret in made:
        assert len(secret) == 43  # 32 bytes in base64, without padding
        assert key.startswith("sb_")
        assert key in rows
        assert secret not in rows


def test_an_unknown_key_is_not_found(database: Database) -> None:
    with database.reading() as connection:
        assert credentials.find_credential(connection, "sb_unknown") is None


def test_a_revoked_key_stays_with_the_moment_and_again_changes_nothing(database: Database) -> None:
    key, _ = create_key(database)
    with database.writing() as connection:
        assert credentials.revoke_credential(connection, key).revoked
        connection.execute(text("update credential set revoked = 'long ago'"))
        assert credentials.revoke_credential(connection, key).revoked == "long ago"


def test_revoking_a_key_that_is_not_there_is_refused(database: Database) -> None:
    with database.writing() as connection, pytest.raises(SettingsError, match="no key 'sb_x'"):
        credentials.revoke_credential(connection, "sb_x")


def test_keys_are_listed_for_all_or_for_one_organisation(database: Database) -> None:
    first, _ = create_key(database)
    with database.writing() as connection:
        other = organisations.create_organisation(connection, "hospital")
        second, _ = credentials.create_credential(connection, other.id, "lms", {"all"}, Limits())
    with database.reading() as connection:
        assert [row.key for row in credentials.list_credentials(connection)] == [first, second]
        assert [row.key for row in credentials.list_credentials(connection, other.id)] == [second]


def test_the_first_key_is_made_once_even_when_lrss_start_together(database: Database) -> None:
    def start(_: int) -> tuple[str, str] | None:
        with database.writing() as connection:
            return credentials.create_first_credential(connection)

    with ThreadPoolExecutor(4) as threads:
        made = [each for each in threads.map(start, range(8)) if each]
    assert len(made) == 1
    with database.reading() as connection:
        (row,) = credentials.list_credentials(connection)
    assert (row.key, row.scopes, row.organisation_name) == (made[0][0], {"all"}, "default")


def test_an_lrs_that_starts_waits_for_the_first_key_of_another(database: Database) -> None:
    with database.writing() as connection:
        organisations.ensure_default(connection)

    def start() -> tuple[str, str] | None:
        with database.writing() as connection:
            return credentials.create_first_credential(connection)

    with ThreadPoolExecutor(1) as threads:
        with database.writing() as connection:
            assert credentials.create_first_credential(connection)
            other = threads.submit(start)
            assert not wait([other], timeout=0.3).done
        assert other.result() is None


def test_a_database_whose_only_key_was_revoked_gets_no_first_key_again(database: Database) -> None:
    key, _ = create_key(database)
    with database.writing() as connection:
        credentials.revoke_credential(connection, key)
        assert credentials.create_first_credential(connection) is None


@pytest.mark.parametrize("name", ["", " ", "two\nlines", " spaced ", "x" * 201])
def test_a_name_that_cannot_be_shown_is_refused(database: Database, name: str) -> None:
    with database.writing() as connection, pytest.raises(SettingsError, match="can't be a name"):
        credentials.create_credential(connection, 1, name, {"all"}, Limits())
