"""What `scormbuild lrs key create` makes of --package and --lms: a key for one of the sources."""

from __future__ import annotations

import shlex
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import typer

from scormbuild.cli.lms import read_outline
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.lrs.auth.credentials import Limits
    from scormbuild.lrs.settings import Settings

ENDPOINT_PATH = "/xapi"
PACKAGE_RATE = 6_000  # statements a minute: two hundred learners who write at once
IDS, USERNAMES = "ids", "usernames"
NO_ORIGIN = (
    "warning: pages of any origin may use this key\n"
    "  hint: make it with --origin and the address of the LMS, such as https://lms.example.org"
)


@dataclass(frozen=True)
class KeyRequest:
    """The key that is asked for; `outline` of the course that it is for."""

    name: str
    scopes: frozenset[str]
    limits: Limits
    outline: dict[str, Any] | None = None


def parse_key_options(
    name: str | None,
    scope: Collection[str],
    limits: Limits,
    package: Path | None,
    lms: str | None,
    names: str | None,
) -> KeyRequest:
    """The key that the options ask for; raises SettingsError where they exclude each other."""
    from scormbuild.lrs.auth import credentials

    if package is not None and lms is not None:
        raise SettingsError("--package and --lms exclude each other\n  hint: make two keys")
    if names is not None and lms is None:
        raise SettingsError("--names is for the key of an LMS\n  hint: add --lms with the LMS's address")
    if package is not None:
        return package_key(name, scope, limits, package)
    if lms is not None:
        return lms_key(name, scope, limits, lms, names or IDS)
    if name is None:
        raise SettingsError("the key needs a name\n  hint: scormbuild lrs key create NAME")
    return KeyRequest(name, credentials.parse_scopes(scope), limits)


def package_key(name: str | None, scope: Collection[str], limits: Limits, folder: Path) -> KeyRequest:
    """A key that may write about one course, and nothing else: everybody who takes the course can read it."""
    from scormbuild.lrs.auth.credentials import STATEMENTS_WRITE
    from scormbuild.lrs.xapi import PACKAGE

    if scope or limits.activity_prefix:
        raise SettingsError(
            "--package sets the scope and the activity prefix itself\n  hint: leave out the other two"
        )
    outline = read_outline(folder)
    own = replace(
        limits,
        activity_prefix=outline["course"]["iri"],
        rate=limits.rate or PACKAGE_RATE,
        source=PACKAGE,
    )
    return KeyRequest(name or outline["course"]["id"], frozenset({STATEMENTS_WRITE}), own, outline)


def lms_key(name: str | None, scope: Collection[str], limits: Limits, lms: str, names: str) -> KeyRequest:
    """A key for what an LMS itself sends, such as Moodle's logstore_xapi."""
    from scormbuild.lrs.auth import credentials
    from scormbuild.lrs.auth.credentials import STATEMENTS_WRITE
    from scormbuild.lrs.xapi import LMS

    host = urlsplit(lms).netloc if lms.startswith(("https://", "http://")) else ""
    if not host:
        raise SettingsError(f"{lms!r} is no address of an LMS\n  hint: write https://moodle.example.org")
    if names not in (IDS, USERNAMES):
        raise SettingsError(f"--names {names!r} is not known\n  hint: write {IDS} or {USERNAMES}")
    scopes = credentials.parse_scopes(scope or {STATEMENTS_WRITE})
    return KeyRequest(name or host, scopes, replace(limits, source=LMS, names_are_ids=names == IDS))


def warn_of_any_origin(key_request: KeyRequest) -> None:
    """Say on the error stream what is open in a key of a package."""
    if key_request.outline is not None and not key_request.limits.origins:
        typer.echo(NO_ORIGIN, err=True)


def endpoint_url(settings: Settings) -> str:
    """Where others reach the LRS, as far as its settings tell."""
    if settings.public_url:
        return f"{settings.public_url.rstrip('/')}{ENDPOINT_PATH}"
    scheme = "https" if settings.tls_certificate else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{scheme}://{host}:{settings.port}{ENDPOINT_PATH}"


def build_command(folder: Path, endpoint: str, key: str, secret: str) -> str:
    """The command that builds the package with its key."""
    words = ["scormbuild", "build", str(folder), "--lrs", endpoint, "--key", f"{key}:{secret}"]
    return shlex.join(words)
