"""The LRS's settings: from options, the environment and a file, in that order."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from scormbuild.errors import SettingsError, did_you_mean
from scormbuild.lrs.settings import option
from scormbuild.lrs.settings.option import LOOPBACK

__all__ = [
    "LOOPBACK",
    "Settings",
    "database_file",
    "lake_folder",
    "read_settings",
    "safe_url",
]

CONFIG_FILE = Path("scormbuild-lrs.toml")
VARIABLE_PREFIX = "SCORMBUILD_LRS_"
MIB = 1 << 20
# By hand, as an address that can't be taken apart is shown too.
URL_PASSWORD = re.compile(r"(?<=://)([^:/@]*:).*(?=@)|(?<=[?&])(password=)[^&#]*")


@dataclass(frozen=True)
class Settings:
    """How an LRS runs; sizes are in bytes, times in seconds."""

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
    dashboard: bool = True
    lake: Path | None = None  # beside the database, unless told
    lake_follower: bool = True  # False: the lake is kept up to date by another program
    time_zone: str = "Europe/Amsterdam"  # days and weeks in reports are those of this place
    breached_passwords: Path | None = None  # hashes of those that nobody may choose
    oidc_issuer: str | None = None  # who logs people in at the dashboard, beside passwords
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = field(default=None, repr=False)
    oidc_roles: Mapping[str, Mapping[str, str]] | None = None  # claim -> value -> role
    oidc_organisation: str = "default"


PARSERS: dict[str, option.Parser] = {
    "database": option.parse_database,
    "host": option.parse_text,
    "port": option.parse_port,
    "public_url": option.parse_public_url,
    "tls_certificate": option.parse_file,
    "tls_key": option.parse_file,
    "trusted_proxies": option.parse_networks,
    "max_body": option.parse_size,
    "max_attachment": option.parse_size,
    "max_depth": option.parse_count,
    "max_statements": option.parse_count,
    "request_timeout": option.parse_seconds,
    "log_level": option.one_of("debug", "info", "warning", "error"),
    "log_format": option.one_of("text", "json"),
    "metrics": option.parse_switch,
    "dashboard": option.parse_switch,
    "lake": option.parse_folder,
    "lake_follower": option.parse_switch,
    "time_zone": option.parse_time_zone,
    "breached_passwords": option.parse_hash_file,
    "oidc_issuer": option.parse_issuer,
    "oidc_client_id": option.parse_text,
    "oidc_client_secret": option.parse_text,
    "oidc_roles": option.parse_role_mapping,
    "oidc_organisation": option.parse_text,
}
SETTING_NAMES = [each.name for each in fields(Settings)]


@dataclass(frozen=True)
class RawValue:
    """A value as it was written, and where."""

    place: str
    value: object


def read_settings(
    options: Mapping[str, object], environment: Mapping[str, str], config: Path | None = None
) -> Settings:
    """The settings; raises SettingsError with all faults at once, each with its place and the way out."""
    named = environment.get(f"{VARIABLE_PREFIX}CONFIG")
    errors: list[str] = []
    given = {
        # Later ones go over earlier ones: the file, the environment, the command line.
        **read_file(config or (Path(named) if named else None), errors),
        **read_environment(environment, errors),
        **read_options(options),
    }
    values = dict(parse_values(given, errors))
    errors += combination_errors(values, given)
    if errors:
        # Not gathered: where the file can't be read, each setting in it would seem to be missing.
        raise SettingsError("\n".join(errors))
    return Settings(**values)


def read_options(options: Mapping[str, object]) -> dict[str, RawValue]:
    """What the command line says; an option that wasn't given is None or empty."""
    return {
        name: RawValue(f"--{name.replace('_', '-')}", value)
        for name, value in options.items()
        if value is not None and value != []
    }


def read_environment(environment: Mapping[str, str], errors: list[str]) -> dict[str, RawValue]:
    """What variables such as SCORMBUILD_LRS_PORT say."""
    given = {}
    for variable, value in environment.items():
        name = variable.removeprefix(VARIABLE_PREFIX).lower()
        # It names the file, so it was read before.
        if not variable.startswith(VARIABLE_PREFIX) or name == "config":
            continue
        if name in SETTING_NAMES:
            given[name] = RawValue(variable, value)
        else:
            known = [f"{VARIABLE_PREFIX}{each.upper()}" for each in SETTING_NAMES]
            errors.append(format_error(variable, "no such setting", did_you_mean(variable, known)))
    return given


def read_file(config: Path | None, errors: list[str]) -> dict[str, RawValue]:
    """What a TOML file says: the one that is named, else scormbuild-lrs.toml in the working folder."""
    path = config or CONFIG_FILE
    if config is None and not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            format_error(str(path), f"not TOML: {error}", "a line is: name = value")
        ) from None
    except UnicodeDecodeError:
        raise SettingsError(format_error(str(path), "not in UTF-8", "save it as UTF-8")) from None
    given = {}
    for name, value in found.items():
        place = f"{path}:{line_of(name, text)}: {name}"
        if name in SETTING_NAMES:
            given[name] = RawValue(place, value)
        else:
            errors.append(format_error(place, "no such setting", did_you_mean(name, SETTING_NAMES)))
    return given


def line_of(name: str, text: str) -> int:
    """The line of a key in TOML, from 1."""
    found = re.search(rf"^[ \t\[\"']*{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def parse_values(given: Mapping[str, RawValue], errors: list[str]) -> Iterator[tuple[str, Any]]:
    """Each value in its type; those that can't be read become faults."""
    for name, each in given.items():
        try:
            yield name, PARSERS[name](each.value)
        except option.InvalidSettingError as error:
            errors.append(format_error(each.place, error.message, error.hint))


def combination_errors(values: Mapping[str, Any], given: Mapping[str, RawValue]) -> Iterator[str]:
    """Faults between settings."""
    for one, other in (("tls_certificate", "tls_key"), ("tls_key", "tls_certificate")):
        if one in values and other not in given:
            yield format_error(
                given[one].place, f"{other} is missing", "TLS needs both; one file may hold both"
            )
    if "oidc_issuer" in values:
        for other in ("oidc_client_id", "public_url"):
            if other not in given:
                hint = "an identity provider must know whom it answers, and where"
                yield format_error(given["oidc_issuer"].place, f"{other} is missing", hint)


def format_error(place: str, message: str, hint: str) -> str:
    """A fault in words."""
    return f"{place}: {message}\n  hint: {hint}"


def safe_url(url: str) -> str:
    """The address of a database as it may be shown: without its password."""
    return URL_PASSWORD.sub(r"\1\2***", url)


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for another kind."""
    kind, _, path = url.partition(":///")
    # Behind the question mark stand options of the driver.
    return Path(path.partition("?")[0]) if kind.partition("+")[0] == "sqlite" else None


def lake_folder(settings: Settings) -> Path:
    """Where the statements lie as Parquet: where it is said, else beside the file of the database."""
    file = database_file(settings.database)
    if settings.lake is not None or file is None:
        return settings.lake or Path("scormbuild-lake")
    return file.with_name(f"{file.name.removesuffix('.db')}-lake")
