"""The alternate request syntax of 1.0.x: a whole request in the form fields of a POST."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from scormbuild.errors import BadRequest
from scormbuild.lrs.xapi.version import VERSION_HEADER, Version, negotiate

METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})
WITH_CONTENT = frozenset({"PUT", "POST"})
# The only fields that stand for headers (xAPI 1.0.3 Communication 1.3).
HEADERS = frozenset(
    {"authorization", "content-length", "content-type", "if-match", "if-none-match", VERSION_HEADER.lower()}
)
MAX_FIELDS = 64
# Of a form, which is read before it is known who calls; the browsers that need it send small ones.
LONGEST_FORM = 1 << 18
# By these a request shows that a browser's page sent it; one of today's sends both with a form.
PAGE_HEADERS = ("origin", "sec-fetch-site")
FIELD_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")  # RFC 9110 5.5

RequestParts = tuple[str, dict[str, str], dict[str, str], bytes]


def parse_alternate_request(
    method: str, params: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> RequestParts:
    """The request that a POST with `?method=` stands for: method, parameters, headers, body.

    xAPI 1.0.3 Communication 1.3. IEEE 9274.1.1 has no such syntax, so a request of 2.0 is refused.
    """
    wanted_method = params.get("method", "")
    if method != "POST":
        raise BadRequest("a request with the parameter 'method' must be a POST")
    if wanted_method not in METHODS:
        raise BadRequest(f"the parameter 'method' must be one of {', '.join(sorted(METHODS))}")
    # Communication 1.3. With a parameter in both places, which of them counts would be anybody's guess.
    if len(params) > 1:
        raise BadRequest("beside 'method', all parameters belong in the form, not in the address")
    form = parse_form(body)
    content = form.pop("content", None)
    if content is None and wanted_method in WITH_CONTENT:
        raise BadRequest(f"a {wanted_method} in the alternate syntax needs the form field 'content'")
    merged = merge_headers(headers, form)
    # Only now, as the version's header may be one of the form's fields.
    refuse_2_0(merged)
    return (
        wanted_method,
        {name: form[name] for name in form if name.lower() not in HEADERS},
        merged,
        encode_content(content),
    )


def parse_form(body: bytes) -> dict[str, str]:
    """The form's fields; each may be there once."""
    if not body:
        return {}
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise BadRequest("the body must be a form: application/x-www-form-urlencoded, in UTF-8") from error
    form = dict(pairs)
    if len({name.lower() if name.lower() in HEADERS else name for name in form}) < len(pairs):
        raise BadRequest("the form has a field twice")
    return form


def merge_headers(headers: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """The headers as sent, with those of the form above them."""
    merged = {
        name: value for name, value in headers.items() if name not in {"content-length", "content-type"}
    }
    given = {name.lower(): value for name, value in form.items() if name.lower() in HEADERS}
    for name, value in given.items():
        # A form can carry what no header can; it would be sent on as one with the document.
        if not FIELD_VALUE.fullmatch(value):
            raise BadRequest(f"the form field {name!r} holds a character that no header may have")
    require_key_in_form(headers, given)
    # The length told is of the content before it was encoded, and of no use after.
    given.pop("content-length", None)
    # Requests are normally JSON (Communication 1.5), and this one's own header is about the form.
    return {**merged, "content-type": "application/json", **given}


def require_key_in_form(headers: Mapping[str, str], given: Mapping[str, str]) -> None:
    """Refuse the form of a page that relies on a key which the browser remembers from a prompt."""
    # Any page may send a form without a preflight, and the browser adds such a key by itself. What can't send
    # headers, and that is whom this syntax is for, puts the key into the form.
    from_page = any(name in headers for name in PAGE_HEADERS)
    if from_page and "authorization" in headers and "authorization" not in given:
        raise BadRequest("a page that sends a form puts the key into its field 'Authorization'")


def encode_content(content: str | None) -> bytes:
    """The content as a body: the standard has it as a UTF-8 string."""
    return b"" if content is None else content.encode("utf-8")


def refuse_2_0(headers: Mapping[str, str]) -> None:
    """Refuse the syntax to a client of 2.0, where it is no more."""
    header = headers.get(VERSION_HEADER.lower())
    if header is not None and negotiate(header) is Version.V2:
        raise BadRequest("the parameter 'method' is not known here: 2.0 has no alternate request syntax")
