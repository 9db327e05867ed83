"""The floors of docs/developer/architecture.md as data: who imports whom, and where outside packages live."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
GROUND = {"scormbuild", "scormbuild.errors", "scormbuild.vocabulary"}
PURE = {
    *(
        f"scormbuild.course.{name}"
        for name in ("model", "notes", "identifier", "fields", "manifest", "outline", "pages", "wording")
    ),
    *(
        f"scormbuild.course.source.{name}"
        for name in ("settings", "consistency", "completion", "receiver", "room", "sample", "colour", "text")
    ),
    *(
        f"scormbuild.lrs.{name}"
        for name in ("actor", "alternate", "attachments", "codec", "document", "language")
    ),
    *(f"scormbuild.lrs.{name}" for name in ("limits", "multipart", "patterns", "precondition", "pseudonym")),
    *(
        f"scormbuild.lrs.{name}"
        for name in ("query", "rate", "scope", "signature", "statement", "suggestion")
    ),
    "scormbuild.lrs.version",
    "scormbuild.lrs.completion",
    "scormbuild.lrs.excerpt",
    "scormbuild.lrs.flat",
    "scormbuild.lrs.roster",
    "scormbuild.lrs.retention",
    "scormbuild.lrs.seal",
    *(
        f"scormbuild.lms.{name}"
        for name in ("completion", "form", "interaction", "mark", "recipe", "suspend_data")
    ),
    *(f"scormbuild.lms.{name}" for name in ("target", "text", "tracks", "voucher")),
}
ENDS = {
    *(
        f"scormbuild.course.{name}"
        for name in ("source", "script", "render", "package", "check", "factsheet", "start")
    ),
    *(f"scormbuild.lrs.{name}" for name in ("database", "store", "credentials", "organisations", "backup")),
    *(f"scormbuild.lrs.{name}" for name in ("check", "logins", "password", "rights", "setting", "settings")),
}
PATHS = {
    "scormbuild.course.build",
    "scormbuild.lrs.profile",
    *(
        f"scormbuild.lrs.{name}"
        for name in ("access", "app", "call", "cors", "health", "inlet", "logs", "metrics")
    ),
    *(f"scormbuild.lrs.{name}" for name in ("receiver", "refusal", "resources", "wire")),
}
ROOF = {
    "scormbuild.analysis",
    "scormbuild.analysis.engines",
    "scormbuild.analysis.lake",
    "scormbuild.cli",
    "scormbuild.__main__",
    "scormbuild.preview",
    "scormbuild.demo",
    "scormbuild.desk",
    "scormbuild.desk.oidc",
    "scormbuild.desk.render",
    "scormbuild.lms",
    "scormbuild.lms.web",
    "scormbuild.lrs.server",
    "scormbuild.lrs.protocol",
}
FLOORS = [GROUND, PURE, ENDS, PATHS, ROOF]

HOMES = {
    "yaml": {"scormbuild.course.source"},
    "markdown_it": {"scormbuild.course.pages"},
    "mdit_py_plugins": {"scormbuild.course.pages"},
    "nh3": {"scormbuild.course.pages"},
    "jinja2": {"scormbuild.course.render", "scormbuild.desk.render"},
    "jwt": {"scormbuild.desk.oidc"},
    "lxml": {"scormbuild.course.manifest", "scormbuild.course.check"},
    "typer": {"scormbuild.cli"},
    "rich": {"scormbuild.cli"},
    "http": {"scormbuild.preview"},
    "httpx": {"scormbuild.lms.web", "scormbuild.desk.oidc"},
    "playwright": {"scormbuild.demo"},
    "msgspec": {"scormbuild.lrs.codec", "scormbuild.lrs.excerpt"},
    "python_multipart": {"scormbuild.lrs.multipart"},
    "cryptography": {"scormbuild.lrs.signature", "scormbuild.lrs.seal"},
    "alembic": {"scormbuild.lrs.database"},
    "psycopg": {"scormbuild.lrs.database"},
    "sqlalchemy": {
        *(
            f"scormbuild.lrs.{name}"
            for name in ("database", "store", "credentials", "organisations", "backup")
        ),
        "scormbuild.lrs.check",
        "scormbuild.lrs.logins",
        "scormbuild.lrs.rights",
    },
    "starlette": {"scormbuild.lrs.app", "scormbuild.lrs.wire"},
    "uvicorn": {"scormbuild.lrs.server", "scormbuild.lrs.protocol"},
    "prometheus_client": {"scormbuild.lrs.metrics"},
    "ibis": {"scormbuild.analysis", "scormbuild.analysis.engines"},
    "pandas": {"scormbuild.analysis"},
    "pyarrow": {"scormbuild.analysis", "scormbuild.analysis.engines", "scormbuild.analysis.lake"},
    "pyspark": {"scormbuild.analysis.engines"},
}
HALVES = ("course", "lrs")
UNKNOWN_TO_PURE = {
    "os",
    "io",
    "time",
    "datetime",
    "random",
    "secrets",
    "uuid",
    "pathlib",
    "socket",
    "subprocess",
    "tempfile",
}


def module_name(path: Path) -> str:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    return name.removesuffix(".__init__")


MODULES = {module_name(path): path for path in SOURCE.rglob("*.py")}


def imports(module: str) -> Iterator[str]:
    """Every module that this one imports, anywhere in it, relative or absolute."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level else ""
            origin = ".".join(filter(None, [base, node.module or ""]))
            for alias in node.names:
                full = f"{origin}.{alias.name}"
                yield full if full in MODULES else origin


def unit(module: str) -> str:
    """The row of the table that a module belongs to: itself, or the package around it."""
    rows = set().union(*FLOORS)
    while module not in rows and "." in module:
        module = module.rpartition(".")[0]
    return module


def floor(module: str) -> int:
    return next(number for number, rows in enumerate(FLOORS) if unit(module) in rows)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_has_a_floor_and_imports_nothing_from_above(module: str) -> None:
    if module in {f"scormbuild.{half}" for half in HALVES}:
        return assert_empty(module)
    above = {name for name in imports(module) if name in MODULES and floor(name) > floor(module)}
    assert not above, f"{module} is on floor {floor(module)}"
    return None


def assert_empty(module: str) -> None:
    assert not list(imports(module)), f"{module} only names the package"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_outside_package_is_imported_in_its_home_only(module: str) -> None:
    for name in imports(module):
        homes = HOMES.get(name.partition(".")[0])
        assert homes is None or unit(module) in homes, f"{module} imports {name}"


@pytest.mark.parametrize("module", sorted(module for module in MODULES if unit(module) in PURE))
def test_the_pure_floor_knows_no_clock_disk_or_chance(module: str) -> None:
    assert not {name.partition(".")[0] for name in imports(module)} & UNKNOWN_TO_PURE
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(MODULES[module].read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "open" not in calls


def test_no_two_modules_import_each_other_even_at_a_distance() -> None:
    graph = {module: {name for name in imports(module) if name in MODULES} for module in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path, module])
        if module not in done:
            for name in graph[module] - {module}:
                visit(name, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("half", HALVES)
def test_the_builder_and_the_receiver_do_not_know_each_other(half: str) -> None:
    (other,) = set(HALVES) - {half}
    for module in MODULES:
        if module.startswith(f"scormbuild.{half}."):
            assert not [name for name in imports(module) if name.startswith(f"scormbuild.{other}")], module
