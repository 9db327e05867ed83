"""A new kind of question, as a patch: a rating, whose answer is a number from 0 to 10."""

from __future__ import annotations

from support.additions.source_tree import Patch

BLOCK = '''"""Stars to give."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.course.blocks.question import QUESTION_OPTIONS, question_fields
from scormbuild.course.model import Interaction, PlayerPart, Question
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.plain_text import html_to_text


@dataclass(frozen=True)
class Rating(Question):
    """From 0 to 10 stars."""

    prompt: str

    player_parts = (PlayerPart("rating", "blocks/rating", "startRating"),)

    @property
    def interactions(self) -> tuple[Interaction, ...]:
        """The one thing that is answered."""
        options = tuple((str(number), str(number)) for number in range(11))
        return (Interaction(self.id, html_to_text(self.prompt), options, longest="10"),)


def parse_rating(directive: Directive) -> Rating:
    """What is asked."""
    return Rating(
        id=directive.identifier(), prompt=directive.html("the question"), **question_fields(directive)
    )


RATING = DirectiveType(parse_rating, QUESTION_OPTIONS)
'''

TEMPLATE = """{% import "question.html.jinja" as question %}
{% call question.fieldset(block, block.prompt, course, words, kind="rating") %}
<input type="range" min="0" max="10"><output></output>
{% endcall %}
"""

PLAYER_PART = """/** Stars: how many are given is the answer. */

/** @import { Question } from '../types' */
/** @import { Screen } from '../parts' */

import { find } from '../dom.js';

/** @param {HTMLElement} group @param {Question} question @param {Screen} screen */
export function startRating(group, question, screen) {
	const input = /** @type {HTMLInputElement} */ (find('input', group));
	screen.watch(() => {
		input.value = screen.answerOf(question.id);
		input.disabled = !screen.session.writable;
	});
	input.addEventListener('change', () => screen.answer(question.id, input.value));
}
"""

CONCEPT = """    {
      "id": "urn:scormbuild:profile:rating",
      "type": "Activity",
      "inScheme": "urn:scormbuild:profile:v1",
      "activityDefinition": {
        "@context": "https://w3id.org/xapi/profiles/activity-context",
        "type": "http://adlnet.gov/expapi/activities/profile",
        "name": {"en": "rating", "nl": "waardering"},
        "description": {"en": "A number from 0 to 10.", "nl": "Een getal van 0 tot 10."}
      }
    },
"""

DOCS = """## rating

From 0 to 10 stars.

```markdown example
:::{rating} how-sure
How sure are you?
:::
```

## acknowledge
"""

REVISION = '    {\n      "id": "urn:scormbuild:profile:revision",\n'
LAST_ROW = """	path: { type: 'sequencing', rule: 'checked' },
"""

KIND: Patch = {
    "src/scormbuild/question_kinds.py": (
        (
            "\n}\n\nKINDS_BY_FORM",
            '\n    "rating": QuestionKind(("rating",), "numeric", "chosen", {"en": "number", "nl": "getal"}),'
            "\n}\n\nKINDS_BY_FORM",
        ),
    ),
    "src/scormbuild/vocabulary.jsonld": ((REVISION, CONCEPT + REVISION),),
    "src/scormbuild/course/blocks/rating.py": BLOCK,
    "src/scormbuild/course/blocks/__init__.py": (
        (
            "from scormbuild.course.blocks.video import VIDEO\n",
            "from scormbuild.course.blocks.rating import RATING\n"
            "from scormbuild.course.blocks.video import VIDEO\n",
        ),
        ('    "checklist": CHECKLIST,\n', '    "checklist": CHECKLIST,\n    "rating": RATING,\n'),
    ),
    "src/scormbuild/course/templates/blocks/rating.html.jinja": TEMPLATE,
    "player/src/blocks/rating.js": PLAYER_PART,
    "player/src/question-kinds.js": (
        (LAST_ROW, f"{LAST_ROW}	rating: {{ type: 'numeric' }},\n"),
        (" | 'path'}", " | 'path' | 'rating'}"),
    ),
    "docs/author/directives.md": (("## acknowledge\n", DOCS),),
}
