"""An untrusted zip as values: its members, which are damaged, the manifest; nothing is written to disk."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from scormbuild.errors import PackageError

MANIFEST = "imsmanifest.xml"
MIB = 1024 * 1024
CHUNK = 64 * 1024
# Encrypted, strongly encrypted, names masked: bits 0, 6 and 13 of the flags (APPNOTE 4.4.4).
ENCRYPTION_FLAGS = 0x1 | 0x40 | 0x2000

# All that zipfile and zlib are known to raise on bytes that only look like a zip.
UNREADABLE = (
    BadZipFile,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class ArchiveLimits:
    """How much is still safe to read: sizes in bytes, `ratio` in bytes unpacked for each packed byte."""

    members: int = 20_000  # LiaScript's packages, the fullest that were measured, have some 650
    directory: int = 4 * MIB
    manifest: int = 8 * MIB
    file: int = 1024 * MIB
    total: int = 2048 * MIB
    ratio: int = 200  # deflate can reach 1032 to one; what a course holds stays far below


ARCHIVE_LIMITS = ArchiveLimits()


@dataclass(frozen=True)
class Member:
    """One entry of the zip under its full name; `damage` says what is wrong with its bytes, if anything."""

    name: str
    folder: bool
    link: bool
    damage: str


@dataclass(frozen=True)
class Archive:
    """A zip that was read to the end."""

    members: tuple[Member, ...]
    manifest: bytes | None

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
            raise PackageError("the zip's list of files is larger than is safe to read")
        return super().read(self.limit if size is None or size < 0 else size) or b""


def read_archive(path: Path, limits: ArchiveLimits = ARCHIVE_LIMITS) -> Archive:
    """What is in the zip, every file unpacked once in memory to see that it is whole."""
    try:
        with BoundedFile(path, limits.directory) as file, ZipFile(file) as package:
            validate_directory(package.infolist(), path.stat().st_size, limits)
            return read_members(package, limits)
    except PackageError as error:
        raise PackageError(f"{path}: {error}") from None
    except UNREADABLE as error:
        raise PackageError(f"{path}: this is not a zip file that can be read ({error})") from error


def validate_directory(entries: list[ZipInfo], size: int, limits: ArchiveLimits) -> None:
    """Stop before anything is unpacked when the directory alone shows that the zip isn't a package."""
    if len(entries) > limits.members:
        raise PackageError(f"it holds {len(entries)} files; more than {limits.members} is not safe to read")
    # Entries that share their bytes are how a small zip unpacks to terabytes without a zip in it.
    if sum(entry.compress_size for entry in entries) > size:
        raise PackageError("its files overlap or reach beyond its end: it is damaged, or made to do harm")
    for entry in entries:
        if entry.flag_bits & ENCRYPTION_FLAGS:
            raise PackageError(f"{quote_name(entry)} is encrypted; make the zip again without a password")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise PackageError(
                f"{quote_name(entry)} is compressed in a way that LMSs don't know; use Deflate"
            )


def read_members(package: ZipFile, limits: ArchiveLimits) -> Archive:
    """Every member looked through, and the bytes of the manifest kept."""
    members, manifest, room = [], None, limits.total
    for entry in package.infolist():
        keep = bytearray() if entry.orig_filename == MANIFEST else None
        size, damage = unpack_member(package, entry, unpacked_size_limit(entry, room, limits), keep)
        room -= size
        if keep is not None:
            if damage:
                raise PackageError(f"{MANIFEST} is damaged ({damage}); make the zip again")
            manifest = bytes(keep)
        # zipfile's own `filename` ends at a NUL: an LMS may see another name than was examined.
        name = entry.orig_filename
        # Unix's mode is in the upper half; other systems leave it 0.
        link = stat.S_ISLNK(entry.external_attr >> 16)
        members.append(Member(name, name.endswith("/"), link, damage))
    return Archive(tuple(members), manifest)


def unpacked_size_limit(entry: ZipInfo, room: int, limits: ArchiveLimits) -> int:
    """How many bytes this member may unpack to; small files may be as repetitive as they like."""
    own = limits.manifest if entry.orig_filename == MANIFEST else limits.file
    return min(room, own, MIB + limits.ratio * entry.compress_size)


def unpack_member(package: ZipFile, entry: ZipInfo, most: int, keep: bytearray | None) -> tuple[int, str]:
    """The member's true size, and what is wrong with it or "": what the zip says of it is not believed."""
    size = checksum = 0
    try:
        for chunk in read_chunks(package, entry):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if size > most:
                raise PackageError(f"{quote_name(entry)} unpacks to more than is safe ({most} bytes)")
            if keep is not None:
                keep += chunk
    except UNREADABLE as error:
        return size, str(error)
    if size != entry.file_size:
        return size, f"its size is {size} bytes, the zip says {entry.file_size}"
    return size, "" if checksum == entry.CRC else "its checksum does not match"


def read_chunks(package: ZipFile, entry: ZipInfo) -> Iterator[bytes]:
    """The member's bytes, inflated here: zipfile would stop where the zip says that the file ends."""
    packed = copy(entry)
    packed.compress_type, packed.file_size = ZIP_STORED, entry.compress_size
    del packed.CRC  # or else zipfile holds the packed bytes against the checksum of the unpacked ones
    with package.open(packed) as stream:
        packets = iter(lambda: stream.read(CHUNK), b"")
        yield from packets if entry.compress_type == ZIP_STORED else inflate_chunks(packets)


def inflate_chunks(packets: Iterator[bytes]) -> Iterator[bytes]:
    """Deflated bytes inflated (RFC 1951), never more than a chunk at a time."""
    # A negative size of window is raw deflate, as in a zip: without zlib's own head and checksum.
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for packet in packets:
        yield inflater.decompress(packet, CHUNK)
        while inflater.unconsumed_tail and not inflater.eof:
            yield inflater.decompress(inflater.unconsumed_tail, CHUNK)
        if inflater.unused_data:
            raise BadZipFile("bytes follow after its end")
    while not inflater.eof:
        rest = inflater.decompress(b"", CHUNK)
        if not rest:
            raise BadZipFile("it breaks off")
        yield rest


def quote_name(entry: ZipInfo) -> str:
    """A member's name for a message, whatever it consists of."""
    return ascii(entry.orig_filename[:100])
