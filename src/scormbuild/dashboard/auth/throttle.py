"""How often a password may be tried: by name and by address, and apart from both where a browser is known."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from scormbuild.lrs.auth.bucket import Rate, TokenBuckets

# So many at once, and after that one in so many seconds. One address can't use up a name, as a name's
# bucket fills faster than a pair's: whoever guesses from one place keeps nobody elsewhere out.
PAIR_LIMIT = Rate(8, 8 * 60.0)  # of a name, from an address
NAME_LIMIT = Rate(40, 40 * 30.0)  # of a name, from all addresses
ADDRESS_LIMIT = Rate(40, 40 * 6.0)  # of all names, from an address: a whole organisation may sit behind one
OWN_LIMIT = Rate(8, 8 * 30.0)  # by a browser that is known, or within a session
IPV6_NETWORK = 64  # bits: the least that a provider hands out, so all within it is one visitor
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a try is taken from."""

    key: str
    rate: Rate


def stranger_buckets(name: str, address: str) -> tuple[Bucket, ...]:
    """What a try takes from that comes from anywhere; the pair's first."""
    network = address_network(address)
    return (
        Bucket(bucket_key("pair", name, network), PAIR_LIMIT),
        # One guess at each of thousands of names is an attack too; the limit of a name would never see it.
        Bucket(bucket_key("address", network), ADDRESS_LIMIT),
        Bucket(bucket_key("name", name), NAME_LIMIT),
    )


def own_buckets(mark: str) -> tuple[Bucket, ...]:
    """What a try takes from whose sender has shown to be known: nobody else can empty it."""
    return (Bucket(bucket_key("own", mark), OWN_LIMIT),)


def address_network(address: str) -> str:
    """An address as far as it tells visitors apart."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address  # what a trusted proxy wrote
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(found), IPV6_NETWORK), strict=False))
    return str(found)


def bucket_key(*parts: str) -> str:
    """A key of a fixed size: names and addresses come from outside, and may be as long as a form."""
    # Length first, so that no part can reach into the next.
    text = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=KEY_BYTES).hexdigest()


class Throttle:
    """Counts tries that failed, in this process; those that are idle longest are forgotten first."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.buckets = TokenBuckets(monotonic)

    def wait_seconds(self, buckets: Sequence[Bucket]) -> int:
        """Seconds until all buckets have a try left; 0: now."""
        return max(self.buckets.wait_seconds(each.key, each.rate) for each in buckets)

    def count_try(self, buckets: Sequence[Bucket]) -> None:
        """Count a try, before it is known how it ends: many at once must not slip through together."""
        for each in buckets:
            self.buckets.take(each.key, each.rate)

    def forget_tries(self, buckets: Sequence[Bucket]) -> None:
        """The password was right: the tries of the first bucket are forgotten."""
        first, *shared = buckets
        self.buckets.refill(first.key)
        # Only this one try: a right password must not make up for the wrong ones of others.
        for each in shared:
            self.buckets.give_back(each.key, each.rate)
