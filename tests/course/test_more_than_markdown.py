"""What a page can hold beyond Markdown: coloured code, formulas, definitions, footnotes, bare addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files, sample_page

from scormbuild.course.build import build_course
from scormbuild.course.model import Text
from scormbuild.course.source import read_course
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
LONG = "https://example.org/" + "a" * 60

HTML: dict[str, tuple[str, str]] = {
    "code in a language": (
        '```python\ndef f():  # why\n    return "x" + 1\n```',
        '<pre><code><span class="k">def</span> <span class="f">f</span>():  '
        '<span class="c"># why</span>\n    <span class="k">return</span> <span class="s">"x"</span> + '
        '<span class="n">1</span>\n</code></pre>',
    ),
    "code that looks like HTML": (
        "```html\n<script>alert(1)</script>\n```",
        '<pre><code>&lt;<span class="k">script</span>&gt;alert'
        '(<span class="n">1</span>)&lt;/<span class="k">script</span>&gt;\n</code></pre>',
    ),
    "indented code": ("    a < b", "<pre><code>a &lt; b\n</code></pre>"),
    "a formula in a sentence": (
        "It is $\\frac{1}{2}$ of it.",
        "<p>It is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of it.</p>",
    ),
    "a formula by itself": (
        "$$\na < b\n$$",
        '<div class="formula" tabindex="0"><math display="block"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>'
        "</div>",
    ),
    "columns of a formula without styles": (
        "$$\\begin{aligned}a&=b\\end{aligned}$$",
        '<div class="formula" tabindex="0"><math display="block"><mtable displaystyle="true" scriptlevel="0">'
        '<mtr><mtd class="right"><mi>a</mi></mtd><mtd class="left"><mo>=</mo><mi>b</mi></mtd></mtr></mtable>'
        "</math></div>",
    ),
    "money": ("From $5 to $10, or $3-$4.", "<p>From $5 to $10, or $3-$4.</p>"),
    "dollars that are no formula": ("From \\$5, a \\$x\\$ each.", "<p>From $5, a $x$ each.</p>"),
    "definitions": (
        "Term *one*\n: What it means\n\nTerm two\n: One\n: Two",
        '<dl class="terms">\n<dt>Term <em>one</em></dt>\n<dd>What it means</dd>\n<dt>Term two</dt>\n'
        "<dd>One</dd>\n<dd>Two</dd>\n</dl>",
    ),
    "a bare address": (
        "See https://www.example.org/, or *https://example.org/a*.",
        '<p>See <a href="https://www.example.org/" target="_blank" rel="noopener">www.example.org</a>, or '
        '<em><a href="https://example.org/a" target="_blank" rel="noopener">example.org/a</a></em>.</p>',
    ),
    "a long address": (
        LONG,
        f'<p><a href="{LONG}" target="_blank" rel="noopener">example.org/…</a></p>',
    ),
    "what is no address": (
        "Mail a@example.org, www.example.org, end.of ftp://example.org //example.org `https://example.org`",
        "<p>Mail a@example.org, www.example.org, end.of ftp://example.org //example.org "
        "<code>https://example.org</code></p>",
    ),
}


@pytest.mark.parametrize(("text", "html"), HTML.values(), ids=HTML)
def test_a_text_comes_out_as_html(make_folder: MakeFolder, text: str, html: str) -> None:
    assert read_course(make_folder(sample_page(text))).course.pages[0].blocks == (Text(html),)


FAULTS: dict[str, tuple[str, str]] = {
    "an unknown language of code": (
        "Hi.\n\n```pyhton\nx\n```\n",
        "6:1: unknown language of code 'pyhton'\n  hint: did you mean 'python'?",
    ),
    "a language that is like no other": (
        "```xxxxxxxxxx\nx\n```\n",
        "4:1: unknown language of code 'xxxxxxxxxx'\n  hint: leave it out, and the code gets no colours",
    ),
    "an unknown command in a formula": (
        "Look:\na $b + \\fo$ c",
        '5:8: this formula can\'t be read: unknown command "\\fo"\n'
        "  hint: a dollar that is money is written \\$",
    ),
    "a formula by itself that isn't closed": (
        "$$\na\n + \\frac{1}{2\n$$",
        '6:14: this formula can\'t be read: expected closing token "}", but reached end of input\n'
        "  hint: a dollar that is money is written \\$",
    ),
    "a formula on one line": (
        "$$a}$$",
        '4:4: this formula can\'t be read: unmatched closing token: "}"\n'
        "  hint: a dollar that is money is written \\$",
    ),
    "a formula in a question": (
        ":::{reflection} why\nWhy $x^$?\n:::\n",
        "5:8: this formula can't be read: expected argument but reached end of input\n"
        "  hint: a dollar that is money is written \\$",
    ),
    "an empty formula": (
        "$$\n\n$$",
        "4:3: this formula is empty\n  hint: a dollar that is money is written \\$",
    ),
    "a formula that never ends": (
        "$\\def\\a{\\a\\a}\\a$",
        "4:2: this formula can't be read: too many expansions of custom commands. A command may be "
        "expanding to itself\n  hint: a dollar that is money is written \\$",
    ),
    "a footnote that isn't there": (
        "Hi[^a].",
        "4:3: there is no footnote [^a]\n  hint: write [^a]: and its text below, on a line of its own",
    ),
    "a footnote of nothing": (
        "Hi.\n\n[^a]: Text.",
        "6:1: nothing refers to the footnote [^a]\n  hint: write [^a] in the text, or leave it out",
    ),
    "a footnote twice": (
        "Hi[^a].\n\n[^a]: Text.\n\n[^a]: Text.",
        "8:1: the footnote [^a] stands here twice\n  hint: leave one out",
    ),
    "a footnote's text in a directive": (
        ":::{callout}\nHi[^a].\n\n[^a]: Text.\n:::\n",
        "5:3: there is no footnote [^a]\n"
        "  hint: write [^a]: and its text below, on a line of its own\n"
        "pages/start.md:7:1: the text of a footnote can't stand in a directive\n"
        "  hint: put it at the end of the page",
    ),
    "a footnote in a question": (
        ":::{reflection} why\nWhy[^a]?\n:::\n\n[^a]: Text.",
        "5:4: a question can't hold a footnote\n  hint: put it in the text above the question\n"
        "pages/start.md:8:1: nothing refers to the footnote [^a]\n"
        "  hint: write [^a] in the text, or leave it out",
    ),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_text_is_named_with_its_place_and_a_way_out(
    make_folder: MakeFolder, text: str, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        read_course(make_folder(sample_page(text)))
    assert str(raised.value) == f"pages/start.md:{message}"


NOTES = "One[^b] two[^a].\n\n:::{callout}\nThree[^c], and one again[^b].\n:::\n\nLast[^d].\n\n"
TEXTS = "[^a]: A.\n[^b]: B, https://example.org[^e]\n[^c]: C.\n[^d]: D.\n[^e]: E.\n"


def test_footnotes_are_numbered_as_they_are_met_and_lead_there_and_back(make_folder: MakeFolder) -> None:
    files = {
        "course.yaml": SETTINGS + "  - more\n",
        "pages/start.md": FRONT_MATTER + NOTES + TEXTS,
        "pages/more.md": FRONT_MATTER + "Other[^a].\n\n[^a]: Elsewhere.\n",
    }
    page = lxml.html.fromstring(build_course(make_folder(files)).files["index.html"])
    links = page.xpath("//a[@role='doc-noteref']")
    assert [link.text for link in links] == ["1", "2", "3", "1", "4", "5", "1"]
    texts = [item.text_content().split()[0] for item in page.find_class("footnotes")[0].iter("li")]
    assert texts == ["B,", "A.", "C.", "D.", "E."]
    for link in page.xpath("//a[@role='doc-noteref' or @role='doc-backlink']"):
        assert len(page.xpath("//*[@id=$id]", id=link.get("href")[1:])) == 1
    back = page.xpath("//a[@role='doc-backlink']")
    assert [link.get("aria-label") for link in back[:2]] == [
        "Back to the text 1 (1)",
        "Back to the text 1 (2)",
    ]
    assert len(set(page.xpath("//@id"))) == len(page.xpath("//@id"))


def test_a_course_carries_the_style_of_code_and_formulas_only_where_it_has_them(
    make_folder: MakeFolder,
) -> None:
    plain = build_course(make_folder(sample_page("Text."))).files["style.css"]
    code = build_course(make_folder(sample_page(":::{callout}\n```sh\nls\n```\n:::\n"))).files["style.css"]
    formula = build_course(make_folder(sample_page("- It is $x$."))).files["style.css"]
    assert b"code .k" not in plain
    assert b"code .k" in code
    assert b".formula" not in code
    assert b".formula" in formula
