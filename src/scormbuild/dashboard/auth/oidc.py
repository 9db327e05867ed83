"""Logging in at an identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636).

Why no library does this: docs/developer/analysis.md, OpenID Connect.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from scormbuild.errors import ScormbuildError
from scormbuild.lrs.settings import LOOPBACK

if TYPE_CHECKING:
    import httpx

ERROR_CODE = re.compile(r"[a-z_]{1,40}")
# Named here, never taken from the token: it could ask for none, or for the provider's public key as a
# shared secret (RFC 8725 3.1).
ALGORITHMS = ["RS256", "ES256"]
SCOPE = "openid profile email"
# Core 2 asks for these five; unless told so, PyJWT takes a token without exp, iat or sub.
REQUIRED_CLAIMS = ["exp", "iat", "iss", "aud", "sub"]
TIMEOUT_SECONDS = 10.0  # that a provider may take for an answer
LEEWAY_SECONDS = 60  # seconds that its clock may differ
MAX_RESPONSE_BYTES = 256 << 10  # bytes of an answer
PENDING_SECONDS = 600  # so long may somebody take to log in there
DISCOVERY_SECONDS = 3600.0  # addresses and keys are asked for again after that
REFETCH_SECONDS = 60.0  # and not sooner than that, for a key that isn't known
MAX_USED_STATES = 10_000
SUBJECT = re.compile(r"[!-~](?:[ -~]{0,253}[!-~])?")  # Core 2: at most 255 characters of ASCII


class NotLoggedInError(ScormbuildError):
    """The provider, or whoever says to come from there, can't be believed; the words are for the log only."""


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """A log-in that has begun; it waits in a cookie of the browser that began it."""

    state: str
    nonce: str
    verifier: str
    began: int  # seconds since 1970
    wished: str = "/"

    @property
    def challenge(self) -> str:
        """What the provider is shown of the verifier (RFC 7636 4.2)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the provider says of itself, and when it did."""

    metadata: Mapping[str, Any]
    keys: Any
    fetched_at: float


