"""The commands of the builder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.catalogue import _
from scormbuild.cli.lrs_options import LrsKey, LrsUrl, read_lrs_options
from scormbuild.cli.output import (
    exit_on_error,
    format_count,
    print_problems,
    spinner,
)
from scormbuild.cli.shared_options import CourseFolder
from scormbuild.cli.user_language import user_language
from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from scormbuild.course.model import Device
    from scormbuild.course.targets.target import Target

Room = Annotated[
    int | None,
    typer.Option(
        min=4096,
        max=1_000_000,
        metavar="N",
        help="Characters that the LMS keeps for a learner; Moodle: 64000.",
    ),
]
DeviceName = Annotated[
    str | None,
    typer.Option(
        "--device", metavar="own|shared", help="shared: keep nothing in the browser once it closes."
    ),
]


Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target", metavar="TARGET", help="Such as scorm12; more than one by repeating it, or `all`."
    ),
]


def build(
    folder: CourseFolder,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="OUT", help="A .zip or .html file, or the folder for it.")
    ] = Path("dist"),
    lrs: LrsUrl = None,
    key: LrsKey = None,
    room: Room = None,
    device: DeviceName = None,
    target: Targets = None,
    single_file: Annotated[
        bool,
        typer.Option("--single-file", help="One page to send or to open from a disk, for the target web."),
    ] = False,
) -> None:
    """Build a package to upload to an LMS: SCORM 1.2, unless the course or you say otherwise.

    Example: scormbuild build content/webcare -o dist
    """
    from scormbuild.course.build import build_packages  # here, so that --help needn't wait for it

    with exit_on_error(), spinner("Building"):
        targets, lrs_endpoint = parse_targets(target or [], out), read_lrs_options(lrs, key)
        device_name = parse_device(device)
        packages = build_packages(
            folder,
            out,
            lrs_endpoint,
            room=room,
            device=device_name,
            targets=targets,
            single_file=single_file,
        )
    print_problems(list(dict.fromkeys(each for _, built in packages for each in built.warnings)), "warning")
    for path, built in packages:
        parts = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
        size = sum(each.stat().st_size for each in parts)
        told = _(
            "%(files)s, %(size)s bytes",
            files=format_count(len(built.files), "file"),
            size=format(size, ","),
        )
        if built.target.is_bounded:
            needed = f"{built.suspend_data_size:,} of {built.course.room:,}"
            told += f"; long answers take {needed} characters"
        typer.echo(f"{path}  ({told})")


def parse_targets(names: list[str], out: Path) -> list[str]:
    """The targets by these names, all of them for `all`; none where the course says it."""
    from scormbuild.course.targets import TARGETS
    from scormbuild.errors import did_you_mean

    for name in names:
        if name not in TARGETS and name != "all":
            hint = did_you_mean(name, [*TARGETS, "all"], _("there are:"))
            raise SettingsError(_("--target: there is no %(name)r\n  hint: %(hint)s", name=name, hint=hint))
    chosen = list(TARGETS) if "all" in names else list(dict.fromkeys(names))
    if len(chosen) > 1 and out.suffix == ".zip":
        raise SettingsError(
            _(
                "--out: %(out)s is one file, and there are %(number)s packages\n  hint: name a folder",
                out=out,
                number=len(chosen),
            )
        )
    return chosen


def parse_device(name: str | None) -> Device | None:
    """Whose device the learners use; None when the command line doesn't say."""
    from scormbuild.course.source.settings import DEVICES

    device = next((each for each in DEVICES if each == name), None)
    if name is not None and device is None:
        raise SettingsError(
            _(
                "--device: there is no %(name)r\n  hint: write %(names)s",
                name=name,
                names=" or ".join(DEVICES),
            )
        )
    return device


