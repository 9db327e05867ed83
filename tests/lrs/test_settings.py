"""Settings: options before the environment before a file; each fault with its place and way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scormbuild.errors import SettingsError
from scormbuild.lrs.settings import (
    PARSERS,
    SETTING_NAMES,
    Settings,
    database_file,
    lake_folder,
    read_settings,
    safe_url,
)

PASSWORD_URL = "postgresql+psycopg://lrs:s3:cr/e%40t@host:5432/lrs"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def setting_errors(
    options: dict[str, object] | None = None, environment: dict[str, str] | None = None
) -> list[str]:
    """The words of each fault; every one comes with a hint."""
    with pytest.raises(SettingsError) as told:
        read_settings(options or {}, environment or {})
    lines = str(told.value).splitlines()
    assert all(line.startswith("  hint: ") for line in lines[1::2])
    return lines[::2]


def test_nothing_given_is_an_lrs_on_this_machine_only() -> None:
    settings = read_settings({}, {})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8020)
    assert settings.database == "sqlite:///scormbuild.db"


def test_options_come_before_the_environment_before_the_file(folder: Path) -> None:
    (folder / "scormbuild-lrs.toml").write_text('port = 1\nhost = "file"\nlog_level = "debug"\n')
    environment = {"SCORMBUILD_LRS_PORT": "2", "SCORMBUILD_LRS_HOST": "environment"}
    settings = read_settings({"port": "3", "host": None, "trusted_proxies": []}, environment)
    assert (settings.port, settings.host, settings.log_level) == (3, "environment", "debug")


def test_a_named_file_takes_the_place_of_the_usual_one(folder: Path) -> None:
    (folder / "scormbuild-lrs.toml").write_text("port = 1\n")
    (folder / "other.toml").write_text("port = 2\n")
    assert read_settings({}, {}, Path("other.toml")).port == 2
    assert read_settings({}, {"SCORMBUILD_LRS_CONFIG": "other.toml"}).port == 2
    with pytest.raises(FileNotFoundError):
        read_settings({}, {}, Path("absent.toml"))


def test_every_setting_can_be_read_from_each_place(folder: Path) -> None:
    (folder / "pair.pem").write_text("pem")
    (folder / "hashes.txt").write_text(f"{'0A' * 20}:3\n")
    values = {
        "database": "sqlite:////var/lib/lrs.db",
        "host": "0.0.0.0",
        "port": "0",
        "public_url": "https://lrs.example.org/here/",
        "tls_certificate": "pair.pem",
        "tls_key": "pair.pem",
        "trusted_proxies": "10.0.0.2, 172.16.0.0/12,::1",
        "max_body": "1 MiB",
        "max_attachment": "500kB",
        "max_depth": "10",
        "max_statements": "100",
        "request_timeout": "2.5",
        "log_level": "warning",
        "log_format": "json",
        "metrics": "on",
        "dashboard": "off",
        "lake": "/var/lib/lake",
        "lake_follower": "off",
        "time_zone": "America/Paramaribo",
        "breached_passwords": "hashes.txt",
        "oidc_issuer": "https://login.example.org/realms/care",
        "oidc_client_id": "desk",
        "oidc_client_secret": "s3cret",
        "oidc_roles": '{"groups": {"lrs-analysts": "analyst"}}',
        "oidc_organisation": "hospital",
    }
    assert set(values) == set(SETTING_NAMES) == set(PARSERS)
    expected = Settings(
        database="sqlite:////var/lib/lrs.db",
        host="0.0.0.0",
        port=0,
        public_url="https://lrs.example.org/here",
        tls_certificate=Path("pair.pem"),
        tls_key=Path("pair.pem"),
        trusted_proxies=("10.0.0.2", "172.16.0.0/12", "::1"),
        max_body=1 << 20,
        max_attachment=500_000,
        max_depth=10,
        max_statements=100,
        request_timeout=2.5,
        log_level="warning",
        log_format="json",
        metrics=True,
        dashboard=False,
        lake=Path("/var/lib/lake"),
        lake_follower=False,
        time_zone="America/Paramaribo",
        breached_passwords=Path("hashes.txt"),
        oidc_issuer="https://login.example.org/realms/care",
        oidc_client_id="desk",
        oidc_client_secret="s3cret",
        oidc_roles={"groups": {"lrs-analysts": "analyst"}},
        oidc_organisation="hospital",
    )
    assert read_settings(dict(values), {}) == expected
    assert (
        read_settings({}, {f"SCORMBUILD_LRS_{name.upper()}": value for name, value in values.items()})
        == expected
    )
    lines = (f"{name} = '{value}'\n" for name, value in values.items())
    (folder / "scormbuild-lrs.toml").write_text("".join(lines))
    assert read_settings({}, {}) == expected


def test_toml_values_need_no_quotes(folder: Path) -> None:
    (folder / "scormbuild-lrs.toml").write_text(
        'port = 80\nmetrics = true\nmax_body = 1000\nrequest_timeout = 1.5\ntrusted_proxies = ["10.0.0.2"]\n'
    )
    settings = read_settings({}, {})
    assert (settings.port, settings.metrics, settings.max_body) == (80, True, 1000)
    assert (settings.request_timeout, settings.trusted_proxies) == (1.5, ("10.0.0.2",))


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("port", "65536", "no port"),
        ("port", "-1", "no port"),
        ("port", "eighty", "no whole number"),
        ("port", True, "no whole number"),
        ("port", 80.5, "no whole number"),
        ("host", "  ", "a text is needed"),
        ("host", 5, "a text is needed"),
        ("max_body", "0", "too low"),
        ("max_body", "16 megs", "no size"),
        ("max_body", True, "no size"),
        ("max_body", 1.5, "no size"),
        ("max_depth", "0", "too low"),
        ("request_timeout", "0", "no time"),
        ("request_timeout", "nan", "no time"),
        ("request_timeout", "inf", "no time"),
        ("request_timeout", "soon", "no time"),
        ("request_timeout", True, "no time"),
        ("log_level", "INFO!", "not known here"),
        ("log_format", "xml", "not known here"),
        ("metrics", "maybe", "neither true nor false"),
        ("lake", __file__, "is a file"),
        ("breached_passwords", __file__, "doesn't begin with a SHA-1 hash"),
        ("time_zone", "Amsterdam", "no time zone"),
        ("time_zone", "../../etc/localtime", "no time zone"),
        ("trusted_proxies", "*", "no address or network"),
        ("trusted_proxies", "10.0.0.1/8", "no address or network"),
        ("trusted_proxies", {"a": 1}, "no list of addresses"),
        ("public_url", "lrs.example.org", "no web address"),
        ("public_url", "https://lrs.example.org/?x=1", "no web address"),
        ("database", "scormbuild.db", "no address of a database"),
        ("database", "mysql://host/lrs", "no address of a database"),
        ("database", "sqlite://", "needs a file"),
        ("database", "sqlite:///:memory:", "needs a file"),
        ("database", "postgresql+psycopg://host/lrs?password=s3cret", "wrong place"),
    ],
)
def test_a_value_that_cannot_be_is_told_at_its_place(name: str, value: object, fault: str) -> None:
    (line,) = setting_errors({name: value})
    assert line.startswith(f"--{name.replace('_', '-')}: ")
    assert fault in line
    assert "s3cret" not in line


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "key.pem").write_text("pem")
    assert "no file cert.pem" in setting_errors({"tls_certificate": "cert.pem", "tls_key": "key.pem"})[0]


def test_tls_needs_certificate_and_key(folder: Path) -> None:
    (folder / "one.pem").write_text("pem")
    assert setting_errors({"tls_certificate": "one.pem"}) == ["--tls-certificate: tls_key is missing"]
    assert setting_errors({}, {"SCORMBUILD_LRS_TLS_KEY": "one.pem"}) == [
        "SCORMBUILD_LRS_TLS_KEY: tls_certificate is missing"
    ]


def test_all_faults_come_at_once_each_with_its_own_place(folder: Path) -> None:
    (folder / "scormbuild-lrs.toml").write_text('# mine\nmax_body = "x"\n\nhots = "a"\n[tls]\nkey = 1\n')
    assert setting_errors({"port": "x"}, {"SCORMBUILD_LRS_HOTS": "a", "OTHER": "b"}) == [
        "scormbuild-lrs.toml:4: hots: no such setting",
        "scormbuild-lrs.toml:5: tls: no such setting",
        "SCORMBUILD_LRS_HOTS: no such setting",
        "scormbuild-lrs.toml:2: max_body: 'x' is no size",
        "--port: 'x' is no whole number",
    ]


def test_a_mistyped_name_is_told_with_the_nearest(folder: Path) -> None:
    (folder / "scormbuild-lrs.toml").write_text("max-body = 1\n")
    with pytest.raises(SettingsError, match="did you mean 'max_body'"):
        read_settings({}, {})
    (folder / "scormbuild-lrs.toml").unlink()
    with pytest.raises(SettingsError, match="did you mean 'SCORMBUILD_LRS_MAX_BODY'"):
        read_settings({}, {"SCORMBUILD_LRS_MAXBODY": "1"})


@pytest.mark.parametrize("content", [b"port 80", b"port = 'x", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_named(folder: Path, content: bytes) -> None:
    (folder / "scormbuild-lrs.toml").write_bytes(content)
    assert setting_errors()[0].startswith("scormbuild-lrs.toml: not ")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (PASSWORD_URL, "postgresql+psycopg://lrs:***@host:5432/lrs"),
        ("postgresql+psycopg://lrs:a@b@host/lrs", "postgresql+psycopg://lrs:***@host/lrs"),
        ("postgresql+psycopg://lrs@host/lrs", "postgresql+psycopg://lrs@host/lrs"),
        ("postgresql+psycopg:///lrs?host=/tmp", "postgresql+psycopg:///lrs?host=/tmp"),
        ("postgresql+psycopg://h/lrs?password=a&b=c", "postgresql+psycopg://h/lrs?password=***&b=c"),
        ("sqlite:////var/lib/lrs.db", "sqlite:////var/lib/lrs.db"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    assert safe_url(url) == shown


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_no_password_shows(password: str) -> None:
    url = f"postgresql+psycopg://lrs:{password}@host/lrs"
    assert safe_url(url) == "postgresql+psycopg://lrs:***@host/lrs"


def test_settings_that_are_printed_hold_no_password() -> None:
    assert "cr/e" not in repr(Settings(database=PASSWORD_URL))


def test_the_file_of_a_database_is_known_for_sqlite_only() -> None:
    assert database_file("sqlite:///a/b.db") == Path("a/b.db")
    assert database_file("sqlite:////a/b.db?timeout=3") == Path("/a/b.db")
    assert database_file(PASSWORD_URL) is None


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        (Settings(), "scormbuild-lake"),
        (Settings(database="sqlite:////var/lib/lrs.db"), "/var/lib/lrs-lake"),
        (Settings(database="sqlite:///kept.sqlite?timeout=1"), "kept.sqlite-lake"),
        (Settings(database="postgresql://lrs@host/lrs"), "scormbuild-lake"),
        (Settings(lake=Path("/lake")), "/lake"),
    ],
)
def test_the_lake_lies_beside_the_file_of_the_database_unless_told(settings: Settings, folder: str) -> None:
    assert lake_folder(settings) == Path(folder)
