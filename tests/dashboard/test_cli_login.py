"""The commands of logins, and the dashboard beside an LRS that really runs."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import Result
from support.lrs.lrs_process import sqlite_database_url, start_lrs
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.lrs.auth import password

WEBCARE = Path(__file__).parents[2] / "content/webcare"
COMMANDS = ("create", "list", "set", "password", "revoke")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_login_command(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["lrs", "login", *arguments], input=typed)


def invoke_lrs(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["lrs", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def login_json(*arguments: str, typed: str | None = None) -> dict:
    done = run_login_command(*arguments, "--json", typed=typed)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert "Example: scormbuild lrs login" in " ".join(run_login_command(command, "--help").stdout.split())


def test_a_login_is_made_shown_changed_and_revoked() -> None:
    made = run_login_command("create", "Anna", "--role", "administrator")
    assert re.search(r"login     anna\npassword  \w{4}(-\w{4}){6}\n", made.stdout)
    bram = login_json(
        "create", "bram", "--role", "reader", "--course", "https://example.org/a", "--language", "en"
    )
    assert (bram["roles"], bram["courses"], bram["organisation"]) == (
        ["reader"],
        ["https://example.org/a"],
        "default",
    )
    carla = login_json(
        "create", "carla", "--role", "analyst", "--every-organisation", "--subject", "https://i 7"
    )
    assert (carla["organisation"], "password" in carla) == (None, False)
    table = run_login_command("list").stdout
    assert [line.split()[0] for line in table.splitlines()] == ["LOGIN", "anna", "bram", "carla"]
    changed = login_json("set", "bram", "--role", "analyst", "--role", "reader", "--all-courses")
    assert (changed["roles"], changed["courses"], changed["language"]) == (["analyst", "reader"], None, "en")
    renewed = login_json("password", "bram")["password"]
    assert renewed != bram["password"]
    assert login_json("revoke", "bram")["revoked"]
    states = {row["login"]: row["revoked"] for row in login_json("list")}
    assert [name for name, revoked in states.items() if revoked] == ["bram"]
    noted = CliRunner().invoke(app, ["lrs", "audit", "--json"]).stdout
    actions = [row["action"] for row in json.loads(noted)]
    assert actions == [*["login made"] * 3, "login changed", "password renewed", "login revoked"]
    assert renewed not in noted


def test_a_reader_is_of_courses_by_id_title_or_iri_of_every_organisation_that_the_login_sees() -> None:
    other = json.loads(invoke_lrs("organisation", "create", "other", "--json"))["name"]
    invoke_lrs("course", "add", str(WEBCARE), "--organisation", other)
    create = ("--role", "reader", "--course", "Webcare")
    assert "no course 'Webcare'" in run_login_command("create", "bram", *create).stderr
    iri = "urn:scormbuild:course:webcare"
    assert login_json("create", "carla", *create, "--organisation", other)["courses"] == [iri]
    assert login_json("create", "dirk", *create, "--every-organisation")["courses"] == [iri]
    later = "https://example.org/later"
    assert login_json("set", "carla", "--course", "webcare", "--course", later)["courses"] == [later, iri]
    assert "did you mean 'webcare'?" in run_login_command("set", "carla", "--course", "webcar").stderr


def test_a_password_may_be_typed_and_has_to_be_long_enough() -> None:
    assert "password" not in login_json(
        "create", "a", "--role", "analyst", "--ask", typed="a whole sentence\n"
    )
    short = run_login_command("create", "b", "--role", "analyst", "--ask", typed="short\n")
    assert (short.exit_code, "at least 15 characters" in short.stderr) == (2, True)
    common = run_login_command(
        "create", "brambakker", "--role", "analyst", "--ask", typed="Bram.Bakker!2026\n"
    )
    assert (common.exit_code, "easy to guess" in common.stderr) == (2, True)
    assert password.verify_password("ﬁne letters here", password.hash_password("fine letters here"))
    assert not password.verify_password("x", None)


FAULTS = {
    ("create", "a b", "--role", "analyst"): "can't be a login",
    ("create", "a"): "needs a role",
    ("create", "a", "--role", "analist"): "did you mean 'analyst'",
    ("create", "a", "--role", "reader", "--course", "webcare"): "there is no course 'webcare'",
    ("create", "a", "--role", "reader", "--language", "fr"): "is not spoken",
    ("create", "a", "--role", "reader", "--subject", "x", "--ask"): "no password here",
    ("create", "a", "--role", "reader", "--organisation", "x", "--every-organisation"): "exclude",
    ("create", "anna", "--role", "reader"): "already",
    ("create", "b", "--role", "reader", "--organisation", "nobody"): "no organisation",
    ("create", "c", "--role", "reader", "--subject", "https://i 7"): "a login already: 'elsewhere'",
    ("revoke", "ana"): "did you mean 'anna'",
    ("password", "elsewhere"): "no password here",
}


def test_every_fault_has_a_hint_and_exit_status_2() -> None:
    run_login_command("create", "anna", "--role", "analyst")
    run_login_command("create", "elsewhere", "--role", "analyst", "--subject", "https://i 7")
    for arguments, words in FAULTS.items():
        done = run_login_command(*arguments)
        assert (done.exit_code, words in done.stderr, "hint: " in done.stderr) == (2, True, True), done.stderr


def test_the_dashboard_stands_beside_an_lrs_and_can_be_left_out(tmp_path: Path) -> None:
    url = sqlite_database_url(tmp_path / "lrs.db")
    made = login_json("create", "anna", "--role", "administrator", "--database", url)
    with (
        start_lrs(url, ["--dashboard"]) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{process.port}") as client,
    ):
        assert "Nobody can log in" not in process.output
        page = client.get("/dashboard/login")
        token = re.search(r'name="token" value="([0-9a-f]+)"', page.text)[1]
        form = {"token": token, "name": "anna", "password": made["password"]}
        ours = {"Origin": f"http://127.0.0.1:{process.port}"}
        assert client.post("/dashboard/login", data=form, headers=ours).status_code == 303
        assert client.get("/dashboard/health").headers["location"] == "/dashboard/password"
        assert client.get("/dashboard").status_code != 404
        assert client.get("/dashboardx").status_code == client.get("/x/").status_code == 404
        assert client.get(f"http://127.0.0.1:{process.port}//dashboard").status_code == 404
        front = client.get("/")
        assert (front.status_code, front.headers["location"], front.content) == (303, "/dashboard/", b"")
        assert "strict-transport-security" not in front.headers
        for answer in (front, client.post("/"), client.get("/nowhere"), client.post("/health")):
            assert answer.headers["x-content-type-options"] == "nosniff", answer
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], answer
            assert answer.headers["cache-control"] == "no-store", answer
        assert client.get("/xapi/about").status_code == 200
        assert (
            client.get("/xapi/statements", headers={"X-Experience-API-Version": "1.0.3"}).status_code == 401
        )
        assert f"the dashboard is at http://127.0.0.1:{process.port}/dashboard/" in process.output
    with start_lrs(sqlite_database_url(tmp_path / "fresh.db"), ["--no-dashboard"]) as process:
        for path in ("/dashboard/login", "/"):
            assert httpx.get(f"http://127.0.0.1:{process.port}{path}").status_code == 404
        assert "no dashboard: the setting dashboard is off" in process.output
    with start_lrs(sqlite_database_url(tmp_path / "third.db"), ["--dashboard"]) as process:
        assert "scormbuild lrs login create NAME --role administrator" in process.output


def test_without_the_extra_the_lrs_says_what_is_missing() -> None:
    hidden = "import sys; sys.modules['duckdb'] = None; sys.modules['ibis'] = None\n"
    code = (
        f"{hidden}from scormbuild.dashboard.mount import unavailable_reason\n"
        "from scormbuild.lrs.settings import Settings\nprint(unavailable_reason(Settings()))"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "no dashboard: duckdb is not installed; pip install 'scormbuild[dashboard]'\n"
