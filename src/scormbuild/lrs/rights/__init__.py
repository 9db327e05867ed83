"""What a person may ask for: to see all that is kept, to have it erased, or taken out of every report."""

from __future__ import annotations

from scormbuild.lrs.rights.erase import erase_person
from scormbuild.lrs.rights.erasure_report import (
    create_erasure_report,
    parse_erasure_report,
    verify_erasure_report,
)
from scormbuild.lrs.rights.expiry import run_expiry
from scormbuild.lrs.rights.export import export_person, outlines_and_definitions
from scormbuild.lrs.rights.holds import lift_hold, list_holds, set_hold
from scormbuild.lrs.rights.page import PAGE_LANGUAGES, render_person_page
from scormbuild.lrs.rights.person import (
    Person,
    find_person,
    find_person_by_digests,
    has_data,
    scheme_of,
    unknown_person_message,
)
from scormbuild.lrs.rights.retract import retract_person
from scormbuild.lrs.rights.view import Titles, object_title

__all__ = [
    "PAGE_LANGUAGES",
    "Person",
    "Titles",
    "create_erasure_report",
    "erase_person",
    "export_person",
    "find_person",
    "find_person_by_digests",
    "has_data",
    "lift_hold",
    "list_holds",
    "object_title",
    "outlines_and_definitions",
    "parse_erasure_report",
    "render_person_page",
    "retract_person",
    "run_expiry",
    "scheme_of",
    "set_hold",
    "unknown_person_message",
    "verify_erasure_report",
]
