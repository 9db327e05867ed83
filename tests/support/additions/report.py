"""A new report, as a patch: how many statements came in each language."""

from __future__ import annotations

from support.additions.source_tree import Patch

MODULE = '''"""How many statements there are in each language."""

from __future__ import annotations

from scormbuild.analysis.model.fetch import fetch_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Doings
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, report_columns

COLUMNS = report_columns(language="text", statements="count")


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, options: Options
) -> ReportTable:
    """A row for each language."""
    statements = selection.statements(tables, rights)
    counted = statements.group_by("language").agg(
        statements=statements.count(), persons=statements.person_key.nunique()
    )
    rows = sorted(fetch_rows(counted, "language", "statements", "persons"), key=str)
    return ReportTable("languages", COLUMNS, [(language, Doings(*told)) for language, *told in rows])
'''

REPORT_ROW = '        Report("languages", "how many statements came in each language"),\n'
END = "    )\n}\n"  # of the table
SECTION = '[languages]\nmenu = "{name}"\ntitle = "{name}"\nlead = "{lead}"\nhelp = "{lead}"\n\n[person]\n'
DOCS = """## languages

| column | what |
|---|---|
| `language` | the language of the course |
| `statements` | how many there are |

"""


def translation_edits(name: str, lead: str) -> tuple[tuple[str, str], ...]:
    """What a language's file gets: the page, and a column that no other report has."""
    return (
        ("[person]\n", SECTION.format(name=name, lead=lead)),
        ("\n[columns]\n", f'\n[columns]\nlanguage = "{name}"\n'),
    )


REPORT: Patch = {
    "src/scormbuild/analysis/reports/__init__.py": ((END, REPORT_ROW + END),),
    "src/scormbuild/analysis/reports/languages.py": MODULE,
    "src/scormbuild/dashboard/translations/en.pages.toml": translation_edits(
        "Languages", "Statements by language."
    ),
    "src/scormbuild/dashboard/translations/nl.pages.toml": translation_edits("Talen", "Statements per taal."),
    "docs/analyst/reports.md": (
        ("end of a certain day? |\n", "end of a certain day? |\n| [`languages`](#languages) | in which? |\n"),
        ("## snapshot\n", f"{DOCS}## snapshot\n"),
    ),
}
