"""Items of QTI 2 become questions of a course."""

from __future__ import annotations

import pytest
from support.importer.course import import_and_build, text_of_pages, told

from scormbuild.importer.import_file import ImportedCourse

WORDS = "".join(
    f'<simpleChoice identifier="{name}">{name}</simpleChoice>' for name in ("soap", "sand", "oil")
)


def item(body: str, rights: str) -> ImportedCourse:
    """The course that is made of one item."""
    values = "".join(f"<value>{right}</value>" for right in rights.split("|"))
    return import_and_build(
        "item.xml",
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" title="One"><responseDeclaration '
        f'identifier="R"><correctResponse>{values}</correctResponse></responseDeclaration>'
        f"<itemBody>{body}</itemBody></assessmentItem>",
    )


@pytest.mark.parametrize(
    ("body", "rights", "expected"),
    [
        (
            '<p>Read.</p><choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>Which?</prompt>'
            f"{WORDS}</choiceInteraction>",
            "soap",
            ":::{choice} one\nRead.\n\nWhich?\n\n- [x] soap\n- [ ] sand\n- [ ] oil",
        ),
        (
            f'<choiceInteraction responseIdentifier="R" maxChoices="0"><prompt>Which?</prompt>{WORDS}'
            "</choiceInteraction>",
            "soap|oil",
            "- [x] soap\n- [ ] sand\n- [x] oil",
        ),
        (
            f'<orderInteraction responseIdentifier="R"><prompt>Sort.</prompt>{WORDS}</orderInteraction>',
            "oil|soap|sand",
            "Sort.\n\n1. oil\n2. soap\n3. sand",
        ),
        (
            '<p>Wash <textEntryInteraction responseIdentifier="R"/> {well}.</p>',
            "hands",
            ":::{gaps} one\nWash {hands} |well|.",
        ),
        (
            '<p>Wash <inlineChoiceInteraction responseIdentifier="R"><inlineChoice identifier="a">hands'
            '</inlineChoice><inlineChoice identifier="b">feet</inlineChoice></inlineChoiceInteraction>.</p>',
            "a",
            ":more: feet\n\nWash {hands}.",
        ),
        (
            '<p>What now?</p><extendedTextInteraction responseIdentifier="R"/>',
            "",
            ":::{reflection} one\nWhat now?\n:::",
        ),
    ],
)
def test_each_interaction_has_its_directive(body: str, rights: str, expected: str) -> None:
    assert expected in text_of_pages(item(body, rights))


def test_an_interaction_that_a_course_has_none_of_is_told_and_its_words_are_kept() -> None:
    course = item('<p>Look.</p><graphicOrderInteraction responseIdentifier="R"/>', "a")
    assert "Look." in text_of_pages(course)
    assert told(course, "left") == [
        "a question of QTI with graphicOrderInteraction, which a course has none of: its words are kept"
    ]
