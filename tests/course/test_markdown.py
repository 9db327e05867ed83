"""Markdown in, safe HTML out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from scormbuild.course import source
from scormbuild.course.blocks import BLOCKS
from scormbuild.course.model import Block, Text
from scormbuild.course.notes import Notes
from scormbuild.course.pages import markdown, page, prose, sanitize
from scormbuild.course.pages.banks import Banks
from scormbuild.course.source.text import decode_text

ReadBlocks = Callable[[str], tuple[Block, ...]]
WORDS = source.read_translations("en")["defaults"]


def as_html(text: str) -> str:
    """The text as HTML, whatever its faults."""
    return markdown.render_html(prose.parse_prose(text, Notes("page.md", text.split("\n"))))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Head", "<h2>Head</h2>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("H<sub>2</sub>O<br>x<sup>2</sup>", "<p>H<sub>2</sub>O<br>x<sup>2</sup></p>"),
        ("H<SUB>2</SUB>O", "<p>H<sub>2</sub>O</p>"),
        ("<br>\n<kbd>F1</kbd> <mark>x</mark>", "<p><br>\n<kbd>F1</kbd> <mark>x</mark></p>"),
        ('<abbr title="Human Resources">HR</abbr>', '<p><abbr title="Human Resources">HR</abbr></p>'),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("```\n<script>\n```", "<pre><code>&lt;script&gt;\n</code></pre>"),
        ("[a](#start)", '<p><a href="#start">a</a></p>'),
        ("<mailto:a@example.org>", '<p><a href="mailto:a@example.org">mailto:a@example.org</a></p>'),
        ("[a](tel:+31201234567)", '<p><a href="tel:+31201234567">a</a></p>'),
    ],
)
def test_markdown_comes_out_as_html(text: str, html: str) -> None:
    notes = Notes("page.md", text.split("\n"))
    assert markdown.render_html(prose.parse_prose(text, notes)) == html
    assert notes.problems == []


@pytest.mark.parametrize("address", ["https://example.org/a?b=c", "http://example.org", "media/list.pdf"])
def test_a_link_that_leaves_the_course_opens_in_a_new_tab(address: str) -> None:
    assert as_html(f"[a]({address})") == f'<p><a href="{address}" target="_blank" rel="noopener">a</a></p>'


def test_an_address_with_odd_characters_is_encoded() -> None:
    assert 'href="https://xn--caf-dma.example/%C3%A9%20b"' in as_html("[a](<https://café.example/é b>)")


def test_an_image_is_lazy_and_says_what_it_shows() -> None:
    assert as_html("a ![A **red** door](media/x.png)") == (
        '<p>a <img src="media/x.png" alt="A red door" loading="lazy"></p>'
    )


def test_a_decorative_image_has_an_empty_alternative() -> None:
    assert as_html("![-](media/x.png)") == '<p><img src="media/x.png" alt="" loading="lazy"></p>'


def test_an_image_with_a_caption_is_a_figure() -> None:
    assert as_html('![Door](media/x.png "A <b>red</b> door")') == (
        '<figure><img src="media/x.png" alt="Door" loading="lazy">'
        "<figcaption>A &lt;b&gt;red&lt;/b&gt; door</figcaption></figure>"
    )


def test_a_table_is_aligned_by_class_since_style_attributes_are_barred() -> None:
    html = as_html("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n")
    assert re.findall("<th( .*?)?>", html) == ["", ' class="right"', ' class="center"']
    assert re.findall("<td( .*?)?>", html) == ["", ' class="right"', ' class="center"']
    assert "style" not in html


def test_text_between_directives_is_one_block(read_blocks: ReadBlocks) -> None:
    blocks = read_blocks("One.\n\n- two\n\n:::{callout}\nthree\n:::\nFour.\n")
    assert [type(block).__name__ for block in blocks] == ["Text", "Callout", "Text"]
    assert blocks[0] == Text("<p>One.</p>\n<ul>\n<li>two</li>\n</ul>")
    assert blocks[2] == Text("<p>Four.</p>")


def test_an_address_that_the_page_names_can_be_used_in_a_directive(read_blocks: ReadBlocks) -> None:
    callout, _ = read_blocks(":::{callout}\nSee [this][site].\n:::\n\n[site]: https://example.org\n\nEnd.\n")
    assert 'href="https://example.org"' in callout.html  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<p style="background:url(javascript:alert(1))">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<iframe src=//example.org></iframe><object data=x></object><embed src=x>",
        "<svg><script>alert(1)</script></svg><math><mi xlink:href=javascript:x>",
        "<form action=x><input autofocus onfocus=alert(1)></form><base href=//x><meta http-equiv=refresh>",
        "<!-- <script> --><template><script>x</script></template><noscript><p title='</noscript><script>'>",
    ],
)
def test_the_second_wall_stops_what_the_first_would_let_through(html: str) -> None:
    assert find_dangers(sanitize.sanitize_html(html)) == []


def find_dangers(html: str) -> list[str]:
    """What could run in this HTML, as another parser than the cleaner's sees it."""
    found = []
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        if not isinstance(element.tag, str) or element.tag in FORBIDDEN_ELEMENTS:
            found.append(str(element.tag))
        for name, value in element.attrib.items():
            scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", value).lower())
            if name.startswith(("on", "xlink")) or name == "style" or (scheme and scheme[1] not in SCHEMES):
                found.append(f"{name}={value}")
    return found


