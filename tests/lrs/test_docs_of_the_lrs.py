"""The docs of the LRS: what they tell to paste works, and what they list is what there is."""

from __future__ import annotations

import os
import re
import shlex
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.docs_blocks import DOCS, ROOT, Block, block_params, blocks
from support.lrs.docs_shell import DocsShell
from support.lrs.lrs_process import http_client
from support.lrs.postgres import Cluster, run_cluster
from support.lrs.running_lrs import RunningLrs
from tincan import RemoteLRS
from typer.main import get_command

from scormbuild.cli import app
from scormbuild.errors import LrsError
from scormbuild.lrs.auth import scope
from scormbuild.lrs.database.tables import ORGANISATION_KEYS, REFERENCE_TABLES, TABLES
from scormbuild.lrs.http import metrics
from scormbuild.lrs.settings import CONFIG_FILE, PARSERS, VARIABLE_PREFIX, Settings, read_settings

LRS_PAGE = ROOT / "docs/administrator/lrs.md"
POSTGRESQL_PAGE = ROOT / "docs/administrator/postgresql.md"
DEVELOPER_PAGE = ROOT / "docs/developer/lrs.md"
START_PAGE = ROOT / "docs/analyst/index.md"  # pasted beside a crowd: tests/analysis/test_docs_code.py
PASTED_PAGES = [ROOT / "README.md", LRS_PAGE, ROOT / "docs/analyst/statements.md"]
ANALYSTS = {"first", "first-look", "cluster", "cluster-reports"}  # run in tests/analysis
COMMAND = re.compile(r"^(?:\.venv/bin/|ExecStart=\S*/)?scormbuild (.+)", re.MULTILINE)
WORDS = re.compile(r"`([^`\n]+)`")
ROW = re.compile(r"^\| *(.*?) *\|$", re.MULTILINE)


def blocks_of(path: Path) -> list[Block]:
    return [block for block in blocks() if block.path == path]


def table_rows(path: Path, heading: str) -> list[list[str]]:
    """The table whose first heading this is, without the marks of code."""
    text = path.read_text(encoding="utf-8")
    table = text[text.index(f"| {heading} |") :].partition("\n\n")[0]
    return [[cell.strip().replace("`", "") for cell in row.split(" | ")] for row in ROW.findall(table)][2:]


def test_every_page_with_something_to_paste_is_pasted() -> None:
    runnable = {block.path for block in blocks() if block.language == "sh" and block.mark != "elsewhere"}
    assert runnable == {*PASTED_PAGES, POSTGRESQL_PAGE, START_PAGE}


@pytest.mark.parametrize("path", PASTED_PAGES, ids=[path.stem for path in PASTED_PAGES])
def test_what_a_page_says_to_paste_works_with_nothing_but_the_course(path: Path, tmp_path: Path) -> None:
    (tmp_path / "content").symlink_to(ROOT / "content")
    with ExitStack() as stack:
        reader = DocsShell(tmp_path, {}, stack)
        for block in blocks_of(path):
            reader.expect_block_works(block)


@pytest.fixture
def durable_postgres() -> Iterator[Cluster]:
    """A server that `check` is content with, on which everything that the page says to do in psql is done."""
    (sql,) = [block.code for block in blocks_of(POSTGRESQL_PAGE) if block.language == "sql"]
    with run_cluster() as started:
        for statement in filter(str.strip, sql.split(";")):
            started.execute(statement)
        yield started


