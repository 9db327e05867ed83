"""The floors of docs/developer/architecture.md as data: who imports whom, and where outside packages live."""

from __future__ import annotations

import ast

import pytest
from support.rooms import (
    LRS_FACE,
    MODULES,
    floor,
    imported_modules,
    imports_from_lrs,
    is_in,
    names_imported,
    room,
    syntax,
)

APART = (
    ("course", "lrs"),
    ("preview", "lrs"),
    ("lms", "course"),
    ("analysis", "course"),
    ("preview", "course"),
    ("importer", "lrs"),
    ("importer", "lms"),
    ("importer", "analysis"),
    ("importer", "preview"),
)
# Values in, values out: no clock, no chance, no disk.
PURE = (
    *("csv_file", "course_name"),
    *("course.blocks", "question_kinds", "response_options"),
    *("lrs.xapi", "lrs.privacy", "lrs.projection.excerpt", "lrs.projection.flat"),
    *("lrs.people.people_file", "lrs.auth.scope", "lrs.auth.limits", "lrs.auth.bucket", "lrs.auth.rate"),
    "lrs.auth.password_rules",
    "lrs.auth.request_limits",
    *("course.model", "course.fields", "course.notes", "course.identifier", "course.outline", "course.pages"),
    "course.package_paths",
    *("course.blocks", "question_kinds", "response_options"),
    *("course.plain_text", "course.source.settings", "course.source.consistency", "course.source.completion"),
    *("course.source.suspend_data", "course.source.lrs", "course.source.colour", "course.source.sample"),
    *("course.source.contrast", "course.source.theme_style", "course.source.captions"),
    *("course.check.files", "course.check.kinds", "course.check.launch", "course.check.pages"),
    *("course.check.recognition", "course.check.standards", "course.check.systems", "course.check.xml_tree"),
    *("course.targets.scorm12.check", "course.targets.scorm2004.check", "course.targets.scorm.check"),
    *("course.targets.cmi5.check", "course.targets.tincan.check", "course.targets.scorm.content_package"),
    *("course.targets.scorm12.manifest", "course.targets.scorm2004.manifest"),
    *("lms.completion", "lms.counting", "lms.interaction", "lms.statements", "lms.tracks"),
    *("course.targets.cmi5.structure", "course.targets.tincan.structure"),
    *("importer.document", "importer.escapes", "importer.identifiers", "importer.language", "importer.pages"),
    *("importer.block_markdown", "importer.inline_markdown", "importer.recognition"),
    *("lms.suspend_data", "lms.attestation", "lms.checkpoint", "lms.course_match"),
)
IMPURE = {
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
HOMES = {
    "portalocker": ("file_lock",),
    "yaml": ("course.source", "importer.course_writer"),
    "markdown_it": ("course.pages", "importer.readers"),
    "mdit_py_plugins": ("course.pages", "importer.readers"),
    "mammoth": ("importer.readers",),
    "nh3": ("course.pages",),
    "pygments": ("course.pages",),
    "math_core": ("course.pages",),
    "jinja2": ("course.render", "dashboard.render"),
    "jwt": ("dashboard.auth",),
    "lxml": ("course.targets", "course.check", "importer"),
    "typer": ("cli",),
    "rich": ("cli",),
    "http": ("preview",),
    "httpx": ("lms.http_client", "dashboard.auth"),
    "playwright": ("demo",),
    "msgspec": ("lrs.xapi.codec", "lrs.projection.excerpt"),
    "python_multipart": ("lrs.xapi.multipart",),
    "cryptography": ("lrs.xapi.signature", "lrs.rights.signing"),
    "alembic": ("lrs.database",),
    "psycopg": ("lrs.database",),
    "sqlalchemy": ("lrs",),
    "starlette": ("lrs.http", "dashboard"),
    "uvicorn": ("lrs.server", "lrs.http.protocol"),
    "prometheus_client": ("lrs.http.metrics",),
    "ibis": ("analysis",),
    "pandas": ("analysis",),
    "pyarrow": ("analysis",),
    "pyspark": ("analysis.engines",),
}


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {"", "lrs"}))
def test_a_module_imports_from_its_own_room_and_from_lower_floors_only(module: str) -> None:
    for name in imported_modules(module) - {"lrs"}:
        assert room(name) == room(module) or floor(name) < floor(module), f"{module} imports {name}"


@pytest.mark.parametrize(("one", "other"), [*APART, *((b, a) for a, b in APART)])
def test_these_do_not_know_each_other(one: str, other: str) -> None:
    for module in MODULES:
        if is_in(module, one):
            assert not [name for name in imported_modules(module) if is_in(name, other)], module


OUTSIDE_LRS = sorted(module for module in MODULES if not is_in(module, "lrs"))


@pytest.mark.parametrize("module", OUTSIDE_LRS)
def test_whoever_is_outside_the_lrs_imports_its_face_only(module: str) -> None:
    assert imports_from_lrs(module) <= LRS_FACE


def test_the_face_of_the_lrs_is_what_those_outside_import() -> None:
    assert set().union(*map(imports_from_lrs, OUTSIDE_LRS)) == LRS_FACE


@pytest.mark.parametrize("module", sorted(name for name in LRS_FACE if MODULES[name].name == "__init__.py"))
def test_a_room_of_the_face_names_nothing_that_nobody_outside_uses(module: str) -> None:
    """But for `lrs.database`, whose __init__ is a module of the room's own besides."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    named = next(
        {name.value for name in ast.walk(node.value) if isinstance(name, ast.Constant)}
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    assert named - set().union(*(names_used_of(module, each) for each in OUTSIDE_LRS)) == (
        {"raise_unavailable"} if module == "lrs.database" else set()
    )


def names_used_of(room: str, module: str) -> set[str]:
    """What a module takes of a room: imported by name, or as an attribute of the room."""
    if room not in imports_from_lrs(module):
        return set()
    nodes = syntax(module)
    imported = {
        alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == f"scormbuild.{room}"
        for alias in node.names
    }
    attributes = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == room.rpartition(".")[2]
    }
    return imported | attributes


def folders() -> list[str]:
    return sorted(name for name, path in MODULES.items() if path.name == "__init__.py")


@pytest.mark.parametrize("folder", folders())
def test_the_files_and_folders_of_a_folder_import_each_other_in_no_circle(folder: str) -> None:
    """A folder counts as one room with all that is in it, a file as another."""
    prefix = f"{folder}." if folder else ""

    def child(module: str) -> str:
        inside = module.startswith(prefix) and module != folder
        return module.removeprefix(prefix).partition(".")[0] if inside else ""

    arrows: dict[str, set[str]] = {}
    for module in MODULES:
        if source := child(module):
            arrows.setdefault(source, set()).update(
                {child(name) for name in imported_modules(module)} - {"", source}
            )
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " -> ".join([*way, name])
        if name not in done:
            for other in arrows.get(name, ()):
                visit(other, (*way, name))
            done.add(name)

    for name in arrows:
        visit(name, ())


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_outside_package_is_imported_in_its_home_only(module: str) -> None:
    for name in names_imported(module):
        homes = HOMES.get(name.partition(".")[0])
        assert homes is None or is_in(module, *homes), f"{module} imports {name}"


@pytest.mark.parametrize("module", sorted(module for module in MODULES if is_in(module, *PURE)))
def test_the_pure_rooms_know_no_clock_disk_or_chance(module: str) -> None:
    assert not {name.partition(".")[0] for name in names_imported(module)} & IMPURE
    calls = {
        node.func.id
        for node in syntax(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "open" not in calls
