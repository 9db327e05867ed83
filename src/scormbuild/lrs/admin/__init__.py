"""What administrators do with a database: examine it, back it up, restore it, bring it forward."""

from __future__ import annotations

from scormbuild.lrs.admin.backup import backup_database, restore_database
from scormbuild.lrs.admin.check import LOW_DISK_SPACE, CheckResult, check_database, database_size
from scormbuild.lrs.admin.migrate import migrate_database

__all__ = [
    "LOW_DISK_SPACE",
    "CheckResult",
    "backup_database",
    "check_database",
    "database_size",
    "migrate_database",
    "restore_database",
]
