"""Passwords of logins: hashed slowly, as people choose them (scrypt, RFC 7914)."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from base64 import b64decode, b64encode
from hmac import compare_digest
from typing import NamedTuple

from scormbuild.lrs.auth.password_rules import LONGEST_PASSWORD


class Effort(NamedTuple):
    """How slowly a password is hashed: scrypt's N as a power of two, its r and its p."""

    cost: int
    block: int
    lanes: int

    @property
    def prefix(self) -> str:
        """What every hash begins with that was made so."""
        return f"scrypt${self.cost}${self.block}${self.lanes}$"


# The slowest that OWASP's sheet on password storage advises, in its form that takes the least memory: 2**15
# rounds of 32 MiB, three times over. That is some 250 ms each time.
ADVISED = Effort(15, 8, 3)
# OpenSSL allows scrypt 32 MiB unless told otherwise, and these parameters need a little more.
MEMORY = 64 << 20
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
GROUPS, IN_GROUP = 7, 4  # 138 bits
FIRST = "$first"  # behind the hash of a password that somebody else has seen
DUMMY_HASH = f"{b64encode(bytes(16)).decode()}${b64encode(bytes(32)).decode()}"  # nobody's


def hash_password(password: str, *, is_first: bool = False, effort: Effort = ADVISED) -> str:
    """What is stored: the parameters, a salt and the hash, and whether it only lets in to choose another."""
    salt = secrets.token_bytes(16)
    parts = (salt, derive_key(password, salt, effort))
    return effort.prefix + "$".join(b64encode(part).decode() for part in parts) + (FIRST if is_first else "")


def verify_password(password: str, stored: str | None, effort: Effort = ADVISED) -> bool:
    """Whether it is the password that was stored; where there is none, finding that out takes as long."""
    # The parameters stand in what is stored, so that they can be raised and older hashes still be verified.
    kind, *numbers, salt, expected = (stored or effort.prefix + DUMMY_HASH).removesuffix(FIRST).split("$")
    if kind != "scrypt" or len(password) > LONGEST_PASSWORD:
        return False
    spent = Effort(*map(int, numbers))
    derived_key = derive_key(password, b64decode(salt), spent)
    # An older hash is faster: by that, too, one could tell which names there are.
    if spent[:2] == effort[:2] and spent.lanes < effort.lanes:
        derive_key(password, b64decode(salt), effort._replace(lanes=effort.lanes - spent.lanes))
    # `stored` is looked at last: it mustn't show by the time taken whether there is such a login.
    return compare_digest(derived_key, b64decode(expected)) and stored is not None


def is_outdated(stored: str, effort: Effort = ADVISED) -> bool:
    """Whether a hash was made when less was advised."""
    return not stored.startswith(effort.prefix)


def is_first(stored: str) -> bool:
    """Whether a password was made for somebody, who has to choose one of their own."""
    return stored.endswith(FIRST)


def derive_key(password: str, salt: bytes, effort: Effort) -> bytes:
    """The hash; letters that look the same are the same, whatever the keyboard makes of them (NFKC)."""
    plain = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    rounds = 1 << effort.cost
    return hashlib.scrypt(plain, salt=salt, n=rounds, r=effort.block, p=effort.lanes, maxmem=MEMORY, dklen=32)


def generate_password() -> str:
    """A password that nobody guesses, in groups that can be read out."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)
