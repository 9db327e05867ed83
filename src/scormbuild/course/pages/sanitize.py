"""What of HTML may reach a learner's browser, whatever made it."""

from __future__ import annotations

import nh3

_MATH_TAGS = {
    *("math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom"),
    *("mprescripts", "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup"),
    *("mtable", "mtd", "mtext", "mtr", "munder", "munderover"),
}
_MATH_ATTRIBUTES: dict[str, set[str]] = {
    "math": {"display"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {
        *("form", "largeop", "lspace", "maxsize", "minsize", "movablelimits", "rspace", "stretchy"),
        "symmetric",
    },
    "mover": {"accent"},
    "mpadded": {"depth", "height", "lspace", "voffset", "width"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"displaystyle", "scriptlevel"},
    "mtd": {"class", "columnspan"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}
# No style, which a strict Content-Security-Policy drops, and an id only where the underscore before it says
# that it can't be that of a question.
_SAFE_ATTRIBUTES: dict[str, set[str]] = {
    **_MATH_ATTRIBUTES,
    "a": {"href", "title", "target", "rel", "id", "role", "aria-describedby"},
    "abbr": {"title"},
    "div": {"class", "tabindex"},
    "dl": {"class"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "span": {"class"},
    "th": {"class"},
    "td": {"class"},
}
_TEXT_TAGS = {"a", "abbr", "br", "code", "em", "kbd", "mark", "s", "span", "strong", "sub", "sup"}
_BLOCK_TAGS = {
    "blockquote",
    "dd",
    "div",
    "dl",
    "dt",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "ul",
}
_OTHER_TAGS = {"figcaption", "figure", "img", "table", "tbody", "td", "th", "thead", "tr"}


def sanitize_html(html: str) -> str:
    """The HTML without anything that could run: the second wall, whatever came through the first."""
    return nh3.clean(
        html.strip(),
        tags=_TEXT_TAGS | _BLOCK_TAGS | _OTHER_TAGS | _MATH_TAGS,
        attributes=_SAFE_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,  # prose.py has said already which links open a window
        attribute_filter=_keep_attribute,
    )


def _keep_attribute(_: str, name: str, value: str) -> str | None:
    return value if name != "id" or value.startswith("_") else None