def parse_run_time(name: str | None, standard: str) -> str | None:
    """The LMS of this standard that the preview behaves like."""
    from scormbuild.errors import did_you_mean
    from scormbuild.preview.run_times import run_times_of

    known = run_times_of(standard)
    if name is not None and name not in known:
        hint = did_you_mean(name, known, _("there are:"))
        raise SettingsError(_("--behave-like: there is no %(name)r\n  hint: %(hint)s", name=name, hint=hint))
    return name


def played_target(name: str | None, folder: Path) -> Target:
    """The target by this name; where nobody names one the first that the course is built for."""
    from scormbuild.course.source import read_course
    from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
    from scormbuild.errors import SourceError, did_you_mean

    if name is None:
        try:
            name = next(iter(read_course(folder, None).course.targets), DEFAULT_TARGET)
        except SourceError:
            name = DEFAULT_TARGET  # the preview itself shows what is wrong, and goes on once it is mended
    if name not in TARGETS:
        hint = did_you_mean(name, TARGETS, _("there are:"))
        raise SettingsError(_("--target: there is no %(name)r\n  hint: %(hint)s", name=name, hint=hint))
    return TARGETS[name]


def preview(
    folder: CourseFolder,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8012,
    lrs: LrsUrl = None,
    key: LrsKey = None,
    room: Room = None,
    device: DeviceName = None,
    behave_like: Annotated[
        str | None,
        typer.Option(metavar="LMS", help="An LMS whose ways to take on, such as moodle or openedx."),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="TARGET", help="What to play it as; without it, the first that the course names."
        ),
    ] = None,
) -> None:
    """Play a course in an LMS on your own computer, and see it change as you write.

    Example: scormbuild preview content/webcare --port 8012
    """
    from scormbuild.course.build import build_course as build_course
    from scormbuild.preview import server

    with exit_on_error():
        lrs_endpoint, owner, played = (
            read_lrs_options(lrs, key),
            parse_device(device),
            played_target(target, folder),
        )
        server.serve_preview(
            lambda: build_course(folder, lrs_endpoint, room=room, device=owner, target=played.name).files,
            watch=folder,
            port=port,
            state_file=Path("dist") / preview_file_name(folder, played),
            announce=typer.echo,
            behave_like=parse_run_time(behave_like, played.standard),
            standard=played.standard,
            room=played.room,
        )


def preview_file_name(folder: Path, target: Target) -> str:
    """Where what learners did is kept between two runs: other standards keep something else."""
    from scormbuild.course.targets import DEFAULT_TARGET

    other = "" if target.name == DEFAULT_TARGET else f"-{target.standard}"
    return f"{folder.resolve().name}{other}-preview.json"


def factsheet(
    folder: CourseFolder,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write it here, not on the screen.")
    ] = None,
    lrs: Annotated[
        str | None, typer.Option(metavar="URL", help="The LRS that the package is built with.")
    ] = None,
) -> None:
    """Tell what a course collects, why, where, how long and for whom: a fact sheet for a DPIA, in Markdown.

    In Dutch where the course is Dutch, else in English.

    Example: scormbuild factsheet content/webcare -o dpia-webcare.md
    """
    from scormbuild.course.factsheet import render_factsheet as sheet
    from scormbuild.course.source import read_course

    with exit_on_error():
        # The sheet says where answers go, and needs no key for that: any will do.
        text = sheet(read_course(folder, read_lrs_options(lrs, "key:secret") if lrs else None).course)
        if out:
            out.write_text(text, encoding="utf-8")
    typer.echo(f"{out}: written" if out else text, nl=bool(out))


def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that doesn't exist yet, or is empty.")
    ],
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="en|nl", help="Of the course. (default: your own, or en)"),
    ] = None,
) -> None:
    """Start a course: a small one that builds, and shows much of what a page can hold.

    Example: scormbuild new my-course --language nl
    """
    from scormbuild.course.new import starter_languages, write_starter_course

    with exit_on_error():
        write_starter_course(folder, language or user_language(starter_languages()) or "en")
    typer.echo(f"{folder}: a course to begin with. See it: scormbuild preview {folder}")
