"""Lists of people as personnel systems and sheets write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import SettingsError
from scormbuild.lrs.people.people_file import ImportLine, parse_people

LINES = [
    ImportLine(2, "anna", "", "", ("Noord",)),
    ImportLine(3, "", "4711", "bo@example.org", ("Noord", "Zuid")),
    ImportLine(5, "çem", "", "", ()),
]
TEXT = (
    "Gebruikersnaam;Naam;Personeelsnummer;E-mail;Afdeling\r\n"
    "anna;Anna A.;;;Noord\r\n"
    ';"Bo; B.";4711;bo@example.org;"Noord; Zuid"\r\n'
    ";;;;\r\n"
    "çem;Çem;;;\r\n"
)
names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


def import_error(text: str | bytes) -> str:
    """What a file's faults are."""
    with pytest.raises(SettingsError) as told:
        parse_people(text if isinstance(text, bytes) else text.encode(), "people.csv")
    assert "hint: " in str(told.value)
    return str(told.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("heading", ["Gebruikersnaam", "user_name", " Username "])
def test_a_sheet_is_read_in_each_coding_that_sheets_are_saved_in(encoding: str, heading: str) -> None:
    assert parse_people(TEXT.replace("Gebruikersnaam", heading).encode(encoding), "people.csv") == LINES


def test_commas_and_tabs_separate_too_and_a_quoted_cell_may_hold_lines() -> None:
    assert parse_people(b'email,team\na@example.org,"Noord;Zuid"\n', "x") == [
        ImportLine(2, "", "", "a@example.org", ("Noord", "Zuid"))
    ]
    assert parse_people(b'number\tdepartment\tnote\n7\tNoord\t"a\nb"\n8\tZuid\t\n', "x") == [
        ImportLine(2, "", "7", "", ("Noord",)),
        ImportLine(4, "", "8", "", ("Zuid",)),
    ]


@given(st.lists(st.tuples(names, st.lists(names, min_size=1, max_size=3)), min_size=1, max_size=5))
def test_every_list_comes_back_as_it_was(people: list[tuple[str, list[str]]]) -> None:
    text = "username,team\n" + "".join(f"{name},{';'.join(teams)}\n" for name, teams in people)
    found = parse_people(text.encode(), "people.csv")
    assert [(each.user, list(each.teams)) for each in found] == people


@given(st.binary(max_size=60))
def test_whatever_the_bytes_are_it_is_a_list_or_a_fault_in_words(octets: bytes) -> None:
    for content in (octets, b"username;team\n" + octets):
        told = ""
        try:
            parse_people(content, "people.csv")
        except SettingsError as error:
            told = str(error)
        assert not told or "hint: " in told


def test_all_faults_come_together_with_their_lines_and_without_a_name() -> None:
    text = "gebruikersnaam;e-mail;team\nanna;nonsense;Noord\n;;Noord\nbo\ncem;c@example.org;Zu\x07id\n"
    told = import_error(text)
    assert [line.partition(": ")[0] for line in told.split("\n") if "hint" not in line] == [
        f"people.csv:{line}" for line in (2, 3, 4, 5)
    ]
    assert not {"anna", "nonsense", "bo,", "cem"} & set(told.replace(":", " ").split())
    assert "… and 5 more" in import_error("username;team\n" + ";Noord\n" * 25)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no column tells the team"),
        ("team\nNoord\n", "no column tells who somebody is"),
        ("anna;Noord\n", "no column tells the team"),
        ("username;login;team\n", "columns 1 and 2 say the same"),
        ("username;team\n", "nobody is in it"),
        ('username;team\n"anna;Noord\n', "people.csv:2: a quotation mark is open"),
        (b"username;team\nanna\0;x\n", "no text"),
        (b"\xff\xfe\x00", "no text"),
    ],
)
def test_a_file_that_is_no_list_of_people_is_refused_with_a_way_out(text: str | bytes, told: str) -> None:
    assert told in import_error(text)
