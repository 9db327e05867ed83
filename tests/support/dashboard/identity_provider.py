"""A stand-in for an identity provider: OpenID Connect's code flow, on this machine, with tricks on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

# A colon, a blank, a letter beyond ASCII: encoded as in a form before Basic (RFC 6749 2.3.1).
CLIENT_ID, CLIENT_SECRET = "desk", "s3cret: ü"
RSA_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_KEY = rsa.generate_private_key(65537, 2048)
Json = dict[str, Any]


class IdentityProvider:
    """What it says of the person, and how it lies, can be set between two log-ins."""

    def __init__(self) -> None:
        self.person: Json = {"sub": "7", "preferred_username": "Anna.Jansen", "groups": ["lrs-analysts"]}
        self.change_claims: Callable[[Json], Json] = lambda claims: claims
        self.sign_token: Callable[[Json], str] = lambda claims: sign_token(claims, RSA_KEY, "RS256", "rsa")
        self.metadata_changes: Json = {}
        self.keys = [public_jwk(RSA_KEY, "rsa"), public_jwk(EC_KEY, "ec")]
        self.keys_status = 200
        self.auth_methods = ["client_secret_basic"]
        self.codes: dict[str, dict[str, str]] = {}
        self.requested_paths: list[str] = []
        self.issuer = ""

    def authorize(self, address: str) -> str:
        """What the person's browser is sent back with, once they have logged in there."""
        parts = urlsplit(address)
        query = dict(parse_qsl(parts.query))
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        assert (query["response_type"], query["client_id"]) == ("code", CLIENT_ID)
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"code={code}&state={query['state']}"

    def respond(self, method: str, path: str, headers: Any, body: str) -> tuple[int, Json]:
        """The provider's addresses, keys and tokens."""
        self.requested_paths.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, {**self.metadata(), **self.metadata_changes}
        if path == "/keys":
            return self.keys_status, {"keys": self.keys}
        assert (method, path) == ("POST", "/token")
        return self.exchange_code({name: values[0] for name, values in parse_qs(body).items()}, headers)

    def metadata(self) -> Json:
        """What it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": self.auth_methods,
        }

    def exchange_code(self, form: dict[str, str], headers: Any) -> tuple[int, Json]:
        """An ID token for a code, once, to whoever has the secret and the verifier."""
        # A code is good for once (RFC 6749 4.1.2).
        query = self.codes.pop(form["code"], None)
        # Whoever caught the code lacks what it was asked with (RFC 7636 4.6).
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if "client_secret_basic" in self.auth_methods:
            pair = base64.b64decode(headers["Authorization"].split()[1]).decode().split(":")
            secret = unquote(pair[1])
        else:
            secret = form["client_secret"]
        right = (
            query and query["code_challenge"] == challenge and query["redirect_uri"] == form["redirect_uri"]
        )
        if not right or secret != CLIENT_SECRET:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": query["nonce"]}
        return 200, {
            "id_token": self.sign_token(self.change_claims({**claims, **self.person})),
            "token_type": "Bearer",
        }


def sign_token(claims: Json, key: Any, algorithm: str, name: str | None) -> str:
    """A token; without a name it doesn't say which key has signed it."""
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": name} if name else None)


def unsigned_token(claims: Json) -> str:
    """A token that anybody can make (RFC 7519 6)."""
    return jwt.encode(claims, None, algorithm="none", headers={"kid": "rsa"})


def public_key_hmac_token(claims: Json) -> str:
    """A token whose secret is the provider's public key, for whoever believes the token's own algorithm."""
    head = {"alg": "HS256", "typ": "JWT", "kid": "rsa"}
    parts = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in (head, claims)]
    import hmac

    mark = hmac.new(json.dumps(public_jwk(RSA_KEY, "rsa")).encode(), b".".join(parts), "sha256").digest()
    return b".".join([*parts, base64.urlsafe_b64encode(mark).rstrip(b"=")]).decode()


def public_jwk(key: Any, name: str, use: str = "sig") -> Json:
    """The public half of a key, and what it is for (RFC 7517 4.2)."""
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**kind.to_jwk(key.public_key(), as_dict=True), "kid": name, "use": use}


@contextmanager
def run_identity_provider() -> Iterator[IdentityProvider]:
    """A provider that listens on a free port."""
    provider = IdentityProvider()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status, told = provider.respond(self.command, self.path, self.headers, body)
            data = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
