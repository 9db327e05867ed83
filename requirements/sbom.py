"""Makes a release's bill of materials: one file in CycloneDX, from the locks alone.

Run by `make sbom`. It lists what `pip install scormbuild` may bring along with any extra for users, and what
the player and the preview are built of. What only developers need isn't in it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("core", "import", "lrs", "dashboard", "metrics", "spark", "demo")
VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def main() -> None:
    """Write dist/scormbuild-VERSION.cdx.json, and say so."""
    (version,) = VERSION.findall((ROOT / "src/scormbuild/__init__.py").read_text(encoding="utf-8"))
    bom = release_bom(version, python_bom(), player_bom(version))
    validate_bom(bom)
    file = ROOT / f"dist/scormbuild-{version}.cdx.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{file.relative_to(ROOT)}: {len(bom['components'])} components")  # noqa: T201


def python_bom() -> Json:
    """What the lock says of Python's packages."""
    pins = "".join(
        line
        for name in LOCKS
        for line in (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8").splitlines(keepends=True)
        if not line.startswith("-r ")
    )
    command = [str(Path(sys.executable).with_name("cyclonedx-py")), "requirements", "-"]
    return run_tool(command, f"--pyproject={ROOT / 'pyproject.toml'}", "--output-reproducible", text=pins)


def player_bom(version: str) -> Json:
    """What the lock of the player says. npm wants a version of it, which it has with the project alone."""
    with tempfile.TemporaryDirectory() as folder:
        package = json.loads((ROOT / "player/package.json").read_text(encoding="utf-8"))
        (Path(folder) / "package.json").write_text(json.dumps({**package, "version": version}))
        lock = (ROOT / "player/package-lock.json").read_bytes()
        (Path(folder) / "package-lock.json").write_bytes(lock)
        command = ["npm", "sbom", "--sbom-format=cyclonedx", "--package-lock-only", "--omit=dev"]
        return run_tool(command, folder=folder)


def run_tool(command: list[str], *options: str, text: str = "", folder: str | None = None) -> Json:
    """The JSON that a program prints."""
    # Quiet: what the project asks for is added here, so that a warning that nothing depends on it is none.
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(  # noqa: S603
        [*command, *options],
        cwd=folder,
        env=environment,
        check=True,
        input=text,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    found: Json = json.loads(done.stdout)
    return found


def release_bom(version: str, python: Json, player: Json) -> Json:
    """Both as one, of the project in this version."""
    packages = without_repeats(map(python_component, python["components"]), "bom-ref")
    root = {**python["metadata"]["component"], "version": version, "bom-ref": f"scormbuild@{version}"}
    built_of = {**player["metadata"]["component"], "name": "scormbuild-player"}
    direct = sorted(each["bom-ref"] for each in packages if each["name"] in direct_names())
    return {
        **python,
        "metadata": {**python["metadata"], "component": root},
        "components": [*packages, built_of, *without_repeats(player["components"], "bom-ref")],
        # The lock doesn't say which package asked for which: only what the project itself asks for is known.
        "dependencies": [
            {"ref": root["bom-ref"], "dependsOn": [*direct, built_of["bom-ref"]]},
            *without_repeats(player["dependencies"], "ref"),
        ],
    }


def python_component(component: Json) -> Json:
    """A package by its name and version, not by the line on which the lock has it."""
    kept = {name: value for name, value in component.items() if name != "description"}
    return {**kept, "bom-ref": component["purl"]}


def without_repeats(entries: Iterable[Json], key: str) -> list[Json]:
    """Each once: a lock has a package once for each platform, or as often as it lies in node_modules."""
    return list({each[key]: each for each in entries}.values())


def direct_names() -> set[str]:
    """The packages that the project itself asks for, with any extra."""
    extras = PROJECT["optional-dependencies"].values()
    return set(requirement_names([*PROJECT["dependencies"], *(each for extra in extras for each in extra)]))


def requirement_names(requirements: list[str]) -> Iterator[str]:
    """The names in some requirements, as a lock spells them."""
    for each in requirements:
        if match := NAME.match(each):
            yield re.sub(r"[-_.]+", "-", match[0]).lower()


def validate_bom(bom: Json) -> None:
    """Stop where it isn't what CycloneDX asks for."""
    from cyclonedx.schema import SchemaVersion  # only where it is made
    from cyclonedx.validation.json import JsonStrictValidator

    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bom)):
        sys.exit(f"no valid CycloneDX: {str(error)[-1000:]}")


if __name__ == "__main__":
    main()
