"""Pages with every block that shows, and the files that they need."""

from __future__ import annotations

DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" width="160" height="90">
<rect width="160" height="90" fill="#cfe8ee"/><circle cx="{x}" cy="45" r="30" fill="#0b5f73"/>
</svg>
"""

SHOW_BLOCKS: dict[str, str | bytes] = {
    "show": """\
:::{figure}
:image: media/one.svg
:alt: A circle at the left
:credit: Drawing: Anna de Vries
:enlarge: true

Meervoudigepersoonlijkheidsstoornisbegeleidingsplan, in *one* drawing.
:::

:::{gallery}
:title: Three circles
- ![At the left](media/one.svg "The first")
- ![In the middle](media/two.svg)
- ![At the right](media/three.svg "The last")
:::

:::{quote}
:who: Florence Nightingale
:source: Notes on Nursing
:link: https://example.org/notes

Do the sick no harm.
:::

:::{button}
:to: #more
To the next page
:::

:::{button}
:to: https://example.org/verpleegkundigspecialistenoverleg
Arbeidsongeschiktheidsverzekeringsmaatschappij
:::

:::{download}
:file: media/leaflet.pdf
:title: The leaflet about ziekenhuisopnameverzekeringsvoorwaarden

To print and hang up.
:::

:::{audio}
:file: media/talk.mp3
:title: A talk at the bed

The nurse says good morning.
:::
""",
    "more": """\
A delirium is sudden. So is a hypoglykemie.[^one] See https://example.org/a/long/address/that/goes/on/and/on/for/ever.

```python
def greet(name: str) -> str:  # a comment
    return f"Hello, {name}, and {len(name) * 1_000_000_000_000_000} times hello to all of the others here"
```

:::{code} html
:title: page.html

<p class="words">Hello &amp; goodbye</p>
:::

The body mass index is $\\frac{m}{l^2}$, and by itself:

$$
\\text{dose} = \\frac{\\text{prescribed}}{\\text{in stock}} \\times \\text{volume}
= a + b + c + d + e + f + g + h + i + j + k
$$

Verpleegkundigspecialistenoverleg
: A meeting of nurses[^two] who are specialists.

Bed
: Where somebody lies.
: Where a river runs.

:::{marked-image} circle
:image: media/one.svg
:alt: A circle at the left

- 25% 50% The middle of it
  All that is round has one.
- 75% 20% Nothing
  Meervoudigepersoonlijkheidsstoornisbegeleidingsplan.
:::

:::{video} site-film
:title: A film on Vimeo
:vimeo: https://vimeo.com/76979871

- 0:00 Wet your hands
- 1:05 Soap

They wash their hands.
:::

:::{embed}
:title: A map of the building
:address: https://maps.example.org/building
:shape: square

The entrance is at the left.
:::

[^one]: Too little sugar, [as they say](https://example.org).
[^two]: Or of others[^one].
""",
    "glossary.md": """\
delirium, delier
: Sudden confusion; see [Show](#show).

hypoglykemie
: Too little *sugar* in the blood.
""",
    "media/one.svg": DRAWING.format(x=40),
    "media/two.svg": DRAWING.format(x=80),
    "media/three.svg": DRAWING.format(x=120),
    "media/leaflet.pdf": b"%PDF-1.4\n" + b"%" * 1_234_000,
    "media/talk.mp3": b"ID3",
}
