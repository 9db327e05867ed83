"""A course with every question that is checked, a scale, a matrix and a plan."""

from __future__ import annotations

from pathlib import Path

ASK_BLOCKS = {
    "check": """\
:::{true-false} gloves
:answer: false
:if-true: They leak, though.

With gloves on you needn't wash your hands.

> Gloves have holes that you can't see.
:::

:::{fill-in} soap
:typos: true

What do you wash your hands with?

- [x] water | soap and water
:::

:::{numeric} seconds
:range: 20-30
:unit: seconds

How long?
:::

:::{matching} pairs
:more: Medicatieoverdrachtsformulier

What belongs to what?

- **Needle** = sharps container
- Apron = household waste
- Verpleeghuisindicatiebesluit = household waste
:::

:::{ordering} steps
Put them in order.

1. Wet your hands
2. Take soap
3. Dry your hands
:::

:::{sorting} waste
Where does it go?

- Household waste
  - Paper towel
  - Apron
- Clinical waste
  - Needle
:::
""",
    "gaps": """\
:::{gaps} how
Fill in what is missing.

Wash your {hands|fingers} with {soap}, for **forty** seconds.

> Thumbs too.
:::

:::{pull-down-gaps} where
:more: sand

Wash your {hands} with {soap}.
:::

:::{mark-words} dirty
Which of these touch the client?

Not this one: a [pen]. But [x your hands] and the [x stethoscope] do & so on.
:::
""",
    "pictures": """\
:::{choice} tap
Which tap?

- [x] ![A tap with a long handle](media/a.svg)
  > You can shut it with your elbow.
- [ ] ![A tap with a knob](media/b.svg)
:::

:::{hotspot} sink
:retries: 0

Where do you wash your hands?

![A room with a bed and a sink](media/a.svg)

- [x] 20,35 10x10 The sink
  > Yes.
- [ ] 60,50 30x40 The bed
:::
""",
    "opinions": """\
:::{slider} sure
:from: 0
:to: 10
:low: Not at all
:high: Completely

How sure are you?
:::

:::{opinion-matrix} work
:ids: time, tools

How is it at work?

- There is time.
- There are tools.
:::

:::{plan} next
What will you change?
:::
""",
}
ASK_MEDIA = {
    f"media/{name}.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'>"
    f"<rect width='400' height='300' fill='{colour}'/></svg>"
    for name, colour in {"a": "#cde", "b": "#edc"}.items()
}
SETTINGS = """\
id: trial
title: A trial
language: en
version: 1.0.0
description: A trial.
"""


def write_ask_course(folder: Path, settings: str = SETTINGS) -> Path:
    """The course in a folder."""
    pages = "".join(f"  - {name}\n" for name in ASK_BLOCKS)
    texts = {
        f"pages/{name}.md": f"---\ntitle: {name.capitalize()}\n---\n{text}"
        for name, text in ASK_BLOCKS.items()
    }
    for path, content in {"course.yaml": f"{settings}pages:\n{pages}", **texts, **ASK_MEDIA}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder
