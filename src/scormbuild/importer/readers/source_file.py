"""A file that somebody gave: its name and bytes, and the folder in which its pictures may lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scormbuild.errors import Problem, SourceError
from scormbuild.importer.document import Document


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`beside` gives what stands beside it under a relative name; None where there is no such file."""

    name: str
    data: bytes
    beside: Callable[[str], bytes | None] = lambda _: None

    @property
    def stem(self) -> str:
        """Its name without folder and ending."""
        return self.name.rpartition("/")[2].rpartition(".")[0] or self.name

    def text(self) -> str:
        """What it holds, in UTF-8 or in the code of older Windows."""
        for encoding in ("utf-8-sig", "utf-16" if self.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
            try:
                return self.data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError:
                continue
        return self.data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def unreadable(self, why: str, hint: str) -> SourceError:
        """That it can't be read, and what to do."""
        return SourceError([Problem(self.name, 0, 0, why, hint)])


Reader = Callable[[SourceFile], Document]
