"""A course as one page: style, script, pictures and films inside, to send by mail and to open from a disk."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from scormbuild.course.package_paths import REFERENCE

# Those that a browser must be told; Python's own table differs between versions and machines.
TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".vtt": "text/vtt",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
POLICY = re.compile(r'(http-equiv="Content-Security-Policy" content=")[^"]*"')
# A link says already that it downloads: data_attribute says so with a name.
LINK_OR_SOURCE = re.compile(rf"{REFERENCE.pattern}(?: download\b)?")
FRAME_SOURCES = re.compile(r"frame-src [^;\"]+")
FONT = re.compile(r"url\((fonts/[^)]+)\)")
# What only a served site has: its manifest, and how to install it.
SERVED = re.compile(
    r'<link rel="(?:manifest|apple-touch-icon)"[^>]*>\n|<p class="install">.*?</p>\n', re.DOTALL
)
STYLE = re.compile(r'<link rel="stylesheet" href="style\.css[^"]*">')
SCRIPT = re.compile(r'<script src="player\.js[^"]*" defer></script>\n')


def render_single_file(files: Mapping[str, bytes]) -> bytes:
    """The page of a site with all that it refers to inside."""
    style, script = files["style.css"].decode(), files["player.js"].decode()
    style = FONT.sub(lambda found: f"url({data_address(found[1], files)})", style)
    if "</script" in script.lower() or "</style" in style.lower():
        raise AssertionError("a script or a style that would end its own element")
    page = SERVED.sub("", files["index.html"].decode())
    frames = FRAME_SOURCES.search(page)
    policy = content_policy(style, script, frames[0] if frames else "frame-src 'none'")
    page = POLICY.sub(lambda found: f'{found[1]}{policy}"', page, count=1)
    page = LINK_OR_SOURCE.sub(lambda found: data_attribute(found, files), page)
    page = STYLE.sub(lambda _: f"<style>{style}</style>", page, count=1)
    # At the end: a script within a page can't wait for the rest of it.
    before, _, after = SCRIPT.sub("", page, count=1).rpartition("</body>")
    return f"{before}<script>{script}</script>\n</body>{after}".encode()


def content_policy(style: str, script: str, frames: str) -> str:
    """Only this script and this style, nothing from elsewhere but the frames that a learner asks for."""
    return (
        f"default-src 'none'; script-src {source_hash(script)}; style-src {source_hash(style)}; "
        f"img-src data:; media-src data:; font-src data:; {frames}; "
        "base-uri 'none'; form-action 'none'"
    )


def source_hash(text: str) -> str:
    """A hash as a policy names it (CSP Level 3, 2.3.1)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def data_attribute(found: re.Match[str], files: Mapping[str, bytes]) -> str:
    """The attribute with the file in place of its path; a link downloads it, as browsers open no data."""
    attribute, path = found[1], found[2]
    if path not in files or path in ("style.css", "player.js"):
        return found[0]
    data = f'{attribute}="{data_address(path, files)}"'
    is_link = attribute == "href" and path.startswith("media/")
    return f'download="{PurePosixPath(path).name}" {data}' if is_link else data


def data_address(path: str, files: Mapping[str, bytes]) -> str:
    """The file itself as an address (RFC 2397)."""
    kind = TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
    return f"data:{kind};base64,{b64encode(files[path]).decode()}"