def test_what_the_page_of_postgresql_says_to_paste_works(
    durable_postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{durable_postgres.programs}{os.pathsep}{os.environ['PATH']}")
    with ExitStack() as stack:
        # Its socket has no TLS, which the address on the page asks for.
        addresses = {"@db.example.org/lrs?sslmode=verify-full": f"@/lrs?host={durable_postgres.folder}"}
        reader = DocsShell(tmp_path, addresses, stack)
        for block in blocks_of(POSTGRESQL_PAGE):
            reader.expect_block_works(block)


def commands() -> list[Any]:
    """Every command of scormbuild in the docs, in blocks and in the text, with its place."""
    return [
        pytest.param(line, id=f"{path.stem}: {line}")
        for path in DOCS
        for line in COMMAND.findall("\n".join(code_texts(path.read_text(encoding="utf-8"))))
    ]


def code_texts(text: str) -> list[str]:
    """All that is marked as code: blocks, and words in a sentence."""
    whole = text.replace("\\\n", " ")
    return [
        *re.findall(r"(?s)```[^\n]*\n(.*?)```", whole),
        *WORDS.findall(re.sub(r"(?s)```.*?```", "", whole)),
    ]


@pytest.mark.parametrize("line", commands())
def test_every_command_in_the_docs_exists_with_its_options(line: str) -> None:
    if "|" in line or "…" in line:
        return  # a list of names, not a command
    command, words = split_command(shlex.split(line))
    assert words in ([], ["--version"]) or not hasattr(command, "commands"), f"no such command: {line}"
    given = {word.partition("=")[0] for word in words if word.startswith("-")}
    assert given <= options_of(command) | {"--help"}, line


def split_command(words: list[str]) -> tuple[Any, list[str]]:
    """The command that words name, and the words behind it; an option of all of them may come first."""
    command: Any = get_command(app)
    if words and words[0] in options_of(command):
        words = words[2:] or ["--version"]
    while words and words[0] in getattr(command, "commands", ()):
        command, words = command.commands[words[0]], words[1:]
    return command, words


def options_of(command: Any) -> set[str]:
    return {option for each in command.params for option in (*each.opts, *each.secondary_opts)}


def test_the_table_of_settings_is_the_settings() -> None:
    named = {row[2]: row for row in table_rows(LRS_PAGE, "option")}
    assert list(named) == [each.name for each in fields(Settings)]
    for each in fields(Settings):
        option, variable, key, default, what = named[each.name]
        # A secret among options is there for all to see; and `lrs login` reads the breached passwords too, so
        # an option of `serve` would hold for half of them.
        no_option = each.name.startswith("oidc_") or each.name == "breached_passwords"
        assert option == ("\u2013" if no_option else f"--{each.name.replace('_', '-')}")
        assert (variable, key) == (f"{VARIABLE_PREFIX}{each.name.upper()}", each.name)
        assert what
        if default == "none":
            assert each.default in (None, ())
        else:
            assert PARSERS[each.name](default) == each.default, each.name


@pytest.mark.parametrize("text", block_params(language="toml", mark="settings"))
def test_the_settings_file_of_the_docs_is_taken(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CONFIG_FILE.write_text(text, encoding="utf-8")
    settings = read_settings({}, {})
    given = tomllib.loads(text)
    assert {name: getattr(settings, name) for name in given} != {}
    assert settings.max_body == (32 << 20 if "max_body" in given else Settings().max_body)


def test_nginx_takes_what_the_lrs_takes_and_writes_no_query_down() -> None:
    told = [block for block in blocks() if block.language == "nginx"]
    for block in told:
        assert block.code.count("{") == block.code.count("}"), block.path
        lines = [line.strip() for line in block.code.splitlines()]
        assert all(line == "" or line[-1] in "{};" for line in lines), block.path
    for code in (block.code for block in told if "Host $host" in block.code):
        (size,) = re.findall(r"client_max_body_size (\d+)m;", code)
        assert int(size) << 20 == Settings().max_body
        assert "access_log off;" in code
        assert 'Connection ""' in code


def test_the_scopes_are_listed_in_full() -> None:
    assert [row[0] for row in table_rows(LRS_PAGE, "scope")] == list(scope.SCOPES)


def test_every_limit_of_a_key_is_an_option_of_key_create() -> None:
    options = options_of(split_command(["lrs", "key", "create"])[0])
    listed = {row[0].split()[0] for row in table_rows(LRS_PAGE, "limit")}
    others = {"--scope", "--organisation", "--database", "--config", "--json", "name"}
    others |= {"--package", "--lms", "--names"}  # these set limits, and have a section of their own
    assert listed == options - others


def test_every_status_of_a_refusal_is_explained() -> None:
    def below(kind: type[LrsError]) -> Iterator[int]:
        for each in kind.__subclasses__():
            yield each.status
            yield from below(each)

    explained = {int(row[0]) for row in table_rows(LRS_PAGE, "status")}
    # 404 and 405 explain themselves; 431 is the web server's own.
    assert explained == {*below(LrsError), 431} - {404, 405}


def test_every_figure_for_prometheus_is_listed() -> None:
    page = metrics.create_metrics(True).response()
    assert page is not None
    text = page.body if isinstance(page.body, bytes) else b"".join(page.body)
    families = re.findall(r"^# HELP (scormbuild_\w+)(?<!_created) ", text.decode(), re.MULTILINE)
    assert {row[0] for row in table_rows(LRS_PAGE, "name")} == {*families, "process_…"}


def test_the_addresses_beside_the_standard_are_listed(shared_lrs: RunningLrs) -> None:
    assert [row[0] for row in table_rows(LRS_PAGE, "address")] == ["/health", "/ready"]
    for resource in ("/health", "/ready"):
        assert httpx.get(shared_lrs.process.endpoint.replace("/xapi", resource)).status_code == 200


def test_every_table_of_the_database_is_described() -> None:
    told = {name.strip() for row in table_rows(DEVELOPER_PAGE, "table") for name in row[0].split(",")}
    assert told == TABLES.keys()


def test_the_page_of_postgresql_says_of_every_table_how_citus_has_it() -> None:
    told = [row[1].split(", ") for row in table_rows(POSTGRESQL_PAGE, "how")]
    assert told == [list(REFERENCE_TABLES), list(ORGANISATION_KEYS)]


def statement(number: int, name: str) -> dict[str, Any]:
    return {
        "actor": {"account": {"homePage": "https://lms.example.org", "name": name}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": f"https://courses.example.org/{name}/{number}"},
    }


def store_numbered(http: httpx.Client, numbers: range, name: str) -> list[str]:
    ids: list[str] = http.post("/statements", json=[statement(number, name) for number in numbers]).json()
    return ids


@pytest.mark.parametrize("code", block_params(language="python", mark="follow"))
def test_who_follows_as_the_docs_say_gets_each_statement_once(code: str, shared_lrs: RunningLrs) -> None:
    names: dict[str, Any] = {}
    exec(code, names)
    served, who = shared_lrs, str(uuid.uuid4())
    where = (served.process.endpoint, served.key.key, served.key.secret)
    _, since = names["follow"](*where)
    for numbers in (range(5), range(5, 9), range(0)):
        stored = store_numbered(served.client, numbers, who) if numbers else []
        found, since = names["follow"](*where, since, limit=2)
        ours = [each["id"] for each in found if each["actor"].get("account", {}).get("name") == who]
        assert ours == stored


@pytest.mark.parametrize("code", block_params(language="python", mark="tincan"))
def test_the_snippet_for_tincan_reads_who_completed_what(code: str, shared_lrs: RunningLrs) -> None:
    names: dict[str, Any] = {}
    exec(code, names)
    served, who = shared_lrs, str(uuid.uuid4())
    store_numbered(served.client, range(3), who)
    lrs = RemoteLRS(
        endpoint=served.process.endpoint,
        version="1.0.3",
        username=served.key.key,
        password=served.key.secret,
    )
    found = names["completions"](lrs)
    newest = [next(found) for _ in range(3)]
    assert [(actor.account.name, activity[-1]) for actor, activity, _ in newest] == [
        (who, "2"),
        (who, "1"),
        (who, "0"),
    ]


def test_what_is_left_out_for_an_older_client_conflicts_when_it_is_sent_back(
    shared_lrs: RunningLrs,
) -> None:
    """As docs/analyst/statements.md says."""
    whole = {
        **statement(1, "anna"),
        "id": str(uuid.uuid4()),
        "context": {
            "contextAgents": [{"objectType": "contextAgent", "agent": {"mbox": "mailto:a@example.org"}}]
        },
    }
    with http_client(shared_lrs.process, shared_lrs.key, "2.0.0") as newer:
        assert newer.post("/statements", json=whole).status_code == 200
    older = shared_lrs.client
    part = older.get("/statements", params={"statementId": whole["id"]}).json()
    assert "context" not in part
    assert older.post("/statements", json=part).status_code == 409


def test_every_block_of_code_says_a_known_mark() -> None:
    """A mark that is mistyped would leave its block untested."""
    marks = {
        "sh": {"", "serve", "stopped", "elsewhere"},
        "python": {"", "lrs", "use", "follow", "tincan", "latest", *ANALYSTS},
        "json": {"answer", "statement", "whole", "refused"},
        "text": {"", "answer", "refused"},
        "js": {"mend"},
        "toml": {"settings"},
    }
    for block in blocks():
        assert block.mark in marks.get(block.language, {block.mark}), f"{block.path}:{block.line}"
