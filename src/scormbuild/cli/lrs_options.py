"""The options --lrs and --key: where a package sends statements."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.course.model import LrsEndpoint

# What stands on a command line, anybody on the machine can read.
KEY_VARIABLE = "SCORMBUILD_LRS_KEY"
LrsUrl = Annotated[
    str | None,
    typer.Option(metavar="URL", help="The LRS that answers go to, such as https://lrs.example.org/xapi."),
]
LrsKey = Annotated[
    str | None,
    typer.Option(metavar="KEY:SECRET", help=f"The course's key there. (or in {KEY_VARIABLE})"),
]


def read_lrs_options(lrs: str | None, key: str | None) -> LrsEndpoint | None:
    """The LRS of the command line; None when it names none. What is wrong is told without the secret."""
    from scormbuild.course.model import LrsEndpoint
    from scormbuild.course.source.lrs import URL_HINT, is_key, is_secret, parse_endpoint

    if lrs is None:
        if key is not None:
            raise SettingsError("--key: there is no --lrs\n  hint: give both, or neither")
        return None
    url = parse_endpoint(lrs)
    if not url:
        raise SettingsError(f"--lrs: this is no address of an LRS\n  hint: {URL_HINT}")
    place, pair = ("--key", key) if key is not None else (KEY_VARIABLE, os.environ.get(KEY_VARIABLE))
    if pair is None:
        hint = f"write --key KEY:SECRET, or put KEY:SECRET in {KEY_VARIABLE}"
        raise SettingsError(f"--lrs: the key is missing\n  hint: {hint}")
    name, _, secret = pair.partition(":")
    if not is_key(name) or not is_secret(secret):
        hint = "write KEY:SECRET, as scormbuild lrs key create showed them"
        raise SettingsError(f"{place}: this is no key with its secret\n  hint: {hint}")
    return LrsEndpoint(url, name, secret)
