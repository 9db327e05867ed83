"""Signed statements: a JSON web signature as an attachment (xAPI 1.0.3 Data 2.6)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.x509 import load_der_x509_certificate

from scormbuild.errors import BadRequest, InvalidStatement
from scormbuild.lrs.xapi import codec
from scormbuild.lrs.xapi.attachments import BINARY, Attachment
from scormbuild.lrs.xapi.multipart import essence
from scormbuild.lrs.xapi.rules.statement import validate_statement as validate_statement
from scormbuild.lrs.xapi.statement.compare import is_same_statement
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import SIGNATURE

JWS_ALGORITHMS: dict[str, HashAlgorithm] = {"RS256": SHA256(), "RS384": SHA384(), "RS512": SHA512()}
LARGEST_KEY = 8192  # bits: a larger one would only cost the LRS time
# The JSON serialization is discouraged, and will be forbidden (Data 2.6).
COMPACT_JWS = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")


def validate_signatures(
    statement: Mapping[str, Any],
    parts: Mapping[str, Attachment],
    version: Version,
    path: str = "statement",
) -> None:
    """Refuse a signature that is malformed, of another statement, or wrong by its certificate.

    The statement is valid and its attachments are matched by now.
    """
    for number, declaration in enumerate(statement.get("attachments", ())):
        if declaration["usageType"] != SIGNATURE:
            continue
        place = f"{path}.attachments[{number}]"
        if essence(declaration["contentType"]) != BINARY:
            raise InvalidStatement(f"{place}.contentType", f"a signature must be {BINARY} (Data 2.6)")
        part = parts.get(declaration["sha2"].lower())
        if part is None:
            raise InvalidStatement(place, "the signature itself must be a part of the request (Data 2.6)")
        try:
            verify_jws(statement, part.content, version)
        except BadRequest as error:
            raise InvalidStatement(place, error.message) from error


def verify_jws(statement: Mapping[str, Any], jws: bytes, version: Version) -> None:
    """Refuse a JWS that isn't in order, or whose payload isn't the statement without its signature."""
    match = COMPACT_JWS.fullmatch(jws)
    if match is None:
        raise BadRequest("the signature is no JWS in compact serialization (RFC 7515 7.1)")
    header = parse_json_segment(match[1], "header")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in JWS_ALGORITHMS:
        raise BadRequest(f"the signature's algorithm must be one of {', '.join(JWS_ALGORITHMS)}")
    # What must be understood and isn't makes a signature invalid (RFC 7515 4.1.11).
    if "crit" in header:
        raise BadRequest("the signature's header names extensions in 'crit', none of which is known here")
    signature = decode_segment(match[3], "signature")
    payload = parse_json_segment(match[2], "payload")
    if "x5c" in header:
        verify_by_certificate(header["x5c"], algorithm, signature, jws[: match.end(2)])
    # Before it is compared: that takes both to be valid.
    validate_statement(payload, version)
    if not is_same_statement(without_signatures(statement), payload):
        raise BadRequest("the signature's payload is another statement than this one")


def without_signatures(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The statement before it was signed."""
    others = [one for one in statement["attachments"] if one["usageType"] != SIGNATURE]
    rest = {name: value for name, value in statement.items() if name != "attachments"}
    return {**rest, "attachments": others} if others else rest


def parse_json_segment(segment: bytes, name: str) -> dict[str, Any]:
    """The JSON object that a segment of the JWS holds."""
    value = codec.decode_json(decode_segment(segment, name))
    if not isinstance(value, dict):
        raise BadRequest(f"the {name} of the JWS is no JSON object")
    return value


def decode_segment(segment: bytes, name: str) -> bytes:
    """The octets of a segment: base64url without padding (RFC 7515 2)."""
    try:
        return base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))
    except binascii.Error as error:
        raise BadRequest(f"the {name} of the JWS is no base64url") from error


def verify_by_certificate(chain: object, algorithm: str, signature: bytes, payload: bytes) -> None:
    """Refuse a signature that the first certificate's key doesn't bear out (RFC 7515 4.1.6)."""
    # The chain isn't followed: Data 2.6 has this find mistakes, and leaves it to readers whom they trust.
    key = public_key(chain)
    try:
        key.verify(signature, payload, PKCS1v15(), JWS_ALGORITHMS[algorithm])
    except InvalidSignature as error:
        raise BadRequest("the signature doesn't fit the certificate in 'x5c'") from error


def public_key(chain: object) -> RSAPublicKey:
    """The RSA key of the first certificate of an `x5c` header."""
    first = chain[0] if isinstance(chain, list) and chain else None
    if not isinstance(first, str):
        raise BadRequest("the signature's 'x5c' must be a list of certificates in base64")
    try:
        # Plain base64 here, base64url elsewhere in a JWS (RFC 7515 4.1.6).
        key = load_der_x509_certificate(base64.b64decode(first, validate=True)).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadRequest("the signature's 'x5c' begins with no X.509 certificate") from error
    if not isinstance(key, RSAPublicKey) or key.key_size > LARGEST_KEY:
        raise BadRequest(f"the certificate in 'x5c' must have an RSA key of at most {LARGEST_KEY} bits")
    return key
