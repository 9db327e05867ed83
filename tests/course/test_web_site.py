"""The target web: a folder for any web server and one page to send, and what both may and may not hold."""

from __future__ import annotations

import json
import re
import shutil
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files, question
from support.course.sample_course import PNG, Files, sample_page
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.course import source
from scormbuild.course.build import build_course, build_packages
from scormbuild.course.folder import SUMS
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS

MakeFolder = Callable[[Files], Path]
WEBCARE = Path(__file__).parents[2] / "content/webcare"
WORDS = source.read_translations("en")
MEDIA = {"media/a.png": PNG, "media/b.pdf": b"%PDF", "media/f.mp4": b"film", "media/f.vtt": "WEBVTT"}
EVERY_REFERENCE = (
    "![A](media/a.png)\n\n[The text](media/b.pdf)\n\n"
    ":::{video} film\n:title: A film\n:file: media/f.mp4\n:captions: media/f.vtt\n\nText.\n:::\n"
)


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """The files of the first course as a site."""
    return build_course(WEBCARE, target="web").files


def single_page(folder: Path, out: Path) -> str:
    """The page that `--single-file` writes."""
    ((path, _),) = build_packages(folder, out, single_file=True)
    return path.read_text(encoding="utf-8")


def policy(page: str) -> dict[str, list[str]]:
    """The directives of a page's Content-Security-Policy, with their sources."""
    (text,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return {name: sources for name, *sources in (each.split() for each in text.split(";"))}


def test_a_site_is_a_folder_that_is_called_after_id_version_and_target(tmp_path: Path) -> None:
    ((path, built),) = build_packages(WEBCARE, tmp_path, targets=["web"])
    assert path == tmp_path / "webcare-1.0.0-web"
    there = {each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file()}
    assert there == {*built.files, SUMS}
    assert {"index.html", "style.css", "player.js", "manifest.webmanifest", "service-worker.js"} <= there


def test_two_copies_of_a_course_give_the_same_site_and_the_same_page(tmp_path: Path) -> None:
    copied = shutil.copytree(WEBCARE, tmp_path / "copy")
    assert build_course(copied, target="web").files == build_course(WEBCARE, target="web").files
    assert single_page(copied, tmp_path / "one") == single_page(WEBCARE, tmp_path / "two")


def test_the_manifest_is_what_browsers_ask_for_before_they_install(site: dict[str, bytes]) -> None:
    manifest = json.loads(site["manifest.webmanifest"])
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (".", ".", "standalone")
    assert manifest["name"]
    assert manifest["lang"] == "nl"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert [icon["sizes"] for icon in manifest["icons"] if icon.get("purpose") == "maskable"] == ["512x512"]


@pytest.mark.parametrize("size", [192, 512])
def test_an_icon_is_a_png_in_the_colour_of_the_course(site: dict[str, bytes], size: int) -> None:
    icon = site[f"icon-{size}.png"]
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, place = {}, 8
    while place < len(icon):
        length, name = struct.unpack(">I4s", icon[place : place + 8])
        data = icon[place + 8 : place + 8 + length]
        assert struct.unpack(">I", icon[place + 8 + length : place + 12 + length]) == (
            zlib.crc32(name + data),
        )
        chunks[name], place = data, place + 12 + length
    assert chunks[b"IHDR"][:8] == struct.pack(">II", size, size)
    accent = build_course(WEBCARE).course.theme.accent
    assert chunks[b"PLTE"] == bytes.fromhex(accent[1:]) + b"\xff\xff\xff"
    rows = zlib.decompress(chunks[b"IDAT"])
    assert len(rows) == size * (1 + size // 8)
    assert 0.1 < sum(byte.bit_count() for byte in rows) / size**2 < 0.5  # something to be seen on it


def test_the_service_worker_knows_each_file_by_its_hash(
    site: dict[str, bytes], make_folder: MakeFolder
) -> None:
    files = build_course(make_folder(sample_page(EVERY_REFERENCE, MEDIA)), target="web").files
    (listing,) = re.findall(r"^const FILES = (.*);$", files["service-worker.js"].decode(), re.MULTILINE)
    hashes = json.loads(listing)
    names = {address.partition("?")[0] or "index.html": value for address, value in hashes.items()}
    films = {"media/f.mp4"}
    assert names.keys() == files.keys() - films - {"service-worker.js", "outline.json"}
    for name, value in names.items():
        assert value == f"sha256-{b64encode(sha256(files[name]).digest()).decode()}"
    for name in ("style.css", "player.js"):
        assert f"{name}?{sha256(files[name]).hexdigest()[:8]}" in hashes
    page = files["index.html"].decode()
    assert all(f'"{address}"' in page for address in hashes if "?" in address)
    assert files["service-worker.js"] != site["service-worker.js"]


def test_a_site_may_have_its_own_worker_and_manifest_and_nothing_else_more(site: dict[str, bytes]) -> None:
    own, usual = (
        policy(site["index.html"].decode()),
        policy(build_course(WEBCARE).files["index.html"].decode()),
    )
    assert {name: own[name] for name in own.keys() - usual.keys()} == {
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
    }
    assert usual.items() <= own.items()


@pytest.mark.parametrize("name", [name for name in TARGETS if TARGETS[name].standard != "web"])
def test_no_package_for_a_learning_system_knows_of_service_workers(name: str) -> None:
    for path, content in build_course(WEBCARE, target=name).files.items():
        assert b"serviceWorker" not in content, path
        assert not path.endswith((".webmanifest", "service-worker.js"))


def test_the_script_of_a_site_is_no_larger_than_that_of_a_package(site: dict[str, bytes]) -> None:
    assert abs(len(site["player.js"]) - len(build_course(WEBCARE).files["player.js"])) < 4_000


def test_a_single_file_holds_all_that_it_refers_to(make_folder: MakeFolder, tmp_path: Path) -> None:
    page = single_page(make_folder(sample_page(EVERY_REFERENCE, MEDIA)), tmp_path)
    assert not re.search(r'\b(?:src|poster)="(?!data:|https://www\.youtube)', page)
    assert not re.search(r'\bhref="(?!data:|#|https?:|mailto:)', page)
    assert (
        f'download="b.pdf" href="data:application/octet-stream;base64,{b64encode(b"%PDF").decode()}"' in page
    )
    for kind, content in {"image/png": PNG, "video/mp4": b"film", "text/vtt": b"WEBVTT"}.items():
        assert f'src="data:{kind};base64,{b64encode(content).decode()}"' in page
    for gone in ("manifest", "apple-touch-icon", WORDS["page"]["install"]):
        assert gone not in re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)


def test_a_single_file_runs_only_its_own_script_and_style(tmp_path: Path) -> None:
    page = single_page(WEBCARE, tmp_path)
    for name in ("script", "style"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        (allowed,) = policy(page)[f"{name}-src"]
        assert b64decode(allowed.strip("'").removeprefix("sha256-")) == sha256(text.encode()).digest()
    assert "connect-src" not in policy(page)  # so default-src 'none' holds


def test_a_single_file_has_no_lrs_and_says_so(make_folder: MakeFolder, tmp_path: Path) -> None:
    folder = make_folder(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS))
    ((path, built),) = build_packages(folder, tmp_path, single_file=True)
    assert path.name == "sample-1.0.0-web.html"
    assert "s3cret" not in path.read_text(encoding="utf-8")
    assert ["a single file sends nothing to an LRS" in each.message for each in built.warnings] == [True]


def test_a_single_file_is_only_for_a_site(tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        app, ["build", str(WEBCARE), "-o", str(tmp_path), "--target", "scorm12", "--single-file"]
    )
    assert answer.exit_code == 2
    assert "--single-file: scorm12 is no page\n  hint: add --target web" in answer.output.replace(
        "\n\n", "\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_where_the_site_is_and_how_large(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["build", str(WEBCARE), "-o", str(tmp_path), "--target", "web"])
    assert answer.exit_code == 0
    assert f"{tmp_path}/webcare-1.0.0-web  (" in answer.output.replace("\n", "")


def test_a_folder_can_not_be_called_as_a_file(tmp_path: Path) -> None:
    answer = CliRunner().invoke(
        app, ["build", str(WEBCARE), "-o", str(tmp_path / "a.zip"), "--target", "web"]
    )
    assert answer.exit_code == 2
    assert "--out: a.zip is not what webcare-1.0.0-web can be called" in answer.output


def test_a_course_that_is_for_nobody_says_so_on_its_site(make_folder: MakeFolder) -> None:
    folder = make_folder(course_files(question("reflection", answers="lms"), PRIVACY_SETTINGS))
    page, usual = (
        build_course(folder, target=name).files["index.html"].decode() for name in ("web", DEFAULT_TARGET)
    )
    assert "the trainers of your organisation" in usual
    assert WORDS["page"]["only_lms"] in usual
    assert "the trainers of your organisation" not in page
    assert WORDS["page"]["only_lms"] not in page


@pytest.mark.parametrize(
    ("settings", "asked"), [("", False), ("learner: ask\n", True), ("learner: anonymous\n", False)]
)
def test_a_name_is_asked_only_where_the_course_and_an_lrs_want_it(
    make_folder: MakeFolder, settings: str, asked: bool
) -> None:
    lrs = LRS_SETTINGS + PRIVACY_SETTINGS
    pages = [
        build_course(make_folder(course_files(settings=settings + more)), target=name).files["index.html"]
        for more, name in ((lrs, "web"), ("", "web"), (lrs, DEFAULT_TARGET))
    ]
    assert [b'id="_learner"' in page for page in pages] == [asked, False, False]
