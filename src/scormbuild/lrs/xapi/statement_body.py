"""The body of a request as statements and attachments, within what is taken at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from scormbuild.errors import InvalidStatement, TooLarge
from scormbuild.lrs.xapi.attachments import Attachment, split_body
from scormbuild.lrs.xapi.codec import decode_json, element_sizes

EXTENSIBLE = (b'"extensions"', b"\\u")  # without one of these in it, valid JSON of a statement is never deep


class BodyLimits(Protocol):
    """What is taken at once: bytes of an attachment or statement, statements, levels of nesting."""

    @property
    def max_attachment(self) -> int: ...  # noqa: D102 -- the class says it
    @property
    def max_statements(self) -> int: ...  # noqa: D102
    @property
    def max_depth(self) -> int: ...  # noqa: D102
    @property
    def max_statement(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class StatementBody:
    """Decoded, and no more: whether they are statements is not known yet."""

    statements: Sequence[Any]
    attachments: Mapping[str, Attachment]  # by hash, in lower case
    is_batch: bool
    max_depth: int | None  # None: it is too short to be deeper than is taken

    def path(self, number: int) -> str:
        """How an error names a statement of the body."""
        return f"statements[{number}]" if self.is_batch else "statement"


def parse_statement_body(
    body: bytes, content_type: str, limits: BodyLimits, *, single: bool
) -> StatementBody:
    """The body decoded (xAPI 1.0.3 Communication 1.5, 2.1.2); raises BadRequest, TooLarge.

    `single`: it holds one statement, as that of a PUT, so a list in it is a fault.
    """
    text, attachments = split_body(body, content_type)
    for sha2, attachment in attachments.items():
        if len(attachment.content) > limits.max_attachment:
            raise TooLarge(
                f"attachment {sha2} is larger than the {limits.max_attachment} bytes that are taken"
            )
    if limits.max_statement is not None:
        refuse_large_statements(element_sizes(text), limits.max_statements, limits.max_statement)
    content = decode_json(text)
    is_batch = isinstance(content, list) and not single
    statements: list[Any] = content if is_batch else [content]
    refuse_large_batch(len(statements), limits.max_statements)
    # Counted in the bytes, which takes microseconds; nearly no statement is walked through for its depth.
    max_depth = limits.max_depth if may_be_deep(text, limits.max_depth) else None
    return StatementBody(statements, attachments, is_batch, max_depth)


def refuse_large_batch(count: int, max_statements: int) -> None:
    """Raise TooLarge for more statements than are taken at once."""
    if count > max_statements:
        raise TooLarge(f"a batch may hold {max_statements} statements: send these in several")


def refuse_large_statements(sizes: Sequence[int], max_statements: int, max_statement: int) -> None:
    """Raise TooLarge by the sizes alone, before anything is made of the statements."""
    refuse_large_batch(len(sizes), max_statements)
    for number, size in enumerate(sizes):
        if size > max_statement:
            raise TooLarge(
                f"statements[{number}]: it takes {size} bytes, and this key may send {max_statement} in one"
            )


def may_be_deep(text: bytes, levels: int) -> bool:
    """Whether it is worth a walk through the statements to measure their depth."""
    return text.count(b"{") + text.count(b"[") > levels and any(word in text for word in EXTENSIBLE)


def validate_depth(statement: object, levels: int | None, path: str) -> None:
    """Refuse what lies in more than so many levels of objects and lists: raises InvalidStatement.

    After the rules of the standard: these bound everything but extensions.
    """
    if levels is not None and is_deeper(statement, levels):
        raise InvalidStatement(path, f"it is nested more than {levels} levels deep")


def is_deeper(value: object, levels: int) -> bool:
    """Whether objects and lists lie in one another more than so many levels deep."""
    # Layer by layer: recursion could be brought to its end by just what this looks for.
    layer = [value]
    while layer and levels > 0:
        layer = [
            inner
            for outer in layer
            for inner in (
                outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            )
            if isinstance(inner, (dict, list))
        ]
        levels -= 1
    return bool(layer)
