"""The alternate request syntax of 1.0.x (xAPI 1.0.3 Communication 1.3)."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import BadRequest
from scormbuild.lrs.http.alternate import HEADERS, MAX_FIELDS, parse_alternate_request

SENT_HEADERS = {"content-type": "application/x-www-form-urlencoded", "content-length": "745", "accept": "*/*"}


def encode_form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def test_a_whole_request_comes_out_of_the_form() -> None:
    fields = {
        "statementId": "c70c2b85-c294-464f-baca-cebd4fb9b348",
        "Authorization": "Basic VGVzdA==",
        "X-Experience-API-Version": "1.0.3",
        "Content-Type": "application/json",
        "Content-Length": "13",
        "content": '{"naïef":"+ &="}',
    }
    method, params, headers, body = parse_alternate_request(
        "POST", {"method": "PUT"}, SENT_HEADERS, urlencode(fields).encode()
    )
    assert (method, params) == ("PUT", {"statementId": "c70c2b85-c294-464f-baca-cebd4fb9b348"})
    assert headers == {
        "accept": "*/*",
        "authorization": "Basic VGVzdA==",
        "x-experience-api-version": "1.0.3",
        "content-type": "application/json",
    }
    assert body == '{"naïef":"+ &="}'.encode()


def test_a_query_needs_no_content() -> None:
    assert parse_alternate_request("POST", {"method": "GET"}, {}, encode_form(limit="1"))[:2] == (
        "GET",
        {"limit": "1"},
    )
    assert parse_alternate_request("POST", {"method": "HEAD"}, {}, b"")[0::3] == ("HEAD", b"")


def test_the_form_goes_above_the_headers_of_the_request_itself() -> None:
    fields = {"if-match": '"a"', "X-Experience-API-Version": "1.0.1"}
    sent = {"if-match": '"b"', "x-experience-api-version": "1.0.3", "authorization": "Basic x"}
    headers = parse_alternate_request("POST", {"method": "DELETE"}, sent, encode_form(**fields))[2]
    assert headers["if-match"] == '"a"'
    assert headers["x-experience-api-version"] == "1.0.1"
    assert headers["authorization"] == "Basic x"


def test_content_is_json_unless_the_form_tells_otherwise() -> None:
    assert (
        parse_alternate_request("POST", {"method": "PUT"}, SENT_HEADERS, encode_form(content="x"))[2][
            "content-type"
        ]
        == "application/json"
    )
    told = encode_form(content="x", **{"Content-Type": "text/plain"})
    assert (
        parse_alternate_request("POST", {"method": "PUT"}, SENT_HEADERS, told)[2]["content-type"]
        == "text/plain"
    )


def test_a_name_of_another_header_is_a_parameter() -> None:
    assert parse_alternate_request("POST", {"method": "GET"}, {}, encode_form(Accept="text/html"))[1] == {
        "Accept": "text/html"
    }


@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
def test_only_a_post_may_name_a_method(method: str) -> None:
    with pytest.raises(BadRequest, match="must be a POST"):
        parse_alternate_request(method, {"method": "POST"}, {}, encode_form(content="{}"))


@pytest.mark.parametrize("wanted", ["", "get", "PATCH", "OPTIONS", "POST "])
def test_only_a_method_of_xapi_may_be_named(wanted: str) -> None:
    with pytest.raises(BadRequest, match="one of DELETE, GET"):
        parse_alternate_request("POST", {"method": wanted}, {}, encode_form(content="{}"))


def test_a_second_parameter_in_the_address_is_refused() -> None:
    with pytest.raises(BadRequest, match="belong in the form"):
        parse_alternate_request(
            "POST", {"method": "PUT", "statementId": "1"}, {}, encode_form(content="{}", statementId="1")
        )


@pytest.mark.parametrize("wanted", ["PUT", "POST"])
@pytest.mark.parametrize("body", [b"", b"statementId=1"])
def test_a_write_without_content_is_refused(wanted: str, body: bytes) -> None:
    with pytest.raises(BadRequest, match="needs the form field 'content'"):
        parse_alternate_request("POST", {"method": wanted}, {}, body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"statementId":"1","content":"{}"}',
        b"content",
        b"content=%ff",
        b"content=\xff",
        b"&".join(b"f%d=" % n for n in range(MAX_FIELDS + 1)),
    ],
)
def test_a_body_that_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="must be a form"):
        parse_alternate_request("POST", {"method": "PUT"}, {}, body)


@pytest.mark.parametrize(
    "body", [b"content=1&content=2", b"a=1&a=1&content=", b"If-Match=1&if-match=2&content="]
)
def test_a_field_that_is_there_twice_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest, match="twice"):
        parse_alternate_request("POST", {"method": "PUT"}, {}, body)


def test_in_2_0_there_is_no_such_syntax_whichever_way_the_version_is_told() -> None:
    with pytest.raises(BadRequest, match=r"2\.0 has no alternate"):
        parse_alternate_request("POST", {"method": "GET"}, {"x-experience-api-version": "2.0.0"}, b"")
    with pytest.raises(BadRequest, match=r"2\.0 has no alternate"):
        parse_alternate_request(
            "POST", {"method": "GET"}, {}, encode_form(**{"X-Experience-API-Version": "2.0"})
        )


def test_a_version_in_the_form_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(BadRequest, match=r"0\.8"):
        parse_alternate_request(
            "POST", {"method": "GET"}, {"x-experience-api-version": "1.0.3"}, b"X-Experience-API-Version=0.8"
        )


NAMES = st.text(min_size=1, max_size=10).filter(lambda name: name.lower() not in HEADERS | {"content"})


@given(params=st.dictionaries(NAMES, st.text(max_size=20), max_size=5), content=st.text(max_size=50))
def test_parameters_and_content_come_through_unchanged(params: dict[str, str], content: str) -> None:
    _, found, _, body = parse_alternate_request(
        "POST", {"method": "PUT"}, {}, urlencode({**params, "content": content}).encode()
    )
    assert (found, body) == (params, content.encode())
