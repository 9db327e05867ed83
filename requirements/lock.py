"""Makes the lock: for each extra and group of pyproject.toml a file of versions and hashes that pip installs.

Run by `make lock`. A file leaves out what stands in those that it builds on (`-r`).
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHON = PROJECT["requires-python"].removeprefix(">=")
# Universal: one lock for every platform and every Python from the oldest on, with markers where they differ.
COMPILE = (sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", PYTHON)
OUTPUT = ("--quiet", "--generate-hashes", "--no-header", "--no-annotate")
PACKAGE = re.compile(r"^(?=[a-z0-9])", re.MULTILINE)  # its hashes, on the lines below it, are indented
NOTE = f"# Made by `make lock` from pyproject.toml, for Python {PYTHON} and later.\n"

# For each file the options that say what is in it, and the files that it builds on.
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "build": (("--group", "build"), ()),
    "node": (("--group", "node"), ()),
    "audit": (("--group", "audit"), ()),
    "core": (("pyproject.toml",), ()),
    "lrs": (("pyproject.toml", "--extra", "lrs"), ("core",)),
    "dashboard": (("pyproject.toml", "--extra", "dashboard"), ("lrs",)),
    "import": (("pyproject.toml", "--extra", "import"), ("core",)),
    "metrics": (("pyproject.toml", "--extra", "metrics"), ("lrs",)),
    "spark": (("pyproject.toml", "--extra", "spark"), ("dashboard",)),
    "demo": (("pyproject.toml", "--extra", "demo"), ("dashboard",)),
    "dev": (("pyproject.toml", "--extra", "dev"), ("build", "import", "metrics", "spark", "demo")),
    "mutation": (("--group", "mutation"), ("dev",)),
}
GROUPS = tuple(word for name in ("build", "node", "mutation", "audit") for word in ("--group", name))
EVERYTHING = ("pyproject.toml", "--all-extras", *GROUPS)


def main() -> None:
    """Write every file; all of them agree, as they take their versions from one resolution of everything."""
    folder, packages = ROOT / "requirements", dict[str, list[str]]()
    versions = folder / "everything.tmp"
    try:
        versions.write_text("".join(resolve(*EVERYTHING)), encoding="utf-8")
        for name, (options, bases) in FILES.items():
            below = {package for base in bases for package in packages[base]}
            packages[name] = resolve(*options, "--constraint", str(versions))
            own = [package for package in packages[name] if package not in below]
            lines = [NOTE, *(f"-r {base}.txt\n" for base in bases), *own]
            (folder / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
    finally:
        versions.unlink(missing_ok=True)


def resolve(*options: str) -> list[str]:
    """Each package that is needed, as lines of a requirements file: its version, marker and hashes."""
    command = [*COMPILE, *OUTPUT, *options]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, encoding="utf-8")  # noqa: S603
    return PACKAGE.split(done.stdout)[1:]


if __name__ == "__main__":
    main()
