"""An untrusted zip as values: its members, which are damaged, its texts; nothing is written to disk."""

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

from scormbuild.course.check.signatures import describe_unreadable
from scormbuild.errors import PackageError

MANIFEST = "imsmanifest.xml"
CMI5_XML = "cmi5.xml"
TINCAN_XML = "tincan.xml"
MANIFESTS = (MANIFEST, CMI5_XML, TINCAN_XML)
TEXT_SUFFIXES = (".html", ".htm", ".xhtml", ".js", ".mjs")
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
    text: int = 4 * MIB  # of one page or script
    texts: int = 64 * MIB  # of all of them, for all are kept in memory
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
    """A zip that was read to the end, with its manifests, pages and scripts."""

    members: tuple[Member, ...]
    manifests: dict[str, bytes]
    texts: dict[str, bytes]
    has_all_texts: bool  # or else a page or script is longer than is kept, or damaged

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
        raise PackageError(f"{path}: {describe_unreadable(path, error)}") from error


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
    return Archive(tuple(members), texts.manifests, texts.texts, texts.has_all_texts)


class TextStore:
    """Collects what rules read of a package, never more than the limits allow."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self.limits, self.room = limits, limits.texts
        self.manifests: dict[str, bytes] = {}
        self.texts: dict[str, bytes] = {}
        self.has_all_texts = True

    def start(self, name: str) -> Content | None:
        """What to collect the bytes of this member in; None if nobody reads them."""
        if name in MANIFESTS:
            return Content(self.limits.manifest)
        if name.lower().endswith(TEXT_SUFFIXES):
            return Content(min(self.limits.text, self.room))
        return None

    def finish(self, name: str, content: Content | None, size: int, damage: str) -> None:
        """Keep what was collected, if it is whole."""
        if content is None:
            return
        if name in MANIFESTS:
            if damage:
                raise PackageError(f"{name} is damaged ({damage}); make the zip again")
            self.manifests[name] = bytes(content.data)
        elif damage or size > content.limit:
            self.has_all_texts = False
        else:
            self.room -= size
            self.texts[name] = bytes(content.data)


class Content:
    """The bytes of a member, as far as the limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.data = bytearray()

    def add(self, chunk: bytes) -> None:
        """The chunk, or what of it there is room for."""
        self.data += chunk[: self.limit - len(self.data)]


def unpacked_size_limit(entry: ZipInfo, room: int, limits: ArchiveLimits) -> int:
    """How many bytes this member may unpack to; small files may be as repetitive as they like."""
    own = limits.manifest if entry.orig_filename in MANIFESTS else limits.file
    return min(room, own, MIB + limits.ratio * entry.compress_size)


def unpack_member(package: ZipFile, entry: ZipInfo, most: int, content: Content | None) -> tuple[int, str]:
    """The member's true size, and what is wrong with it or "": what the zip says of it is not believed."""
    size = checksum = 0
    try:
        for chunk in read_chunks(package, entry):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if size > most:
                raise PackageError(f"{quote_name(entry)} unpacks to more than is safe ({most} bytes)")
            if content is not None:
                content.add(chunk)
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
