"""A course as values, and a strategy for any other one."""

from __future__ import annotations

from hypothesis import strategies as st

from scormbuild.course.blocks.acknowledge import Acknowledge
from scormbuild.course.blocks.reflection import Reflection
from scormbuild.course.model import CompletionRule, Course, Credit, Page, Text, Theme

COURSE = Course(
    id="webcare",
    title="Webcare",
    language="nl",
    version="1.0.0",
    description="Over social media.",
    completion=CompletionRule(),
    credits=(
        Credit("Auteur", "Hans Versteegh", "https://www.welzijn30.nl"),
        Credit("Vragen", "Post", "mailto:a@b.nl"),
    ),
    licence="CC BY 4.0",
    theme=Theme(),
    pages=(Page("welkom", "Welkom", (Text("<p>Hoi</p>"),)),),
)

# What XML can hold: authors' texts have been through that check.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)
IDS = st.from_regex(r"[a-z][a-z0-9-]{0,63}", fullmatch=True)
QUESTIONS = st.builds(
    Reflection,
    id=IDS,
    prompt=TEXTS,
    hint=TEXTS,
    minimum=st.integers(1, 500),
    rows=st.integers(2, 20),
    optional=st.booleans(),
) | st.builds(Acknowledge, id=IDS, what=TEXTS, label=TEXTS, optional=st.booleans())
PAGES = st.builds(
    Page,
    id=IDS,
    title=TEXTS,
    blocks=st.lists(st.builds(Text, TEXTS) | QUESTIONS, max_size=4).map(tuple),
)
COURSES = st.builds(
    Course,
    id=IDS,
    title=TEXTS,
    language=st.sampled_from(["en", "nl"]),
    version=st.from_regex(r"\d{1,3}\.\d{1,3}\.\d{1,3}", fullmatch=True),
    description=TEXTS,
    completion=st.builds(
        CompletionRule,
        pages=st.sampled_from(["all", "none"]),
        questions=st.sampled_from(["all", "none"]),
        score=st.none() | st.integers(1, 100),
        finish=st.sampled_from(["auto", "button"]),
        report=st.sampled_from(["completed", "passed"]),
    ),
    credits=st.lists(st.builds(Credit, TEXTS, TEXTS), max_size=3).map(tuple),
    licence=st.just("") | TEXTS,
    theme=st.just(Theme()),
    pages=st.lists(PAGES, min_size=1, max_size=4).map(tuple),
    iri=IDS.map("https://example.org/{}".format),
    grade=st.sampled_from(["score", "completion", "none"]),
)
