"""A new source of a harvest, as a patch: a school's register, a line for each learner who is done."""

from __future__ import annotations

from support.additions.source_tree import Patch

MODULE = '''"""A school's register as a source: a line for each learner who is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scormbuild.lms.course_match import CourseMatch
from scormbuild.lms.run import Run
from scormbuild.lms.source import Batch, Part
from scormbuild.lms.statement_builder import LearnerActivity
from scormbuild.lms.tracks import Tracks


@dataclass(frozen=True)
class RegisterSource:
    """These learners finished this course."""

    url: str
    learners: list[str]
    iri: str
    attests = True
    lock_name = ""

    def parts(self, run: Run) -> Iterator[Part]:
        """A part for each learner who wasn't told of before."""
        for name in self.learners:
            run.summary.learners += 1
            if run.read_checkpoint(name) is None:
                yield Part([self.batch(run, name)], f"learner {run.summary.learners}")

    def batch(self, run: Run, name: str) -> Batch:
        """What the register says of a learner."""
        run.summary.attempts += 1
        subject = LearnerActivity(name, self.iri, CourseMatch(self.iri, self.iri))
        statements = run.statements.attempt_statements(subject, Tracks(1, "completed"))
        return Batch(statements, {name: "told"})
'''

COMMAND = '''def register(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The register, a learner on each line.")],
    site: Annotated[str, typer.Option(metavar="URL", help="The school's address.")],
    course: Annotated[str, typer.Option(metavar="IRI", help="Which course it is.")],
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Read a school's register.

    Example: scormbuild harvest register done.txt --site https://school.example.org --course urn:x:fire
    """
    with exit_on_error():
        from scormbuild.lms.register import RegisterSource

        store = existing_database_url(config, database)
        source = RegisterSource(site, file.read_text("utf-8").split(), course)
        run_harvest(source, store, organisation, progress_bar("learners"), as_json=as_json)


'''
DOCS = """A school's register:

```sh elsewhere
scormbuild harvest register done.txt --site https://school.example.org --course urn:x:fire
```

"""
RUN = "def run_harvest(\n"
ROW = '        "moodle": Command("harvest:moodle"),\n'

LMS_SOURCE: Patch = {
    "src/scormbuild/lms/register.py": MODULE,
    "src/scormbuild/cli/harvest.py": ((RUN, COMMAND + RUN),),
    "src/scormbuild/cli/commands.py": ((ROW, f'{ROW}        "register": Command("harvest:register"),\n'),),
    "docs/administrator/moodle.md": (("## How sure this is\n", f"{DOCS}## How sure this is\n"),),
}
