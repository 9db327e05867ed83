"""Slides become parts of pages: titles, texts with levels, tables, pictures; notes are told."""

from __future__ import annotations

import base64
import io

from pptx import Presentation
from pptx.util import Inches
from support.importer.course import import_and_build, text_of_pages, told

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def slides() -> bytes:
    """Three slides, of which the last one is hidden."""
    deck = Presentation()
    deck.core_properties.title = "Hand hygiene"
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "When to wash"
    body = first.placeholders[1].text_frame
    body.text = "Before care"
    inner = body.add_paragraph()
    inner.text, inner.level = "each time", 1
    after = body.add_paragraph()
    run = after.add_run()
    run.text, run.font.bold = "After care", True
    link = body.add_paragraph().add_run()
    link.text, link.hyperlink.address = "WHO", "https://www.who.int"
    first.notes_slide.notes_text_frame.text = "Ask who forgets"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "With what"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(1)).table
    for place, words in enumerate(["Dirt", "Use", "seen", "soap"]):
        table.cell(place // 2, place % 2).text = words
    picture = second.shapes.add_picture(io.BytesIO(PIXEL), Inches(1), Inches(3))
    picture._element.nvPicPr.cNvPr.set("descr", "A tap")
    second.shapes.add_textbox(Inches(1), Inches(4), Inches(2), Inches(1)).text_frame.text = "A box of text"
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "For the trainer"
    hidden._element.set("show", "0")
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def test_slides_come_in_their_order_with_all_that_a_course_can_show() -> None:
    course = import_and_build("deck.pptx", slides())
    text = text_of_pages(course)
    assert b"title: Hand hygiene" in course.files["course.yaml"]
    assert "- Before care\n  - each time\n- **After care**\n- [WHO](https://www.who.int)" in text
    assert "| Dirt | Use |\n| --- | --- |\n| seen | soap |" in text
    assert "![A tap](media/image1.png)" in text
    assert "A box of text" in text
    assert text.index("When to wash") < text.index("With what")
    assert course.files["media/image1.png"] == PIXEL


def test_notes_and_hidden_slides_are_told_and_not_shown() -> None:
    course = import_and_build("deck.pptx", slides())
    assert told(course, "left") == [
        "the notes of a speaker: Ask who forgets",
        "a hidden slide: For the trainer",
    ]
    assert "forgets" not in text_of_pages(course)
    assert "trainer" not in text_of_pages(course)
