"""Rows of the audit log for what is done on the command line, with the name of who does it."""

from __future__ import annotations

import getpass
import os
from typing import Any


def insert_command_line_entry(
    connection: Any, organisation: int, action: str, detail: dict[str, Any]
) -> None:
    """Write down what is done, in the transaction that does it."""
    from scormbuild.lrs.store import audit

    audit.insert_audit_entry(connection, organisation, command_line_user(), action, detail)


def command_line_user() -> str:
    """How the audit log calls whoever runs this: by the operating system, and by sudo who asked for root."""
    from scormbuild.lrs.store import audit

    sudo = os.environ.get("SUDO_USER", "") if system_user() == "root" else ""
    return f"{audit.COMMAND_LINE}: {sudo or system_user()}"


def system_user() -> str:
    """The user that this process runs as."""
    try:
        import pwd
    except ImportError:  # Windows
        return getpass.getuser()
    # Not getpass, which believes variables that anybody can set.
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # as in a container whose image doesn't know its user
        return str(number)
