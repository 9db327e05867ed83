"""Signed reports: word for word what was signed, or not genuine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scormbuild.lrs.rights.signing import is_genuine, public_key, sign_report
from scormbuild.lrs.xapi.codec import decode_json, format_json

KEY, OTHER = "11" * 32, "22" * 32
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))  # what a text here can hold
REPORTS = st.dictionaries(TEXT, st.integers() | TEXT | st.dictionaries(TEXT, st.integers()))


@given(REPORTS)
def test_a_report_is_genuine_in_any_layout_and_order(report: dict[str, object]) -> None:
    signed = decode_json(format_json(sign_report(report, KEY)))
    assert is_genuine(dict(reversed(list(signed.items()))), public_key(KEY))
    assert not is_genuine(signed, public_key(OTHER))


@given(REPORTS, st.text(), st.integers())
def test_a_report_with_anything_changed_is_not(report: dict[str, object], name: str, value: int) -> None:
    signed = sign_report(report, KEY)
    changed = {**signed, name: value}
    assert is_genuine(changed, public_key(KEY)) is (changed == signed)


def test_what_is_no_key_or_has_no_signature_is_not_genuine() -> None:
    signed = sign_report({"a": 1}, KEY)
    assert not is_genuine({"a": 1}, public_key(KEY))
    assert not is_genuine(signed, "no key")
    assert not is_genuine({**signed, "signature": 7}, public_key(KEY))
