"""A small sound course as a mapping of path to content, and ways to spoil it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str | bytes | None]

SETTINGS = """\
id: sample
title: Sample
language: en
version: 1.0.0
description: A course to try things on.
pages:
  - start
"""
FRONT_MATTER = "---\ntitle: Start\n---\n"
PNG = b"\x89PNG\r\n\x1a\n"


def write_sample_course(folder: Path, files: Files) -> Path:
    """Write the course into a folder, with these files in it or in place of its own; None leaves one out."""
    for name, content in {
        "course.yaml": SETTINGS,
        "pages/start.md": f"{FRONT_MATTER}Hello.\n",
        **files,
    }.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def sample_page(text: str, files: Files | None = None) -> Files:
    """A course with this text on its page, from line 4 on, and perhaps more files."""
    return {"pages/start.md": FRONT_MATTER + text, **(files or {})}


def edit_settings(old: str, new: str) -> Files:
    """A course in whose settings one thing was replaced."""
    assert old in SETTINGS
    return {"course.yaml": SETTINGS.replace(old, new)}


def add_settings(lines: str) -> Files:
    """A course with more settings, from line 8 on."""
    return {"course.yaml": SETTINGS + lines}
