"""A learner who left something everywhere: by the LMS's road, without pseudonym, and in what others did."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from click.testing import Result
from sqlalchemy import make_url
from typer.testing import CliRunner

from scormbuild import vocabulary as words
from scormbuild.cli import app
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.http.app import application
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.settings import Settings

Json = dict[str, Any]
LMS = "https://lms.example.org"
COURSE = words.course_iri("webcare")
REGISTRATION = "6f1e3c1a-5a52-4bd0-8a6e-0d3c3f0f5e11"
USER, DISPLAY, NUMBER = "ada.lovelace", "Ada Lovelace", "4711"
SECRET_WORDS = "Mijn geheime woorden"
ESSAY = b"Een opstel dat niemand mag lezen"
OUTLINE: Json = {
    "course": {"iri": COURSE, "id": "webcare", "title": "Webcare", "language": "nl"},
    "pages": [{"id": "een", "title": "Eerste bladzij"}],
    "questions": [
        {"id": "waarom", "page": "een", "kind": "open", "form": "reflection", "prompt": "Waarom is dat zo?"},
        {"id": "kies", "page": "een", "kind": "choice", "form": "choice", "prompt": "Welke kleur?"},
    ],
    "videos": [],
}


def run_lrs_command(url: str, *arguments: str) -> Result:
    """A command of the LRS on this database."""
    return CliRunner().invoke(app, ["lrs", *arguments, "--database", url])


def command_output(url: str, *arguments: str) -> str:
    """What a command prints that goes well."""
    done = run_lrs_command(url, *arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return done.stdout


def command_json(url: str, *arguments: str) -> Any:
    """What a command answers a program."""
    return json.loads(command_output(url, *arguments, "--json"))


def command_error(url: str, *arguments: str) -> str:
    """What a command says that goes wrong, with its hint."""
    done = run_lrs_command(url, *arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert "hint: " in done.stderr
    return done.stderr


def account(user: str, **more: Any) -> Json:
    """A user of the LMS."""
    return {"objectType": "Agent", "account": {"homePage": LMS, "name": user}, **more}


ADA = account(USER, name=DISPLAY)
BOB = account("bob", name="Bob")


def harvest_statement(verb: str, target: Json, name: str, *, actor: Json = ADA, **more: Any) -> Json:
    """A statement as the harvest makes it."""
    course = {"id": COURSE, "definition": {"type": words.COURSE}}
    attempt = {"id": words.attempt_iri(COURSE, REGISTRATION), "definition": {"type": words.ATTEMPT}}
    activities = {"grouping": [course, attempt], **({"parent": [course]} if target["id"] != COURSE else {})}
    return {
        "id": words.statement_id(REGISTRATION, name),
        "actor": actor,
        "verb": {"id": verb},
        "object": target,
        "context": {"registration": REGISTRATION, "contextActivities": activities},
        "timestamp": "2026-10-01T12:00:00.000Z",
        **more,
    }


def question(name: str, kind: str, **definition: Any) -> Json:
    """A question as an activity."""
    kind_of = {"type": words.INTERACTION, "interactionType": kind}
    return {"id": words.interaction_iri(COURSE, name), "definition": {**kind_of, **definition}}


def harvest_statements() -> list[Json]:
    """What the LMS tells of the learner, and of a colleague who speaks of her."""
    choices = [{"id": "a", "description": {"nl": "Rood"}}, {"id": "b", "description": {"nl": "Blauw"}}]
    open_ = question("waarom", "long-fill-in", description={"nl": "Waarom is dat zo?"})
    choice = question("kies", "choice", description={"nl": "Welke kleur?"}, choices=choices)
    course = {"id": COURSE, "definition": {"type": words.COURSE, "name": {"nl": "Webcare"}}}
    page = {"id": words.page_iri(COURSE, "een"), "definition": {"name": {"nl": "Eerste bladzij"}}}
    team = {"objectType": "Group", "member": [BOB, ADA]}
    planned = {
        "objectType": "SubStatement",
        "actor": ADA,
        "verb": {"id": words.COMPLETED},
        "object": {"id": COURSE},
    }
    reply = {"objectType": "StatementRef", "id": words.statement_id(REGISTRATION, "answered waarom")}
    return [
        harvest_statement(words.EXPERIENCED, page, "experienced een"),
        harvest_statement(
            words.ANSWERED, open_, "answered waarom", result={"response": SECRET_WORDS, "completion": True}
        ),
        harvest_statement(words.ANSWERED, choice, "answered kies", result={"response": "b", "success": True}),
        harvest_statement(words.COMPLETED, course, "completed", actor=account(NUMBER)),
        harvest_statement(words.EXPERIENCED, page, "team", actor=team) | {"context": {}},
        harvest_statement(words.EXPERIENCED, page, "taught", actor=BOB) | {"context": {"instructor": ADA}},
        harvest_statement(words.EXPERIENCED, page, "planned", actor=BOB) | {"context": {}, "object": planned},
        harvest_statement(words.EXPERIENCED, page, "reply", actor=BOB) | {"context": {}, "object": reply},
    ]


def harvest_person(url: str) -> Any:
    """Harvest her from the LMS; again after an erasure, too."""
    ingest = Ingest.open(url, "default", "lms.example.org", "lms", names_are_ids=True)
    try:
        ingest.keep_outline(OUTLINE)
        taken = ingest.store_statements(harvest_statements())
        ingest.join_accounts(LMS, NUMBER, USER, DISPLAY)
        ingest.write_checkpoint("lms.example.org", f"user {NUMBER} course 3", "2026-10-01")
        ingest.write_checkpoint("lms.example.org", "user 12 course 3", "2026-10-01")
        return taken, ingest.find_pseudonym(LMS, USER)
    finally:
        ingest.close()


def send_attachment(http: httpx.Client, statement: Json, octets: bytes) -> None:
    """A statement with an attachment."""
    sha2 = hashlib.sha256(octets).hexdigest()
    described = {
        "usageType": "https://example.org/u",
        "display": {"nl": "Opstel"},
        "contentType": "text/plain",
    }
    attachment = {**described, "length": len(octets), "sha2": sha2}
    whole = json.dumps({**statement, "attachments": [attachment]})
    body = (
        (
            f"--x\r\nContent-Type: application/json\r\n\r\n{whole}\r\n--x\r\nContent-Type: text/plain\r\n"
            f"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}\r\n\r\n"
        ).encode()
        + octets
        + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/mixed; boundary=x"}
    http.post("/statements", content=body, headers=kind).raise_for_status()


def send_statements(http: httpx.Client) -> None:
    """What an LRS client without any road sends of her, with her name in it."""
    plain = {"account": {"homePage": f"{LMS}/moodle", "name": USER}, "name": DISPLAY}
    base = {"verb": {"id": words.EXPERIENCED}, "object": {"id": "https://example.org/page"}}
    thing = {"id": "https://example.org/hers", "definition": {"name": {"nl": f"Van {DISPLAY}"}}}
    eve = {"mbox": "mailto:eve@example.org"}
    ours = [{**base, "actor": plain, "object": thing}]
    ours += [{**base, "actor": eve, "object": {**plain, "objectType": "Agent"}}]
    http.post("/statements", json=ours).raise_for_status()
    send_attachment(http, {**base, "actor": plain}, ESSAY)
    state = {"activityId": COURSE, "agent": json.dumps(plain), "stateId": "s"}
    for note in (SECRET_WORDS * 200, SECRET_WORDS):  # what is overwritten stays in the file, if nobody minds
        http.put("/activities/state", params=state, json={"note": note}).raise_for_status()


def store_person_data(url: str, http: httpx.Client) -> str:
    """Everything of her; gives her pseudonym."""
    harvest_person(url)
    taken, person = harvest_person(url)
    assert taken.new == 0
    send_statements(http)
    return str(person)


class AppTransport(httpx.BaseTransport):
    """Requests to an application of this process, without a socket."""

    def __init__(self, lrs: Lrs, runner: asyncio.Runner) -> None:
        self.app = httpx.ASGITransport(application(lrs), raise_app_exceptions=False)
        self.runner = runner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        return self.runner.run(self.respond(request))

    async def respond(self, request: httpx.Request) -> httpx.Response:
        """Its answer, read whole."""
        content = request.read()
        async with httpx.AsyncClient(transport=self.app) as http:
            sent = await http.request(request.method, request.url, headers=request.headers, content=content)
        return httpx.Response(sent.status_code, headers=sent.headers, content=sent.content)


class InProcessLrs(NamedTuple):
    """An LRS in this process, a client with a key that may do everything, and what it logged."""

    url: str
    client: httpx.Client
    lrs: Lrs
    key: str
    log: io.StringIO


@contextmanager
def open_lrs(url: str) -> Iterator[InProcessLrs]:
    """An LRS on this database."""
    log = io.StringIO()
    lrs = Lrs.open(Settings(database=url, log_format="json"), stream=log)
    try:
        with lrs.database.writing() as connection:
            owner = organisations.ensure_default(connection).id
            key, secret = credentials.create_credential(connection, owner, "trial", {"all"}, Limits())
        headers = {"X-Experience-API-Version": "1.0.3"}
        with asyncio.Runner() as runner:
            transport, where = AppTransport(lrs, runner), "http://lrs.example/xapi"
            http = httpx.Client(transport=transport, base_url=where, auth=(key, secret), headers=headers)
            yield InProcessLrs(url, http, lrs, key, log)
    finally:
        lrs.close()


def read_database_bytes(url: str) -> bytes:
    """All that a database holds: the files of SQLite as they are, the rows of PostgreSQL as text."""
    address = make_url(url)
    if address.drivername == "sqlite":
        path = Path(str(address.database))
        files = [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")]
        return b"".join(each.read_bytes() for each in files if each.exists())
    import psycopg

    found = []
    with psycopg.connect(address.set(drivername="postgresql").render_as_string(False)) as connection:
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        # The planner keeps values of columns as samples, until it looks at the table again.
        for (table,) in [*tables, ("pg_stats",)]:
            found += [str(row[0]) for row in connection.execute(f"select t::text from {table} t").fetchall()]
    return "\n".join(found).encode()


def find_personal_data(content: bytes, *persons: str) -> list[str]:
    """Which of the words that show her stand in some bytes, plain or in hexadecimal."""
    shown = [USER, DISPLAY, SECRET_WORDS, ESSAY.decode(), REGISTRATION, "geheime", *persons]
    return [each for each in shown if each.encode() in content or each.encode().hex().encode() in content]
