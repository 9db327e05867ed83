"""HTML as the words that a reader sees, on one line."""

from __future__ import annotations

from html.parser import HTMLParser

_INLINE = {"a", "abbr", "b", "code", "del", "em", "i", "kbd", "mark", "s", "span", "strong", "sub", "sup"}


class _TextParser(HTMLParser):
    """Collects text; what isn't part of a sentence parts words, and an image says what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A blank where a block begins, and the alternative text of an image."""
        if tag not in _INLINE:
            self.pieces.append(f" {dict(attrs).get('alt') or ''} ")

    def handle_endtag(self, tag: str) -> None:
        """A blank where a block ends."""
        if tag not in _INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        """The text itself."""
        self.pieces.append(data)


def html_to_text(html: str, longest: int = 500) -> str:
    """The text of HTML on one line; what is too long ends in an ellipsis."""
    if "<" not in html and "&" not in html:  # most of what is asked for, such as ids and labels
        return shorten_text(html, longest)
    words = _TextParser()
    words.feed(html)
    words.close()
    return shorten_text("".join(words.pieces), longest)


def shorten_text(text: str, longest: int = 500) -> str:
    """The text on one line, cut where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
