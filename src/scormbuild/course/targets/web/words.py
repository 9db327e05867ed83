"""What a site says in other words: it has no learning system, and not always somebody who reads along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scormbuild.course.model import Course


def site_words(course: Course, words: Mapping[str, Any]) -> dict[str, Any]:
    """The words of a language, with those replaced that would not be true on a site."""
    page, player = words["page"], words["player"]
    nobody = player["readers_alone"] if course.device == "own" else player["readers_tab"]
    own_page = {
        "only_lms": page["only_here"] if course.device == "own" else page["only_tab"],
        "certificate_no_proof": page["certificate_site"],
    }
    if not course.lrs or not course.privacy:
        return {
            **words,
            "page": {**page, **own_page, "read_by": nobody},
            "player": {**player, "readers": nobody},
        }
    told = page["read_by"].format(**vars(course.privacy))
    sent = {
        "readers_alone": told,
        "readers_tab": told,
        "alone_device": page["site_device"].format(**vars(course.privacy)),
        "alone_tab": page["site_tab"].format(**vars(course.privacy)),
    }
    return {**words, "page": {**page, **own_page}, "player": {**player, **sent}}
