"""How an LRS, or what stands before it, may answer."""

from __future__ import annotations

from support.browser.lrs_proxy import Behaviour, LrsProxy, ProxyRequest, ProxyResponse

ERROR_PAGE = b"<!doctype html><title>Bad gateway</title><h1>Sorry</h1>"


def respond_with(
    status: int, *headers: tuple[str, str], body: bytes = b"", readable: bool = True
) -> Behaviour:
    """Answer all that stores something with this."""
    return lambda asked: (
        ProxyResponse(status, body, headers, readable) if asked.method in ("POST", "PUT") else None
    )


def respond_with_garbage(_asked: ProxyRequest) -> ProxyResponse:
    """Bytes that are no HTTP."""
    # A TLS alert, as a server of https answers to plain http.
    return ProxyResponse(0, b"\x15\x03\x01\x00\x02\x02\x50")


def respond_late(gate: LrsProxy) -> Behaviour:
    """No answer for a minute."""

    def mood(_asked: ProxyRequest) -> ProxyResponse:
        gate.hold_response(60)
        return ProxyResponse(504)

    return mood


def reject_word(word: str) -> Behaviour:
    """400 for what holds this word: a statement that can never be stored, with its whole batch."""

    def mood(asked: ProxyRequest) -> ProxyResponse | None:
        return ProxyResponse(400, b'{"error":{"reason":"no"}}') if word.encode() in asked.body else None

    return mood


def limit_batch_size(most: int) -> Behaviour:
    """413 for more than so many statements at once."""
    return lambda asked: ProxyResponse(413) if len(asked.statements) > most else None


def lose_response(gate: LrsProxy) -> Behaviour:
    """Store, and lose the answer on its way back."""

    def mood(asked: ProxyRequest) -> ProxyResponse:
        gate.forward(asked)
        return ProxyResponse(0)

    return mood
