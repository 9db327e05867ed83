"""What rules read of a package: its manifests, pages and scripts, never more than the limits allow."""

from __future__ import annotations

from scormbuild.catalogue import _
from scormbuild.course.check.limits import ArchiveLimits
from scormbuild.course.check.standards import MANIFESTS
from scormbuild.course.check.unpack import Content
from scormbuild.errors import PackageError

TEXT_SUFFIXES = (".html", ".htm", ".xhtml", ".js", ".mjs")


class TextStore:
    """Collects what rules read of a package, never more than the limits allow."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self.limits, self.room = limits, limits.texts
        self.manifests: dict[str, bytes] = {}
        self.texts: dict[str, bytes] = {}
        self.has_all_texts = True

    def start(self, name: str) -> Content | None:
        """What to collect the bytes of this member in; None if nobody reads them."""
        if name in MANIFESTS:
            return Content(self.limits.manifest)
        if name.lower().endswith(TEXT_SUFFIXES):
            return Content(min(self.limits.text, self.room))
        return None

    def finish(self, name: str, content: Content | None, size: int, damage: str) -> None:
        """Keep what was collected, if it is whole."""
        if content is None:
            return
        if name in MANIFESTS:
            if damage:
                raise PackageError(
                    _("%(name)s is damaged (%(damage)s); make the zip again", name=name, damage=damage)
                )
            self.manifests[name] = bytes(content.data)
        elif damage or size > content.limit:
            self.has_all_texts = False
        else:
            self.room -= size
            self.texts[name] = bytes(content.data)
