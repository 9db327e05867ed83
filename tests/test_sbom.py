"""The bill of materials of a release: all that a user's installation may bring along, each once."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


PYTHON = {
    "bomFormat": "CycloneDX",
    "metadata": {"component": {"bom-ref": "root", "name": "scormbuild", "type": "application"}},
    "components": [
        {"bom-ref": "line-1", "description": "line 1", "name": "lxml", "purl": "pkg:pypi/lxml@6"},
        {"bom-ref": "line-2", "description": "line 2", "name": "click", "purl": "pkg:pypi/click@8"},
        {"bom-ref": "line-3", "description": "line 3", "name": "click", "purl": "pkg:pypi/click@8"},
    ],
    "dependencies": [{"ref": "line-1"}],
}
PLAYER = {
    "metadata": {"component": {"bom-ref": "scormbuild-player@1.2.3", "name": "tmp7", "type": "library"}},
    "components": [{"bom-ref": "terser@5", "name": "terser"}, {"bom-ref": "terser@5", "name": "terser"}],
    "dependencies": [{"ref": "scormbuild-player@1.2.3", "dependsOn": ["terser@5"]}],
}


@pytest.fixture
def sbom() -> ModuleType:
    """The program behind `make sbom`."""
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "requirements/sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_reads_the_locks_of_every_extra_that_is_for_users(sbom: ModuleType) -> None:
    assert set(sbom.LOCKS) == {"core", *PROJECT["optional-dependencies"]} - {"dev"}


def test_it_names_the_release_and_each_part_once(sbom: ModuleType) -> None:
    bom: dict[str, Any] = sbom.release_bom("1.2.3", PYTHON, PLAYER)
    refs = [each["bom-ref"] for each in bom["components"]]
    assert refs == ["pkg:pypi/lxml@6", "pkg:pypi/click@8", "scormbuild-player@1.2.3", "terser@5"]
    assert [each["name"] for each in bom["components"]] == ["lxml", "click", "scormbuild-player", "terser"]
    assert bom["metadata"]["component"]["version"] == "1.2.3"
    # click comes with something else, lxml the project asks for itself.
    assert bom["dependencies"] == [
        {"ref": "scormbuild@1.2.3", "dependsOn": ["pkg:pypi/lxml@6", "scormbuild-player@1.2.3"]},
        *PLAYER["dependencies"],
    ]
