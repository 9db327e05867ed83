"""How much of a stranger's zip is safe to read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class ArchiveLimits:
    """How much is still safe to read: sizes in bytes, `ratio` in bytes unpacked for each packed byte."""

    members: int = 20_000  # LiaScript's packages, the fullest that were measured, have some 650
    directory: int = 4 * MIB
    manifest: int = 8 * MIB
    text: int = 4 * MIB  # of one page or script
    texts: int = 64 * MIB  # of all of them, for all are kept in memory
    file: int = 1024 * MIB
    total: int = 2048 * MIB
    ratio: int = 200  # deflate can reach 1032 to one; what a course holds stays far below


ARCHIVE_LIMITS = ArchiveLimits()
