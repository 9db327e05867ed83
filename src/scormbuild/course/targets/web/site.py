"""What a site has beside the course: a manifest, icons, and the script that keeps it in the browser."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib import resources

from scormbuild.course.model import Course
from scormbuild.course.outline import OUTLINE_FILE
from scormbuild.course.targets.web.icon import icon_png

FOLDER = resources.files("scormbuild.course.targets.web")
ICON_SIZES = (192, 512)  # that browsers ask for before they offer to install
# Browsers ask for parts of these, which a cache doesn't give: they come from the server only.
FILM_SUFFIXES = (".mp4", ".webm", ".mp3", ".m4a", ".ogg", ".wav")


def site_files(course: Course, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The page with addresses that change with what they lead to, and the files that only a site has."""
    style = files["style.css"] + (FOLDER / "site.css").read_bytes()
    # Else a browser that has the style of an earlier version would use it with this one's page.
    hashes = {"style.css": digest(style), "player.js": digest(files["player.js"])}
    addresses = {name: f"{name}?{value[:8]}" for name, value in hashes.items()}
    page = files["index.html"].decode()
    for name, address in addresses.items():
        page = page.replace(f'"{name}"', f'"{address}"', 1)
    icons = {f"icon-{size}.png": icon_png(course.theme.accent, size) for size in ICON_SIZES}
    beside = {
        "index.html": page.encode(),
        "style.css": style,
        "manifest.webmanifest": web_manifest(course),
        **icons,
    }
    kept = {
        path: content
        for path, content in {**files, **beside}.items()
        if not is_film(path) and path != OUTLINE_FILE
    }
    return {**beside, "service-worker.js": service_worker(kept, {"index.html": "", **addresses})}


def digest(content: bytes) -> str:
    """A hash of a file, in hexadecimal."""
    return sha256(content).hexdigest()


def is_film(path: str) -> bool:
    """Whether it is a film or a sound."""
    return path.lower().endswith(FILM_SUFFIXES)


def web_manifest(course: Course) -> bytes:
    """What a browser shows of an installed course (W3C Web Application Manifest)."""
    icons = [
        {"src": f"icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in ICON_SIZES
    ]
    manifest = {
        "name": course.title,
        "description": course.description,
        "lang": course.language,
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": course.theme.accent,
        "icons": [*icons, {**icons[-1], "purpose": "maskable"}],
    }
    return f"{json.dumps(manifest, indent=2, ensure_ascii=False)}\n".encode()


def service_worker(files: Mapping[str, bytes], addresses: Mapping[str, str]) -> bytes:
    """The script that keeps these files in the browser; by its hashes it knows the files of its version."""
    hashes = {
        addresses.get(path, path): f"sha256-{b64encode(sha256(files[path]).digest()).decode()}"
        for path in sorted(files)
    }
    listing = json.dumps(hashes)
    head = f"'use strict';\nconst VERSION = '{digest(listing.encode())[:16]}';\nconst FILES = {listing};\n"
    return head.encode() + (FOLDER / "service-worker.js").read_bytes()
