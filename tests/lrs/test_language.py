"""Which language a reader is shown (RFC 4647 3.4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lrs.statement_strategies import languages

from scormbuild.lrs.xapi.language import choose_language

TAGS = ["en-US", "en-GB", "nl", "nl-BE", "fr"]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("en-GB", "en-GB"),
        ("EN-gb", "en-GB"),
        ("en", "en-US"),
        ("nl-BE", "nl-BE"),
        ("nl-NL", "nl"),
        ("nl-BE-x-ours", "nl-BE"),
        ("de, fr;q=0.5", "fr"),
        ("fr;q=0.5, nl;q=0.8", "nl"),
        ("fr;q=0.5 , nl ; q=0.500", "fr"),
        ("en-AU", "en-US"),
        ("en-AU, fr;q=0.1", "fr"),
        ("*, nl;q=0.1", "nl"),
        ("de", "en-US"),
        ("en;q=0, nl;q=0", "fr"),
        ("en;q=0, *", "nl"),
        ("en-GB, en;q=0", "en-GB"),
        ("en;q=0, nl;q=0, fr;q=0", "en-US"),
        ("", "en-US"),
        (None, "en-US"),
        ("nl;q=2, ;;, q=1, fr", "fr"),
    ],
)
def test_the_entry_that_fits_best_is_chosen(header: str | None, tag: str) -> None:
    assert choose_language(TAGS, header) == tag


def test_a_header_without_end_is_read_as_far_as_a_browser_writes() -> None:
    assert choose_language(TAGS, "de," * 1000 + "fr") == "en-US"


@given(st.lists(languages, min_size=1), st.none() | st.text() | st.lists(languages).map(",".join))
def test_one_of_the_entries_is_chosen_and_always_the_same(tags: list[str], header: str | None) -> None:
    assert choose_language(tags, header) in tags
    assert choose_language(tags, header) == choose_language(list(tags), header)


@given(st.lists(languages, min_size=1, unique_by=str.lower), st.data())
def test_a_tag_asked_for_by_name_is_given(tags: list[str], data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(tags))
    assert choose_language(tags, f"{wanted.upper()}, *;q=0.1") == wanted
