"""The options --lrs and --key: where a package sends statements."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.catalogue import _
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
            raise SettingsError(_("--key: there is no --lrs\n  hint: give both, or neither"))
        return None
    url = parse_endpoint(lrs)
    if not url:
        raise SettingsError(_("--lrs: this is no address of an LRS\n  hint: %(example)s", example=URL_HINT))
    place, pair = ("--key", key) if key is not None else (KEY_VARIABLE, os.environ.get(KEY_VARIABLE))
    if pair is None:
        hint = _("write --key KEY:SECRET, or put KEY:SECRET in %(key_variable)s", key_variable=KEY_VARIABLE)
        raise SettingsError(_("--lrs: the key is missing\n  hint: %(hint)s", hint=hint))
    name, _colon, secret = pair.partition(":")
    if not is_key(name) or not is_secret(secret):
        hint = _("write KEY:SECRET, as scormbuild lrs key create showed them")
        raise SettingsError(
            _("%(place)s: this is no key with its secret\n  hint: %(hint)s", place=place, hint=hint)
        )
    return LrsEndpoint(url, name, secret)
