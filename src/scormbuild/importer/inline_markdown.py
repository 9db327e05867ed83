"""Running text as Markdown in the dialect of courses, such that it reads as it did."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import html

from scormbuild.importer.escapes import escape_line_start, escape_text

_EMPHASIS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
# What has no mark, and passes as it is.
_KEPT_TAGS: Final = frozenset({"sub", "sup", "kbd", "mark"})
_SIGN: Final = r"(?:\\.|[^\w\\<>\[\]()`!])"  # also a blank
_EDGES = re.compile(rf"(?P<lead>{_SIGN}*)(?P<inner>.*?)(?P<rest>{_SIGN}*)", re.DOTALL)
_LINE_BREAK: Final = "\ue00a"  # for private use, until blanks are joined

Inline = Callable[[html.HtmlElement, str], str]


def inline_markdown(element: html.HtmlElement, line_break: str = "\\\n") -> str:
    """What stands in an element; each line of it begins no block."""
    text = re.sub(r"\s+", " ", _content(element)).strip(f" {_LINE_BREAK}")
    lines = [line.strip() for line in text.split(_LINE_BREAK)]
    return line_break.join(escape_line_start(line) for line in lines)


def _content(element: html.HtmlElement, around: tuple[str, str] = ("", ""), emphasised: bool = False) -> str:
    """What stands in an element, of which these two characters stand around it."""
    text = escape_text(element.text or "")
    for child in element:
        tail = escape_text(child.tail or "")
        if isinstance(child.tag, str):  # no comment
            before = text[-1:] or around[0]
            after = tail[:1] or ("x" if child.getnext() is not None else around[1])
            text = _join(text, _element(child, (before, after), emphasised))
        text += tail
    return text


def _join(text: str, piece: str) -> str:
    """Two pieces. Marks that meet would be read as others: what is emphasised twice in a row is so once."""
    closing = re.search(r"(?<!\\)(\*+|~~)$", text)
    opening = re.match(r"\*+|~~", piece)
    if not closing or not opening or closing[0][0] != opening[0][0]:
        return text + piece
    if closing[0] == opening[0]:
        return text[: closing.start()] + piece[opening.end() :]
    return text + re.sub(rf"(?<!\\){re.escape(opening[0])}", "", piece)


def _element(child: html.HtmlElement, around: tuple[str, str], emphasised: bool) -> str:
    """A child between these two characters. In what is emphasised nothing is emphasised once more."""
    tag = child.tag
    mark = "" if emphasised else _EMPHASIS.get(tag, "")
    text = _content(child, around, emphasised or bool(mark))
    if mark:
        return _emphasis(mark, text, *around)
    if tag in _KEPT_TAGS and text.strip():
        return f"<{tag}>{text}</{tag}>"
    return _SPECIAL[tag](child, text) if tag in _SPECIAL else text


def _emphasis(mark: str, text: str, before: str, after: str) -> str:
    """Blanks and signs stand outside, or the marks would be no marks (CommonMark 6.2): `**Note**:so`."""
    found = _EDGES.fullmatch(text)
    if not found or not found["inner"] or _LINE_BREAK in text:
        return text
    lead, inner, rest = found.group("lead", "inner", "rest")
    starts = inner[0].isalnum() or not (lead[-1:] or before).strip()
    ends = inner[-1].isalnum() or not (rest[:1] or after).strip()
    return f"{lead}{mark}{inner}{mark}{rest}" if starts and ends else text


def _link(child: html.HtmlElement, text: str) -> str:
    address = (child.get("href") or "").strip()
    if not address or not text.strip():
        return text
    if address.startswith(("https://", "http://")) and child.text_content().strip() == address:
        return (
            address if re.fullmatch(r"[\w:/.%-]*[\w/]", address) else f"<{address}>"
        )  # it becomes a link by itself
    if re.search(r"[\s()<>\\]", address):
        address = "<" + re.sub(r"[<>\n\\]", lambda found: f"%{ord(found[0]):02X}", address) + ">"
    return f"[{text.strip()}]({address})"


def _image(child: html.HtmlElement, _: str) -> str:
    words = escape_text(child.get("alt") or "").strip()
    return f"![{words}]({child.get('src')})"


def _code(child: html.HtmlElement, _: str) -> str:
    text = child.text_content()
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}" if text.strip() else text


_SPECIAL: Final[dict[str, Inline]] = {
    "a": _link,
    "img": _image,
    "code": _code,
    "br": lambda *_: _LINE_BREAK,
    "abbr": lambda child, text: f'<abbr title="{child.get("title", "").replace(chr(34), "")}">{text}</abbr>',
}
