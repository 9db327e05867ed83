"""The open connections: how many there may be, in all and from one address, and which give way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Protocol

# A reader of a page holds one to six. What one address may hold is enough for a school behind one.
MOST, MOST_OF_ADDRESS = 2_000, 500
IPV6_PREFIX = 64  # who has one address of IPv6 has at least as many as this leaves


class Connection(Protocol):
    """What is asked of a connection."""

    address: str | None  # None: it isn't counted by address

    def give_way(self) -> None:
        """End at once."""


class Connections:
    """All connections of this process. Each holds a file, and a process may open only so many."""

    def __init__(
        self, refused: Callable[[str], object], most: int = MOST, most_of_address: int = MOST_OF_ADDRESS
    ) -> None:
        self.refused = refused  # hears why a connection had to go
        self.most, self.most_of_address = most, most_of_address
        self.open: set[Connection] = set()
        self.by_address: Counter[str] = Counter()
        self.idle: dict[Connection, None] = {}  # those without a whole request; who waits longest is first

    def add(self, connection: Connection) -> None:
        """Count one more; where there are too many, one that waits for its request gives way, or this one."""
        address = connection.address
        if address is not None and self.by_address[address] >= self.most_of_address:
            self.refused("connections from one address")
            self.replace((one for one in self.idle if one.address == address), connection)
        elif len(self.open) >= self.most:
            self.refused("connections")
            self.replace(iter(self.idle), connection)
        else:
            self.count(connection)

    def replace(self, idle: Iterator[Connection], connection: Connection) -> None:
        """End the one that waits longest, so that whoever only holds connections keeps nobody out."""
        oldest = next(idle, None)
        if oldest is None:
            connection.give_way()
            return
        self.remove(oldest)
        oldest.give_way()
        self.count(connection)

    def count(self, connection: Connection) -> None:
        """Take a connection in; its first request is to come yet."""
        self.open.add(connection)
        self.idle[connection] = None
        if connection.address is not None:
            self.by_address[connection.address] += 1

    def remove(self, connection: Connection) -> None:
        """A connection has ended, or is about to."""
        if connection not in self.open:
            return
        self.open.discard(connection)
        self.idle.pop(connection, None)
        if connection.address is not None:
            self.by_address[connection.address] -= 1
            # Zeroes would stay for each address that ever called.
            if not self.by_address[connection.address]:
                del self.by_address[connection.address]

    def set_busy(self, connection: Connection) -> None:
        """Its request is whole as far as its head goes, and is worked on."""
        self.idle.pop(connection, None)

    def set_idle(self, connection: Connection) -> None:
        """It was answered, and waits for its next request."""
        if connection in self.open:
            self.idle[connection] = None


def counted_address(host: str | None, trusted_proxies: Sequence[str]) -> str | None:
    """By what a connection is counted; None for a proxy, whose connections are those of many.

    A proxy on this machine needn't be named for that: whoever is here can do harm in other ways.
    """
    try:
        address = ip_address(host or "")
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback or any(address in ip_network(each) for each in trusted_proxies):
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), IPV6_PREFIX), strict=False))
    return str(address)
