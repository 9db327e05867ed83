"""Raw HTML in running text: the few tags that Markdown has no marks for pass, anything else is a fault."""

from __future__ import annotations

import re

from scormbuild.catalogue import _
from scormbuild.course.notes import Notes, Place
from scormbuild.course.pages.markdown import Token, inline_places

_TAG = re.compile(
    r"<(?P<close>/)?(?P<name>br|sub|sup|kbd|abbr|mark)(?P<title> title=\"[^\"<>]*\")?\s*/?>", re.IGNORECASE
)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def check_raw_html(token: Token, notes: Notes) -> None:
    """Note tags that can't be used, and those of the few that aren't closed in their turn."""
    opened: list[tuple[str, Place]] = []
    refused: set[str] = set()
    for number, place in inline_places(token, notes.lines):
        child = (token.children or [])[number]
        if child.type != "html_inline":
            continue
        found, name = _TAG.fullmatch(child.content), _tag_name(child.content)
        # The end of a tag that was a fault is not another one.
        if child.content.startswith("</") and name in refused:
            continue
        if not found or (found["title"] and name != "abbr"):
            _add_tag_problem(child.content, place, notes)
            refused.add(name)
        elif found["close"]:
            _close_tag(name, place, opened, notes)
        elif name != "br":
            opened.append((name, place))
    for name, place in opened:
        notes.add_problem(
            place,
            _("<%(name)s> isn't closed", name=name),
            _("write </%(name)s> in the same paragraph", name=name),
        )


def _tag_name(tag: str) -> str:
    """What a tag is called; "" for a comment and the like."""
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def _close_tag(name: str, place: Place, opened: list[tuple[str, Place]], notes: Notes) -> None:
    if opened and opened[-1][0] == name:
        opened.pop()
        return
    names = [name for name, _ in opened]
    if name not in names:
        notes.add_problem(place, _("</%(name)s> closes nothing", name=name), _("leave it out"))
        return
    message = _("</%(name)s> comes too early: <%(names)s> is still open", name=name, names=names[-1])
    notes.add_problem(place, message, _("write </%(names)s> first", names=names[-1]))
    del opened[len(names) - 1 - names[::-1].index(name)]


def _add_tag_problem(tag: str, place: Place, notes: Notes) -> None:
    name = _tag_name(tag)
    if tag.startswith("<!--"):
        hint = _("leave it out; notes can stand in course.yaml, after a #")
        notes.add_problem(place, _("HTML comments can't be used"), hint)
    elif _TAG.fullmatch(f"<{name}>"):
        notes.add_problem(
            place,
            _("<%(name)s> can't have these attributes here", name=name),
            _("write <%(name)s>", name=name),
        )
    else:
        hint = _("use Markdown; only br, sub, sup, kbd, abbr and mark pass; a plain < is written \\<")
        notes.add_problem(
            place,
            _("raw HTML can't be used: <%(name)s>", name=name) if name else _("raw HTML can't be used"),
            hint,
        )
