"""How many files this process may open: each connection holds one, and the database needs some as well."""

from __future__ import annotations

import sys
from collections.abc import Callable

from scormbuild.lrs.http.connections import MOST
from scormbuild.lrs.http.logs import Logs

# For the database's connections, each with up to three files, the lake's files, and the dashboard's.
RESERVED = 500
NEEDED = MOST + RESERVED


def allowed_connections(logs: Logs, file_limit: Callable[[], int] | None = None) -> int:
    """How many connections there may be at once, by the files that may be open; fewer than usual are told."""
    allowed = (file_limit or raise_file_limit)()
    if allowed >= NEEDED:
        return MOST
    connections = max(allowed - RESERVED, allowed // 2)
    logs.write_line(
        "warning",
        {
            "said": f"only {allowed} files may be open, so {connections} connections are taken, not {MOST}:"
            f" let the process open {NEEDED}, by LimitNOFILE in the systemd unit or ulimit -n in a shell"
        },
    )
    return connections


def raise_file_limit() -> int:
    """Raise the soft limit as far as is needed and the hard one lets us; gives what it is now."""
    if sys.platform == "win32":  # sockets are no files there
        return NEEDED
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= NEEDED:
        return NEEDED
    wanted = NEEDED if hard == resource.RLIM_INFINITY else min(NEEDED, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
