"""The policy that the preview sends: a course may reach its LRS, and nothing more than before."""

from __future__ import annotations

import pytest

from scormbuild.preview.responses import COURSE_POLICY, course_policy


def page_with_endpoint(json: str) -> bytes:
    return f'<p>Hi</p><script type="application/json" id="_lrs">{json}</script></body>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<p>Hello</p>",
        page_with_endpoint('{"endpoint":null,"outline":{}}'),
        page_with_endpoint('{"endpoint":"ftp://a.org/xapi"}'),
    ],
)
def test_without_an_lrs_the_policy_is_the_strictest(content: bytes) -> None:
    assert course_policy(content) == COURSE_POLICY


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://lrs.example.org/xapi", "https://lrs.example.org"),
        ("http://127.0.0.1:8020/xapi", "http://127.0.0.1:8020"),
        ("https://lrs.example.org; script-src *", "https://lrs.example.org"),
    ],
)
def test_an_lrs_is_reached_at_its_origin_and_no_more(endpoint: str, origin: str) -> None:
    policy = course_policy(page_with_endpoint(f'{{"endpoint":"{endpoint}","key":"k"}}'))
    assert policy == COURSE_POLICY.replace("connect-src 'self'", f"connect-src 'self' {origin}")
