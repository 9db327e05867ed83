"""How a receiver, or what stands before it, may answer."""

from __future__ import annotations

from support.browser.receiver_gate import Asked, Gate, Mood, Reply

PAGE = b"<!doctype html><title>Bad gateway</title><h1>Sorry</h1>"


def refusing(status: int, *headers: tuple[str, str], body: bytes = b"", readable: bool = True) -> Mood:
    """Answer all that stores something with this."""
    return lambda asked: Reply(status, body, headers, readable) if asked.method in ("POST", "PUT") else None


def garbage(_asked: Asked) -> Reply:
    """Bytes that are no HTTP."""
    return Reply(0, b"\x15\x03\x01\x00\x02\x02\x50")


def hanging(gate: Gate) -> Mood:
    """No answer for a minute."""

    def mood(_asked: Asked) -> Reply:
        gate.hang(60)
        return Reply(504)

    return mood


def poisoned(word: str) -> Mood:
    """400 for what holds this word: a statement that can never be stored, with its whole batch."""

    def mood(asked: Asked) -> Reply | None:
        return Reply(400, b'{"error":{"reason":"no"}}') if word.encode() in asked.body else None

    return mood


def narrow(most: int) -> Mood:
    """413 for more than so many statements at once."""
    return lambda asked: Reply(413) if len(asked.statements) > most else None


def losing(gate: Gate) -> Mood:
    """Store, and lose the answer on its way back."""

    def mood(asked: Asked) -> Reply:
        gate.forward(asked)
        return Reply(0)

    return mood
