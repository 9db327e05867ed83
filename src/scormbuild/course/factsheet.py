"""A fact sheet for a DPIA (GDPR, article 35), made from the course: what, why, where, how long, for whom."""

from __future__ import annotations

import re

from scormbuild.course.blocks.video import Video
from scormbuild.course.model import Course
from scormbuild.course.outline import Json, course_outline
from scormbuild.course.render import frame_sources, jinja_environment
from scormbuild.question_kinds import QUESTION_KINDS

FACTSHEET_LANGUAGES = ("en", "nl")  # those that it is written in; a course in another one gets it in English
_SIGNS = re.compile(r"([\\`*_\[\]<>|])")


def render_factsheet(course: Course) -> str:
    """The sheet as Markdown, in the course's language where there is one."""
    language = course.language if course.language in FACTSHEET_LANGUAGES else "en"
    # Markdown, where HTML's escapes would be read as they are: escape_markdown stands before each of the
    # author's texts instead.
    template = jinja_environment().overlay(autoescape=False).get_template(f"factsheet/{language}.md.jinja")
    films = [block for page in course.pages for block in page.all_blocks if isinstance(block, Video)]
    text = template.render(
        course=course,
        questions=list_questions(course),
        youtube=any(film.site == "youtube" for film in films),
        frames=frame_hosts(course),
        films=any(film.file for film in films),
        score=any(QUESTION_KINDS[question["kind"]].scored for question in list_questions(course)),
        open_text=any(QUESTION_KINDS[each["kind"]].is_open_text for each in list_questions(course)),
        kinds=QUESTION_KINDS,
        written=escape_markdown,
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def frame_hosts(course: Course) -> list[str]:
    """Whose pages a learner may ask for within the course, but for YouTube, of which the sheet says more."""
    sources = frame_sources(course).replace("'none'", "").split()
    return [source.removeprefix("https://") for source in sources if "youtube" not in source]


def list_questions(course: Course) -> list[Json]:
    """Each question of the outline with `place`: where its answer goes now."""
    places = {
        each.id: course.destination(question)
        for question in course.questions
        for each in question.interactions
    }
    return [each | {"place": places[each["id"]]} for each in course_outline(course)["questions"]]


def escape_markdown(text: str) -> str:
    """Text of the author as Markdown that shows exactly that."""
    return _SIGNS.sub(r"\\\1", text)
