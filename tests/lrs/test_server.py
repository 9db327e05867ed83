"""The LRS on a socket: where it listens, what it puts up with, and how it stops."""

from __future__ import annotations

import datetime
import json
import signal
import socket
import ssl
import time
import warnings
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from support.lrs.client import statement
from support.lrs.lrs_process import create_key, sqlite_database_url, start_lrs
from support.lrs.server_thread import expect_within, receive_bytes, run_lrs_thread

from scormbuild.errors import SettingsError
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.server import connection_bounds, open_listener, uvicorn_config
from scormbuild.lrs.settings import Settings


def certificate(folder: Path) -> Path:
    """A certificate for this machine that nobody vouches for, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "own.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def test_it_announces_the_port_that_it_was_given_and_answers_there(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path) as lrs:
        assert lrs.announcements == [f"listening at http://127.0.0.1:{lrs.port}/xapi"]
        answer = httpx.get(f"http://127.0.0.1:{lrs.port}/xapi/about")
        assert answer.json() == {"version": ["1.0.3", "2.0.0"]}
        sent = parsedate_to_datetime(answer.headers["Date"])
        assert abs(sent.timestamp() - time.time()) < 10
        assert "Server" not in answer.headers


def test_one_connection_serves_many_requests(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path) as lrs, lrs.connect() as connection:
        body = json.dumps(statement()).encode()
        for _ in range(3):
            connection.sendall(lrs.request_head(len(body)) + body)
            assert receive_bytes(connection, b"]").startswith(b"HTTP/1.1 200 OK")


def test_what_was_accepted_is_finished_before_it_stops(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path) as lrs, lrs.connect() as connection:
        body = json.dumps(statement()).encode()
        connection.sendall(lrs.request_head(len(body)) + body[:20])
        time.sleep(0.2)
        lrs.server.should_exit = True
        time.sleep(0.3)
        with pytest.raises(ConnectionRefusedError):
            lrs.connect()
        connection.sendall(body[20:])
        assert receive_bytes(connection).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_in_good_order(tmp_path: Path, stop: signal.Signals) -> None:
    url = sqlite_database_url(tmp_path / "lrs.db")
    create_key(url)
    with start_lrs(url) as process:
        process.process.send_signal(stop)
        assert process.wait_for_end() == 0
        assert "Traceback" not in process.output


def test_it_speaks_tls_with_a_certificate(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=pem)
    with run_lrs_thread(tmp_path, tls_certificate=pem, tls_key=pem) as lrs:
        assert lrs.announcements[0].startswith("listening at https://")
        with httpx.Client(base_url=f"https://localhost:{lrs.port}/xapi", verify=trust) as client:
            for _ in range(3):
                assert client.get("/about").status_code == 200
            refused = client.get("/about", headers={"X-Long": "x" * 70_000})
            assert refused.status_code == 431
            for each in (client.get("/about"), client.get("/statements"), refused):
                assert each.headers["strict-transport-security"] == "max-age=31536000"
        # One connection is one, before and after its TLS stands.
        expect_within(10, lambda: not lrs.bounds.connections.open)


def test_the_address_of_a_caller_is_neither_stored_nor_logged(tmp_path: Path) -> None:
    address = "203.0.113.7"
    with run_lrs_thread(tmp_path, trusted_proxies=("127.0.0.1",), log_level="debug") as lrs:
        sent = {"X-Forwarded-For": address, "Authorization": lrs.key.authorization}
        sent["X-Experience-API-Version"] = "1.0.3"
        url = f"http://127.0.0.1:{lrs.port}/xapi/statements"
        assert httpx.post(url, json=statement(), headers=sent).status_code == 200
        assert httpx.get(url, headers=sent).status_code == 200
        assert httpx.get(url, headers=sent | {"Authorization": "Basic eDp5"}).status_code == 401
    database = tmp_path / "lrs.db"
    files = [path for path in tmp_path.iterdir() if path.name.startswith(database.name)]
    assert lrs.key.key.encode() in database.read_bytes()
    assert lrs.log.read_text().count('"resource":"statements"') == 3
    assert not [path.name for path in (*files, lrs.log) if address.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET / HTTP/1.1", 404),
        (b"GET /nowhere HTTP/1.1", 404),
        (b"POST /health HTTP/1.1", 405),
        (b"GET /health/ HTTP/1.1", 307),
        (b"GET /xapi/nowhere HTTP/1.1", 404),
        (b"GET /%s HTTP/1.1" % (b"x" * 70_000), 431),
        (b"no HTTP", 400),
    ],
)
def test_no_answer_may_run_or_be_guessed_at_framed_or_kept_by_a_browser(
    tmp_path: Path, request_line: bytes, status: int
) -> None:
    with run_lrs_thread(tmp_path) as lrs, lrs.connect() as connection:
        connection.sendall(request_line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        head = receive_bytes(connection, b"\r\n\r\n").decode().lower()
    assert head.startswith(f"http/1.1 {status} ")
    assert "\r\nx-content-type-options: nosniff\r\n" in head
    assert "frame-ancestors 'none'; sandbox\r\n" in head
    assert "\r\ncache-control: no-store\r\n" in head


def speaks_tls(port: int, version: ssl.TLSVersion, cipher: str) -> bool:
    """Whether a handshake with this version and cipher alone comes to an end."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is what is tried
        context.minimum_version = context.maximum_version = version
    context.set_ciphers(f"{cipher}:@SECLEVEL=0")
    try:
        with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain):
            return True
    except (ssl.SSLError, ConnectionError):
        return False


