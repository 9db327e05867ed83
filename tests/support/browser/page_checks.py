"""Going round a course: every page, everything unfolded, and what can be seen to be wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, Page
from support.browser.show_blocks import SHOW_BLOCKS
from support.course.ask_course import ASK_BLOCKS, ASK_MEDIA
from support.course.quizzes import choice, quiz
from support.course.scenarios import ANGRY_RELATIVE

AXE = Path(__file__).resolve().parents[3] / "player/node_modules/axe-core/axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]

# Every directive, with all that it can have; the words are long, as Dutch ones are.
EVERY_BLOCK: dict[str, str | bytes] = {
    "text": """\
Some words, a [link](https://example.org/a-rather-long-address/that-goes-on-and-on), and
[another page](#choices).

## Arbeidsongeschiktheidsverzekeringsmaatschappij

| Gezondheidszorg | Verpleeghuisindicatie | Medicatieoverdracht | Nog een kolom |
|---|---|---|---|
| een | twee | drie | vier |

> A quotation, `with_some_code_that_is_quite_long_and_has_no_blank_in_it`.

:::{callout} note
Good to know.
:::

:::{callout} tip
A tip.
:::

:::{callout} warning
:title: Vertrouwenspersonenoverleg

A warning.
:::

:::{callout} example
An example.
:::

:::{post}
:author: Een familielid van een bewoner
:network: Facebook
:when: yesterday

Quite a story, at https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
:::

:::{dos-donts}
+ Listen.

- Shout.
:::

::::{accordion}
## Beroepsziekteverzekeringsvoorwaarden
Some words.

:::{acknowledge} folded
:optional: true

I read what was folded.
:::

## Another part
More words.
::::

::::{tabs}
## Verantwoordelijkheidsverdeling
Some words.

:::{reflection} tabbed
:optional: true

What of this?
:::

## Second *tab*
More words.

:::{acknowledge} behind
:optional: true

I looked behind the second tab.
:::

## Third
And more.
::::

:::{cards}
## What is on the front?
And what is on the back.

## Arbeidsongeschiktheidsverzekering
Long words.
:::

:::{steps}
## First
Begin.

## Second
Go on.
:::

:::{timeline}
## 1847
Somebody washed his hands.

## 2009
Five moments.
:::

::::{columns}
Left words.

---

Right words.

:::{callout}
In a column.
:::
::::
""",
    "choices": """\
:::{choice} one-right
:retries: 1

Which of these is a fruit?

- [ ] Carrot
  > A root.
- [x] Apple
  > It grows on a tree.
- [ ] Verpleegkundigspecialistenoverleg
:::

:::{choice} two-right
:retries: 0

Which two are even?

- [x] Two
- [ ] Three
- [x] Four
:::

:::{opinion} view
This is useful.
:::

:::{opinion} short-scale
And this?

- No
- Yes
:::

:::{checklist} list
Tick what you did.

- I read it.
- I understood it.
:::

:::{acknowledge} read
:label: I read the rules

Read the rules.
:::
""",
    "words": """\
:::{reflection} thought
:hint: No names, please.
:minimum: 3

What do you think of it?
:::

:::{reflection} extra
:optional: true

Anything else?
:::

:::{contrast} reply
Write the worst reply, then the best.

---

- Is it kind?
:::

:::{video} film
:title: A film
:youtube: aqz-KE-bpKQ

What is said in it.
:::
""",
    **SHOW_BLOCKS,
    **ASK_BLOCKS,
    **ASK_MEDIA,
    "story": ANGRY_RELATIVE,
    "exam": quiz(
        choice("with-soap", "Do you wash your hands with soap"),
        choice("alcohol", "Do you rub them with alcohol"),
        options=":draw: 1\n:pass: 50\n:feedback: at-end\n:review: true",
    )
    + """
:::{role} job
What do you do?

- nurse: I am a nurse
- cook: I cook
:::
""",
}


def page_ids(course: Frame | Page) -> list[str]:
    """The pages in order, those beside the author's behind them, the learner's own last."""
    ids: list[str] = course.locator("section.page").evaluate_all("all => all.map(page => page.id)")
    return sorted(ids, key=lambda page: page == "_answers")


def open_page(course: Frame | Page, page: str) -> None:
    """Go to a page by its address."""
    course.evaluate("page => { location.hash = page }", page)
    course.locator(f"section#{page}").wait_for()


def visit_pages(course: Frame | Page) -> Iterator[str]:
    """Each page in turn."""
    for page in page_ids(course):
        open_page(course, page)
        yield page


def unfold(course: Frame | Page) -> None:
    """Open all that can be opened on this page."""
    folded = course.locator("details:not([open]) > summary:visible")
    while folded.count():  # one less with each click
        folded.first.click()


def fill_page(course: Frame | Page, text: str) -> None:
    """An answer to everything that is asked on this page, checked where it can be."""
    for field in course.locator(":is(textarea, input[type=text]):visible").all():
        field.fill(text)
    for field in course.locator("input[type=date]:visible").all():
        field.fill("2027-02-01")
    for field in course.locator("input[type=range]:visible").all():
        field.press("ArrowRight")
    for field in course.locator("select:visible").all():
        field.select_option(index=1)
    for group in course.locator("fieldset:has(input:is([type=radio], [type=checkbox])):visible").all():
        if not group.locator("fieldset").count():  # a matrix has groups in it
            group.locator("input").first.check()
    for button in course.locator("fieldset:not([data-kind=path]) button:visible").all():
        if button.is_visible() and button.is_enabled():
            button.click()


def add_style_sheet(course: Frame | Page, css: str) -> None:
    """A reader's own style sheet, which no Content-Security-Policy keeps out."""
    script = """css => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }"""
    course.evaluate(script, css)


def find_overflow(course: Frame | Page) -> list[str]:
    """What sticks out sideways, by tag and class; [] if the page need not be scrolled that way."""
    script = """() => {
        const root = document.scrollingElement;
        if (root.scrollWidth <= innerWidth) return [];
        const out = [...document.querySelectorAll('body *')].filter(
            (each) => each.getBoundingClientRect().right > innerWidth + 0.5);
        const names = out.map((each) => `${each.tagName}.${each.className}`);
        return [`${root.scrollWidth} > ${innerWidth}`, ...names];
    }"""
    return list(course.evaluate(script))


def find_clipped_text(course: Frame | Page) -> list[str]:
    """Text that its box cuts off, and text fields whose words don't fit in."""
    # One pixel doesn't count: scrollWidth is rounded. What is for screen readers alone is cut on purpose.
    # A box that scrolls by itself cuts nothing off, nor does a field of one line; one of several is to be as
    # tall as its words.
    script = """() => [...document.querySelectorAll('body *')].filter((each) => {
        const passed = each.matches('input') || each.closest('.unseen, svg, .formula');
        if (passed || !each.checkVisibility()) return false;
        const { overflowX, overflowY, clipPath } = getComputedStyle(each);
        const scrolls = (overflow) => overflow === 'auto' && !each.matches('textarea');
        const clips = (overflow) => overflow !== 'visible' && !scrolls(overflow);
        if (clipPath !== 'none') return false;
        const wide = clips(overflowX) && each.scrollWidth > each.clientWidth + 1;
        const high = clips(overflowY) && each.scrollHeight > each.clientHeight + 1;
        return each.clientWidth && (wide || high);
    }).map((each) => `${each.tagName}#${each.id}.${each.className}`)"""
    return list(course.evaluate(script))


def find_violations(course: Frame | Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA, and again what depends on colours: in the dark, in forced ones."""
    page = course if isinstance(course, Page) else course.page
    if not course.evaluate("'axe' in window"):
        course.evaluate(AXE.read_text(encoding="utf-8"))
    found = run_axe(course, {"type": "tag", "values": LEVELS})
    for look in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
        page.emulate_media(color_scheme="light", forced_colors="none")
        page.emulate_media(**look)
        found += [f"{look}: {fault}" for fault in run_axe(course, {"type": "rule", "values": COLOURS})]
    page.emulate_media(color_scheme="light", forced_colors="none")
    return found


def run_axe(course: Frame | Page, rules: dict[str, Any]) -> list[str]:
    """Rule, place and reason of each violation."""
    script = "async (runOnly) => (await axe.run({ runOnly, resultTypes: ['violations'] })).violations"
    found: list[dict[str, Any]] = course.evaluate(script, rules)
    return [
        f"{rule['id']}: {node['html'][:150]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
