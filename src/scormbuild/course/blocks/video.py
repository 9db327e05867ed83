"""Directives that a learner only reads or watches: callout, post, video and dos-donts."""

from __future__ import annotations

import re
from typing import Literal

from scormbuild.course.fields import ScalarNode
from scormbuild.course.model import Callout, DosDonts, Post, Video
from scormbuild.course.notes import Link, LinkKind
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.lists import item_html, list_items
from scormbuild.course.pages.markdown import render_html, split_blocks
from scormbuild.errors import did_you_mean

_CALLOUTS: tuple[Literal["note", "tip", "warning", "example"], ...] = ("note", "tip", "warning", "example")
_YOUTUBE = "[A-Za-z0-9_-]{11}"


def callout(directive: Directive) -> Callout:
    """A box of one of four kinds; a note when it doesn't say."""
    given = directive.fence.argument
    kind = next((known for known in _CALLOUTS if given and given.text == known), _CALLOUTS[0])
    if given and given.text not in _CALLOUTS:
        hint = did_you_mean(given.text, _CALLOUTS, "possible:")
        directive.notes.add_problem(given.place, f"unknown kind of callout '{given.text}'", hint)
    return Callout(kind, directive.options.text("title", ""), directive.html("this callout"))


def post(directive: Directive) -> Post:
    """A message by an author, perhaps with its network and its time."""
    option = directive.options.text
    return Post(option("author"), option("network", ""), option("when", ""), directive.html("the message"))


def video(directive: Directive) -> Video:
    """A film from one of two places; one's own needs captions and a transcript (WCAG 2.2, 1.2.2, 1.2.3)."""
    options = directive.options
    youtube, file, captions = (options.scalar(key, required=False) for key in ("youtube", "file", "captions"))
    transcript = render_html(directive.tokens())
    if ("youtube" in options.values) == ("file" in options.values):
        directive.add_problem(
            "a video has either a youtube id or a file",
            f"write {options.examples['youtube']} or {options.examples['file']}",
        )
    elif file:
        _check_file(directive, captions, transcript)
    elif captions:
        directive.notes.add_problem(
            captions.place, "captions go with a file; YouTube has its own", "leave :captions: out"
        )
    if youtube:
        _check_youtube(directive, youtube)
    links: tuple[tuple[ScalarNode | None, LinkKind], ...] = ((file, "video"), (captions, "captions"))
    directive.notes.links += [Link(found.place, found.text, kind) for found, kind in links if found]
    return Video(
        id=directive.identifier(),
        title=options.text("title"),
        youtube=youtube.text if youtube else "",
        file=file.text if file else "",
        captions=captions.text if captions else "",
        transcript=transcript,
    )


def _check_file(directive: Directive, captions: ScalarNode | None, transcript: str) -> None:
    if captions is None:
        directive.options.scalar("captions")
    if not transcript:
        directive.add_problem(
            "a video file needs a transcript", "write below the options what is said and shown"
        )


def _check_youtube(directive: Directive, youtube: ScalarNode) -> None:
    if not re.fullmatch(_YOUTUBE, youtube.text):
        found = re.search(rf"(?:v=|youtu\.be/|embed/|shorts/)({_YOUTUBE})(?![\w-])", youtube.text)
        hint = f":youtube: {found[1]}" if found else "take the 11 characters after v= in the video's address"
        directive.notes.add_problem(youtube.place, f"'{youtube.text}' is no id of a YouTube video", hint)


def dos_donts(directive: Directive) -> DosDonts:
    """Two lists: what to do, then what not to do."""
    blocks = list(split_blocks(directive.tokens()))
    lists = [[item_html(item) for item in list_items(block)] for block in blocks if list_items(block)]
    if len(blocks) != 2 or len(lists) != 2:
        lists_there = _describe_lists(len(blocks), len(lists))
        directive.add_problem(
            f"dos-donts holds exactly two lists and nothing else; here {lists_there}",
            "start each do with '+' and each don't with '-': lists with the same mark run together",
        )
        lists = [[], []]
    if any(not text for found in lists for text in found):
        directive.add_problem("an item of dos-donts is empty", "write its words, or leave it out")
    return DosDonts(
        directive.option_or_default("dos"),
        directive.option_or_default("donts"),
        tuple(lists[0]),
        tuple(lists[1]),
    )


def _describe_lists(blocks: int, lists: int) -> str:
    """What was found: "are 1 list", "are 2 lists and 1 other piece of text"."""
    found = f"{'is' if lists == 1 else 'are'} {lists} list{'' if lists == 1 else 's'}"
    other = blocks - lists
    return found + (f" and {other} other piece{'' if other == 1 else 's'} of text" if other else "")
