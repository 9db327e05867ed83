"""An untrusted zip as values: its members, which are damaged, its texts; nothing is written to disk."""

from __future__ import annotations

import io
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from scormbuild.catalogue import _
from scormbuild.course.check.limits import ARCHIVE_LIMITS, MIB, ArchiveLimits
from scormbuild.course.check.signatures import describe_unreadable
from scormbuild.course.check.standards import MANIFESTS
from scormbuild.course.check.texts import TextStore
from scormbuild.course.check.unpack import UNREADABLE, quote_name, unpack_member
from scormbuild.errors import PackageError

# Encrypted, strongly encrypted, names masked: bits 0, 6 and 13 of the flags (APPNOTE 4.4.4).
ENCRYPTION_FLAGS = 0x1 | 0x40 | 0x2000


@dataclass(frozen=True)
class Member:
    """One entry of the zip under its full name; `damage` says what is wrong with its bytes, if anything."""

    name: str
    folder: bool
    link: bool
    damage: str


@dataclass(frozen=True)
class Archive:
    """A zip that was read to the end, with its manifests, pages and scripts."""

    members: tuple[Member, ...]
    manifests: dict[str, bytes]
    texts: dict[str, bytes]
    has_all_texts: bool  # or else a page or script is longer than is kept, or damaged
    size: int  # bytes of the zip
    unpacked_size: int

    @cached_property
    def files(self) -> frozenset[str]:
        """The names of what an LMS would serve."""
        return frozenset(member.name for member in self.members if not member.folder)


class BoundedFile(io.FileIO):
    """A file that refuses to hand over more than `limit` bytes at once.

    zipfile reads a directory whole, however large it says it is.
    """

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__(path)
        self.limit = limit

    def read(self, size: int | None = -1, /) -> bytes:
        """At most `size` bytes."""
        if size is not None and size > self.limit:
            raise PackageError(_("the zip's list of files is larger than is safe to read"))
        return super().read(self.limit if size is None or size < 0 else size) or b""


def read_archive(path: Path, limits: ArchiveLimits = ARCHIVE_LIMITS) -> Archive:
    """What is in the zip, every file unpacked once in memory to see that it is whole."""
    try:
        with BoundedFile(path, limits.directory) as file, ZipFile(file) as package:
            size = path.stat().st_size
            validate_directory(package.infolist(), size, limits)
            return read_members(package, size, limits)
    except PackageError as error:
        raise PackageError(f"{path}: {error}") from None
    except UNREADABLE as error:
        raise PackageError(f"{path}: {describe_unreadable(path, error)}") from error


def validate_directory(entries: list[ZipInfo], size: int, limits: ArchiveLimits) -> None:
    """Stop before anything is unpacked when the directory alone shows that the zip isn't a package."""
    if len(entries) > limits.members:
        raise PackageError(
            _(
                "it holds %(number)s files; more than %(members)s is not safe to read",
                number=len(entries),
                members=limits.members,
            )
        )
    # Entries that share their bytes are how a small zip unpacks to terabytes without a zip in it.
    if sum(entry.compress_size for entry in entries) > size:
        raise PackageError(_("its files overlap or reach beyond its end: it is damaged, or made to do harm"))
    for entry in entries:
        if entry.flag_bits & ENCRYPTION_FLAGS:
            raise PackageError(
                _(
                    "%(name)s is encrypted; make the zip again without a password",
                    name=quote_name(entry),
                )
            )
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise PackageError(
                _(
                    "%(name)s is compressed in a way that LMSs don't know; use Deflate",
                    name=quote_name(entry),
                )
            )


def read_members(package: ZipFile, whole: int, limits: ArchiveLimits) -> Archive:
    """Every member looked through, and the bytes of manifests, pages and scripts kept."""
    room, members, texts = limits.total, [], TextStore(limits)
    for entry in package.infolist():
        # zipfile's own `filename` ends at a NUL: an LMS may see another name than was examined.
        name = entry.orig_filename
        content = texts.start(name)
        size, damage = unpack_member(package, entry, unpacked_size_limit(entry, room, limits), content)
        room -= size
        texts.finish(name, content, size, damage)
        # Unix's mode is in the upper half; other systems leave it 0.
        link = stat.S_ISLNK(entry.external_attr >> 16)
        members.append(Member(name, name.endswith("/"), link, damage))
    unpacked = limits.total - room
    return Archive(tuple(members), texts.manifests, texts.texts, texts.has_all_texts, whole, unpacked)


def unpacked_size_limit(entry: ZipInfo, room: int, limits: ArchiveLimits) -> int:
    """How many bytes this member may unpack to; small files may be as repetitive as they like."""
    own = limits.manifest if entry.orig_filename in MANIFESTS else limits.file
    return min(room, own, MIB + limits.ratio * entry.compress_size)