class IdentityProvider:
    """One identity provider, by its issuer; its addresses and keys are asked for at the first log-in."""

    def __init__(
        self,
        issuer: str,
        client: tuple[str, str | None],
        back: str,
        *,
        monotonic: Callable[[], float],
        now: Callable[[], float],
    ) -> None:
        self.issuer = issuer
        self.client_id, self.client_secret = client
        self.redirect_uri = back  # where the provider sends people back to
        self.monotonic, self.now = monotonic, now
        self.discovery: Discovery | None = None
        self.lock = asyncio.Lock()
        self.used_states: OrderedDict[str, float] = OrderedDict()

    async def start_login(self, wished: str, max_age: int | None = None) -> tuple[str, PendingLogin]:
        """Where to send somebody who wants to log in, and what to remember meanwhile.

        With `max_age`, the provider asks again who it is, and says when it did (Core 3.1.2.1).
        """
        pending = PendingLogin(
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(48),
            int(self.now()),
            wished,
        )
        told = (await self.discover()).metadata
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": SCOPE,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": pending.challenge,
            "code_challenge_method": "S256",
            **({} if max_age is None else {"prompt": "login", "max_age": str(max_age)}),
        }
        address = str(told["authorization_endpoint"])
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", pending

    async def finish_login(self, pending: PendingLogin | None, given: Mapping[str, str]) -> dict[str, Any]:
        """The claims of somebody who came back, once (Core 3.1.2.7, 3.1.3.7); raises NotLoggedInError."""
        # First of all: what isn't the answer to this browser's own question makes us ask nobody anything.
        pending = self.validate_state(pending, given)
        code = given.get("code")
        if not code:
            error = given.get("error", "")  # anybody may have written it (RFC 6749 4.1.2.1)
            raise NotLoggedInError(
                f"no code, but {error if ERROR_CODE.fullmatch(error) else 'something else'}"
            )
        provider = await self.discover()
        token = await self.fetch_id_token(provider, code, pending)
        claims = await self.verify_id_token(token)
        self.validate_claims(claims, pending)
        return claims

    def validate_claims(self, claims: Mapping[str, Any], pending: PendingLogin) -> None:
        """What Core 3.1.3.7 asks of a token beyond its signature, issuer, audience and end."""
        # Ties the token to this log-in: one stolen from another has another nonce (step 11).
        if not compare_digest(str(claims.get("nonce", "")).encode(), pending.nonce.encode()):
            raise NotLoggedInError("the nonce is another one")
        audience, party = claims["aud"], claims.get("azp")
        # Of a token for several, only azp says who asked for it (steps 4 and 5).
        for_several = isinstance(audience, list) and set(audience) != {self.client_id}
        if party != self.client_id and (party is not None or for_several):
            raise NotLoggedInError("the token is for another client")
        # Two people without a subject would be one here.
        if not isinstance(claims["sub"], str) or not SUBJECT.fullmatch(claims["sub"]):
            raise NotLoggedInError("the token names nobody")
        # Ours was asked for after the log-in began (step 10). PyJWT takes a number that is text, too.
        if not isinstance(claims["iat"], (int, float)) or claims["iat"] < pending.began - LEEWAY_SECONDS:
            raise NotLoggedInError("the token is older than the log-in")

    def validate_state(self, pending: PendingLogin | None, given: Mapping[str, str]) -> PendingLogin:
        """What this browser began, unless it is too old or has been finished before."""
        state = given.get("state", "")
        if pending is None or not compare_digest(state.encode(), pending.state.encode()):
            raise NotLoggedInError("the state is not the one of this browser")
        if not 0 <= self.now() - pending.began <= PENDING_SECONDS:
            raise NotLoggedInError("it took too long")
        if given.get("iss", self.issuer) != self.issuer:
            raise NotLoggedInError("another provider answers")  # RFC 9207
        if state in self.used_states:
            raise NotLoggedInError("the state was used before")
        # Noted before the first wait, so that the same answer sent twice at once comes in once.
        self.used_states[state] = self.monotonic()
        if len(self.used_states) > MAX_USED_STATES:
            self.used_states.popitem(last=False)
        return pending

    async def fetch_id_token(self, provider: Discovery, code: str, pending: PendingLogin) -> str:
        """The ID token for a code (Core 3.1.3)."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": pending.verifier,
            "client_id": self.client_id,
        }
        # client_secret_basic is what holds where a provider says nothing (Discovery 3).
        ways = provider.metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        auth = None
        if self.client_secret and "client_secret_basic" in ways:
            auth = quote(self.client_id, safe=""), quote(self.client_secret, safe="")  # RFC 6749 2.3.1
        elif self.client_secret:
            form["client_secret"] = self.client_secret
        answer = await self.fetch_json("POST", str(provider.metadata["token_endpoint"]), data=form, auth=auth)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotLoggedInError("the provider gives no ID token")
        return token

    async def verify_id_token(self, token: str) -> dict[str, Any]:
        """What an ID token says, if the provider has signed it for us, and not long ago."""
        import jwt  # here, so that nobody else waits for it

        try:
            key = await self.find_key(str(jwt.get_unverified_header(token).get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.client_id,
                issuer=self.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED_CLAIMS},
            )
        except jwt.PyJWTError as error:
            raise NotLoggedInError(f"the ID token is not valid: {type(error).__name__}") from None
        return claims

    async def find_key(self, name: str) -> Any:
        """The provider's key of a name; one that isn't known may be new."""
        found = select_key(await self.discover(), name)
        # A provider changes its keys when it likes; but a token with a made-up name for its key must not
        # make us ask each time.
        if (
            found is None
            and self.discovery
            and self.monotonic() - self.discovery.fetched_at > REFETCH_SECONDS
        ):
            self.discovery = None
            found = select_key(await self.discover(), name)
        if found is None:
            raise NotLoggedInError("the provider has no such key")
        return found

    async def discover(self) -> Discovery:
        """The provider's addresses and keys (OpenID Connect Discovery 4)."""
        # One question for all who log in at the same moment.
        async with self.lock:
            if self.discovery is None or self.monotonic() - self.discovery.fetched_at > DISCOVERY_SECONDS:
                told = await self.fetch_json(
                    "GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                )
                self.discovery = Discovery(
                    self.validate_metadata(told),
                    await self.fetch_keys(str(told["jwks_uri"])),
                    self.monotonic(),
                )
            return self.discovery

    def validate_metadata(self, told: dict[str, Any]) -> dict[str, Any]:
        """What a provider says of itself, if it is the one that was meant (Discovery 4.3)."""
        # Letter for letter (Discovery 4.3): else one provider could speak for another.
        if told.get("issuer") != self.issuer:
            raise NotLoggedInError("the provider calls itself otherwise than the setting oidc_issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not self.is_safe_url(str(told.get(name, ""))):
                raise NotLoggedInError(f"the provider's {name} is no https address")
        return told

    def is_safe_url(self, address: str) -> bool:
        """Whether an address is https; http only if all is on this machine, where nobody listens in."""
        parts, local = urlsplit(address), urlsplit(self.issuer).hostname in LOOPBACK
        return parts.scheme == "https" or (local and parts.scheme == "http" and parts.hostname in LOOPBACK)

    async def fetch_keys(self, address: str) -> Any:
        """The keys with which the provider signs (RFC 7517)."""
        import jwt

        try:
            return jwt.PyJWKSet.from_dict(await self.fetch_json("GET", address))
        except jwt.PyJWTError as error:
            raise NotLoggedInError(f"the provider's keys can't be read: {type(error).__name__}") from None

    async def fetch_json(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        """A JSON object from the provider, of a size that it may have; raises NotLoggedInError."""
        import httpx

        local = urlsplit(address).hostname in LOOPBACK
        try:
            async with (
                # A proxy of the environment is for elsewhere, not for a provider on this machine. Redirects
                # aren't followed: they could lead away from https.
                httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=not local) as client,
                client.stream(method, address, headers={"Accept": "application/json"}, **more) as answer,
            ):
                body = await read_body(answer)
        except httpx.HTTPError as error:
            raise NotLoggedInError(f"the provider can't be reached: {type(error).__name__}") from None
        if answer.status_code != 200:
            raise NotLoggedInError(f"the provider answers {answer.status_code}")
        try:
            found = json.loads(body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise NotLoggedInError("the provider answers no JSON object")
        return found


async def read_body(answer: httpx.Response) -> bytes:
    """The body of an answer, if it isn't endless."""
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > MAX_RESPONSE_BYTES:
            raise NotLoggedInError("the provider's answer is too large")
    return bytes(body)


def select_key(provider: Discovery, name: str) -> Any:
    """The key of a name; where the token names none, the only one there is."""
    keys = [key for key in provider.keys.keys if key.public_key_use in (None, "sig")]
    # `kid` may be left out where there is one key only (Core 10.1).
    if not name and len(keys) == 1:
        return keys[0]
    return next((key for key in keys if name and key.key_id == name), None)
