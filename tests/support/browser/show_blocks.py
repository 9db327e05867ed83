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
:to: #choices
To the questions
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
    "media/one.svg": DRAWING.format(x=40),
    "media/two.svg": DRAWING.format(x=80),
    "media/three.svg": DRAWING.format(x=120),
    "media/leaflet.pdf": b"%PDF-1.4\n" + b"%" * 1_234_000,
    "media/talk.mp3": b"ID3",
}
