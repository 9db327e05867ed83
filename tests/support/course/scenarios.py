"""A short scenario, and a long one, as an author writes them."""

from __future__ import annotations

ANGRY_RELATIVE = """\
::::{scenario} visit
A relative of Mr. Bos is **angry**: nobody told her of his fall.

:::{scene} start
:speaker: Mrs. Bos

Why did nobody call me?

- Listen to her -> calm
  > She sighs, and sits down.
- Explain the rules -> angry
:::

:::{scene} calm
She was worried all night.

- Say sorry -> thanks
- Explain the rules -> angry
  > She stands up again.
:::

:::{scene} angry
:speaker: Mrs. Bos

You people never listen!

- Listen after all -> calm
- Walk away -> complaint
:::

:::{scene} thanks
:end: good

She thanks you.
:::

:::{scene} complaint
:end: bad

She files a complaint.
:::
::::
"""


def long_scenario(scenes: int) -> str:
    """So many scenes, one after the other, with names as authors give them."""
    names = [f"scene-about-subject-{place}" for place in range(scenes - 1)]
    parts = [
        f":::{{scene}} {name}\nWhat now?\n\n- Go on -> {after}\n- Stop here -> the-end\n:::\n"
        for name, after in zip(names, [*names[1:], "the-end"], strict=True)
    ]
    end = ":::{scene} the-end\n:end: mixed\n\nThat was it.\n:::\n"
    return "\n".join(["::::{scenario} journey\nA long way.\n", *parts, end, "::::\n"])
