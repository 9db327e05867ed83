"""The receiver's settings: from options, the environment and a file, in that order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from scormbuild.errors import SettingsError
from scormbuild.lrs.settings import option
from scormbuild.suggestion import did_you_mean

FILE = Path("scormbuild-lrs.toml")
VARIABLE = "SCORMBUILD_LRS_"
MIB = 1 << 20
PASSWORD = re.compile(r"(?<=://)([^:/@]*:).*(?=@)|(?<=[?&])(password=)[^&#]*")


@dataclass(frozen=True)
class Settings:
    """How a receiver runs; sizes are in bytes, times in seconds."""

    database: str = field(default="sqlite:///scormbuild.db", repr=False)  # it may hold a password
    host: str = "127.0.0.1"
    port: int = 8020
    public_url: str | None = None  # where others reach it, if that is through a proxy
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    max_body: int = 16 * MIB
    max_attachment: int = 16 * MIB
    max_depth: int = 64
    max_statements: int = 5_000
    request_timeout: float = 30.0
    log_level: str = "info"
    log_format: str = "text"
    metrics: bool = False
    desk: bool = True
    lake: Path | None = None  # beside the database, unless told
    time_zone: str = "Europe/Amsterdam"  # days and weeks in reports are those of this place
    oidc_issuer: str | None = None  # who logs people in at the desk, beside passwords
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = field(default=None, repr=False)
    oidc_roles: Mapping[str, Mapping[str, str]] | None = None  # claim -> value -> role
    oidc_organisation: str = "default"


READERS: dict[str, option.Reader] = {
    "database": option.database,
    "host": option.text,
    "port": option.port,
    "public_url": option.public_url,
    "tls_certificate": option.file,
    "tls_key": option.file,
    "trusted_proxies": option.networks,
    "max_body": option.size,
    "max_attachment": option.size,
    "max_depth": option.count,
    "max_statements": option.count,
    "request_timeout": option.seconds,
    "log_level": option.one_of("debug", "info", "warning", "error"),
    "log_format": option.one_of("text", "json"),
    "metrics": option.switch,
    "desk": option.switch,
    "lake": option.folder,
    "time_zone": option.time_zone,
    "oidc_issuer": option.issuer,
    "oidc_client_id": option.text,
    "oidc_client_secret": option.text,
    "oidc_roles": option.mapping,
    "oidc_organisation": option.text,
}
NAMES = [each.name for each in fields(Settings)]


@dataclass(frozen=True)
class Given:
    """A value as it was written, and where."""

    place: str
    value: object


def read(
    options: Mapping[str, object], environment: Mapping[str, str], config: Path | None = None
) -> Settings:
    """The settings; raises SettingsError with all faults at once, each with its place and the way out."""
    named = environment.get(f"{VARIABLE}CONFIG")
    faults: list[str] = []
    given = {
        **from_file(config or (Path(named) if named else None), faults),
        **from_environment(environment, faults),
        **from_options(options),
    }
    values = dict(readable(given, faults))
    faults += together(values, given)
    if faults:
        raise SettingsError("\n".join(faults))
    return Settings(**values)


def from_options(options: Mapping[str, object]) -> dict[str, Given]:
    """What the command line says; an option that wasn't given is None or empty."""
    return {
        name: Given(f"--{name.replace('_', '-')}", value)
        for name, value in options.items()
        if value is not None and value != []
    }


def from_environment(environment: Mapping[str, str], faults: list[str]) -> dict[str, Given]:
    """What variables such as SCORMBUILD_LRS_PORT say."""
    given = {}
    for variable, value in environment.items():
        name = variable.removeprefix(VARIABLE).lower()
        if not variable.startswith(VARIABLE) or name == "config":
            continue
        if name in NAMES:
            given[name] = Given(variable, value)
        else:
            known = [f"{VARIABLE}{each.upper()}" for each in NAMES]
            faults.append(fault(variable, "no such setting", did_you_mean(variable, known)))
    return given


def from_file(config: Path | None, faults: list[str]) -> dict[str, Given]:
    """What a TOML file says: the one that is named, else scormbuild-lrs.toml in the working folder."""
    path = config or FILE
    if config is None and not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(fault(str(path), f"not TOML: {error}", "a line is: name = value")) from None
    except UnicodeDecodeError:
        raise SettingsError(fault(str(path), "not in UTF-8", "save it as UTF-8")) from None
    given = {}
    for name, value in found.items():
        place = f"{path}:{line_of(name, text)}: {name}"
        if name in NAMES:
            given[name] = Given(place, value)
        else:
            faults.append(fault(place, "no such setting", did_you_mean(name, NAMES)))
    return given


def line_of(name: str, text: str) -> int:
    """The line of a key in TOML, from 1."""
    found = re.search(rf"^[ \t\[\"']*{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def readable(given: Mapping[str, Given], faults: list[str]) -> Iterator[tuple[str, Any]]:
    """Each value in its type; those that can't be read become faults."""
    for name, each in given.items():
        try:
            yield name, READERS[name](each.value)
        except option.UnfitError as error:
            faults.append(fault(each.place, error.message, error.hint))


def together(values: Mapping[str, Any], given: Mapping[str, Given]) -> Iterator[str]:
    """Faults between settings."""
    for one, other in (("tls_certificate", "tls_key"), ("tls_key", "tls_certificate")):
        if one in values and other not in given:
            yield fault(given[one].place, f"{other} is missing", "TLS needs both; one file may hold both")
    if "oidc_issuer" in values:
        for other in ("oidc_client_id", "public_url"):
            if other not in given:
                hint = "an identity provider must know whom it answers, and where"
                yield fault(given["oidc_issuer"].place, f"{other} is missing", hint)


def fault(place: str, message: str, hint: str) -> str:
    """A fault in words."""
    return f"{place}: {message}\n  hint: {hint}"


def safe_url(url: str) -> str:
    """The address of a database as it may be shown: without its password."""
    return PASSWORD.sub(r"\1\2***", url)


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for another kind."""
    kind, _, path = url.partition(":///")
    return Path(path.partition("?")[0]) if kind.partition("+")[0] == "sqlite" else None


def lake_folder(settings: Settings) -> Path:
    """Where the statements lie as Parquet: where it is said, else beside the file of the database."""
    file = database_file(settings.database)
    if settings.lake is not None or file is None:
        return settings.lake or Path("scormbuild-lake")
    return file.with_name(f"{file.name.removesuffix('.db')}-lake")
