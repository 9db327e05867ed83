"""The extras of the package, and what is said where one isn't installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from scormbuild.errors import SettingsError

OWN_PACKAGE = "scormbuild"
LRS_PACKAGES = (
    *("alembic", "cryptography", "httptools", "httpx", "msgspec", "portalocker"),
    *("psycopg", "python_multipart", "sqlalchemy", "starlette", "uvicorn"),
)
# What is imported of each extra that commands ask for. The dashboard reads from the LRS, and so brings it.
PACKAGES = {
    "import": ("mammoth",),
    "lrs": LRS_PACKAGES,
    "dashboard": (*LRS_PACKAGES, "duckdb", "ibis", "jwt", "pandas", "pyarrow", "xlsxwriter"),
}


def validate_extra(what: str, extra: str) -> None:
    """Raises SettingsError that says how to install an extra, where a package of it is missing."""
    # Looked for, not imported: that takes less than a millisecond, where importing takes seconds.
    missing = next((name for name in PACKAGES[extra] if find_spec(name) is None), None)
    if missing:
        raise SettingsError(missing_message(what, missing, extra))


@contextmanager
def require_extra(what: str, extra: str = "dashboard") -> Iterator[None]:
    """Around the imports of an extra; raises SettingsError that says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        # A module of our own that is missing is a mistake in the code, and no extra brings it.
        if (error.name or OWN_PACKAGE).partition(".")[0] == OWN_PACKAGE:
            raise
        raise SettingsError(missing_message(what, str(error.name), extra)) from None


def missing_message(what: str, package: str, extra: str) -> str:
    """That something needs a package, and the command that installs it."""
    return f"{what} needs the package {package}\n  hint: pip install 'scormbuild[{extra}]'"
