"""The commands `scormbuild harvest moodle` and `scormbuild lms`, as cron and people run them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.lms.fake_moodle import FakeMoodle
from support.lms.harvest_run import read_statements, short_statement
from support.lms.sample_course import IRI, encode_suspend_data, outline, state
from typer.testing import CliRunner, Result

from scormbuild.cli import app
from scormbuild.lms.lock import harvest_lock
from scormbuild.lrs.ingest import Ingest

Command = Callable[..., Result]
COMMAND = [sys.executable, "-m", "scormbuild"]
WEBCARE = Path(__file__).parents[2] / "content/webcare"


def invoke(*arguments: str) -> Result:
    """A command, in this process."""
    return CliRunner().invoke(app, arguments)


def harvest_command(site: FakeMoodle, database: str, token_file: Path) -> list[str]:
    """The command as cron has it."""
    options = ("--url", site.url, "--token-file", str(token_file), "--database", database, "--rate", "1000")
    return ["harvest", "moodle", *options]


@pytest.fixture
def token_file(site: FakeMoodle, tmp_path: Path) -> Path:
    """The file with the token."""
    file = tmp_path / "moodle.token"
    file.write_text(site.token + "\n", encoding="utf-8")
    return file


@pytest.fixture
def run(site: FakeMoodle, database: str, token_file: Path) -> Command:
    """`run("--json")`: a harvest of the site; the LRS knows the course."""
    ingest = Ingest.open(database, "default", "x", "lms")
    ingest.keep_outline(outline())
    ingest.close()

    def run(*options: str) -> Result:
        return invoke(*harvest_command(site, database, token_file), *options)

    return run


def finish_course(site: FakeMoodle, *learners: int) -> None:
    """Everybody finishes, each in a registration of their own."""
    for learner in learners:
        registration = f"00000000-0000-4000-8000-{learner:012}"
        done = encode_suspend_data(state(registration=registration))
        site.store_tracks(501, learner, lesson_status="completed", suspend_data=done)


def test_a_run_tells_in_one_line_what_it_did(site: FakeMoodle, run: Command, database: str) -> None:
    finish_course(site, 31)
    done = run()
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{site.url}: 3 learners, 1 attempt read, 10 statements stored, 0 known\n"
    assert {each["authority"]["account"]["name"].partition(":")[0] for each in read_statements(database)} == {
        "lms/127.0.0.1"
    }


def test_a_program_gets_the_counts(site: FakeMoodle, run: Command) -> None:
    finish_course(site, 31)
    answer = json.loads(run("--moodle-course", "CARE-1", "--json").stdout)
    requests = answer.pop("requests")
    assert answer == {
        "site": site.url,
        "activities": 1,
        "learners": 3,
        "attempts": 1,
        "spared": 0,
        "new": 10,
        "known": 0,
        "dropped": 0,
        "bare": 0,
        "refused": 0,
        "refused_file": "",
        "faults": [],
    }
    assert requests == len(site.calls)


def test_the_second_of_two_says_so_and_is_content(site: FakeMoodle, run: Command, database: str) -> None:
    with harvest_lock(database, site.url):
        done = run()
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"{site.url}: another harvest is busy with it; nothing was done\n"
        assert json.loads(run("--json").stdout) == {"busy": site.url}


def test_a_refused_token_ends_with_a_way_out_and_is_not_shown(run: Command, token_file: Path) -> None:
    token_file.write_text("0" * 32, encoding="utf-8")
    done = run()
    assert done.exit_code == 2
    assert "Moodle refuses the token" in done.stderr
    assert "hint: make a new token" in done.stderr
    assert "0" * 32 not in done.stdout + done.stderr


def test_a_token_that_is_revoked_on_the_way_keeps_and_tells_what_was_read(
    site: FakeMoodle, run: Command, database: str
) -> None:
    finish_course(site, 31, 32)
    site.revoke_after = 7
    done = run()
    assert done.exit_code == 2
    assert "1 attempt read, 10 statements stored" in done.stdout
    assert len(read_statements(database)) == 10


def test_who_could_not_be_read_is_told_by_number(site: FakeMoodle, run: Command) -> None:
    finish_course(site, 31, 32)
    site.unreadable_learners.add(31)
    done = run()
    assert done.exit_code == 1
    assert done.stderr.startswith("activity 7, learner 31: ")
    assert "anna" not in (done.stdout + done.stderr).lower()
    assert "10 statements stored" in done.stdout


def test_a_run_that_is_killed_is_finished_by_the_next(
    site: FakeMoodle, run: Command, database: str, token_file: Path
) -> None:
    for number in range(100, 112):
        site.add_learner(number, f"user{number}", f"User {number}", 1790000000)
    finish_course(site, 31, 32, *range(100, 112))
    for wanted in (1, 40):
        process = subprocess.Popen(
            [*COMMAND, *harvest_command(site, database, token_file)], stdout=subprocess.DEVNULL
        )
        while len(read_statements(database)) < wanted and process.poll() is None:
            time.sleep(0.05)
        process.kill()
        process.wait()
    assert run().exit_code == 0
    statements = read_statements(database)
    assert len(statements) == len({each["id"] for each in statements}) == 140


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--url", "http://lms.example.org"], "without https"),
        (["--organisation", "nobody"], "no organisation 'nobody'"),
        (["--moodle-course", "GONE"], "no course has the short name 'GONE'"),
    ],
)
def test_what_is_wrong_is_told_with_status_two(run: Command, options: list[str], message: str) -> None:
    done = run(*options)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "\n  hint: " in done.stderr


def test_activities_are_mapped_shown_and_forgotten(database: str) -> None:
    def lms(*arguments: str) -> Result:
        return invoke("lms", *arguments, "--database", database)

    address = "https://lms.example.org/mod/scorm/view.php?id=7"
    assert lms("list").stdout.startswith("Nothing is mapped.")
    assert lms("map", address, IRI).stdout == f"{address} is {IRI}\n"
    assert (
        json.loads(lms("map", f"{address}8", "--course-folder", str(WEBCARE), "--json").stdout)["activity"]
        == f"{address}8"
    )
    assert list(json.loads(lms("list", "--json").stdout)) == [address, f"{address}8"]
    assert lms("list").stdout.splitlines()[1].split() == [address, IRI]
    assert lms("unmap", address).exit_code == 0
    gone = lms("unmap", address)
    assert (gone.exit_code, gone.stderr) == (
        2,
        f"{address} is not mapped\n  hint: scormbuild lms list shows what is\n",
    )


def test_an_activity_is_mapped_to_a_course_by_its_id_its_title_or_its_iri(database: str) -> None:
    def map_activity(*course: str) -> Result:
        return invoke("lms", "map", address, *course, "--database", database)

    address = "https://lms.example.org/mod/scorm/view.php?id=7"
    assert "no course 'webcare'\n  hint: none is known" in map_activity("webcare").stderr
    assert map_activity("--course-folder", str(WEBCARE)).exit_code == 0
    iri = "urn:scormbuild:course:webcare"
    for name in ("webcare", "Webcare", "WEBCARE", iri):
        assert map_activity(name).stdout == f"{address} is {iri}\n"
    assert "did you mean 'webcare'?" in map_activity("webcar").stderr
    assert "give either" in map_activity().stderr
    assert "give either" in map_activity("webcare", "--course-folder", str(WEBCARE)).stderr


def test_a_folder_that_is_mapped_makes_its_answers_readable(
    site: FakeMoodle, database: str, token_file: Path
) -> None:
    site.add_scorm(6, 8, "Renamed", ("A", "M"))
    first = state(seen=[], answers={"acknowledged": "t"})
    site.store_tracks(601, 31, lesson_status="incomplete", suspend_data=encode_suspend_data(first))
    address = f"{site.url}/mod/scorm/view.php?id=8"
    assert (
        invoke("lms", "map", address, "--course-folder", str(WEBCARE), "--database", database).exit_code == 0
    )
    assert invoke(*harvest_command(site, database, token_file)).exit_code == 1
    assert [short_statement(each) for each in read_statements(database)] == ["answered acknowledged: t"]
