"""The fields of queries and forms: read strictly, within bounds, the first value of a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, ImmutableMultiDict
from starlette.requests import Request

from scormbuild.errors import BadRequest, TooLarge, UnsupportedMediaType
from scormbuild.lrs import http

Fields = ImmutableMultiDict[str, Any]  # Starlette's QueryParams or FormData; no form here holds a file
Translate = Callable[..., str]
MAX_FORM_BYTES = 65_536
MAX_FIELDS = 300
FORM_MEDIA_TYPE = "application/x-www-form-urlencoded"


def first_value(fields: Fields, name: str, default: str = "") -> str:
    """The first value of a name, without space around it; Starlette's own `get` gives the last."""
    return next(iter(fields.getlist(name)), default).strip()


def exact_value(fields: Fields, name: str) -> str:
    """The first value of a name, letter for letter: a password may begin with a space."""
    return next(iter(fields.getlist(name)), "")


def list_values(fields: Fields, name: str) -> list[str]:
    """Each value of a name, but empty ones."""
    return [value.strip() for value in fields.getlist(name) if value.strip()]


def parse_fields(text: bytes, translate: Translate) -> list[tuple[str, str]]:
    """The names and values of a query or form in UTF-8; raises BadRequest.

    Starlette puts U+FFFD for what it can't decode, and takes any number of fields.
    """
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:
        raise BadRequest(translate("refused.unreadable")) from None
    if any("\0" in name or "\0" in value for name, value in pairs):  # no database takes one
        raise BadRequest(translate("refused.unreadable"))
    return pairs


async def read_form(request: Request, translate: Translate, seconds: float) -> FormData:
    """The fields of a form; raises TooLarge, UnsupportedMediaType, BadRequest.

    Starlette's `request.form()` isn't used: it also reads multipart, and has no bound in bytes.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # No form of a browser is packed: so a small body can't unpack to a large one.
    if media_type != FORM_MEDIA_TYPE or "content-encoding" in request.headers:
        raise UnsupportedMediaType(translate("refused.no_form"))
    try:
        body = await http.read_body(request.receive, dict(request.headers), MAX_FORM_BYTES, seconds)
    except TooLarge as error:
        raise TooLarge(translate("refused.too_large")) from error
    request.state.request_log.request_bytes = len(body)
    return FormData(list(parse_fields(body, translate)))
