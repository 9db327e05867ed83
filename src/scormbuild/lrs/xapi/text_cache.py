"""A memory for what is worked out of texts that others chose: bounded in bytes, whatever they send."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
# Characters, of up to four bytes: what comes again and again, such as an IRI or an account, is shorter. A
# bound on the number of entries alone would let forty texts of 10 MB stay for good.
LONGEST_TEXT = 200


def cache_short_texts(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember what a function of texts gave for its last `size` arguments, unless they are long.

    Long ones are worked out anew each time. All arguments are strings, given by their places.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        remembered = lru_cache(size)(function)

        @wraps(function)
        def call(*texts: P.args, **nothing: P.kwargs) -> T:
            # By hand, as this is asked some thirty times of each statement.
            for text in texts:
                if len(text) > LONGEST_TEXT:  # type: ignore[arg-type] # a string, as it says above
                    return function(*texts, **nothing)
            return remembered(*texts)

        return call

    return decorate
