"""Only `lrs serve` and `lrs migrate` bring a database forward; they say so, and keep a copy of before."""

from __future__ import annotations

import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from support import command_tree
from support.lrs.lrs_process import sqlite_database_url, start_lrs
from support.lrs.older_database import create_older_database, schema_step
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.errors import SettingsError
from scormbuild.lrs.admin.migrate import migrate_database
from scormbuild.lrs.database.migrate import HEAD

OLDER_STEPS = ("0001", "0002")
WEBCARE = Path(__file__).parents[2] / "content/webcare"
# Those that may bring it forward, those that never look what is in it, and one that asks Moodle first.
EXEMPT = {"lrs serve", "lrs migrate", "lrs backup", "lrs restore", "harvest moodle"}
COMMANDS = {
    path: command
    for path, command in command_tree.all_commands().items()
    if "database" in {each.name for each in command.params} and path not in EXEMPT
}
SITE = ("--site", "https://lms.example.org")
# What a command wants to be right before it looks at the database.
ARGUMENTS = {
    "harvest csv": ("{folder}/report.csv", "--columns", "learner=User,status=Status", *SITE, "--course", "c"),
    "harvest lrs": ("--url", "http://127.0.0.1:1/xapi", "--key-file", "{folder}/key", "--insecure-http"),
    "lrs course add": (str(WEBCARE),),
    "lrs key create": ("moodle",),
    "lrs login create": ("anna", "--role", "analyst"),
    "report": ("overview",),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "lrs.db"


@pytest.fixture(params=OLDER_STEPS)
def older_url(request: pytest.FixtureRequest, file: Path) -> str:
    """A file that an older version made."""
    create_older_database(sqlite_database_url(file), request.param)
    return sqlite_database_url(file)


def invoke(*arguments: str) -> Result:
    """What a command comes to."""
    return CliRunner().invoke(app, arguments)


def dump(file: Path) -> list[str]:
    """All that is in a file, as SQL."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_a_command_leaves_an_older_database_as_it_is_and_says_what_to_run(
    path: str, older_url: str, file: Path
) -> None:
    (file.parent / "report.csv").write_text("User,Status\nanna,passed\n")
    (file.parent / "key").write_text("sb_key:secret")
    (file.parent / "key").chmod(0o600)
    before = dump(file)
    arguments = ARGUMENTS.get(path) or tuple(command_tree.least_arguments(COMMANDS[path]))
    placed = (each.format(folder=file.parent) for each in arguments)
    done = invoke(*path.split(), *placed, "--database", older_url)
    assert dump(file) == before
    assert done.exit_code == 2, done.output
    assert f"hint: scormbuild lrs migrate --database {older_url}" in done.stderr
    assert f"this one works with {HEAD}" in done.stderr


@pytest.mark.parametrize("path", ["lrs key list", "lrs check", "lrs login create"])
def test_a_database_of_a_newer_version_is_told_as_well(path: str, file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, HEAD)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")
    arguments = ARGUMENTS.get(path, ())
    done = invoke(*path.split(), *arguments, "--database", url)
    assert done.exit_code == 2
    assert "step 9999" in done.stderr
    assert "hint: install the version" in done.stderr
    assert schema_step(url) == "9999"


def test_a_command_that_reads_makes_no_tables(file: Path) -> None:
    file.touch()
    done = invoke("lrs", "key", "list", "--database", sqlite_database_url(file))
    assert done.exit_code == 2
    assert "hint: scormbuild lrs serve or scormbuild lrs key create makes them" in done.stderr
    assert not dump(file)[1:-1]


def test_migrate_says_from_where_to_where_and_keeps_a_copy_of_before(older_url: str, file: Path) -> None:
    older, before = schema_step(older_url), dump(file)
    done = invoke("lrs", "migrate", "--database", older_url)
    assert done.exit_code == 0, done.output
    copy = file.with_name(f"lrs-{older}.db")
    assert f"brought from step {older} to {HEAD}\na backup of before is {copy} " in done.stdout
    assert schema_step(older_url) == HEAD
    assert dump(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert invoke("lrs", "organisation", "list", "--database", older_url).exit_code == 0


def test_migrate_again_does_nothing(file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, "0001")
    invoke("lrs", "migrate", "--database", url)
    done = invoke("lrs", "migrate", "--database", url)
    assert (done.exit_code, "nothing to do" in done.stdout) == (0, True)
    assert len(list(file.parent.glob("*.db"))) == 2


def test_serve_migrates_before_it_listens_and_says_so(file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, "0001")
    with start_lrs(url) as process:
        assert f"brought from step 0001 to {HEAD}\na backup of before is {file.parent}/lrs-0001.db" in (
            process.output
        )
    assert schema_step(url) == HEAD


def test_a_new_database_has_no_copy_of_before(file: Path) -> None:
    with start_lrs(sqlite_database_url(file)) as process:
        assert "step" not in process.output
    assert [each.name for each in file.parent.glob("*.db")] == ["lrs.db"]


def test_serve_on_a_port_that_is_taken_leaves_the_database_of_an_older_one(file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, "0001")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = invoke("lrs", "serve", "--no-dashboard", "--port", port, "--database", url)
    assert done.exit_code == 2
    assert schema_step(url) == "0001"


def test_a_copy_never_takes_the_place_of_another(file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, "0001")
    (file.parent / "lrs-0001.db").write_text("of another day")
    done = migrate_database(url)
    assert done
    assert done.backup == file.parent / "lrs-0001-2.db"
    assert (file.parent / "lrs-0001.db").read_text() == "of another day"


def test_without_room_for_a_copy_nothing_is_migrated(file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, "0001")
    with pytest.raises(SettingsError, match="migrate --no-backup"):
        migrate_database(url, free=lambda _: 1 << 20)
    assert schema_step(url) == "0001"
    assert migrate_database(url, backup=False, free=lambda _: 1 << 20)
    assert [each.name for each in file.parent.glob("*.db")] == ["lrs.db"]


def test_a_migration_that_fails_leaves_no_copies_behind(file: Path) -> None:
    url = sqlite_database_url(file)
    create_older_database(url, "0001")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("create table secret (in_the_way text)")  # the second step makes one of this name
    before = dump(file)
    for _ in range(2):
        with pytest.raises(SettingsError):
            migrate_database(url)
    assert dump(file) == before
    assert [each.name for each in file.parent.glob("*.db")] == ["lrs.db"]


def test_several_that_migrate_together_do_it_once(database_url: str, tmp_path: Path) -> None:
    create_older_database(database_url, "0001")
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(migrate_database, [database_url] * 4))
    assert len([each for each in done if each]) == 1
    assert schema_step(database_url) == HEAD
    copies = 1 if database_url.startswith("sqlite") else 0
    assert len(list(tmp_path.glob("lrs-0001*.db"))) == copies


def test_a_postgresql_of_an_older_version_is_left_as_it_is(postgres_url: str) -> None:
    create_older_database(postgres_url, "0002")
    done = invoke("lrs", "key", "list", "--database", postgres_url)
    assert (done.exit_code, schema_step(postgres_url)) == (2, "0002")
    assert "hint: scormbuild lrs migrate, with the same --database" in done.stderr
    done = invoke("lrs", "migrate", "--database", postgres_url)
    assert done.exit_code == 0, done.output
    assert f"brought from step 0002 to {HEAD}" in done.stdout
    assert "backup" not in done.stdout
