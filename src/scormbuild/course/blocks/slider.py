"""A place on a scale, without right or wrong."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.plain_text import html_to_text

_HIGHEST = 100


@dataclass(frozen=True)
class Slider(Question):
    """A question, and a scale of whole numbers with words at its ends."""

    prompt: str
    lowest: int
    highest: int
    step: int
    low: str
    high: str

    player_parts = (PlayerPart("scale", "blocks/slider", "startSlider"),)
    style_parts = ("question", "slider")

    @property
    def places(self) -> range:
        """Where the slider can stand."""
        return range(self.lowest, self.highest + 1, self.step)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered; its places have the words of the ends, for reports."""
        words = {self.places[0]: self.low, self.places[-1]: self.high}
        options = tuple((f"{place}", words.get(place) or f"{place}") for place in self.places)
        return (Interaction(self.id, html_to_text(self.prompt), options, longest=f"{self.highest}"),)


def parse_slider(directive: Directive) -> Slider:
    """A question; from 0 to 10, unless it says otherwise."""
    options = directive.options
    lowest, highest = options.number("from", 0, _HIGHEST, 0), options.number("to", 0, _HIGHEST, 10)
    step = options.number("step", 1, _HIGHEST, 1)
    if lowest >= highest or (highest - lowest) % step:
        directive.add_problem(
            _(
                "a scale doesn't go from %(lowest)s to %(highest)s in steps of %(step)s",
                lowest=lowest,
                highest=highest,
                step=step,
            ),
            _("write numbers such as :from: 0, :to: 10 and :step: 1"),
        )
        lowest, highest, step = 0, 10, 1
    return Slider(
        id=directive.identifier(),
        prompt=directive.html("the question"),
        lowest=lowest,
        highest=highest,
        step=step,
        low=options.text("low", ""),
        high=options.text("high", ""),
        **question_fields(directive),
    )


SLIDER = DirectiveType(
    parse_slider,
    {
        "from": ":from: 0",
        "to": ":to: 10",
        "step": ":step: 1",
        "low": mark(":low: Not at all"),
        "high": ":high: Completely",
        **QUESTION_OPTIONS,
    },
    group="ask",
    purpose="ask for a place on a scale",
    access="the browser's own slider: arrow keys; until it is moved it says that nothing is chosen",
)
