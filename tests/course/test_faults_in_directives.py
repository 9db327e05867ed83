"""Faults in directives: their fences, their options and what they hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files, sample_page

from scormbuild.course import source
from scormbuild.errors import SourceError

QUESTION = ":::{reflection} why\nWhy?\n:::\n"

FAULTS: dict[str, tuple[Files, str]] = {
    "an unknown directive": (
        sample_page(":::{reflecton} why\nWhy?\n:::\n"),
        ("pages/start.md:4:5: unknown directive 'reflecton'\n  hint: did you mean 'reflection'?"),
    ),
    "no braces": (
        sample_page(":::note\nx\n:::\n"),
        ("pages/start.md:4:1: the name of a directive stands in braces\n  hint: write :::{note}"),
    ),
    "an unclosed directive": (
        sample_page(":::{reflection} why\nWhy?\n"),
        ("pages/start.md:4:1: this reflection isn't closed\n  hint: write ::: on a line of its own after it"),
    ),
    "a line that closes nothing": (
        sample_page("Hello.\n\n:::\n"),
        (
            "pages/start.md:6:1: this ::: closes nothing\n"
            "  hint: leave it out, or check the directive above it"
        ),
    ),
    "a nested directive": (
        sample_page("::::{callout}\nx\n\n:::{reflection} why\nWhy?\n:::\n::::\n"),
        (
            "pages/start.md:7:1: a directive can't stand within another\n"
            "  hint: close the callout of line 4 with ::: first"
        ),
    ),
    "an accordion with as many colons as what stands in it": (
        sample_page(":::{accordion}\n## A\n:::{acknowledge} read\nx\n:::\n"),
        (
            "pages/start.md:4:1: this accordion has no more colons than a directive within it\n"
            "  hint: begin it with ::::{accordion}, and end it with ::::"
        ),
    ),
    "an accordion in an accordion": (
        sample_page("::::{accordion}\n## A\nText.\n\n:::{accordion}\n### B\nText.\n:::\n::::\n"),
        (
            "pages/start.md:8:1: this accordion can't stand within the accordion of line 4\n"
            "  hint: close the accordion of line 4 first, or put this above it"
        ),
    ),
    "an accordion without parts": (
        sample_page(":::{accordion}\nText.\n:::\n"),
        (
            "pages/start.md:4:1: accordion: there must be a heading above each part, and 1 of them at least\n"
            "  hint: write ## (or ###) and the title of a part above its text"
        ),
    ),
    "an empty part of an accordion": (
        sample_page(":::{accordion}\n## A\n## B\nText.\n:::\n"),
        (
            "pages/start.md:5:1: this part is empty: its text is missing\n"
            "  hint: write it, or leave the part out"
        ),
    ),
    "a fault within an accordion": (
        sample_page("::::{accordion}\n## A\nText.\n\n:::{reflection}\nWhy?\n:::\n::::\n"),
        (
            "pages/start.md:8:1: this reflection has no id\n"
            "  hint: write :::{reflection} my-reflection; it stays the same when the text changes"
        ),
    ),
    "one tab": (
        sample_page(":::{tabs}\n## A\nText.\n:::\n"),
        (
            "pages/start.md:4:1: tabs: there must be a heading above each part, and 2 of them at least\n"
            "  hint: write ## (or ###) and the title of a part above its text"
        ),
    ),
    "one column": (
        sample_page(":::{columns}\nLeft.\n:::\n"),
        (
            "pages/start.md:4:1: these columns are not two\n"
            "  hint: write the left one, a blank line, a line ---, and the right one"
        ),
    ),
    "a line between columns that makes a heading": (
        sample_page(":::{columns}\nLeft.\n---\nRight.\n:::\n"),
        (
            "pages/start.md:6:1: this line makes the text above it a heading\n"
            "  hint: leave a blank line above ---"
        ),
    ),
    "a directive in a list": (
        sample_page("- one\n  :::{callout}\n  x\n  :::\n"),
        (
            "pages/start.md:5:1: a directive can't stand in a list or a quote\n"
            "  hint: begin it at the start of a line, after a blank line"
        ),
    ),
    "a heading in a question": (
        sample_page("## A\n\n:::{reflection} why\n### Why?\n:::\n"),
        (
            "pages/start.md:7:1: a reflection can't hold a heading\n"
            "  hint: put the heading above the directive, or write the words in **bold**"
        ),
    ),
    "no id": (
        sample_page(":::{reflection}\nWhy?\n:::\n"),
        (
            "pages/start.md:4:1: this reflection has no id\n"
            "  hint: write :::{reflection} my-reflection; it stays the same when the text changes"
        ),
    ),
    "a bad id": (
        sample_page(":::{reflection} Wie niet?\nWhy?\n:::\n"),
        (
            "pages/start.md:4:17: 'Wie niet?' is no id: only a-z, 0-9 and '-', a letter first, at most 64\n"
            "  hint: for example: wie-niet"
        ),
    ),
    "an id twice": (
        {
            "course.yaml": SETTINGS + "  - more\n",
            "pages/start.md": FRONT_MATTER + QUESTION,
            "pages/more.md": FRONT_MATTER + QUESTION,
        },
        (
            "pages/more.md:4:17: the id 'why' is taken already, at pages/start.md:4:17\n"
            "  hint: give one of the two another id"
        ),
    ),
    "an id that a contrast takes": (
        sample_page(":::{reflection} x-good\nWhy?\n:::\n\n:::{contrast} x\nA\n---\nB\n:::\n"),
        (
            "pages/start.md:8:15: the id 'x-good' is taken already, at pages/start.md:4:17\n"
            "  hint: give one of the two another id"
        ),
    ),
    "an id that a video has": (
        sample_page(QUESTION + ":::{video} why\n:title: T\n:youtube: aqz-KE-bpKQ\n:::\n"),
        (
            "pages/start.md:7:12: the id 'why' is taken already, at pages/start.md:4:17\n"
            "  hint: give one of the two another id"
        ),
    ),
    "an unknown option, indented": (
        sample_page("  :::{reflection} why\n  :hnt: x\n  Why?\n  :::\n"),
        "pages/start.md:5:3: unknown option 'hnt'\n  hint: did you mean 'hint'?",
    ),
    "an unknown option": (
        sample_page(":::{reflection} why\n:hnt: x\nWhy?\n:::\n"),
        "pages/start.md:5:1: unknown option 'hnt'\n  hint: did you mean 'hint'?",
    ),
    "an option of another directive": (
        sample_page(":::{choice} why\n:rows: 3\nWhy?\n- [x] a\n- [ ] b\n:::\n"),
        (
            "pages/start.md:5:1: unknown option 'rows'\n"
            "  hint: known options: pictures, retries, optional, answers"
        ),
    ),
    "an option twice": (
        sample_page(":::{reflection} why\n:hint: x\n:hint: y\nWhy?\n:::\n"),
        (
            "pages/start.md:6:1: the option 'hint' stands here twice\n"
            "  hint: the first is on line 5; leave one out"
        ),
    ),
    "an empty option": (
        sample_page(":::{reflection} why\n:hint:\nWhy?\n:::\n"),
        ("pages/start.md:5:7: 'hint' is empty\n  hint: write :hint: Think of your own work"),
    ),
    "an option below the text": (
        sample_page(":::{reflection} why\nWhy?\n:hint: x\n:::\n"),
        (
            "pages/start.md:6:1: the option 'hint' stands below the text\n"
            "  hint: options come first, directly below line 4"
        ),
    ),
    "a number that is none": (
        sample_page(":::{reflection} why\n:rows: many\n:minimum: 0\nWhy?\n:::\n"),
        (
            "pages/start.md:5:8: 'rows' must be a whole number from 2 to 20, not 'many'\n"
            "  hint: write :rows: 6\n"
            "pages/start.md:6:11: 'minimum' must be a whole number from 1 to 500, not '0'\n"
            "  hint: write :minimum: 10"
        ),
    ),
    "a flag that is none": (
        sample_page(":::{reflection} why\n:optional: yes\nWhy?\n:::\n"),
        ("pages/start.md:5:12: 'optional' can't be 'yes'\n  hint: possible: true, false"),
    ),
    "an argument for none": (
        sample_page(":::{post} x\n:author: A\nHi\n:::\n"),
        "pages/start.md:4:11: post takes no argument\n  hint: leave 'x' out",
    ),
    "an unknown kind of callout": (
        sample_page(":::{callout} Note\nHi\n:::\n"),
        ("pages/start.md:4:14: unknown kind of callout 'Note'\n  hint: did you mean 'note'?"),
    ),
    "an empty callout": (
        sample_page(":::{callout}\n:title: x\n:::\n"),
        ("pages/start.md:4:1: this callout is empty\n  hint: write it above the closing :::"),
    ),
    "a post by nobody": (
        sample_page(":::{post}\nHi\n:::\n"),
        ("pages/start.md:4:1: the option 'author' is missing\n  hint: write :author: Name"),
    ),
    "an empty post": (
        sample_page(":::{post}\n:author: A\n:::\n"),
        ("pages/start.md:4:1: the message is empty\n  hint: write it above the closing :::"),
    ),
    "an empty question": (
        sample_page(":::{reflection} why\n:::\n"),
        ("pages/start.md:4:1: the question is empty\n  hint: write it above the closing :::"),
    ),
    "a contrast without points": (
        sample_page(":::{contrast} x\nA\n:::\n"),
        (
            "pages/start.md:4:1: this contrast has no points to look for\n"
            "  hint: write them below the prompt, after a line ---"
        ),
    ),
    "a contrast with nothing in its halves": (
        sample_page(":::{contrast} x\n---\n:::\n"),
        (
            "pages/start.md:4:1: the part after --- is empty\n"
            "  hint: write it above the closing :::\n"
            "pages/start.md:4:1: the prompt is empty\n"
            "  hint: write it above the closing :::"
        ),
    ),
    "a choice without a right option": (
        sample_page(":::{choice} x\nA?\n- [ ] a\n- [ ] b\n:::\n"),
        ("pages/start.md:4:1: this choice has no right option\n  hint: mark at least one with - [x]"),
    ),
    "a choice with one option": (
        sample_page(":::{choice} x\nA?\n- [x] a\n:::\n"),
        (
            "pages/start.md:4:1: a choice has 2 to 26 options, not 1\n"
            "  hint: write each as - [ ] wrong, or - [x] right"
        ),
    ),
    "a choice with 27 options": (
        sample_page(":::{choice} x\nA?\n" + "- [x] a\n" * 27 + ":::\n"),
        (
            "pages/start.md:4:1: a choice has 2 to 26 options, not 27\n"
            "  hint: write each as - [ ] wrong, or - [x] right"
        ),
    ),
    "a choice without boxes": (
        sample_page(":::{choice} x\nA?\n- [x] a\n- b\n- [ ]\n:::\n"),
        (
            "pages/start.md:7:1: an option starts with a box\n"
            "  hint: write - [x] when it is right, - [ ] when it is wrong\n"
            "pages/start.md:8:1: this option is empty\n"
            "  hint: write its words after the box"
        ),
    ),
    "a choice without a question": (
        sample_page(":::{choice} x\n- [x] a\n- [ ] b\n:::\n"),
        ("pages/start.md:4:1: the question is empty\n  hint: write it above the closing :::"),
    ),
    "feedback that isn't indented": (
        sample_page(":::{choice} x\nA?\n\n- [x] a\n> Yes\n- [ ] b\n:::\n"),
        (
            "pages/start.md:8:1: a choice ends with one list, and this comes after it\n"
            "  hint: use the same mark for all items, and indent by two spaces what belongs to an item"
        ),
    ),
    "a scale of one": (
        sample_page(":::{opinion} x\nA.\n- a\n:::\n"),
        (
            "pages/start.md:4:1: a scale has 2 to 9 labels, none empty; this one has 1\n"
            "  hint: leave the list out for the usual five"
        ),
    ),
    "a scale with an empty label": (
        sample_page(":::{opinion} x\nA.\n- a\n-\n- b\n:::\n"),
        (
            "pages/start.md:4:1: a scale has 2 to 9 labels, none empty; this one has 3\n"
            "  hint: leave the list out for the usual five"
        ),
    ),
    "an empty statement": (
        sample_page(":::{opinion} x\n:::\n"),
        ("pages/start.md:4:1: the statement is empty\n  hint: write it above the closing :::"),
    ),
    "nothing to acknowledge": (
        sample_page(":::{acknowledge} x\n:::\n"),
        ("pages/start.md:4:1: what is to be read or done is empty\n  hint: write it above the closing :::"),
    ),
    "an empty checklist": (
        sample_page(":::{checklist} x\nA\n:::\n"),
        (
            "pages/start.md:4:1: a checklist has 1 to 26 items, none empty; this one has 0\n"
            "  hint: write each as - words"
        ),
    ),
    "one list of dos and don'ts": (
        sample_page(":::{dos-donts}\n- a\n\n- b\n:::\n"),
        (
            "pages/start.md:4:1: dos-donts holds exactly two lists and nothing else; here is 1 list\n"
            "  hint: start each do with '+' and each don't with '-': lists with the same mark run together"
        ),
    ),
    "text in dos and don'ts": (
        sample_page(":::{dos-donts}\nx\n\n+ a\n\n- b\n:::\n"),
        (
            "pages/start.md:4:1: dos-donts holds exactly two lists and nothing else; here are 2 lists and "
            "1 other piece of text\n"
            "  hint: start each do with '+' and each don't with '-': lists with the same mark run together"
        ),
    ),
    "an empty do": (
        sample_page(":::{dos-donts}\n+ a\n+\n\n- b\n:::\n"),
        ("pages/start.md:4:1: an item of dos-donts is empty\n  hint: write its words, or leave it out"),
    ),
    "a video from nowhere": (
        sample_page(":::{video} x\n:title: T\n:::\n"),
        (
            "pages/start.md:4:1: a video comes from one place: YouTube, Vimeo or a file\n"
            "  hint: write :youtube: https://youtu.be/aqz-KE-bpKQ or :vimeo: https://vimeo.com/76979871 or "
            ":file: media/name.mp4"
        ),
    ),
    "a video from two places": (
        sample_page(
            ":::{video} x\n:title: T\n:youtube: aqz-KE-bpKQ\n:file: media/x.mp4\n:::\n", {"media/x.mp4": b""}
        ),
        (
            "pages/start.md:4:1: a video comes from one place: YouTube, Vimeo or a file\n"
            "  hint: write :youtube: https://youtu.be/aqz-KE-bpKQ or :vimeo: https://vimeo.com/76979871 or "
            ":file: media/name.mp4"
        ),
    ),
    "a video without a title": (
        sample_page(":::{video} x\n:youtube: aqz-KE-bpKQ\n:::\n"),
        ("pages/start.md:4:1: the option 'title' is missing\n  hint: write :title: What the video is called"),
    ),
    "a video of another site": (
        sample_page(":::{video} x\n:title: T\n:youtube: https://vimeo.com/76979871\n:::\n"),
        (
            "pages/start.md:6:11: 'https://vimeo.com/76979871' is no film on YouTube\n"
            "  hint: paste its address, as in :youtube: https://youtu.be/aqz-KE-bpKQ"
        ),
    ),
    "a bad YouTube id": (
        sample_page(":::{video} x\n:title: T\n:youtube: abc\n:::\n"),
        (
            "pages/start.md:6:11: 'abc' is no film on YouTube\n"
            "  hint: paste its address, as in :youtube: https://youtu.be/aqz-KE-bpKQ"
        ),
    ),
    "a file without captions and transcript": (
        sample_page(":::{video} x\n:title: T\n:file: media/x.mp4\n:::\n", {"media/x.mp4": b""}),
        (
            "pages/start.md:4:1: a video file needs a transcript\n"
            "  hint: write below the options what is said and shown\n"
            "pages/start.md:4:1: the option 'captions' is missing\n"
            "  hint: write :captions: media/name.vtt"
        ),
    ),
    "captions for YouTube": (
        sample_page(
            ":::{video} x\n:title: T\n:youtube: aqz-KE-bpKQ\n:captions: media/x.vtt\n:::\n",
            {"media/x.vtt": "WEBVTT\n"},
        ),
        ("pages/start.md:7:12: captions go with a file; YouTube has its own\n  hint: leave :captions: out"),
    ),
    "captions of another kind": (
        sample_page(
            ":::{video} x\n:title: T\n:file: media/x.mp4\n:captions: media/x.vtt\n\nText.\n:::\n",
            {"media/x.mp4": b"", "media/x.vtt": "1\n"},
        ),
        ("pages/start.md:7:12: 'media/x.vtt' is no WebVTT file\n  hint: its first line must be WEBVTT"),
    ),
    "a film of another kind": (
        sample_page(
            ":::{video} x\n:title: T\n:file: media/x.avi\n:captions: media/x.srt\n\nText.\n:::\n",
            {"media/x.avi": b"", "media/x.srt": "1\n"},
        ),
        (
            "pages/start.md:6:8: a .avi file can't be used as a video\n"
            "  hint: possible: mp4\n"
            "pages/start.md:7:12: a .srt file can't be used for captions\n"
            "  hint: possible: vtt"
        ),
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_a_directive_is_named_with_its_place_and_a_way_out(
    make_folder: Callable[[Files], Path], files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message
