"""Captions: what a browser would drop without a word is a fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import Files, sample_page

from scormbuild.course import source
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
FILM = ":::{video} f\n:title: F\n:file: media/f.mp4\n:captions: media/f.vtt\n\nHi.\n:::\n"
CUE = "00:00.000 --> 00:01.000\nHi.\n"


def with_captions(captions: str | bytes) -> Files:
    return sample_page(FILM, {"media/f.mp4": b"f", "media/f.vtt": captions})


@pytest.mark.parametrize(
    "captions",
    [
        "WEBVTT",
        f"WEBVTT\n\n{CUE}",
        f"\ufeffWEBVTT - with words\r\n\r\n{CUE}".replace("\n", "\r\n").replace("\r\r", "\r"),
        f"WEBVTT\n\nNOTE\nby Ann\n\nSTYLE\n::cue {{ color: red }}\n\n1\n{CUE}\n2\n"
        "01:00:00.000 --> 01:00:01.000 align:start\n<v Ann>One\nTwo\n",
        f"WEBVTT\n\n{CUE}\n{CUE}\n\n\n00:00.500 --> 00:03.000\nOver the one above.",
    ],
    ids=["none", "one", "of Windows", "all that there is", "at once"],
)
def test_sound_captions_pass(make_folder: MakeFolder, captions: str) -> None:
    assert source.read_course(make_folder(with_captions(captions))).course.media["media/f.vtt"]


FAULTS: dict[str, tuple[str | bytes, str]] = {
    "SRT with another name": (
        "WEBVTT\n\n1\n00:00:00,000 --> 00:00:01,000\nHi.\n",
        "4:1: '00:00:00,000 --> 00:00:01,000' is no time of a caption\n"
        "  hint: WebVTT has a point where SRT has a comma; write it as in 00:01.000 --> 00:04.500",
    ),
    "a time of minutes only": (
        "WEBVTT\n\n0:01 --> 0:02\nHi.\n",
        "3:1: '0:01 --> 0:02' is no time of a caption\n  hint: write it as in 00:01.000 --> 00:04.500",
    ),
    "words without a time": (
        f"WEBVTT\n\n{CUE}\nAnd more.\n",
        "6:1: this caption has no time\n  hint: write it as in 00:01.000 --> 00:04.500, on the line above it",
    ),
    "a caption that ends too early": (
        "WEBVTT\n\n00:05.000 --> 00:04.000\nHi.\n",
        "3:1: this caption ends before it begins\n  hint: put the earlier time first",
    ),
    "captions in disorder": (
        f"WEBVTT\n\n00:05.000 --> 00:06.000\nHi.\n\n{CUE}",
        "6:1: this caption begins before the one above it\n  hint: put them in order",
    ),
    "a caption without words": (
        f"WEBVTT\n\n{CUE}\n00:05.000 --> 00:06.000\n",
        "6:1: this caption has no words\n  hint: write them on the line below",
    ),
    "no blank line": (
        f"WEBVTT\n{CUE}",
        "2:1: the line below WEBVTT isn't blank\n  hint: leave a blank line before the first caption",
    ),
    "another encoding": (
        b"WEBVTT\n\n00:00.000 --> 00:01.000\nVoil\xe0.\n",
        "4:1: this isn't UTF-8\n  hint: save the file as UTF-8",
    ),
}


@pytest.mark.parametrize(("captions", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_captions_is_named_with_its_line(
    make_folder: MakeFolder, captions: str | bytes, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(with_captions(captions)))
    assert str(raised.value) == f"media/f.vtt:{message}"