def test_tls_is_1_2_with_forward_secrecy_and_without_cbc_or_1_3(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:!aNULL:!PSK:!SRP:@SECLEVEL=0")
    offered = [each for each in context.get_ciphers() if each["protocol"] != "TLSv1.3"]
    with run_lrs_thread(tmp_path, tls_certificate=pem, tls_key=pem) as lrs:
        taken = {
            each["name"] for each in offered if speaks_tls(lrs.port, ssl.TLSVersion.TLSv1_2, each["name"])
        }
        assert taken
        for each in offered:
            if each["name"] in taken:
                assert (each["kea"], each["aead"]) == ("kx-ecdhe", True), each["name"]
        assert speaks_tls(lrs.port, ssl.TLSVersion.TLSv1_3, "ALL")
        for old in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            assert not speaks_tls(lrs.port, old, "ALL")


def test_by_plain_http_no_browser_is_told_to_come_by_https_only(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path, public_url="https://lrs.example.org") as lrs:
        answer = httpx.get(f"http://localhost:{lrs.port}/xapi/about")
        assert "strict-transport-security" not in answer.headers


def test_connections_that_never_speak_tls_are_counted_and_ended(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=pem)
    with run_lrs_thread(tmp_path, request_timeout=1, tls_certificate=pem, tls_key=pem) as lrs:
        lrs.bounds.connections.most = 20
        held = [lrs.connect() for _ in range(50)]
        answer = httpx.get(f"https://localhost:{lrs.port}/xapi/about", verify=trust)
        assert answer.status_code == 200
        assert len(lrs.bounds.connections.open) <= 20
        assert '"refused":"connections"' in lrs.log.read_text()
        for each in held:
            with each, suppress(ConnectionError):
                assert receive_bytes(each) == b""
        assert '"refused":"TLS that never stood"' in lrs.log.read_text()


def test_of_connections_that_never_speak_tls_the_oldest_is_ended_at_once_for_a_new_one(
    tmp_path: Path,
) -> None:
    pem = certificate(tmp_path)
    with run_lrs_thread(tmp_path, request_timeout=60, tls_certificate=pem, tls_key=pem) as lrs:
        lrs.bounds.connections.most = 5
        held = [lrs.connect() for _ in range(10)]
        for each in held[:5]:
            with suppress(ConnectionError):
                assert receive_bytes(each) == b""
        # Those that are left don't hold up the end of it either.
    for each in held:
        each.close()


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_that_is_none_is_refused_with_a_way_out(tmp_path: Path, content: str | None) -> None:
    pem = tmp_path / "own.pem"
    if content:
        pem.write_text(content)
    settings = Settings(database=sqlite_database_url(tmp_path / "lrs.db"), tls_certificate=pem, tls_key=pem)
    lrs = Lrs.open(settings)
    try:
        with pytest.raises(SettingsError, match=r"own\.pem.*\n  hint: both files must be PEM"):
            uvicorn_config(lrs, connection_bounds(lrs))
    finally:
        lrs.close()


@pytest.mark.parametrize(
    ("host", "fault"), [("127.0.0.1", "in use"), ("no.such.host.invalid", "can't listen")]
)
def test_an_address_that_cannot_be_had_is_refused_with_a_way_out(host: str, fault: str) -> None:
    with open_listener("127.0.0.1", 0) as taken, pytest.raises(SettingsError, match=f"{fault}.*\n  hint: "):
        open_listener(host, taken.getsockname()[1])


def test_it_listens_on_ipv6_as_well() -> None:
    with open_listener("::1", 0) as listener:
        assert listener.family is socket.AF_INET6


def test_a_head_without_end_is_refused(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path) as lrs, lrs.connect() as connection:
        connection.sendall(b"GET /xapi/about HTTP/1.1\r\nX-Long: ")
        time.sleep(0.1)
        connection.sendall(b"x" * 70_000)
        assert receive_bytes(connection).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("begun", [b"", b"GET /xapi/ab"])
def test_a_head_that_never_comes_ends_the_connection(tmp_path: Path, begun: bytes) -> None:
    with run_lrs_thread(tmp_path, request_timeout=0.3) as lrs, lrs.connect() as connection:
        connection.sendall(begun)
        assert receive_bytes(connection) == b""


def test_a_second_head_that_never_comes_ends_the_connection_too(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path, request_timeout=0.3) as lrs, lrs.connect() as connection:
        connection.sendall(b"GET /xapi/about HTTP/1.1\r\nHost: lrs\r\n\r\nGET /xapi/a")
        assert receive_bytes(connection).count(b"HTTP/1.1 200 OK") == 1


def test_a_body_that_never_comes_is_refused_and_ends_the_connection(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path, request_timeout=0.3) as lrs, lrs.connect() as connection:
        connection.sendall(lrs.request_head(100) + b"{")
        assert receive_bytes(connection).startswith(b"HTTP/1.1 400 Bad Request")


def test_what_is_no_http_is_refused_and_noted_without_its_words(tmp_path: Path) -> None:
    with run_lrs_thread(tmp_path) as lrs:
        with lrs.connect() as connection:
            connection.sendall(b"mailto:ann@example.com\r\n\r\n")
            assert receive_bytes(connection).startswith(b"HTTP/1.1 400 ")
        [line] = map(json.loads, lrs.log.read_text().splitlines())
        assert (line["level"], line["refused"]) == ("warning", "this is no HTTP")
