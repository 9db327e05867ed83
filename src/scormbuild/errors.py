"""Every error that scormbuild raises, as one tree:

ScormbuildError
    SourceError       the course as written has faults; carries all of them
    PackageError      a file that was given as a package can't be read as one
    SettingsError     a setting, a database address or a file of the LRS is not as it must be
    LmsError          an LMS, or another LRS, can't be reached, or doesn't answer as it should
        LmsErrorResponse  it says no to one question; carries its code
        TokenError        it doesn't take the token or the key
    LrsError          a request that the LRS refuses; each kind has its HTTP status
        BadRequest            400  not as the standard asks
            InvalidStatement  400  a statement breaks a rule; carries the path of the fault
        Unauthorized          401  no key, or one that isn't known
        Forbidden             403  a known key that may not do this
        NotFound              404
        MethodNotAllowed      405
        Conflict              409  the id is taken by another statement, or a document needs a precondition
        PreconditionFailed    412  the document is not the one that the caller saw
        TooLarge              413  more than the LRS takes at once
        UnsupportedMediaType  415  a body in a coding that the LRS doesn't read
        TooManyRequests       429  above the key's rate
        HeadTooLarge          431  the first line and the headers are more than the LRS takes
        Unavailable           503  the database can't take or give it now; sending it again is safe
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from scormbuild.catalogue import _


# Ordered by its first fields, so that faults are sorted as somebody reads them.
@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is (line and column from 1, 0 for the file as a whole), what, and the way out."""

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    code: str = ""

    def __str__(self) -> str:
        """`path:line:column: message`, and the hint on a line of its own."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


def did_you_mean(word: str, known: Iterable[str], lead: str = "", most: int = 24) -> str:
    """A hint for a word that isn't known: the nearest one, or where none is near at most so many of all."""
    names = {each.lower(): each for each in known}
    if near := get_close_matches(word.lower(), names, n=1):
        return _("did you mean '%(near)s'?", near=names[near[0]])
    shown = [*list(names.values())[:most], *(["…"] if len(names) > most else [])]
    return f"{lead or _('one of')} {', '.join(shown)}" if names else ""


class ScormbuildError(Exception):
    """The root: catch this to catch all that scormbuild raises on purpose."""


class SourceError(ScormbuildError):
    """The course as written has faults, and nothing was built."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PackageError(ScormbuildError):
    """The file can't be read as a package: no zip, damaged, or larger than is safe to unpack."""


class SettingsError(ScormbuildError):
    """A setting, a database address or a file of the LRS is not as it must be."""


class LmsError(ScormbuildError):
    """An LMS, or another LRS, can't be reached, or answers otherwise than it should; trying again is safe."""


class LmsErrorResponse(LmsError):
    """An LMS says no to one question; `code` is its own word for why."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class TokenError(LmsError):
    """An LMS or LRS doesn't take the token or key, or not for something that is needed."""


class LrsError(ScormbuildError):
    """A request that the LRS refuses; `status` is the HTTP status code (RFC 9110)."""

    status = 500

    def __init__(self, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.message = message
        self.headers = dict(headers or {})
        super().__init__(message)


class BadRequest(LrsError):
    """Not as the standard asks (xAPI 1.0.3 Communication 3.2)."""

    status = 400


class InvalidStatement(BadRequest):
    """A statement breaks a rule of the standard; `path` is where, such as `statement.actor.mbox`."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        super().__init__(f"{path}: {message}")


class Unauthorized(LrsError):
    """No key was given, or one that isn't known, has expired or was revoked."""

    status = 401


class Forbidden(LrsError):
    """The key is known, and may not do this."""

    status = 403


class NotFound(LrsError):
    """There is nothing of that name in the caller's organisation."""

    status = 404


class MethodNotAllowed(LrsError):
    """The resource doesn't know the method; the header Allow says which it knows."""

    status = 405


class Conflict(LrsError):
    """Another statement has the id, or a document is there and no precondition was given."""

    status = 409


class PreconditionFailed(LrsError):
    """The document is not the one that the caller saw (If-Match, If-None-Match)."""

    status = 412


class TooLarge(LrsError):
    """More than the LRS takes at once; the message says how much that is."""

    status = 413


class UnsupportedMediaType(LrsError):
    """The body has a coding that the LRS doesn't read."""

    status = 415


class TooManyRequests(LrsError):
    """More requests than the key's rate allows; the header Retry-After says when to come back."""

    status = 429


class HeadTooLarge(LrsError):
    """The first line and the headers are more than the LRS takes (RFC 6585 5)."""

    status = 431


class Unavailable(LrsError):
    """The database can't take or give it now; sending the same again later is safe."""

    status = 503
