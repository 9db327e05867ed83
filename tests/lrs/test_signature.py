"""Signed statements (xAPI 1.0.3 Data 2.6)."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import BadRequest, InvalidStatement
from scormbuild.lrs.xapi.attachments import Attachment
from scormbuild.lrs.xapi.signature import validate_signatures, verify_jws
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import SIGNATURE

STATEMENT: dict[str, Any] = {
    "id": "33cff416-e331-4c9d-969e-5373a1756120",
    "actor": {"mbox": "mailto:ann@example.com", "name": "Ann", "objectType": "Agent"},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced", "display": {"en": "experienced"}},
    "object": {"id": "http://example.com/a"},
    "result": {"score": {"raw": 1.0}},
    "timestamp": "2013-04-01T12:00:00Z",
}
SHA = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


class Signer(NamedTuple):
    key: rsa.RSAPrivateKey
    certificate: str


def certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ann")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2013, 4, 4, tzinfo=UTC))
        .not_valid_after(datetime(2014, 4, 4, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return base64.b64encode(made.public_bytes(Encoding.DER)).decode()


@pytest.fixture(scope="module")
def signer() -> Signer:
    key = rsa.generate_private_key(65537, 2048)
    return Signer(key, certificate(key))


def segment(value: object) -> bytes:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def sign(signer: Signer, header: dict[str, Any], payload: object = STATEMENT) -> bytes:
    signed = segment(header) + b"." + segment(payload)
    algorithm = SHA.get(header.get("alg", ""), SHA["RS256"])
    return signed + b"." + segment(signer.key.sign(signed, padding.PKCS1v15(), algorithm))


def statement_with_signature(jws: bytes, **changes: object) -> tuple[dict[str, Any], dict[str, Attachment]]:
    """The statement with the signature as its attachment, and the parts of the request."""
    sha2 = hashlib.sha256(jws).hexdigest()
    declaration = {
        "usageType": SIGNATURE,
        "display": {"en": "Signature"},
        "contentType": "application/octet-stream",
        "length": len(jws),
        "sha2": sha2,
        **changes,
    }
    return STATEMENT | {"attachments": [declaration]}, {sha2: Attachment(jws, "application/octet-stream")}


def validate(jws: bytes) -> None:
    validate_signatures(*statement_with_signature(jws), Version.V1)


def assert_valid(
    statement: dict[str, Any], parts: dict[str, Attachment], version: Version = Version.V1
) -> None:
    """What raises where a signature is wrong, raises nothing."""
    try:
        validate_signatures(statement, parts, version)
    except BadRequest as refusal:
        pytest.fail(f"refused: {refusal}")


def assert_taken(jws: bytes, version: Version = Version.V1) -> None:
    """The statement with this signature is taken."""
    assert_valid(*statement_with_signature(jws), version)


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("algorithm", list(SHA))
def test_the_three_algorithms_are_taken_with_and_without_a_certificate(
    signer: Signer, algorithm: str, version: Version
) -> None:
    assert_taken(sign(signer, {"alg": algorithm}), version)
    assert_taken(sign(signer, {"alg": algorithm, "x5c": [signer.certificate]}), version)


@pytest.mark.parametrize("algorithm", ["HS256", "none", "ES256", "PS256", "rs256", None, ["RS256"], {}])
def test_other_algorithms_are_refused(algorithm: object) -> None:
    signed = segment({"alg": algorithm}) + b"." + segment(STATEMENT) + b".AAAA"
    with pytest.raises(InvalidStatement, match="algorithm") as caught:
        validate(signed)
    assert caught.value.path == "statement.attachments[0]"


def test_the_payload_is_compared_by_meaning(signer: Signer) -> None:
    payload = {name: STATEMENT[name] for name in reversed(STATEMENT)}
    assert_taken(sign(signer, {"alg": "RS256"}, json.dumps(payload, indent=4).encode()))
    assert_taken(sign(signer, {"alg": "RS256"}, payload | {"version": "1.0.0"}))
    assert_taken(sign(signer, {"alg": "RS256"}, payload | {"timestamp": "2013-04-01T14:00:00+02:00"}))


def test_what_an_lrs_adds_before_it_passes_a_statement_on_does_not_break_its_signature(
    signer: Signer,
) -> None:
    statement, parts = statement_with_signature(sign(signer, {"alg": "RS256"}))
    authority = {"account": {"homePage": "http://example.com", "name": "key"}}
    added = {"stored": "2020-01-01T00:00:00Z", "version": "1.0.0", "authority": authority}
    assert_valid(statement | added, parts)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": {"mbox": "mailto:bob@example.com"}},
        {"id": "33cff416-e331-4c9d-969e-5373a1756121"},
        {"result": {"score": {"raw": 2}}},
        {"result": {}},
        {"context": {"platform": "x"}},
    ],
)
def test_a_payload_that_is_another_statement_is_refused(signer: Signer, change: dict[str, Any]) -> None:
    with pytest.raises(InvalidStatement, match="another statement"):
        validate(sign(signer, {"alg": "RS256"}, STATEMENT | change))


@pytest.mark.parametrize("payload", [b"{'id': 1}", b"", b"[]", b"null", b"{}", b'{"actor": 1}', b"\xff"])
def test_a_payload_that_is_no_statement_is_refused(signer: Signer, payload: bytes) -> None:
    with pytest.raises(InvalidStatement):
        validate(sign(signer, {"alg": "RS256"}, payload))


@pytest.mark.parametrize(
    "jws", [b"", b"a.b", b"a.b.c.d", b"..", b"a b.c.d", b"{}.{}.{}", b"e30.e30.", b'{"payload":""}', b"a.a.a"]
)
def test_what_is_no_compact_jws_is_refused(jws: bytes) -> None:
    with pytest.raises(InvalidStatement):
        validate(jws)


def test_extensions_that_must_be_understood_are_refused(signer: Signer) -> None:
    with pytest.raises(InvalidStatement, match="crit"):
        validate(sign(signer, {"alg": "RS256", "crit": ["b64"], "b64": False}))


def test_a_signature_that_does_not_fit_its_certificate_is_refused(signer: Signer) -> None:
    right = sign(signer, {"alg": "RS256", "x5c": [signer.certificate]})
    other = Signer(rsa.generate_private_key(65537, 2048), signer.certificate)
    with pytest.raises(InvalidStatement, match="doesn't fit"):
        validate(right[: right.rindex(b".")] + b"." + segment(b"\0" * 256))
    with pytest.raises(InvalidStatement, match="doesn't fit"):
        validate(sign(other, {"alg": "RS256", "x5c": [signer.certificate]}))


@pytest.mark.parametrize("chain", [[], {}, None, "x", [1], ["%"], ["AAAA"], [""], [["x"]]])
def test_a_certificate_that_is_none_is_refused(signer: Signer, chain: object) -> None:
    with pytest.raises(InvalidStatement, match="x5c"):
        validate(sign(signer, {"alg": "RS256", "x5c": chain}))


def test_a_certificate_with_another_kind_of_key_is_refused(signer: Signer) -> None:
    elliptic = certificate(ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(InvalidStatement, match="RSA key"):
        validate(sign(signer, {"alg": "RS256", "x5c": [elliptic]}))


def test_a_signature_of_another_content_type_is_refused(signer: Signer) -> None:
    statement, parts = statement_with_signature(
        sign(signer, {"alg": "RS256"}), contentType="text/plain; charset=ascii"
    )
    with pytest.raises(InvalidStatement, match="octet-stream") as caught:
        validate_signatures(statement, parts, Version.V1, "statements[4]")
    assert caught.value.path == "statements[4].attachments[0].contentType"


def test_a_signature_elsewhere_does_not_do(signer: Signer) -> None:
    statement, _ = statement_with_signature(
        sign(signer, {"alg": "RS256"}), fileUrl="http://example.com/signature"
    )
    with pytest.raises(InvalidStatement, match="part of the request"):
        validate_signatures(statement, {}, Version.V1)


def test_other_attachments_are_signed_with_the_statement(signer: Signer) -> None:
    essay = {
        "usageType": "http://example.com/essay",
        "display": {"en": "Essay"},
        "contentType": "text/plain",
        "length": 1,
        "sha2": "a" * 64,
        "fileUrl": "http://example.com/essay.txt",
    }
    statement, parts = statement_with_signature(
        sign(signer, {"alg": "RS256"}, STATEMENT | {"attachments": [essay]})
    )
    assert_valid(statement | {"attachments": [essay, *statement["attachments"]]}, parts)
    with pytest.raises(InvalidStatement, match="another statement"):
        validate_signatures(statement, parts, Version.V1)


def test_a_statement_without_a_signature_is_not_looked_at() -> None:
    assert_valid(STATEMENT, {})


@given(
    jws=st.one_of(st.binary(max_size=80), st.from_regex(rb"[a-zA-Z0-9_-]{1,30}(\.[a-zA-Z0-9_-]{1,30}){2}"))
)
def test_any_octets_are_refused_and_never_break_anything(jws: bytes) -> None:
    with pytest.raises(BadRequest):
        verify_jws(STATEMENT | {"attachments": []}, jws, Version.V1)
