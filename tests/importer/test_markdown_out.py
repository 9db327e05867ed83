"""What is written as Markdown reads as it did: no sign of a text becomes a mark of the dialect."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from scormbuild.course.pages.markdown import parse_markdown, render_html
from scormbuild.importer.block_markdown import blocks_markdown
from scormbuild.importer.document import Document, parse_body
from scormbuild.importer.recognition.answers import recognise_answers

SIGNS = [
    *"#*_-+>|~=:.)`\\[]()<>!&$^{}\"'/ 1a",
    "**",
    "__",
    "~~",
    ":::",
    "```",
    "---",
    "1. ",
    "&amp;",
    "<b>",
    "](",
    "$x$",
]
words = st.lists(st.sampled_from(SIGNS) | st.text("abc é", max_size=4), min_size=1, max_size=12).map("".join)
inline = words.map(escape) | st.tuples(st.sampled_from(["b", "i", "s", "sub"]), words).map(
    lambda pair: f"<{pair[0]}>{escape(pair[1])}</{pair[0]}>"
)
lines = st.lists(inline, min_size=1, max_size=4).map("".join)
blocks = (
    lines.map(lambda text: f"<p>{text}</p>")
    | lines.map(lambda text: f"<h3>{text}</h3>")
    | lines.map(lambda text: f"<blockquote><p>{text}</p></blockquote>")
    | st.lists(lines, min_size=1, max_size=3).map(
        lambda items: f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    )
    | st.lists(lines, min_size=2, max_size=3).map(
        lambda rows: f"<table>{''.join(f'<tr><td>{row}</td><td>x</td></tr>' for row in rows)}</table>"
    )
)


def read(text: str) -> str:
    """What somebody reads there, blanks apart."""
    return re.sub(r"\s+", "", parse_body(text).text_content())


@settings(max_examples=300, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=3).map("".join))
def test_a_page_says_after_the_import_what_it_said_before(source: str) -> None:
    markdown = blocks_markdown(parse_body(source))
    shown = render_html(parse_markdown(markdown))
    assert read(shown) == read(source), markdown
    assert re.findall("<(table|ul)>", shown) == re.findall("<(table|ul)>", source), markdown


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>a <b>bold </b>word</p>", "a **bold** word"),
        ("<p><b>Let op:</b>lees dit</p>", "**Let op**:lees dit"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("<p>snake_case and _this_</p>", "snake_case and \\_this\\_"),
        ("<p>one<br>two</p>", "one\\\ntwo"),
        ('<p><a href="https://who.int/a b">WHO</a></p>', "[WHO](<https://who.int/a b>)"),
        ('<p><a href="https://who.int">https://who.int</a></p>', "https://who.int"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "1. a\n\n   b"),
        ("<pre>x\n```\ny</pre>", "````\nx\n```\ny\n````"),
        (
            "<table><tr><th>a|b</th></tr><tr><td><p>c</p><p>d</p></td></tr></table>",
            "| a\\|b |\n| --- |\n| c<br>d |",
        ),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<dl><dt>Term</dt><dd>what</dd></dl>", "Term\n: what"),
    ],
)
def test_blocks_are_written_as_an_author_would(source: str, markdown: str) -> None:
    assert blocks_markdown(parse_body(source)) == markdown


def test_comments_in_html_leave_nothing() -> None:
    assert blocks_markdown(html.fragments_fromstring("<p>a<!-- secret --> b</p>")) == "a b"


def test_thousands_of_lists_and_of_fields_are_written() -> None:
    assert blocks_markdown(parse_body("<ul><li>a</li></ul>" * 3_000)).count("* a") == 1_500
    document = Document(parse_body("<p>What?</p><p>........</p>" * 3_000))
    recognise_answers(document)
    assert len(document.body) == 3_000
