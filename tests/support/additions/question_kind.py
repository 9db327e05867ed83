"""A new kind of question, as a patch: a slider, whose answer is a number from 0 to 10."""

from __future__ import annotations

from support.additions.source_tree import Patch

BLOCK = '''"""A line with a knob on it."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class Slider(Question):
    """A line from 0 to 10."""

    prompt: str

    player_parts = (PlayerPart("slider", "blocks/slider", "startSlider"),)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        options = tuple((str(number), str(number)) for number in range(11))
        return (Interaction(self.id, html_to_text(self.prompt), options, longest="10"),)


def parse_slider(directive: Directive) -> Slider:
    """What is asked."""
    return Slider(
        id=directive.identifier(), prompt=directive.html("the question"), **question_fields(directive)
    )


SLIDER = DirectiveType(parse_slider, QUESTION_OPTIONS)
'''

TEMPLATE = """{% import "question.html.jinja" as question %}
{% call question.fieldset(block, block.prompt, course, words, kind="slider") %}
<input type="range" min="0" max="10"><output></output>
{% endcall %}
"""

PLAYER_PART = """/** A line with a knob: where it is put is the answer. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { find } from '../dom.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startSlider(group, question, screen) {
	const input = /** @type {HTMLInputElement} */ (find('input', group));
	screen.watch(() => {
		input.value = screen.answerOf(question.id);
		input.disabled = !screen.session.writable;
	});
	input.addEventListener('change', () => screen.answer(question.id, input.value));
}
"""

CONCEPT = """    {
      "id": "urn:scormbuild:profile:slider",
      "type": "Activity",
      "inScheme": "urn:scormbuild:profile:v1",
      "activityDefinition": {
        "@context": "https://w3id.org/xapi/profiles/activity-context",
        "type": "http://adlnet.gov/expapi/activities/profile",
        "name": {"en": "slider", "nl": "schuif"},
        "description": {"en": "A number from 0 to 10.", "nl": "Een getal van 0 tot 10."}
      }
    },
"""

DOCS = """## slider

A line from 0 to 10.

```markdown example
:::{slider} how-sure
How sure are you?
:::
```

## acknowledge
"""

REVISION = '    {\n      "id": "urn:scormbuild:profile:revision",\n'
LAST_ROW = """	checklist: { type: 'choice', rule: 'every' },
"""

KIND: Patch = {
    "src/scormbuild/question_kinds.py": (
        (
            "\n}\n\nKINDS_BY_FORM",
            '\n    "slider": QuestionKind(("slider",), "numeric", "chosen", {"en": "number", "nl": "getal"}),'
            "\n}\n\nKINDS_BY_FORM",
        ),
    ),
    "src/scormbuild/vocabulary.jsonld": ((REVISION, CONCEPT + REVISION),),
    "src/scormbuild/course/blocks/slider.py": BLOCK,
    "src/scormbuild/course/blocks/__init__.py": (
        (
            "from scormbuild.course.blocks.video import VIDEO\n",
            "from scormbuild.course.blocks.slider import SLIDER\n"
            "from scormbuild.course.blocks.video import VIDEO\n",
        ),
        ('    "checklist": CHECKLIST,\n', '    "checklist": CHECKLIST,\n    "slider": SLIDER,\n'),
    ),
    "src/scormbuild/course/templates/blocks/slider.html.jinja": TEMPLATE,
    "player/src/blocks/slider.js": PLAYER_PART,
    "player/src/question-kinds.js": (
        (LAST_ROW, f"{LAST_ROW}	slider: {{ type: 'numeric' }},\n"),
        (" | 'checklist'}", " | 'checklist' | 'slider'}"),
    ),
    "docs/author/directives.md": (("## acknowledge\n", DOCS),),
}
