"""The icons of a course: own drawings, lines of one width on a grid of 24; a page has those that it uses."""

from __future__ import annotations

import re

from markupsafe import Markup

_ROUND = "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0"
ICONS = {
    "check": "M5 13l4.5 4.5L19 7",
    "choice": f"{_ROUND}M9.2 9.5a2.8 2.8 0 1 1 4 2.6c-.9.4-1.2 1-1.2 1.9M12 17v.1",
    "clock": f"{_ROUND}M12 7v5l3 3",
    "cross": "M6 6l12 12M18 6L6 18",
    "example": "M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0M16 16l5 5",
    "larger": "M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0M16 16l5 5M11 8v6M8 11h6",
    "list": "M4 6l1.5 1.5L8 5M4 17l1.5 1.5L8 16M12 6.5h8M12 17.5h8",
    "lock": "M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3",
    "menu": "M4 7h16M4 12h16M4 17h10",
    "note": f"{_ROUND}M12 11v5.5M12 7.5v.1",
    "pen": "M4 20l1-5L16 4l4 4L9 19zM13 7l4 4",
    "play": "M8 5l11 7-11 7z",
    "right": "M4 12h16m-7-7l7 7-7 7",
    "scale": "M4 19v-3M9.3 19v-6M14.7 19v-9M20 19V6",
    "tip": "M9 17c0-2.5-3-4-3-7.5a6 6 0 0 1 12 0c0 3.5-3 5-3 7.5zM10 21h4",
    "warning": "M12 4L2.5 20h19zM12 10v4M12 17v.1",
}
# Of an author no id has an underscore, so none can be an icon's.
PREFIX = "i_"


def icon(name: str, kind: str = "") -> Markup:
    """An icon where it stands: the words beside it say what it means, so nobody hears of it."""
    shape = Markup(' class="{}"').format(kind) if kind else ""
    return Markup('<svg{} aria-hidden="true"><use href="#{}{}"/></svg>').format(shape, PREFIX, name)


def sprite(*texts: str) -> Markup:
    """The drawings of all icons that these name, each once."""
    used = {name for text in texts for name in re.findall(rf"#{PREFIX}([a-z]+)", text)}
    symbols = (
        f'<symbol id="{PREFIX}{name}" viewBox="0 0 24 24"><path d="{ICONS[name]}"/></symbol>'
        for name in sorted(used)
    )
    return Markup(f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}</svg>')  # noqa: S704 (drawings of our own)
