"""The value of one setting, read out of text or TOML."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scormbuild.errors import did_you_mean

Parser = Callable[[object], object]

SHA1_LINE = re.compile(rb"[0-9A-F]{40}(?![0-9A-Fa-f])")
SIZE = re.compile(r"(\d{1,15}) ?(|B|kB|MB|GB|KiB|MiB|GiB)", re.IGNORECASE)
UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
# What people write in environment variables, which have no true and false of their own.
SWITCH_VALUES = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
DATABASE_KINDS = ("sqlite", "postgresql", "postgresql+psycopg")
DATABASE_HINT = "write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# No user, query or fragment: our own paths are put behind it.
PUBLIC_URL = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")


class InvalidSettingError(ValueError):
    """A value that can't be taken, and what to write instead; the caller knows the place."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(message)


def parse_text(value: object) -> str:
    """Words, at least one sign."""
    if not isinstance(value, str) or not value.strip():
        raise InvalidSettingError("a text is needed here", "write it in quotes, and not empty")
    return value.strip()


def parse_database(value: object) -> str:
    """The address of a database, of a kind that is known."""
    url = parse_text(value)
    kind, separator, rest = url.partition("://")
    if not separator or kind not in DATABASE_KINDS:
        raise InvalidSettingError("this is no address of a database that is known here", DATABASE_HINT)
    # In memory each connection would have a database of its own.
    if kind == "sqlite" and (not rest.startswith("/") or rest in {"/", "/:memory:"}):
        raise InvalidSettingError(
            "a database of SQLite needs a file", "write sqlite:///FILE, with three strokes"
        )
    # SQLAlchemy hides only a password that stands before the host.
    if re.search(r"[?&]password=", rest):
        raise InvalidSettingError(
            "the password is at the wrong place", "write it before the host: USER:PASSWORD@HOST"
        )
    return url


def parse_integer(value: object) -> int:
    """A whole number."""
    # TOML's true is a bool, which Python takes for 1.
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,15}", value.strip(), re.ASCII):
        return int(value)
    raise InvalidSettingError(f"{value!r} is no whole number", "write digits only")


def parse_port(value: object) -> int:
    """A port; 0 takes any that is free."""
    number = parse_integer(value)
    if not 0 <= number <= 65535:
        raise InvalidSettingError(f"{number} is no port", "0 to 65535; 0 takes any that is free")
    return number


def parse_count(value: object) -> int:
    """A number from 1."""
    number = parse_integer(value)
    if number < 1:
        raise InvalidSettingError(f"{number} is too low", "1 or more")
    return number


def parse_size(value: object) -> int:
    """Bytes, as a number or such as "16 MiB"."""
    match = SIZE.fullmatch(str(value).strip()) if isinstance(value, (str, int)) else None
    if match is None or isinstance(value, bool):
        raise InvalidSettingError(f"{value!r} is no size", "write bytes, or such as 16 MiB")
    return parse_count(int(match[1]) * UNITS[match[2].lower()])


def parse_seconds(value: object) -> float:
    """A time above zero."""
    try:
        number = float(value) if isinstance(value, (str, int, float)) and value is not True else 0.0
    except ValueError:
        number = 0.0
    if not 0 < number <= 86_400:
        raise InvalidSettingError(f"{value!r} is no time in seconds", "a number above 0, at most 86400")
    return number


def parse_switch(value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    found = SWITCH_VALUES.get(str(value).strip().lower())
    if found is None:
        raise InvalidSettingError(f"{value!r} is neither true nor false", "write true or false")
    return found


def one_of(*words: str) -> Parser:
    """A reader of a setting that knows a few words."""

    def read(value: object) -> str:
        if value not in words:
            raise InvalidSettingError(f"{value!r} is not known here", did_you_mean(str(value), words))
        return str(value)

    return read


def parse_file(value: object) -> Path:
    """A file that is there."""
    path = Path(parse_text(value))
    if not path.is_file():
        raise InvalidSettingError(f"there is no file {path}", f"looked for it at {path.absolute()}")
    return path


def parse_hash_file(value: object) -> Path:
    """A file of SHA-1 hashes, as far as its first line tells."""
    path = parse_file(value)
    with path.open("rb") as file:
        if not SHA1_LINE.match(file.read(41)):
            raise InvalidSettingError(
                f"{path} doesn't begin with a SHA-1 hash", "each line is one, in order, in capitals"
            )
    return path


def parse_networks(value: object) -> tuple[str, ...]:
    """Addresses or networks, as a list or with commas between."""
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, (list, tuple)):
        raise InvalidSettingError(
            f"{value!r} is no list of addresses", 'write such as ["10.0.0.2", "172.16.0.0/12"]'
        )
    return tuple(parse_network(str(each).strip()) for each in listed)


def parse_network(value: str) -> str:
    """An address, or a network without bits behind its length."""
    try:
        # Strict: 10.0.0.2/8 would let in sixteen million more than whoever wrote it may have meant.
        ipaddress.ip_network(value)
    except ValueError:
        hint = "the proxy's own address, such as 10.0.0.2, or its network, such as 172.16.0.0/12"
        raise InvalidSettingError(f"{value!r} is no address or network", hint) from None
    return value


def parse_public_url(value: object) -> str:
    """The address under which others reach the LRS, without a stroke at its end."""
    url = parse_text(value)
    if not PUBLIC_URL.fullmatch(url):
        raise InvalidSettingError(f"{url!r} is no web address", "write such as https://lrs.example.org")
    return url.rstrip("/")


def parse_folder(value: object) -> Path:
    """A folder, whether it is there or not."""
    path = Path(parse_text(str(value) if isinstance(value, Path) else value))
    if path.is_file():
        raise InvalidSettingError(f"{path} is a file", "name a folder; it is made where there is none")
    return path


def parse_time_zone(value: object) -> str:
    """The name of a time zone (IANA)."""
    name = parse_text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidSettingError(
            f"{name!r} is no time zone", "write such as Europe/Amsterdam or UTC"
        ) from None
    return name


def parse_issuer(value: object) -> str:
    """The issuer of an identity provider, as it calls itself (OpenID Connect Discovery 3)."""
    url = parse_text(value)
    parts = urlsplit(url)
    # Discovery 3 asks for https; on this machine nobody listens in, and a test has no certificate.
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise InvalidSettingError(
            f"{url!r} is no https address", "write such as https://login.example.org/realms/care"
        )
    if parts.query or parts.fragment or not parts.hostname:
        raise InvalidSettingError(f"{url!r} is no issuer", "leave out what follows ? or #")
    return url


def parse_role_mapping(value: object) -> dict[str, dict[str, str]]:
    """Claim -> value -> role, as a table in TOML or an object in JSON."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(
        isinstance(given, dict) and all(isinstance(role, str) for role in given.values())
        for given in found.values()
    ):
        raise InvalidSettingError(
            "this is no table of claims", 'write such as {"groups": {"lrs-analysts": "analyst"}}'
        )
    return found
