"""Markdown as tokens and as HTML: CommonMark with tables, strikethrough and colon fences.

Raw HTML is parsed, so that it can be refused with its place (prose.py); all that is rendered is cleaned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link
from markdown_it.token import Token as Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from scormbuild.course.notes import Place
from scormbuild.course.typography import Marks, typeset_pieces

DEEPEST_NESTING = (
    20  # levels of lists and quotes; what lies deeper markdown-it would leave out without a word
)
_PARSERS: dict[tuple[bool, Marks | None], MarkdownIt] = {}
# No style, which a strict Content-Security-Policy drops, and no id, which could be that of a question.
_SAFE_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "target", "rel"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
}
_TEXT_TAGS = {"a", "abbr", "br", "code", "em", "kbd", "mark", "s", "strong", "sub", "sup"}
_BLOCK_TAGS = {"blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_OTHER_TAGS = {"figcaption", "figure", "img", "table", "tbody", "td", "th", "thead", "tr"}


class _Parser(MarkdownIt):
    """Gives addresses as the author wrote them, so that a bad one is a fault and not plain text."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802
        return url


def _record_positions(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """The rule, which now also writes down where in the text its tokens begin."""

    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        for token in () if silent else state.tokens[count:]:
            token.meta.setdefault("at", start)
        return found

    return run


def _comment(state: StateInline, silent: bool) -> bool:
    """An HTML comment, also one that is never closed: to the end of the paragraph."""
    if not state.src.startswith("<!--", state.pos):
        return False
    end = state.src.find("-->", state.pos + 4)
    start, state.pos = state.pos, end + 3 if end >= 0 else state.posMax
    if not silent:
        state.push("html_inline", "", 0).content = state.src[start : state.pos]
    return True


def _typography(marks: Marks) -> Callable[[StateCore], None]:
    """A rule that gives running text the marks of print, but for code, keys and addresses."""

    def run(state: StateCore) -> None:
        for token in state.tokens:
            if token.children and token.type == "inline":
                _typeset(token.children, marks)

    return run


def _typeset(children: Sequence[Token], marks: Marks) -> None:
    verbatim = 0  # within an address that stands for itself, or the name of a key
    pieces = []
    for child in children:
        if child.markup in ("autolink", "linkify") or child.content[:5].lower() in ("<kbd>", "</kbd"):
            verbatim += 1 if child.nesting > 0 or child.content[1:2] in ("k", "K") else -1
        text = "\n" if child.type in ("softbreak", "hardbreak") else child.content
        # A tag is no part of the sentence; what was written as \\" or &quot; is meant to stay so.
        pieces.append(("" if child.type == "html_inline" else text, child.type == "text" and not verbatim))
        if child.children:
            _typeset(child.children, marks)  # what an image shows, in words
    for child, text in zip(children, typeset_pieces(marks, pieces), strict=True):
        if child.type == "text":
            child.content = text


def _make_parser(page: bool, marks: Marks | None) -> MarkdownIt:
    """A parser for a whole page, or for what stands in a directive, where `---` opens no front matter."""
    parser = _Parser("commonmark", {"maxNesting": DEEPEST_NESTING}).enable(["table", "strikethrough"])
    # Tag by tag in running text, so that <br> on a line of its own isn't a block of raw HTML.
    parser.disable("html_block").use(colon_fence_plugin)
    for name, rule in (
        ("autolink", autolink),
        ("html_inline", html_inline),
        ("image", image),
        ("link", link),
    ):
        # Only blocks carry their lines: where in its block a link or a tag stands is written down here.
        parser.inline.ruler.at(name, _record_positions(rule))
    # Before html_inline, which takes a comment that isn't closed for text, and so shows it to learners.
    parser.inline.ruler.before("html_inline", "comment", _record_positions(_comment))
    if marks:
        # Before text_join, which makes plain text of what was escaped.
        parser.core.ruler.before("text_join", "typography", _typography(marks))
    return parser.use(front_matter_plugin) if page else parser


def parse_markdown(
    text: str,
    first: int = 1,
    references: dict[str, Any] | None = None,
    *,
    page: bool = False,
    marks: Marks | None = None,
) -> list[Token]:
    """The tokens of a text whose first line is line `first` of its file: `token.map` counts from there.

    Of a page, its front matter is the first token. With `marks`, quotes and dashes are those of print.
    """
    parser = _PARSERS.get((page, marks)) or _PARSERS.setdefault((page, marks), _make_parser(page, marks))
    # Trailing blanks and an end without a line break make the plug-ins look past the end.
    tokens = parser.parse(text.rstrip() + "\n", {} if references is None else references)
    for token in tokens:
        if token.map:
            token.map = [token.map[0] + first, token.map[1] + first]
    return tokens


def split_blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The blocks that stand at the top, each with all that it holds."""
    part: list[Token] = []
    depth = 0
    for token in tokens:
        part.append(token)
        # 1 where something opens, -1 where it closes, 0 for what holds nothing.
        depth += token.nesting
        if depth == 0:
            yield part
            part = []


def inline_places(token: Token, lines: Sequence[str]) -> Iterator[tuple[int, Place]]:
    """The links, images and tags of a running text, by their number, each with its place in the file.

    A line of the text is looked for in the file's line, to get past the marks of lists, quotes and tables.
    """
    line, start, shift, rows = (token.map or [1])[0], 0, -1, token.content.split("\n")
    for number, child in enumerate(token.children or []):
        if child.type not in ("link_open", "image", "html_inline"):
            continue
        at = child.meta.get("at", start)
        while len(rows) > 1 and at > start + len(rows[0]):
            start, line, shift = start + len(rows.pop(0)) + 1, line + 1, -1
        if shift < 0:
            shift = max(lines[line - 1].find(rows[0]), 0) if line <= len(lines) else 0
        yield number, Place(line, shift + at - start + 1)


def render_html(tokens: Sequence[Token]) -> str:
    """The tokens as HTML, cleaned."""
    parser = _PARSERS.get((False, None)) or _PARSERS.setdefault((False, None), _make_parser(False, None))
    return sanitize_html(parser.renderer.render(tokens, parser.options, {}))


def sanitize_html(html: str) -> str:
    """The HTML without anything that could run: the second wall, whatever came through the first."""
    return nh3.clean(
        html.strip(),
        tags=_TEXT_TAGS | _BLOCK_TAGS | _OTHER_TAGS,
        attributes=_SAFE_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,  # prose.py has said already which links open a window
    )


def normalize_address(url: str) -> str:
    """A web address with its odd characters encoded (RFC 3986), and an international host in ASCII."""
    return normalizeLink(url)
