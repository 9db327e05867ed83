"""Who may do what is changed on the command line: the audit log has it, with the name of who did it."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest
from support.lrs.person_data import command_json, command_output

OPERATOR = f"command line: {pwd.getpwuid(os.getuid()).pw_name}"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database that the first command makes, and an environment that names somebody else."""
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")
    monkeypatch.delenv("SUDO_USER", raising=False)
    return f"sqlite:///{tmp_path / 'lrs.db'}"


def audit_rows(url: str, organisation: str = "default") -> list[tuple[str, str, Any]]:
    """Who did what."""
    found = command_json(url, "audit", "--organisation", organisation)
    return [(row["who"], row["action"], row["detail"]) for row in found]


def test_keys_that_are_made_and_revoked_have_a_row_each_without_the_secret(url: str) -> None:
    made = command_json(url, "key", "create", "moodle", "--scope", "all")
    command_output(url, "key", "revoke", made["key"])
    assert audit_rows(url) == [
        (OPERATOR, "key made", {"name": "moodle", "key": made["key"], "scopes": ["all"]}),
        (OPERATOR, "key revoked", {"key": made["key"]}),
    ]
    assert made["secret"] not in json.dumps(audit_rows(url))


def test_users_have_rows_under_the_name_of_who_changed_them(url: str) -> None:
    command_output(url, "login", "create", "anna", "--role", "analyst")
    command_output(url, "login", "set", "anna", "--role", "reader")
    command_output(url, "login", "password", "anna")
    command_output(url, "login", "revoke", "anna")
    actions = ["login made", "login changed", "password renewed", "login revoked"]
    assert [row[:2] for row in audit_rows(url)] == [(OPERATOR, action) for action in actions]


def test_organisations_that_are_made_changed_and_removed_have_rows_that_stay(url: str) -> None:
    command_output(url, "key", "create", "moodle")
    command_output(url, "organisation", "create", "hospital")
    command_output(url, "organisation", "set", "hospital", "--pseudonyms", "all")
    command_output(url, "organisation", "rename", "hospital", "clinic")
    assert audit_rows(url, "clinic") == [
        (OPERATOR, "organisation made", {"name": "hospital"}),
        (OPERATOR, "organisation changed", {"name": "hospital", "pseudonyms": "all"}),
        (OPERATOR, "organisation renamed", {"name": "hospital", "new": "clinic"}),
    ]
    command_output(url, "organisation", "remove", "clinic", "--yes")
    who, action, detail = audit_rows(url)[-1]
    assert (who, action, detail["name"]) == (OPERATOR, "organisation removed", "clinic")
    command_output(url, "organisation", "remove", "default", "--yes")
    assert command_json(url, "organisation", "list") == []


@pytest.mark.skipif(os.getuid() != 0, reason="sudo gives root")
def test_of_root_by_sudo_the_name_of_who_asked_counts(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "anna")
    command_output(url, "key", "create", "moodle")
    assert audit_rows(url)[0][0] == "command line: anna"
