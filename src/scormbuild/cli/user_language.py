"""The language of whoever types, by the locale, as gettext finds it."""

from __future__ import annotations

import ctypes
import locale
import os
import sys
from collections.abc import Collection, Mapping
from typing import Final

# In gettext's order; LANGUAGE may list several.
_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def user_language(known: Collection[str], environment: Mapping[str, str] = os.environ) -> str:
    """The first of these languages that the locale asks for; "" where it asks for none of them."""
    wanted = next((value for name in _VARIABLES if (value := environment.get(name))), "") or _windows_locale()
    codes = (each.partition(".")[0].partition("_")[0].lower() for each in wanted.split(":"))
    return next((code for code in codes if code in known), "")


def _windows_locale() -> str:
    """Windows has no such variables, but a language that its own windows are in."""
    if sys.platform != "win32":
        return ""
    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
