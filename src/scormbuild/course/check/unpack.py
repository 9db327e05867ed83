"""One member of a zip, unpacked in memory: what the zip says of it is not believed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from copy import copy
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from scormbuild.catalogue import _
from scormbuild.errors import PackageError

CHUNK = 64 * 1024
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


class Content:
    """The bytes of a member, as far as the limit."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.data = bytearray()

    def add(self, chunk: bytes) -> None:
        """The chunk, or what of it there is room for."""
        self.data += chunk[: self.limit - len(self.data)]


def unpack_member(package: ZipFile, entry: ZipInfo, most: int, content: Content | None) -> tuple[int, str]:
    """The member's true size, and what is wrong with it or "": what the zip says of it is not believed."""
    size = checksum = 0
    try:
        for chunk in read_chunks(package, entry):
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            if size > most:
                raise PackageError(
                    _(
                        "%(name)s unpacks to more than is safe (%(most)s bytes)",
                        name=quote_name(entry),
                        most=most,
                    )
                )
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
