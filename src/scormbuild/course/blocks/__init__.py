"""The blocks that authors write as directives, by the directive's name: a module for each."""

from __future__ import annotations

from scormbuild.course.blocks.acknowledge import ACKNOWLEDGE
from scormbuild.course.blocks.audio import AUDIO
from scormbuild.course.blocks.button import BUTTON
from scormbuild.course.blocks.callout import CALLOUT
from scormbuild.course.blocks.checklist import CHECKLIST
from scormbuild.course.blocks.choice import CHOICE
from scormbuild.course.blocks.code import CODE
from scormbuild.course.blocks.columns import COLUMNS
from scormbuild.course.blocks.contrast import CONTRAST
from scormbuild.course.blocks.dos_donts import DOS_DONTS
from scormbuild.course.blocks.download import DOWNLOAD
from scormbuild.course.blocks.embed import EMBED
from scormbuild.course.blocks.figure import FIGURE
from scormbuild.course.blocks.fill_in import FILL_IN
from scormbuild.course.blocks.gallery import GALLERY
from scormbuild.course.blocks.gaps import GAPS
from scormbuild.course.blocks.hotspot import HOTSPOT
from scormbuild.course.blocks.layout import ACCORDION, CARDS, STEPS, TABS, TIMELINE
from scormbuild.course.blocks.mark_words import MARK_WORDS
from scormbuild.course.blocks.marked_image import MARKED_IMAGE
from scormbuild.course.blocks.matching import MATCHING
from scormbuild.course.blocks.numeric import NUMERIC
from scormbuild.course.blocks.opinion import OPINION
from scormbuild.course.blocks.opinion_matrix import OPINION_MATRIX
from scormbuild.course.blocks.ordering import ORDERING
from scormbuild.course.blocks.plan import PLAN
from scormbuild.course.blocks.post import POST
from scormbuild.course.blocks.pull_down_gaps import PULL_DOWN_GAPS
from scormbuild.course.blocks.quiz import QUIZ
from scormbuild.course.blocks.quote import QUOTE
from scormbuild.course.blocks.reflection import REFLECTION
from scormbuild.course.blocks.role import ROLE
from scormbuild.course.blocks.scenario import SCENARIO
from scormbuild.course.blocks.scene import SCENE
from scormbuild.course.blocks.slider import SLIDER
from scormbuild.course.blocks.sorting import SORTING
from scormbuild.course.blocks.true_false import TRUE_FALSE
from scormbuild.course.blocks.video import VIDEO
from scormbuild.course.pages.directives import DirectiveType

BLOCKS: dict[str, DirectiveType] = {
    "callout": CALLOUT,
    "post": POST,
    "video": VIDEO,
    "dos-donts": DOS_DONTS,
    "accordion": ACCORDION,
    "tabs": TABS,
    "cards": CARDS,
    "steps": STEPS,
    "timeline": TIMELINE,
    "columns": COLUMNS,
    "figure": FIGURE,
    "gallery": GALLERY,
    "quote": QUOTE,
    "button": BUTTON,
    "download": DOWNLOAD,
    "audio": AUDIO,
    "code": CODE,
    "embed": EMBED,
    "marked-image": MARKED_IMAGE,
    "reflection": REFLECTION,
    "contrast": CONTRAST,
    "choice": CHOICE,
    "opinion": OPINION,
    "acknowledge": ACKNOWLEDGE,
    "checklist": CHECKLIST,
    "true-false": TRUE_FALSE,
    "fill-in": FILL_IN,
    "gaps": GAPS,
    "pull-down-gaps": PULL_DOWN_GAPS,
    "numeric": NUMERIC,
    "matching": MATCHING,
    "ordering": ORDERING,
    "sorting": SORTING,
    "hotspot": HOTSPOT,
    "mark-words": MARK_WORDS,
    "slider": SLIDER,
    "opinion-matrix": OPINION_MATRIX,
    "plan": PLAN,
    "scenario": SCENARIO,
    "scene": SCENE,
    "quiz": QUIZ,
    "role": ROLE,
}
