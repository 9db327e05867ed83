"""Quizzes as an author writes them."""

from __future__ import annotations


def choice(key: str, words: str = "") -> str:
    """A question whose right answer is Yes."""
    return f":::{{choice}} {key}\n:retries: 0\n\n{words or key.capitalize()}?\n\n- [x] Yes\n- [ ] No\n:::\n"


def quiz(*questions: str, options: str = "", key: str = "test") -> str:
    """A quiz around these questions."""
    return "\n".join([f"::::{{quiz}} {key}\n{options}", *questions, "::::\n"])
