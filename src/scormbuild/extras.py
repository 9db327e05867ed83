"""Packages that only some need: said in words where one isn't installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scormbuild.errors import SettingsError

OWN_PACKAGE = "scormbuild"


@contextmanager
def require_extra(what: str, extra: str = "desk") -> Iterator[None]:
    """Around the imports of an extra; raises SettingsError that says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or OWN_PACKAGE).partition(".")[0] == OWN_PACKAGE:
            raise
        raise SettingsError(
            f"{what} needs the package {error.name}\n  hint: pip install 'scormbuild[{extra}]'"
        ) from None
