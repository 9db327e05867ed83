"""Where statements go and who reads them: the keys `iri`, `lrs` and `privacy` of course.yaml."""

from __future__ import annotations

import re

from scormbuild.catalogue import _, mark
from scormbuild.course.fields import Fields
from scormbuild.course.model import LrsEndpoint, Privacy
from scormbuild.course.pages.links import is_address

LRS_KEYS = {
    "url": "url: https://lrs.example.org/xapi",
    "key": mark("key: the key of this course, such as sb_1a2b3c"),
    "secret": mark("secret: the key's secret"),
}
PRIVACY_KEYS = {
    "readers": mark("readers: who reads the answers, such as the trainers of your organisation"),
    "keep": mark("keep: for how long, such as a year"),
    "contact": "contact: mailto:privacy@example.org",
}
URL_HINT = "write https://lrs.example.org/xapi; http is for localhost and 127.0.0.1 only"
MISSING_PRIVACY = "the course has an LRS, but doesn't say who reads the answers and for how long"
PRIVACY_HINT = "write privacy: with readers and keep below it, indented"

# A page on https may not send to http, this machine apart: no browser lets it.
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_PATH = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|/|%[0-9A-Fa-f]{2})*"
_URL = re.compile(
    rf"(?P<origin>(?:https://{_HOST}|http://(?:localhost|127\.0\.0\.1))(?::(?P<port>[0-9]{{1,5}}))?)"
    rf"(?P<path>/{_PATH})?"
)
# Narrower than RFC 3987, which rules what an LRS takes (lrs/xapi/patterns.py): the ids of pages and questions
# are put behind it, so no ?, # or / at its end; and in ASCII, as it goes into addresses that people copy.
_IRI = rf"[A-Za-z][A-Za-z0-9+.-]*:(?://{_HOST}(?::[0-9]{{1,5}})?(?:/{_PATH})?|(?!//){_PATH})(?<![/:])"
_KEY, _SECRET = r"[!-9;-~]{1,255}", r"[!-~]{1,255}"  # what HTTP's basic authentication can carry (RFC 7617)
_LAST_PORT = 65535
_LONGEST_IRI = 500


def parse_endpoint(text: str) -> str:
    """The address of an LRS without a slash at its end, /xapi where it has no path; "" if it is none."""
    found = _URL.fullmatch(text)
    if not found or int(found["port"] or 0) > _LAST_PORT:
        return ""
    # As a browser writes an origin, which the policies of pages and servers compare letter by letter.
    return found["origin"].lower() + ((found["path"] or "").rstrip("/") or "/xapi")


def is_key(text: str) -> bool:
    """Whether it can be the name of a key."""
    return re.fullmatch(_KEY, text) is not None


def is_secret(text: str) -> bool:
    """Whether it can be a secret."""
    return re.fullmatch(_SECRET, text) is not None


def parse_iri(fields: Fields, default: str) -> str:
    """The course's own IRI, without what is put behind it (RFC 3987, 2.2)."""
    found = fields.text("iri", default, longest=_LONGEST_IRI)
    if found != default and not re.fullmatch(_IRI, found, re.ASCII):
        rule = "must be an absolute IRI without ?, # and a slash at the end"
        fields.add_value_problem(
            fields.values["iri"], "iri", _("%(rule)s, not '%(found)s'", rule=rule, found=found)
        )
    return found


def parse_lrs(fields: Fields | None) -> LrsEndpoint | None:
    """Where statements go. What is wrong is told without the value: it may hold the secret."""
    if fields is None:
        return None
    url, key, secret = (fields.scalar(name) for name in LRS_KEYS)
    address = parse_endpoint(url.text) if url else ""
    if url and not address:
        fields.notes.add_problem(url.place, _("'url' is no address of an LRS"), URL_HINT)
    if key and not is_key(key.text):
        fields.add_value_problem(key, "key", _("must be letters, digits and signs without blanks and colons"))
    if secret and not is_secret(secret.text):
        fields.add_value_problem(secret, "secret", _("must be letters, digits and signs without blanks"))
    return LrsEndpoint(address, key.text if key else "", secret.text if secret else "")


def parse_privacy(settings: Fields) -> Privacy | None:
    """Who reads, and for how long; as parts of a sentence, so without a full stop."""
    fields = settings.fields("privacy", PRIVACY_KEYS)
    if fields is None:
        return Privacy("", "") if "privacy" in settings.values else None
    readers, keep = (fields.text(name, longest=255).rstrip(" .") for name in ("readers", "keep"))
    contact = fields.scalar("contact", required=False)
    if contact and not is_address(contact.text, ("http", "https", "mailto")):
        hint = (
            _("write mailto:%(contact)s", contact=contact.text)
            if "@" in contact.text
            else _("write %(example)s", example=_(PRIVACY_KEYS["contact"]))
        )
        fields.notes.add_problem(
            contact.place, _("'%(contact)s' is no web or mail address", contact=contact.text), hint
        )
    return Privacy(readers, keep, contact.text if contact else "")
