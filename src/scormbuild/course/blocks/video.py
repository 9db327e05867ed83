"""A film: on YouTube or Vimeo, or a file of the course."""

from __future__ import annotations

from dataclasses import dataclass

from scormbuild.catalogue import _, mark
from scormbuild.course.blocks.chapters import Chapter, split_chapters
from scormbuild.course.blocks.film_sites import FILM_SITES, Film, FilmSite, find_film
from scormbuild.course.fields import ScalarNode
from scormbuild.course.model import Block, PlayerPart
from scormbuild.course.pages.directives import DirectiveType
from scormbuild.course.pages.fence import Directive
from scormbuild.course.pages.markdown import render_html

FRAMES = PlayerPart("frames", "blocks/frames", "startFrames")
_PLACES = ("file", *FILM_SITES)


@dataclass(frozen=True)
class Video(Block):
    """A film on a site, or a local mp4 with captions and a transcript; `site` is its key in FILM_SITES."""

    id: str
    title: str
    site: str
    film: Film
    file: str
    captions: str
    transcript: str
    chapters: tuple[Chapter, ...] = ()

    player_parts = (FRAMES, PlayerPart("chapters", "blocks/chapters", "startChapters"))
    style_parts = ("video",)
    minutes = 3  # that most take; how long one is, only its host knows
    is_film = True
    explained = ("transcript",)

    @property
    def needs_player(self) -> bool:
        """Whether it is on a site or has chapters: a browser plays others without help."""
        return bool(self.site or self.chapters)

    @property
    def host(self) -> FilmSite | None:
        """The site that it is on."""
        return FILM_SITES.get(self.site)

    @property
    def frame_source(self) -> str:
        """The site that shows it in a frame."""
        return self.host.origin if self.host else ""


def parse_video(directive: Directive) -> Video:
    """A film from one of three places; one's own needs captions and a transcript (WCAG 2.2, 1.2.2, 1.2.3)."""
    options = directive.options
    chapters, rest = split_chapters(directive, directive.tokens())
    transcript = render_html(rest)
    places = [key for key in _PLACES if key in options.values]
    if len(places) != 1:
        ways = _(" or ").join(_(options.examples[key]) for key in ("youtube", "vimeo", "file"))
        directive.add_problem(
            _("a video comes from one place: YouTube, Vimeo or a file"), _("write %(ways)s", ways=ways)
        )
    if places == ["file"] and not transcript:
        directive.add_problem(
            _("a video file needs a transcript"), _("write below the options what is said and shown")
        )
    captions = options.scalar("captions", required=False)
    if captions and places and "file" not in places:
        name = FILM_SITES[places[0]].name
        directive.notes.add_problem(
            captions.place,
            _("captions go with a file; %(name)s has its own", name=name),
            _("leave :captions: out"),
        )
    site = next((key for key in places if key in FILM_SITES), "")
    return Video(
        id=directive.identifier(),
        title=options.text("title"),
        site=site,
        film=_parse_film(directive, site, options.scalar(site)) if site else Film(""),
        file=directive.media("file", "video", required=False),
        captions=directive.media("captions", "captions", required=places == ["file"]),
        transcript=transcript,
        chapters=chapters,
    )


def _parse_film(directive: Directive, site: str, pasted: ScalarNode | None) -> Film:
    film = find_film(site, pasted.text) if pasted else None
    if pasted and film is None:
        directive.notes.add_problem(
            pasted.place,
            _("'%(pasted)s' is no film on %(name)s", pasted=pasted.text, name=FILM_SITES[site].name),
            _("paste its address, as in %(example)s", example=_(directive.options.examples[site])),
        )
    return film or Film("")


VIDEO = DirectiveType(
    parse_video,
    {
        "title": mark(":title: What the video is called"),
        "youtube": ":youtube: https://youtu.be/aqz-KE-bpKQ",
        "vimeo": ":vimeo: https://vimeo.com/76979871",
        "file": ":file: media/name.mp4",
        "captions": ":captions: media/name.vtt",
    },
    purpose="show a film, with chapters",
    access="the browser's own player with captions, chapters as buttons, the transcript in the page",
)
