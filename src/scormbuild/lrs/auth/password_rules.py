"""Which passwords are taken: long ones that nobody tries first (NIST SP 800-63B-4 3.1.1.2).

No rules of composition and no expiry, as the same standard asks. Nothing is looked up elsewhere: of passwords
this long, lists of breached ones hold hardly any but what is made of common words and rows of keys.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from scormbuild.errors import SettingsError

# The least that the standard takes where the password is all that is asked.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 15, 500
LEAST_DIFFERENT = 6  # characters
LEAST_LEFT = 8  # letters and digits that must stand beside what everybody would try
SHORTEST_RUN, SHORTEST_WORD = 4, 3
SHORT, COMMON = "short", "common"
LOOK_ALIKES = str.maketrans("013457@$!|", "oieastasil")
NOT_WORD = re.compile(r"[\W_]+")
KEY_ROWS = (
    *("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("azertyuiop", "qsdfghjklm", "wxcvbn"),  # of a French or Belgian keyboard
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0"),
)
RUNS = tuple(row[::step] for row in KEY_ROWS for step in (1, -1))
# Of passwords, of the calendar, of this trade, in the languages that are spoken here; written down by hand.
WORD_LINES = (
    "password passwort wachtwoord welkom welcome admin administrator beheerder beheer gebruiker user",
    "login inloggen",
    "geheim secret toegang access letmein changeme standaard default master test tester testen temp",
    "tijdelijk nieuw",
    "hallo hello iloveyou ikhouvanjou liefde love schatje lieverd prinses princess sunshine zonnetje",
    "superman batman",
    "pokemon starwars dragon monkey shadow football voetbal baseball ajax feyenoord psv hockey",
    "computer internet",
    "google microsoft windows office apple samsung moodle",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "january february march may june july august october",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "monday tuesday wednesday thursday friday saturday sunday",
    "lente zomer herfst winter spring summer autumn vandaag morgen weekend vakantie holiday",
    "nederland holland netherlands amsterdam rotterdam utrecht eindhoven groningen oranje hup",
    "zorg care zorgverlener verpleging ziekenhuis hospital kliniek thuiszorg webcare cursus course",
    "training leren",
    "learning scorm scormbuild xapi lrs lms dashboard rapport report",
    "correcthorsebatterystaple trustno one two three een twee drie ditismijn thisismy mijn het een",
    "the and",
)


def find_weakness(password: str, own_words: Iterable[str] = ()) -> str:
    """What is wrong with a password: SHORT (or too long to be typed), COMMON, or "" for nothing.

    `own_words` are what somebody who wants to get in knows of this login, such as its name and organisation.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return SHORT
    text = unicodedata.normalize("NFKC", password).casefold()
    if len(set(text)) < LEAST_DIFFERENT or is_repetition(text):
        return COMMON
    words = (*own_words, *(word for line in WORD_LINES for word in line.split()))
    known = {piece for word in words for piece in word_pieces(word)}
    return COMMON if count_unforeseen(text, known) < LEAST_LEFT else ""


def validate_password(password: str, own_words: Iterable[str] = ()) -> None:
    """Raise SettingsError for a password that is too short, too long, or among the first to be tried."""
    weakness = find_weakness(password, own_words)
    if weakness == SHORT:
        raise SettingsError(
            f"a password has at least {SHORTEST_PASSWORD} characters, and at most {LONGEST_PASSWORD}\n"
            "  hint: take a sentence that you can remember"
        )
    if weakness:
        raise SettingsError(
            "this password is easy to guess: it is made of common words, rows of keys, or a name\n"
            "  hint: take a sentence that only you would think of"
        )


def is_repetition(text: str) -> bool:
    """Whether a text is a shorter one, again and again."""
    # It is found in itself, doubled, before its own end.
    return text in (text + text)[1:-1]


def word_pieces(word: str) -> set[str]:
    """A word or name as it may stand in a password: whole, and in its parts."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    parts = {*NOT_WORD.split(folded), NOT_WORD.sub("", folded)}
    return {part for part in parts if len(part) >= SHORTEST_WORD}


def count_unforeseen(text: str, known: set[str]) -> int:
    """How many letters and digits are left without known words and rows of keys."""
    # Rows go out before digits are read as the letters that they look like: 1234 is a row, and 0 may be an o.
    plain = without_runs(NOT_WORD.sub("", text))
    spelt = NOT_WORD.sub("", without_runs(text).translate(LOOK_ALIKES))
    return min(count_characters(without_words(each, known)) for each in (plain, spelt))


def count_characters(text: str) -> int:
    """Letters and digits; a year or another number at the end is what everybody adds, and counts as one."""
    return len(re.sub(r"\d+", "0", text.replace(" ", "")))


def without_words(text: str, known: set[str]) -> str:
    """A text with a space for each known word, the longest first."""
    for word in sorted(known, key=len, reverse=True):
        text = text.replace(word, " ")
    return text


def without_runs(text: str) -> str:
    """A text with a space for each row of letters, digits or keys, forwards or backwards."""
    start, kept = 0, []
    while start < len(text):
        length = run_length(text, start)
        kept.append(text[start] if length < SHORTEST_RUN else " ")
        start += 1 if length < SHORTEST_RUN else length
    return "".join(kept)


def run_length(text: str, start: int) -> int:
    """How far a text goes along a row from here, or repeats one character."""
    repeated = len(text) - start - len(text[start:].lstrip(text[start]))
    return max(repeated, *(row_length(text, start, row) for row in RUNS))


def row_length(text: str, start: int, row: str) -> int:
    """How many characters from here on are those of a row, in its order."""
    place = row.find(text[start])
    if place < 0:
        return 0
    length = 0
    for one, other in zip(text[start:], row[place:], strict=False):
        if one != other:
            break
        length += 1
    return length
