"""Sites that have films: how they write a film's address, and where they show it in a frame."""

from __future__ import annotations

import re
from typing import NamedTuple


class FilmSite(NamedTuple):
    """A site: its name, what finds a film's id in whatever was pasted, and what shows it.

    `frame` and `page` have {id} in them, `start` the {seconds} at which it begins, {key} is that of a film
    which only those with the whole address may see.
    """

    name: str
    film: re.Pattern[str]
    origin: str
    frame: str
    start: str
    page: str
    page_start: str

    def frame_address(self, film: Film, seconds: int = 0) -> str:
        """What shows the film in a frame, from this second on."""
        key = f"&h={film.key}" if film.key else ""
        start = self.start.format(seconds=seconds) if seconds else ""
        return self.origin + self.frame.format(id=film.id) + key + start

    def page_address(self, film: Film, seconds: int = 0) -> str:
        """Its page, for when it can't be shown in the course."""
        key = f"/{film.key}" if film.key else ""
        return (
            self.page.format(id=film.id) + key + (self.page_start.format(seconds=seconds) if seconds else "")
        )


class Film(NamedTuple):
    """A film on a site."""

    id: str
    key: str = ""


FILM_SITES = {
    "youtube": FilmSite(
        "YouTube",
        re.compile(
            r"(?:(?:https?://)?(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]*&)?v=|embed/|shorts/"
            r"|live/|v/)|youtu\.be/))?(?P<id>[A-Za-z0-9_-]{11})(?:[?&#/].*)?"
        ),
        "https://www.youtube-nocookie.com",
        "/embed/{id}?autoplay=1&rel=0",
        "&start={seconds}",
        "https://www.youtube.com/watch?v={id}",
        "&t={seconds}",
    ),
    "vimeo": FilmSite(
        "Vimeo",
        re.compile(
            r"(?:(?:https?://)?(?:www\.|player\.)?vimeo\.com/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/)?)?"
            r"(?P<id>\d{6,12})(?:/(?P<key>[0-9a-f]{8,16})|\?(?:[^#]*&)?h=(?P<hash>[0-9a-f]{8,16}))?(?:[?&#/].*)?"
        ),
        "https://player.vimeo.com",
        "/video/{id}?autoplay=1&dnt=1",
        "#t={seconds}s",
        "https://vimeo.com/{id}",
        "#t={seconds}s",
    ),
}


def find_film(site: str, pasted: str) -> Film | None:
    """The film that an id or an address stands for; None when it is none of this site."""
    found = FILM_SITES[site].film.fullmatch(pasted)
    if found is None:
        return None
    parts = found.groupdict()
    return Film(parts["id"], parts.get("key") or parts.get("hash") or "")
