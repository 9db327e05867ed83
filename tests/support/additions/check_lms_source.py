"""What the command of a new source does in the copy of the tree that knows it: it brings what is new."""

from __future__ import annotations

import sys
from pathlib import Path

from support.lms.harvest_run import read_statements
from support.lrs.lrs_process import create_key, sqlite_database_url
from typer.testing import CliRunner

from scormbuild.cli import app

SITE = "https://school.example.org"
COURSE = "urn:scormbuild:course:fire"

folder = Path(sys.argv[1])
database, register = sqlite_database_url(folder / "lrs.db"), folder / "done.txt"
create_key(database)
for names, learners, new in (("anna\n", "1 learner", 1), ("anna\nbram\n", "2 learners", 1)):
    register.write_text(names, encoding="utf-8")
    options = ("--site", SITE, "--course", COURSE, "--database", database)
    done = CliRunner().invoke(app, ["harvest", "register", str(register), *options])
    assert done.exit_code == 0, done.output
    assert done.output == f"{SITE}: {learners}, 1 attempt read, {new} statements stored, 0 known\n"
statements = read_statements(database)
assert {each["authority"]["account"]["name"] for each in statements} == {"lms/school.example.org"}
assert [each["object"]["id"] for each in statements] == [COURSE, COURSE]
