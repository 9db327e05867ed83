"""A film: on YouTube, or a file of the course."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scormbuild.course.fields import ScalarNode
from scormbuild.course.model import Block, PlayerPart
from scormbuild.course.notes import Link, LinkKind
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import render_html

_YOUTUBE = "[A-Za-z0-9_-]{11}"


@dataclass(frozen=True)
class Video(Block):
    """A film: on YouTube (an 11-character id), or a local mp4 with captions and a transcript."""

    id: str
    title: str
    youtube: str
    file: str
    captions: str
    transcript: str

    player_parts = (PlayerPart("video", "blocks/video", "startVideos"),)
    style_parts = ("video",)

    @property
    def needs_player(self) -> bool:
        """Whether it is on YouTube: a browser plays others without help."""
        return bool(self.youtube)


def parse_video(directive: Directive) -> Video:
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


VIDEO = DirectiveType(
    parse_video,
    {
        "title": ":title: What the video is called",
        "youtube": ":youtube: its 11 characters",
        "file": ":file: media/name.mp4",
        "captions": ":captions: media/name.vtt",
    },
    purpose="show a film",
)
