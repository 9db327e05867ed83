"""Reports that are signed, so that nobody can write one afterwards (Ed25519, RFC 8032)."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scormbuild.lrs.xapi.codec import encode_json

Json = dict[str, Any]
SIGNATURE_PROPERTY = "signature"


def public_key(signing_key: str) -> str:
    """The public half of a key of 32 bytes in hexadecimal; in base64."""
    return b64encode(_private(signing_key).public_key().public_bytes_raw()).decode()


def sign_report(report: Mapping[str, Any], signing_key: str) -> Json:
    """The report with its signature."""
    signature = _private(signing_key).sign(_signed_bytes(report))
    return {**report, SIGNATURE_PROPERTY: b64encode(signature).decode()}


def is_genuine(report: Mapping[str, Any], public: str) -> bool:
    """Whether the report is word for word what the owner of the key signed."""
    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public, validate=True))
        # `validate`, as b64decode skips signs that are none of base64: one report would have many
        # signatures.
        key.verify(b64decode(report[SIGNATURE_PROPERTY], validate=True), _signed_bytes(report))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def _private(signing_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(signing_key))


def _signed_bytes(report: Mapping[str, Any]) -> bytes:
    """What is signed: everything but the signature, names in order, so that the layout doesn't matter."""
    return encode_json({name: report[name] for name in sorted(report) if name != SIGNATURE_PROPERTY})
