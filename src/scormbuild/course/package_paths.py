"""Paths in a package: which can be unpacked on any system, and where a page refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count

LONGEST_PATH = 255  # a column of Moodle's database, and nearly what Windows can write
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
WINDOWS_NAME = re.compile(
    r'(^|/)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.[^/]*)?(/|$)|[. ](/|$)|[<>:"|?*]', re.IGNORECASE
)
# Whatever points at a file of the package: its attribute, and the path that it gives. Our templates and
# Markdown write all attributes so; in the text of a page a quote is &quot;.
REFERENCE = re.compile(r'\b(src|href|poster)="([^":#?]+)"')


def package_names(paths: Iterable[str]) -> dict[str, str]:
    """Each file's path in the package: no two have the same last name, capitals or not.

    Windows takes names that differ in capitals for one, and so does an LMS there: the second file would
    replace the first. Open edX serves whichever file with that last name it finds first, in any folder.
    """
    every = sorted(paths)
    taken = set(map(last_name, every))
    names: dict[str, str] = {}
    first: set[str] = set()
    for path in every:
        names[path] = free_name(path, taken) if last_name(path) in first else path
        first.add(last_name(path))
    return names


def free_name(path: str, taken: set[str]) -> str:
    """The path with the first number behind its name that is nobody's yet; it is taken from now on."""
    stem, dot, ending = path.rpartition(".")
    numbered = (f"{stem}-{number}{dot}{ending}" for number in count(2))
    name = next(each for each in numbered if last_name(each) not in taken)
    taken.add(last_name(name))
    return name


def last_name(path: str) -> str:
    """What a file is called without its folder, as systems compare that which know no capitals."""
    return path.rpartition("/")[2].casefold()


def rename_references(page: str, names: Mapping[str, str]) -> str:
    """The page with the names that files have in the package."""
    return REFERENCE.sub(lambda found: f'{found[1]}="{names.get(found[2], found[2])}"', page)
