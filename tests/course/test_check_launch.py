"""The page that an LMS launches: seen dead only where nothing could bring it to life."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import CMI5_FILES, FILES_2004, TINCAN_FILES
from support.course.sample_package import FILES, check_sample, zip_files
from support.course.spoilt_packages import page

from scormbuild.course.check.codes import CODES, Weight

CALL = b"API.LMSInitialize('')"
WRAPPER = {"lms/wrapper.js": CALL}


def heavy(codes: dict[str, tuple[str, int, int]]) -> set[str]:
    return {code for code in codes if CODES[code].weight != Weight.untidy}


@pytest.mark.parametrize(
    ("html", "more"),
    [
        ("<script>window.parent.API.LMSInitialize('')</script>", {}),
        ("<script>call('LMS' + name)</script>", {}),
        ("<script>const api = 'API_1484_11' in window ? two : one; one.LMSFinish('')</script>", {}),
        ("<SCRIPT SRC = 'lms/wrapper.js?v=3'></SCRIPT>", WRAPPER),
        ("<script src=lms/wrapper.js></script>", WRAPPER),
        ("<script src='./lms/../lms/wrapper.js#x'></script>", WRAPPER),
        ("<frameset><frame src=top.html><frame src='b.html'></frameset>", {"b.html": b"<script>" + CALL}),
        ("<iframe src='b%20c.html'></iframe>", {"b c.html": b"<script src=lms/wrapper.js>", **WRAPPER}),
        ("<meta http-equiv=refresh content='0; URL=b.html'>", {"b.html": b"<script>" + CALL}),
        ("<object data='b.html'></object>", {"b.html": b"<script>" + CALL}),
        # What a script loads or leads on to by itself can't be seen.
        ("<script>location = 'b.html'</script>", {"b.html": b"<script>" + CALL}),
        ("<script>document.write('<scr' + 'ipt src=' + name)</script>", WRAPPER),
        ("<body onload=\"load('lms/wrapper.js')\">", WRAPPER),
        ("<script src=require.js data-main=main></script>", {"require.js": b"load(main)", "main.js": CALL}),
        # Nor what comes from elsewhere.
        ("<script src='https://example.org/wrapper.js'></script>", {}),
        ("<script src='//example.org/wrapper.js'></script>", {}),
        ("<iframe src='https://example.org/course'></iframe>", {}),
        ("<script src='data:text/javascript;base64,QVBJ'></script>", {}),
    ],
)
def test_a_page_that_calls_the_lms_or_may_do_so_is_not_accused(
    tmp_path: Path, html: str, more: dict[str, bytes]
) -> None:
    assert heavy(check_sample(tmp_path, page(html, more))) == set()


@pytest.mark.parametrize(
    ("html", "more", "code"),
    [
        ("", {}, "empty-launch"),
        ("\ufeff \n", {}, "empty-launch"),
        ("<h1>Care</h1>", WRAPPER, "no-lms-call"),
        ("<a href='b.html'>on</a>", {"b.html": b"<script>" + CALL}, "no-lms-call"),
        ("<script src='gone.js'></script>", {}, "no-lms-call"),
        ("<script>alert('SCORM')</script>", {"a.js": b"'use strict'"}, "no-lms-call"),
        ("<iframe src=b.html></iframe>", {"b.html": b"<p>"}, "no-lms-call"),
        ("<script src=a.js></script>", {"a.js": b"find('API_1484_11')"}, "other-api"),
        ("<script src='HTTP://example.org/w.js'></script>", {}, "lms-script-from-http"),
    ],
)
def test_a_page_that_cannot_call_the_lms_is_found_at_its_resource(
    tmp_path: Path, html: str, more: dict[str, bytes], code: str
) -> None:
    codes = check_sample(tmp_path, page(html, more))
    assert heavy(codes) == {code}
    assert codes[code] == ("imsmanifest.xml", 24, 5)


@pytest.mark.parametrize("files", [FILES_2004, CMI5_FILES, TINCAN_FILES])
def test_a_page_for_scorm_1_2_is_of_no_use_to_another_standard(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    codes = check_sample(tmp_path, {**files, "index.html": FILES["index.html"]})
    assert heavy(codes) == {"other-api"}


def test_a_page_in_utf_16_is_read(tmp_path: Path) -> None:
    html = "<script>API.LMSInitialize('')</script>".encode("utf-16")
    assert check_sample(tmp_path, {**FILES, "index.html": html}) == {}


def test_where_a_script_is_too_long_to_be_read_nothing_is_said_of_calls(tmp_path: Path) -> None:
    long = {"long.js": bytes(range(32, 127)) * 50_000}
    files = page("<script src=long.js></script>", long)
    assert heavy(check_sample(tmp_path, zip_files(files, 0))) == set()


def test_pages_that_load_one_another_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    files = page("<iframe src=b.html></iframe>", {"b.html": b"<iframe src=index.html></iframe>"})
    assert heavy(check_sample(tmp_path, files)) == {"no-lms-call"}


def test_a_page_of_thousands_of_frames_is_left_alone(tmp_path: Path) -> None:
    frames = {f"{number}.html": b"" for number in range(3000)}
    html = "".join(f"<iframe src={name}></iframe>" for name in frames)
    assert heavy(check_sample(tmp_path, page(html, frames))) == set()


@pytest.mark.parametrize(
    "text",
    [
        "<script " * 400_000,
        f"<meta content='0{' ' * 3_000_000}",
        f"<script {'src ' * 900_000}>",
        f"<script {'src=' * 900_000}>",
        "<iframe src='" * 300_000,
    ],
)
def test_a_page_made_to_be_slow_is_read_in_the_time_of_its_length(tmp_path: Path, text: str) -> None:
    # Stored, for a deflated page that is so repetitive is refused; pytest's own limit ends a slow one.
    codes = check_sample(tmp_path, zip_files(page(text), 0))
    assert heavy(codes) <= {"no-lms-call"}