FORBIDDEN_ELEMENTS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "annotation-xml",
    "maction",
    "form",
    "base",
    "meta",
    "template",
}
SCHEME = re.compile("([a-z][a-z0-9+.-]*):")
SCHEMES = {"http", "https", "mailto", "tel"}

# What Markdown, directives and HTML are made of, and what an attacker would add; the rest is any text.
PIECES = r"""
::: :::: :::{choice}·a :::{video}·v {callout} :title:·x -·[x]· -·[·]· +· >· 1.· ##· ---¶ *** ` ```¶
|·a·|·b·|¶ |--|:-:| [ ] ]( ) ![ < > [r]:· ¶ ¶¶ = · ···· " ' \ é &#106; &lt; &Tab; <br> <sub> </p>
<!-- --> <script> </script> <svg·onload=x> <a·href=' <img·src=x·onerror= style=x <![CDATA[ <?
javascript: JaVaScRiPt&colon; data:text/html, https:// media/ .. 20%·35%· 1:05·
$ $$ \frac{ } \text{ \href{ [^a] [^a]:· ```python¶ ```html¶ :·x <math> <mi·href=javascript:x> <mtext>
"""
NOISE = st.lists(
    st.sampled_from([piece.replace("·", " ").replace("¶", "\n") for piece in PIECES.split()])
    | st.text(max_size=5),
    max_size=40,
).map("".join)
HTML = {"html", "prompt", "points", "transcript", "dos", "donts", "what", "feedback", "items", "caption"}


def list_html(value: object) -> Iterator[str]:
    """All HTML in a page's blocks."""
    for name, held in vars(value).items():
        for part in held if isinstance(held, tuple) else (held,):
            if dataclasses.is_dataclass(part):
                yield from list_html(part)
            elif name in HTML:
                yield str(part)


@settings(deadline=None)
@given(NOISE)
def test_no_text_breaks_the_reader_or_lets_a_script_through(text: str) -> None:
    assert find_dangers(as_html(text)) == []


@settings(deadline=None)
@given(st.sampled_from([None, *sorted(BLOCKS)]), NOISE)
def test_no_page_breaks_the_reader_or_lets_a_script_through(name: str | None, body: str) -> None:
    notes = Notes("page.md")
    written = f":::{{{name}}} a\n{body}\n:::\n" if name else body
    text = decode_text(written.encode(), notes) or ""
    made = page.parse_page("page", None, prose.parse_prose(text, notes), notes, WORDS, BLOCKS, Banks())
    assert [danger for html in list_html(made) for danger in find_dangers(html)] == []
    assert all(1 <= fault.line <= len(notes.lines) and fault.column >= 1 for fault in notes.problems)


@pytest.mark.parametrize("piece", ["> ", "- ", "![", "[a](", "*a **b ", "<!--", ":", "|a", "<sub>"])
def test_no_depth_of_nesting_breaks_the_reader(piece: str) -> None:
    assert find_dangers(as_html(f"{piece * 2000}x")) == []


@pytest.mark.parametrize("text", ["", " ", "> :::\n> ", "- :::\n  ", "---\n ", ":::{callout}\n   "])
def test_no_end_of_a_text_breaks_the_reader(text: str) -> None:
    assert find_dangers(as_html(text)) == []
