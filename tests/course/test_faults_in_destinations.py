"""Faults in where answers go: the keys iri, lrs and privacy, and the option answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files, question
from support.course.sample_course import Files

from scormbuild.course import source
from scormbuild.course.source.lrs import parse_endpoint
from scormbuild.errors import SourceError

URL_HINT = "\n  hint: write https://lrs.example.org/xapi; http is for localhost and 127.0.0.1 only"
KEY_HINT = "\n  hint: write key: the key of this course, such as sb_1a2b3c"


def iri_settings(written: str) -> Files:
    return course_files(settings=f"iri: {written}\n")


def lrs_settings(url: str = "https://a.org/xapi", key: str = "k", secret: str = "s") -> Files:
    keys = f"lrs:\n  url: {url}\n  key: {key}\n  secret: {secret}\n"
    return course_files(settings=PRIVACY_SETTINGS + keys)


FAULTS: dict[str, tuple[Files, str]] = {
    "an IRI with a slash at its end": (
        iri_settings("https://example.org/courses/"),
        (
            "course.yaml:8:6: 'iri' must be an absolute IRI without ?, # and a slash at the end, "
            "not 'https://example.org/courses/'\n"
            "  hint: write iri: https://example.org/courses/my-course"
        ),
    ),
    "an IRI that is none": (
        iri_settings("my course"),
        (
            "course.yaml:8:6: 'iri' must be an absolute IRI without ?, # and a slash at the end, "
            "not 'my course'\n"
            "  hint: write iri: https://example.org/courses/my-course"
        ),
    ),
    "an LRS without privacy": (
        course_files(settings=LRS_SETTINGS),
        (
            "course.yaml:9:3: the course has an LRS, but doesn't say who reads the answers "
            "and for how long\n"
            "  hint: write privacy: with readers and keep below it, indented"
        ),
    ),
    "a privacy that is a text": (
        course_files(settings=f"{LRS_SETTINGS}privacy: nobody\n"),
        (
            "course.yaml:12:10: 'privacy' must be keys with values, not text\n"
            "  hint: write privacy: with readers and keep below it, indented"
        ),
    ),
    "a privacy with half of it": (
        course_files(settings=f"{LRS_SETTINGS}privacy:\n  readers: trainers\n"),
        "course.yaml:13:3: the key 'keep' is missing\n  hint: write keep: for how long, such as a year",
    ),
    "a contact that is a bare address": (
        course_files(settings=f"{PRIVACY_SETTINGS}  contact: ann@example.org\n"),
        (
            "course.yaml:11:12: 'ann@example.org' is no web or mail address\n"
            "  hint: write mailto:ann@example.org"
        ),
    ),
    "an LRS without key and secret": (
        course_files(settings=f"{PRIVACY_SETTINGS}lrs:\n  url: https://a.org\n"),
        (
            "course.yaml:12:3: the key 'key' is missing" + KEY_HINT + "\n"
            "course.yaml:12:3: the key 'secret' is missing\n"
            "  hint: write secret: the key's secret"
        ),
    ),
    "an LRS over http": (
        lrs_settings(url="http://lrs.example.org/xapi"),
        "course.yaml:12:8: 'url' is no address of an LRS" + URL_HINT,
    ),
    "an LRS with its secret in the address": (
        lrs_settings(url="https://k:hidden@lrs.example.org/xapi"),
        "course.yaml:12:8: 'url' is no address of an LRS" + URL_HINT,
    ),
    "a key with a colon": (
        lrs_settings(key='"key:hidden"'),
        ("course.yaml:13:8: 'key' must be letters, digits and signs without blanks and colons" + KEY_HINT),
    ),
    "a secret with a blank": (
        lrs_settings(secret="hid den"),
        (
            "course.yaml:14:11: 'secret' must be letters, digits and signs without blanks\n"
            "  hint: write secret: the key's secret"
        ),
    ),
    "a misspelt road": (
        course_files(question("reflection", answers="lsr")),
        "pages/start.md:5:11: 'answers' can't be 'lsr'\n  hint: did you mean 'lrs'?",
    ),
    "a choice that counts and stays away from the LMS": (
        course_files(
            question("choice", "a", answers="nowhere") + "\n" + question("choice", "b", answers="receiver"),
            f"{PRIVACY_SETTINGS}{LRS_SETTINGS}completion:\n  score: 80\n",
        ),
        (
            "pages/start.md:5:11: this choice counts for the score, so its answer can't be 'nowhere'\n"
            "  hint: write :answers: both or lms, or :optional: true\n"
            "pages/start.md:14:11: this choice counts for the score, so its answer can't be 'lrs'\n"
            "  hint: write :answers: both or lms, or :optional: true"
        ),
    ),
}


@pytest.mark.parametrize(("files", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place_and_a_way_out(
    make_folder: Callable[[Files], Path], files: Files, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(files))
    assert str(raised.value) == message


@pytest.mark.parametrize("name", ["an LRS with its secret in the address", "a secret with a blank"])
def test_a_fault_never_repeats_a_secret(make_folder: Callable[[Files], Path], name: str) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(FAULTS[name][0]))
    assert "hid" not in str(raised.value)


@pytest.mark.parametrize("options", [{"answers": "lms"}, {"answers": "nowhere", "optional": "true"}])
def test_a_choice_that_the_lms_sees_or_that_does_not_count_is_sound(
    make_folder: Callable[[Files], Path], options: dict[str, str]
) -> None:
    asked = question("choice", **options) + question("choice", "counts")
    source.read_course(make_folder(course_files(asked, "completion:\n  score: 80\n")))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://LRS.example.org", "https://lrs.example.org/xapi"),
        ("https://lrs.example.org/", "https://lrs.example.org/xapi"),
        ("https://lrs.example.org:8443/a/xapi/", "https://lrs.example.org:8443/a/xapi"),
        ("https://lrs.example.org/data", "https://lrs.example.org/data"),
        ("http://localhost:8020/xapi", "http://localhost:8020/xapi"),
        ("http://127.0.0.1:8020", "http://127.0.0.1:8020/xapi"),
        ("http://127.0.0.1.example.org/xapi", ""),
        ("https://lrs.example.org:70000/xapi", ""),
        ("https://lrs.example.org/xapi?a=b", ""),
        ("https://lrs.example.org/xapi#a", ""),
        ("https://a.org; script-src *", ""),
        ("https://a.org\n", ""),
        ("ftp://a.org/xapi", ""),
        ("lrs.example.org", ""),
        ("", ""),
    ],
)
def test_an_address_is_brought_into_one_form_or_refused(written: str, found: str) -> None:
    assert parse_endpoint(written) == found


@given(st.text(max_size=20), st.sampled_from(["https://", "http://localhost", "https://a.org/", ""]))
def test_an_address_that_is_taken_can_stand_in_a_policy_and_stays_as_it_is(rest: str, start: str) -> None:
    found = parse_endpoint(start + rest)
    assert found.isascii()
    assert not found or parse_endpoint(found) == found
    assert not set(found) & set(' \t\n\r"<>')
    assert not set(found.removeprefix("https://").partition("/")[0]) & set(";,'@")
