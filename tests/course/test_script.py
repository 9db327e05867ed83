"""The script of a course: the chunks of the player that it needs, in an order that works, and no other."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files, question
from support.course.sample_course import PNG, Files, sample_page
from support.player.parts import PARTS

from scormbuild.course import source
from scormbuild.course.script import START_MODULE, bundle_chunks, course_script
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS

CHUNKS = {
    "start": "const{greet}=(()=>({greet:()=>'hello'}))();",
    "shared": "const{loud}=(()=>({loud:(text)=>text.toUpperCase()}))();",
    "blocks/shout": "const{SHOUT}=(()=>({SHOUT:loud(greet())}))();",
    "blocks/unused": "const{UNUSED}=(()=>({UNUSED:loud('unused')}))();",
}
ROOTS = {
    "start": ["start"],
    "blocks/shout": ["start", "shared", "blocks/shout"],
    "blocks/unused": ["start", "shared", "blocks/unused"],
}
YOUTUBE = ":::{video} film\n:title: A film\n:youtube: dQw4w9WgXcQ\n:::\n"
OWN_FILM = ":::{video} film\n:title: A film\n:file: media/f.mp4\n:captions: media/f.vtt\n\nText.\n:::\n"
MEDIA = {"media/f.mp4": PNG, "media/f.vtt": "WEBVTT"}
MakeFolder = Callable[[Files], Path]
DRIVER = TARGETS[DEFAULT_TARGET].driver


@pytest.fixture
def chunks(tmp_path: Path) -> Path:
    """A player of four small chunks."""
    return write_player(tmp_path / "player", CHUNKS, ROOTS)


def write_player(folder: Path, chunks: Mapping[str, str], roots: Mapping[str, list[str]]) -> Path:
    """A player as the wheel carries it: the chunks, and which of them a part needs."""
    for name, code in chunks.items():
        path = folder / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    (folder / "roots.json").write_text(json.dumps(roots), encoding="utf-8")
    return folder


def run_script(code: str) -> str:
    """What a script prints."""
    return subprocess.check_output(["node", "-e", code], text=True)


def test_a_chunk_runs_after_all_that_it_needs(chunks: Path) -> None:
    joined = bundle_chunks(["blocks/shout"], "console.log(greet(), SHOUT)", chunks)
    assert run_script(joined.decode()) == "hello HELLO\n"


def test_a_chunk_that_several_parts_need_comes_once(chunks: Path) -> None:
    joined = bundle_chunks(["start", "blocks/shout", "blocks/unused"], "console.log(SHOUT, UNUSED)", chunks)
    assert run_script(joined.decode()) == "HELLO UNUSED\n"
    assert [joined.decode().count(code) for code in CHUNKS.values()] == [1, 1, 1, 1]


def test_a_chunk_that_nobody_needs_stays_out(chunks: Path) -> None:
    assert b"UNUSED" not in bundle_chunks(["start", "blocks/shout"], "", chunks)


def test_names_of_a_script_are_its_own(chunks: Path) -> None:
    joined = bundle_chunks(["blocks/shout"], "SHOUT", chunks).decode()
    assert run_script(f"{joined} console.log(typeof greet, typeof SHOUT)") == "undefined undefined\n"


@pytest.mark.parametrize(
    ("files", "given"),
    [
        (sample_page("Hello."), "{driver:openScorm12,blocks:{}}"),
        (course_files(question("reflection")), "{driver:openScorm12,blocks:{open:startOpen}}"),
        (
            course_files(question("contrast")),
            "{driver:openScorm12,blocks:{open:startOpen,contrast:startContrasts}}",
        ),
        (course_files(question("choice")), "{driver:openScorm12,blocks:{choice:startChoice}}"),
        (course_files(question("checklist")), "{driver:openScorm12,blocks:{checklist:startTicks}}"),
        (sample_page(OWN_FILM, MEDIA), "{driver:openScorm12,blocks:{}}"),
        (sample_page(YOUTUBE), "{driver:openScorm12,blocks:{frames:startFrames,chapters:startChapters}}"),
        (
            course_files(question("opinion", answers="nowhere")),
            "{driver:openScorm12,deviceAnswers:openPrivateAnswers,blocks:{opinion:startTicks}}",
        ),
        (
            course_files(question("acknowledge"), LRS_SETTINGS + PRIVACY_SETTINGS),
            "{driver:openScorm12,reporter:startReporter,warnings:startWarnings,blocks:{acknowledge:startTicks}}",
        ),
    ],
)
def test_a_course_starts_with_what_it_uses(
    make_folder: MakeFolder, tmp_path: Path, files: Files, given: str
) -> None:
    parts = {part.module: f"function {part.function}() {{}}" for part in PARTS}
    every = {START_MODULE: "function startCourse() {}", **parts}
    chunks = write_player(tmp_path / "player", every, {name: [name] for name in every})
    joined = course_script(source.read_course(make_folder(files)).course, DRIVER, chunks).decode()
    assert f"\nstartCourse({given})\n" in joined
    for part in PARTS:
        assert (f"function {part.function}()" in joined) == (f":{part.function}" in given)
