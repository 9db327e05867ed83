"""Questions in GIFT, as Moodle writes and reads them, become questions of a course."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.importer.course import import_and_build, text_of_pages, told

from scormbuild.errors import SourceError


@pytest.mark.parametrize(
    ("gift", "expected"),
    [
        ("How was it? {}", ":::{reflection} how-was-it\nHow was it?\n:::"),
        (
            "::Soap:: What do you take?{=soap#Yes!~sand#No, \\=that\\= hurts~[html]<b>oil</b>}",
            ":::{choice} soap\nWhat do you take?\n\n- [x] soap\n  > Yes!\n- [ ] sand\n"
            "  > No, =that= hurts\n- [ ] **oil**\n:::",
        ),
        (
            "Which parts?{~%50%thumbs~%50%nails~%-100%elbows####Both.}",
            "- [x] thumbs\n  > Both.\n- [x] nails\n  > Both.\n- [ ] elbows",
        ),
        (
            "Gloves are enough.{F#They have holes.#Right.####See the leaflet.}",
            ":answer: false\n:if-true: They have holes.\n:if-false: Right.\n\nGloves are enough.\n\n"
            "> See the leaflet.",
        ),
        ("[html]<p>Say <i>true</i>.</p>{TRUE}", ":answer: true\n\nSay *true*."),
        ("With what?{=soap =hand soap}", "With what?\n\n- [x] soap | hand soap"),
        ("Wash {=hands =palms} well.", "Wash {hands|palms} well."),
        ("Wash \\{now\\} {=hands} well.", "Wash |now| {hands} well."),
        ("It is {~red =blue} today.", "It is \\_\\_\\_\\_\\_ today.\n\n- [ ] red\n- [x] blue"),
        ("How long?{#40:20}", ":answer: 40\n:tolerance: 20\n\nHow long?"),
        ("How long?{#-5..60.5}", ":range: -5..60.5\n\nHow long?"),
        ("How long?{#=%100%40:2#Good =%50%40:9}", ":answer: 40\n:tolerance: 2"),
        (
            "What goes where?{=needle -> sharps =apron -> waste, all of it = -> sink}",
            ":more: sink\n\nWhat goes where?\n\n- needle = sharps\n- apron = waste, all of it",
        ),
        ("[markdown]Read *this* first.", "\nRead *this* first.\n"),
        ("[plain]No <b> and\\nno *signs*.", "No \\<b> and\\\nno \\*signs\\*."),
        ("$CATEGORY: $course$/top/Hand hygiene\n\nTrue?{T}", "title: Hand hygiene"),
        ("// a comment: 1\nTrue?{T}", "\n\nTrue?\n"),
    ],
)
def test_each_form_of_question_has_its_directive(gift: str, expected: str) -> None:
    assert expected in text_of_pages(import_and_build("questions.gift", gift))


def test_what_a_question_of_ours_has_no_room_for_is_told() -> None:
    course = import_and_build(
        "q.gift",
        "Best animal?{=Frog#Good! =%50%C*t#Why? =%0%*#Wrong}\n\nAll of them?{~a~b}\n\nOne?{#=3 =4 =x}",
    )
    assert told(course, "left") == [
        "what is said about “Frog”: Good!",
        "what is said about “C*t”: Why?",
        "what is said about “*”: Wrong",
        "a question that has no right answer: its words are kept",
        "another right answer: 4",
        "another right answer: x",
    ]
    assert "an answer that is right in part counts as right" in told(course, "guessed")
    assert "All of them?\n\n- a\n- b\n" in text_of_pages(course)


def test_a_text_file_with_questions_in_it_is_read_as_gift() -> None:
    text = "::One::Is it so?{T}\n\nWhich?{=this ~that}"
    assert text_of_pages(import_and_build("q.txt", text)) == text_of_pages(import_and_build("q.gift", text))
    assert "{notes}" in text_of_pages(import_and_build("q.txt", "A text {notes} and no more."))


def test_ten_thousand_questions_of_one_name_take_seconds() -> None:
    from scormbuild.importer.readers import read_file
    from scormbuild.importer.readers.source_file import SourceFile

    document = read_file(SourceFile("q.gift", b"::A::B?{T}\n\n" * 10_000))
    assert len(document.body) == 10_000


signs = st.sampled_from(
    [*"{}=~#:%\\/*|<>[]-!", "->", "::", "####", "{#", "}", "[html]", "[markdown]", "\n", "\n\n"]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(signs | st.sampled_from(["word", "1", "T", " ", "<b>", "é"]), max_size=30).map("".join))
def test_whatever_stands_in_such_a_file_the_course_builds(text: str) -> None:
    try:
        import_and_build("q.gift", f"Start.\n\n{text}")
    except SourceError as error:
        raise AssertionError(text) from error
