"""The audit log in the reader's language: every action that the code writes down has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from support.dashboard.harness import DashboardHarness
from support.rooms import MODULES, syntax

from scormbuild.dashboard.translations import LANGUAGES, read_translations
from scormbuild.lrs.store import audit

# What writes a row, or hands the action on to what does.
WRITERS = frozenset(
    {
        *("insert_audit_entry", "count_audit_entries", "AuditEntry", "insert_command_line_entry"),
        *("write_audit_entry", "run_audited_write", "audit_change", "audit_disclosure", "disclose_names"),
        "find_identities",
    }
)


def constants() -> dict[str, str]:
    """The texts that modules have names for."""
    return {
        node.targets[0].id: node.value.value
        for module in MODULES
        for node in syntax(module)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and node.targets[0].id.isupper()
    }


def actions_in_code() -> Iterator[str]:
    """Every action that is written; of those that name a report, the first word."""
    known = {**constants(), "ACTION": "log-in failed"}
    for module in MODULES:
        for node in syntax(module):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            for argument in node.args if called in WRITERS else ():
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value
                elif isinstance(argument, ast.Name) and argument.id in known:
                    yield known[argument.id]
                elif isinstance(argument, ast.JoinedStr):
                    yield ast.literal_eval(ast.unparse(argument.values[0])).strip()


def test_every_action_has_its_words_and_no_word_is_for_none() -> None:
    table = read_translations("en").messages
    words = {key.removeprefix("audit_actions.") for key in table if key.startswith("audit_actions.")}
    assert words == set(actions_in_code()) - {"identity provider"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_is_read_in_ones_own_language(harness: DashboardHarness, language: str) -> None:
    messages = read_translations(language).messages
    with harness.database.writing() as connection:
        for action in ("key made", "report completion", "<b>something that is written later"):
            audit.insert_audit_entry(connection, harness.organisation.id, "command line: eva", action, {})
    client = harness.log_in_as("auditor", language=language)
    shown = client.read_page("/audit-log").xpath("//tbody/tr/td[3]/text()")
    assert shown[0] == "<b>something that is written later"
    assert shown[1] == messages["audit_actions.report"].format(title=messages["completion.title"])
    assert shown[2] == messages["audit_actions.key made"]
