"""Pages that open later, and pages for one role: whether what they name is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scormbuild.catalogue import _
from scormbuild.course.blocks.role import Role
from scormbuild.course.model import Page
from scormbuild.course.notes import Notes, Place
from scormbuild.errors import did_you_mean

_TOP = Place(1, 1)


def check_access(pages: Sequence[Page], notes: Sequence[Notes]) -> None:
    """Note pages and roles that aren't there, pages that wait for each other, and a second role."""
    own = {each.path: each for each in notes}
    by_id = {page.id: page for page in pages}
    roles = [(page, block) for page in pages for block in page.questions if isinstance(block, Role)]
    for page, block in roles[1:]:
        place = _place_of(own[page.path], block.id)
        hint = _("give the pages roles out of the first one")
        own[page.path].add_problem(
            place, _("a course asks for one role, and '%(id)s' does", id=roles[0][1].id), hint
        )
    if roles and roles[0][0].role:
        page, block = roles[0]
        message = _(
            "the question for a role stands on a page that is for one role, so nobody could answer it"
        )
        own[page.path].add_problem(
            _place_of(own[page.path], block.id), message, _("leave for: out of this page")
        )
    keys = [key for _, block in roles[:1] for key, _ in block.options]
    for page in pages:
        _check_page(page, by_id, keys, own[page.path])


def _check_page(page: Page, by_id: dict[str, Page], roles: Sequence[str], notes: Notes) -> None:
    if page.role and page.role not in roles:
        hint = did_you_mean(page.role, roles, _("roles:")) or _(
            "ask for it on an earlier page, with :::{role}"
        )
        notes.add_problem(
            notes.page_places.get("for", _TOP), _("there is no role '%(role)s'", role=page.role), hint
        )
    place = notes.page_places.get("after", _TOP)
    for name in page.after:
        if name not in by_id:
            hint = did_you_mean(name, by_id, _("pages:"))
            notes.add_problem(place, _("there is no page '%(name)s' in this course", name=name), hint)
        # Of another role nobody can read it; of who has that role, the page is hidden.
        elif by_id[name].role not in ("", page.role):
            message = _("'%(name)s' is for another role, so this page would never open", name=name)
            notes.add_problem(place, message, _("leave it out, or for:"))
    if page.id in set(_before(page, by_id)):
        notes.add_problem(
            place, _("this page waits for itself, so it would never open"), _("leave one of these out")
        )


def _before(page: Page, by_id: dict[str, Page]) -> Iterator[str]:
    """All pages that must be done before this one opens."""
    waiting, reached = list(page.after), set[str]()
    while waiting:
        name = waiting.pop()
        if name in reached or name not in by_id:
            continue
        reached.add(name)
        waiting += by_id[name].after
        yield name


def _place_of(notes: Notes, identifier: str) -> Place:
    return next((place for place, names in notes.ids if identifier in names), _TOP)
