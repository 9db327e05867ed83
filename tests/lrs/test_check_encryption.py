"""`lrs check` tells whether statements may go to PostgreSQL in plain text."""

from __future__ import annotations

import pytest

from scormbuild.lrs.admin.check import check_database, plain_text_problems
from scormbuild.lrs.database import Database


@pytest.mark.parametrize("sslmode", [None, "disable", "allow", "prefer"])
def test_a_way_to_another_machine_that_may_be_plain_is_told_with_the_way_out(sslmode: str | None) -> None:
    parameters = {"dbname": "lrs", **({"sslmode": sslmode} if sslmode else {})}
    (problem,) = plain_text_problems(parameters, "db.example.org", "192.0.2.7")
    assert "the connection to db.example.org may be in plain text" in problem
    assert problem.endswith("end the address of the database with ?sslmode=verify-full")


@pytest.mark.parametrize("sslmode", ["require", "verify-ca", "verify-full"])
def test_a_way_that_is_never_plain_is_sound(sslmode: str) -> None:
    assert plain_text_problems({"sslmode": sslmode}, "db.example.org", "2001:db8::7") == []


@pytest.mark.parametrize(
    ("host", "address"),
    [("/run/postgresql", ""), ("@postgresql", ""), ("localhost", "::1"), ("127.0.0.1", "127.0.0.1")],
)
def test_what_stays_on_the_machine_may_be_plain(host: str, address: str) -> None:
    assert plain_text_problems({}, host, address) == []


def test_the_socket_of_a_server_beside_the_lrs_is_asked_of_the_driver(postgres_url: str) -> None:
    Database.open(postgres_url).close()
    assert not [each for each in check_database(postgres_url).problems if "plain text" in each]
