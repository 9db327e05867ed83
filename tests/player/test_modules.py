"""What is asked of the player's modules, and of the chunks made of them, so that any may be joined."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest
from support.player.parts import MODULES, PARTS

ROOT = Path(__file__).parent.parent.parent
CHUNKS = ROOT / "src/scormbuild/course/assets/player"
SOURCES = ROOT / "player/src"
DECLARATIONS = {"FunctionDeclaration", "ClassDeclaration", "const VariableDeclaration"}

Modules = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def modules() -> Modules:
    """Each module by its path; one that isn't ES2021 can't be read, and fails here."""
    return read_modules(SOURCES)


@pytest.fixture(scope="module")
def chunks() -> Modules:
    """The same of each chunk that the wheel carries."""
    return read_modules(CHUNKS)


def read_modules(folder: Path) -> Modules:
    reader = Path(__file__).with_name("modules.mjs")
    scripts: Modules = json.loads(subprocess.check_output(["node", reader, folder]))
    assert scripts
    return scripts


def imports(modules: Modules, path: str) -> dict[str, list[str]]:
    """The names that a module takes, by the path of the module that gives them."""
    return {normpath(join(dirname(path), source)): names for source, names in modules[path]["imports"]}


def test_names_are_imported_as_they_are_exported(modules: Modules) -> None:
    for path in modules:
        for source, names in imports(modules, path).items():
            assert names, f"{path} imports nothing from {source}"
            assert set(names) <= set(modules[source]["exports"]), f"{path} from {source}"


def test_a_module_only_declares_functions_classes_and_constants(modules: Modules) -> None:
    for path, module in modules.items():
        assert set(module["statements"]) <= DECLARATIONS, path


def test_no_two_modules_have_a_name_in_common(modules: Modules) -> None:
    counts = Counter(name for module in modules.values() for name in module["names"])
    assert not [name for name, times in counts.items() if times > 1]


def test_no_name_hides_a_global_of_the_browser_that_another_module_uses(modules: Modules) -> None:
    names = {name for module in modules.values() for name in module["names"]}
    for path, module in modules.items():
        assert not names & set(module["globals"]), path


def test_no_two_files_have_a_name_in_common(modules: Modules) -> None:
    counts = Counter(Path(path).name for path in modules)
    assert not [name for name, times in counts.items() if times > 1]


def test_no_module_imports_itself_by_a_detour(modules: Modules) -> None:
    order = TopologicalSorter({path: imports(modules, path) for path in modules})
    assert set(order.static_order()) == set(modules)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_that_a_course_can_use_is_exported_by_its_module(modules: Modules, part: Any) -> None:
    assert part.function in modules[f"{part.module}.js"]["exports"]


def test_the_script_of_a_course_has_somewhere_to_start(modules: Modules) -> None:
    assert "startCourse" in modules["start.js"]["exports"]


# The two that follow hold for the script of any course: it is the chunks of some roots, one after another.


def test_no_two_chunks_have_a_name_in_common_and_none_hides_a_global(
    modules: Modules, chunks: Modules
) -> None:
    counts = Counter(name for chunk in chunks.values() for name in chunk["names"])
    assert [name for name, times in counts.items() if times > 1] == []
    assert not counts.keys() & used_globals(modules)


@pytest.mark.parametrize("root", MODULES)
def test_a_chunk_knows_the_browser_and_the_chunks_before_it(
    modules: Modules, chunks: Modules, root: str
) -> None:
    known = used_globals(modules)
    for name in json.loads((CHUNKS / "roots.json").read_text("utf-8"))[root]:
        chunk = chunks[f"{name}.js"]
        assert set(chunk["globals"]) <= known, name
        known |= set(chunk["names"])


def used_globals(modules: Modules) -> set[str]:
    """The globals that the modules use."""
    return {name for module in modules.values() for name in module["globals"]}
