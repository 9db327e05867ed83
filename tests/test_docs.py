"""The docs: every example builds, every link leads somewhere, every snippet runs."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from support.docs_blocks import DOCS, FENCE, ROOT, block_params

from scormbuild.course.build import build_course
from scormbuild.errors import SourceError

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")

REQUIRED_SETTINGS = {
    "id": "id: example",
    "title": "title: Example",
    "language": "language: en",
    "version": "version: 1.0.0",
    "description": "description: An example.",
    "pages": "pages:\n  - example",
}
CHOICE = ":::{{choice}} q-{page}\nWhich?\n\n- [x] this\n- [ ] that\n:::\n"


@pytest.mark.parametrize("text", block_params(language="markdown", mark="example"))
def test_every_example_of_a_page_builds(text: str, tmp_path: Path) -> None:
    body = text if text.startswith("---") else f"---\ntitle: Example\n---\n## Example\n\n{text}"
    assert_builds(
        tmp_path,
        complete_settings("", pages=["example", *re.findall(r"\(#([a-z0-9-]+)\)", body)]),
        {"example": body},
    )


@pytest.mark.parametrize("text", block_params(language="yaml", mark="example"))
def test_every_example_of_course_yaml_builds(text: str, tmp_path: Path) -> None:
    assert_builds(tmp_path, complete_settings(text, pages=["example"]), {})


def complete_settings(text: str, pages: list[str]) -> str:
    """The lines of an example, with the required keys that it leaves out."""
    keys = re.findall(r"^([a-z]+):", text, re.MULTILINE)
    lines = [line for key, line in REQUIRED_SETTINGS.items() if key not in keys]
    return text + "\n".join(lines) + "".join(f"\n  - {page}" for page in pages if page != "example") + "\n"


def assert_builds(folder: Path, course: str, pages: dict[str, str]) -> None:
    """The course, with a page for each that it lists and a file for each that its pages name."""
    (folder / "pages").mkdir()
    (folder / "media").mkdir()
    (folder / "course.yaml").write_text(course, encoding="utf-8")
    for page in re.findall(r"^  - ([a-z][a-z0-9-]*)$", course, re.MULTILINE):
        question = CHOICE.format(page=page) if "score:" in course else ""
        text = pages.get(page, f"---\ntitle: Page\n---\nText.\n\n{question}")
        (folder / "pages" / f"{page}.md").write_text(text, encoding="utf-8")
        for name in re.findall(r"media/[\w.-]+", text):
            (folder / name).write_bytes(
                b"WEBVTT\n" if name.endswith("vtt") else b"<svg xmlns='http://www.w3.org/2000/svg'/>"
            )
    try:
        build_course(folder)
    except SourceError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("path", DOCS, ids=[str(path.relative_to(ROOT)) for path in DOCS])
def test_every_link_to_a_file_or_heading_leads_somewhere(path: Path) -> None:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if target.startswith(("http", "mailto:", "#")) or "`" in target:
            continue
        name, _, heading = target.partition("#")
        file = path.parent / name
        assert file.exists(), f"{target} is not there"
        assert not heading or heading in headings(file), f"{target} has no such heading"


def headings(path: Path) -> set[str]:
    """The anchors that a web view makes of a file's headings."""
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("code", block_params(language="python", mark=""))
def test_the_snippet_for_analysts_reads_a_state(code: str) -> None:
    names: dict[str, Any] = {}
    exec(code, names)
    suspend_data = (  # from the player, in a browser
        "1LcuxCYAwEEbhVeSv09ld7xRiEc0RBblIYgwSMpBzuJhXWD54X8USspyg3uCwnkG"
        "Y2W8Cg8QsoPHvycBKKhwTqOKK1np9h_eRroQQHXWeXd4dmlGxbuLUKppv3dA-"
    )
    answer = names.get("state", names.get("answers"))(suspend_data)
    assert answer.get("answers", answer) == {"vraag": "Eén woord: geduld"}


@pytest.mark.parametrize("code", block_params(language="python", mark="lrs"))
def test_the_snippet_for_an_lrs_sends_every_answer(code: str) -> None:
    names: dict[str, Any] = {}
    exec(code, names)
    with run_fake_lrs() as (port, received):
        lrs = names["RemoteLRS"](
            endpoint=f"http://127.0.0.1:{port}/", version="1.0.3", username="k", password="s"
        )
        names["send"](lrs, "anna", "webcare", {"viva-goed": "Eén woord", "viva-toevoegen": "Geduld"})
    (statements,) = received
    assert [each["result"]["response"] for each in statements] == ["Eén woord", "Geduld"]
    assert {each["actor"]["account"]["name"] for each in statements} == {"anna"}
    assert statements[0]["object"]["id"].endswith("/courses/webcare/interactions/viva-goed")


@contextmanager
def run_fake_lrs() -> Iterator[tuple[int, list[Any]]]:
    """A port that takes statements as an LRS does, and what it received."""
    received: list[Any] = []

    class Store(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            answer = json.dumps([str(uuid4()) for _ in received[-1]]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Store) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, received
        server.shutdown()


def test_the_readme_names_only_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"


def test_the_tables_of_rooms_and_of_the_face_of_the_lrs_are_made_from_the_code_of_today() -> None:
    made = runpy.run_path(str(ROOT / "docs/make_rooms.py"))
    for page in made["TABLES"]:
        assert made["with_table"](page) == page.read_text(encoding="utf-8"), "python docs/make_rooms.py"


def test_every_benchmark_finds_what_it_imports() -> None:
    """They aren't run with the tests, and so nobody would notice what was moved away from under them."""
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py"))
    code = f"import importlib\nfor name in {names}: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=ROOT / "benchmarks", capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
