"""The rooms of the code: which modules there are, who imports whom, and on which floor they are."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src/scormbuild"
# From the ground up. A room may import what is on lower floors, and nothing beside it or above.
FLOORS = (
    {"catalogue"},
    {"errors", "vocabulary", "question_kinds", "files"},
    {"extras", "csv_file", "file_lock", "course_name", "response_options"},
    {"course", "preview", "lrs.xapi", "lrs.settings", "lrs.database"},
    {"lrs.privacy"},
    {"lrs.auth"},
    {"lrs.store"},
    {"lrs.people", "lrs.projection", "lrs.admin"},
    {"lrs.rights", "lrs.http"},
    {"lrs.ingest", "lrs.server"},
    {"lms", "analysis", "importer"},
    {"dashboard"},
    {"demo"},
    {"cli"},
    {"__main__"},
)

# The face of the LRS: all of it that cli, dashboard, analysis, lms and demo import. A room stands here whole
# where its modules serve one purpose, and its __init__ names what it gives; else the modules one by one.
LRS_FACE = frozenset(
    {
        *(
            "lrs.admin",
            "lrs.database",
            "lrs.http",
            "lrs.ingest",
            "lrs.projection",
            "lrs.rights",
            "lrs.server",
        ),
        *("lrs.settings", "lrs.xapi"),
        *("lrs.auth.breached_passwords", "lrs.auth.bucket", "lrs.auth.credentials", "lrs.auth.logins"),
        "lrs.auth.organisations",
        *("lrs.auth.password", "lrs.auth.password_rules", "lrs.auth.secrets", "lrs.auth.sessions"),
        *("lrs.people.teams", "lrs.privacy.pseudonym", "lrs.privacy.retention"),
        *("lrs.store.audit", "lrs.store.change_log", "lrs.store.courses", "lrs.store.identities"),
        *("lrs.store.attestation", "lrs.store.lakes", "lrs.store.retention_rules"),
    }
)


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return name.removesuffix("__init__").removesuffix(".")


MODULES = {module_name(path): path for path in SOURCE.rglob("*.py")}


@cache
def syntax(module: str) -> tuple[ast.AST, ...]:
    """All that is in a module; read once, as hundreds of tests ask for it."""
    return tuple(ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))))


@cache
def names_imported(module: str) -> frozenset[str]:
    """Every module that this one imports, anywhere in it; ours without `scormbuild.` before them."""
    names: set[str] = set()
    for node in syntax(module):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute, so that a search for a module finds its users"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                names.add(full if full.removeprefix("scormbuild.") in MODULES else str(node.module))
    return frozenset(names)


@cache
def imported_modules(module: str) -> frozenset[str]:
    names = {
        name.removeprefix("scormbuild").removeprefix(".")
        for name in names_imported(module)
        if "scormbuild" in name
    }
    return frozenset(names & MODULES.keys() - {"", module})


def is_in(module: str, *rooms: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def imports_from_lrs(module: str) -> set[str]:
    """The modules of the LRS that one outside it imports."""
    return {name for name in imported_modules(module) if is_in(name, "lrs")} - {"lrs"}


def floor(module: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if is_in(module, *rooms))


def room(module: str) -> str:
    return next(room for rooms in FLOORS for room in rooms if is_in(module, room))
