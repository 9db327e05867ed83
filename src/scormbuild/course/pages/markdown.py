"""Markdown as tokens and as HTML: CommonMark, and what authors of courses need besides.

That is tables, strikethrough, definition lists, footnotes, formulas, coloured code, bare web addresses and
colon fences.

Raw HTML is parsed, so that it can be refused with its place (prose.py); all that is rendered is cleaned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, html_inline, image, link, linkify
from markdown_it.token import Token as Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref
from mdit_py_plugins.front_matter import front_matter_plugin

from scormbuild.course.notes import Place
from scormbuild.course.pages.code import color_code
from scormbuild.course.pages.sanitize import sanitize_html
from scormbuild.course.typography import Marks, typeset_pieces

DEEPEST_NESTING = (
    20  # levels of lists and quotes; what lies deeper markdown-it would leave out without a word
)
_PARSERS: dict[tuple[bool, Marks | None], MarkdownIt] = {}
# Where something stands is known of blocks only; these note it for themselves.
_PLACED = ("link_open", "image", "html_inline", "math_inline", "footnote_ref")


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
            # The rule for bare addresses begins at the colon, after https.
            back = str(token.attrs["href"]).index(":") if token.type == "link_open" and token.info else 0
            token.meta.setdefault("at", start - back if rule is linkify else start)
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
    for child in children:
        if child.attrs.get("title"):  # a caption
            child.attrs["title"] = marks.typeset(str(child.attrs["title"]))
        if child.children:
            _typeset(child.children, marks)  # what an image shows, in words
    pieces = zip(map(_sentence_part, children), _prose_flags(children), strict=True)
    for child, text in zip(children, typeset_pieces(marks, pieces), strict=True):
        if child.type == "text":
            child.content = text


def _sentence_part(child: Token) -> str:
    """What stands in the sentence at this place: of a tag nothing."""
    if child.type in ("softbreak", "hardbreak"):
        return "\n"
    return "" if child.type == "html_inline" else child.content


def _prose_flags(children: Sequence[Token]) -> Iterator[bool]:
    """Whether each piece is prose: no code, no key, no address that stands for itself, nothing escaped."""
    depth = 0
    for child in children:
        tag = child.content.lower() if child.type == "html_inline" else ""
        depth += tag.startswith("<kbd") - tag.startswith("</kbd")
        depth += child.nesting if child.markup in ("autolink", "linkify") else 0
        yield child.type == "text" and depth <= 0


def _make_parser(page: bool, marks: Marks | None) -> MarkdownIt:
    """A parser for a whole page, or for what stands in a directive, where `---` opens no front matter."""
    options = {"maxNesting": DEEPEST_NESTING, "linkify": True, "highlight": color_code}
    parser = _Parser("commonmark", options).enable(["table", "strikethrough"])
    # Tag by tag in running text, so that <br> on a line of its own isn't a block of raw HTML.
    parser.disable("html_block").use(colon_fence_plugin).use(deflist_plugin)
    # Beside a digit or a blank a dollar is money: from $5 to $10.
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False)
    # Where its text stands is known once the page is read, so a reference is taken for one in any case.
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.inline.ruler.enable(["linkify"])
    _limit_linkify(parser)
    for name, rule in (
        ("autolink", autolink),
        ("html_inline", html_inline),
        ("image", image),
        ("link", link),
        ("linkify", linkify),
        ("footnote_ref", partial(footnote_ref, always_match=True)),
        ("math_inline", math_inline_dollar(allow_space=False, allow_digits=False)),
    ):
        # Only blocks carry their lines: where in its block a link or a tag stands is written down here.
        parser.inline.ruler.at(name, _record_positions(rule))
    # Before html_inline, which takes a comment that isn't closed for text, and so shows it to learners.
    parser.inline.ruler.before("html_inline", "comment", _record_positions(_comment))
    if marks:
        # Before text_join, which makes plain text of what was escaped.
        parser.core.ruler.before("text_join", "typography", _typography(marks))
    for name in ("math_inline", "math_block", "footnote_ref"):
        parser.add_render_rule(name, _render_meta)
    return parser.use(front_matter_plugin) if page else parser


def _limit_linkify(parser: MarkdownIt) -> None:
    """Only a bare address with its https: or http: becomes a link: end.of sentence isn't one."""
    if parser.linkify is None:
        raise ModuleNotFoundError("linkify-it-py")  # markdown-it-py goes without where it isn't there
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    for scheme in ("ftp:", "//", "mailto:"):
        parser.linkify.add(scheme, None)


def _render_meta(_: Any, tokens: Sequence[Token], number: int, *__: Any) -> str:
    """What prose.py made of a token whose HTML depends on more than the token."""
    return str(tokens[number].meta.get("html", ""))


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
    """The links, images, tags and the like of a running text, by number, each with its place in the file.

    A line of the text is looked for in the file's line, to get past the marks of lists, quotes and tables.
    """
    line, start, shift, rows = (token.map or [1])[0], 0, -1, token.content.split("\n")
    for number, child in enumerate(token.children or []):
        if child.type not in _PLACED:
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


def normalize_address(url: str) -> str:
    """A web address with its odd characters encoded (RFC 3986), and an international host in ASCII."""
    return normalizeLink(url)
