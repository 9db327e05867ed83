"""The commands `scormbuild lrs retain …`: how long things are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from scormbuild.cli.database import print_json
from scormbuild.cli.lrs.lake_update import update_projections
from scormbuild.cli.lrs.rights import format_counts, open_organisation, write_audit_entry
from scormbuild.cli.output import print_table
from scormbuild.cli.progress import progress_bar
from scormbuild.cli.shared_options import AsJson, ConfigFile, DatabaseUrl, DryRun, OrganisationName
from scormbuild.errors import SettingsError

EXPIRY_LABELS = {
    "statements": "statements deleted",
    "attachments": "attachments deleted",
    "words": "statements without their open text from now on",
    "audit": "rows of the audit log deleted",
    "held": "statements kept, since a hold is on somebody in them",
}
Verb = Annotated[
    str | None, typer.Option("--verb", metavar="IRI", help="Only for this verb, before the rule for all.")
]
OpenText = Annotated[
    bool, typer.Option("--open-text", help="Only for what learners wrote in their own words.")
]
Audit = Annotated[bool, typer.Option("--audit", help="For the audit log itself.")]
MAX_DAYS = 36_500


def rule_part(verb: str | None, open_text: bool, audit: bool) -> str:
    """What a rule is about; raises SettingsError for what doesn't go together."""
    from scormbuild.lrs.privacy import retention
    from scormbuild.lrs.xapi import is_iri

    if audit and (verb or open_text):
        raise SettingsError("the audit log has one rule\n  hint: give --audit without --verb and --open-text")
    if verb and not is_iri(verb):
        raise SettingsError(
            f"{verb!r} is no IRI of a verb\n  hint: such as http://adlnet.gov/expapi/verbs/answered"
        )
    return retention.AUDIT if audit else retention.OPEN_TEXT if open_text else retention.STATEMENT


def set_rule(
    days: Annotated[
        int, typer.Option("--days", metavar="NUMBER", help="So long, counted from when it happened.")
    ],
    verb: Verb = None,
    open_text: OpenText = False,
    audit: Audit = False,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Set a rule, in the place of the one before. Open text is kept no longer than its statements.

    Example: scormbuild lrs retain set --days 90 --open-text
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.privacy import retention
        from scormbuild.lrs.store import retention_rules as store

        part = rule_part(verb, open_text, audit)
        if not 0 < days <= MAX_DAYS:
            raise SettingsError(f"{days} is no number of days\n  hint: write 1 to {MAX_DAYS}")
        with lrs_database.writing() as connection:
            rules = {**store.list_retention_rules(connection, owner.id), (part, verb or ""): days}
            retention.validate_rules(rules)
            store.set_rule(connection, owner.id, part, verb or "", days)
        write_audit_entry(lrs_database, owner, "retain set", {"part": part, "verb": verb or "", "days": days})
    typer.echo(
        f"{format_rule(part, verb or '')} kept {days} days; scormbuild lrs retain run lets go of older"
    )


def unset(
    verb: Verb = None,
    open_text: OpenText = False,
    audit: Audit = False,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Take a rule away.

    Example: scormbuild lrs retain unset --open-text
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.privacy import retention
        from scormbuild.lrs.store import retention_rules as store

        part = rule_part(verb, open_text, audit)
        with lrs_database.writing() as connection:
            if not store.unset_rule(connection, owner.id, part, verb or ""):
                raise SettingsError("there is no such rule\n  hint: scormbuild lrs retain list shows them")
            retention.validate_rules(store.list_retention_rules(connection, owner.id))
        write_audit_entry(lrs_database, owner, "retain unset", {"part": part, "verb": verb or ""})
    typer.echo(f"{format_rule(part, verb or '')} no longer kept by a rule of their own")


def list_rules(
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show all rules.

    Example: scormbuild lrs retain list
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs.store import retention_rules as store

        with lrs_database.reading() as connection:
            rules = store.list_retention_rules(connection, owner.id)
    if as_json:
        print_json([{"part": part, "verb": verb, "days": days} for (part, verb), days in rules.items()])
    else:
        lines = [(format_rule(part, verb), f"{days} days") for (part, verb), days in rules.items()]
        nothing = "No rules: everything is kept. Set one: scormbuild lrs retain set --days NUMBER"
        print_table(("WHAT", "KEPT"), lines, nothing)


def run(
    dry_run: DryRun = False,
    organisation: OrganisationName = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Let go of what is older than the rules allow; fit for cron.

    Example: scormbuild lrs retain run --dry-run
    """
    with open_organisation(config, database, organisation) as (lrs_database, owner):
        from scormbuild.lrs import rights
        from scormbuild.lrs.database import now_microseconds

        with progress_bar("statements") as step:
            counts = asdict(
                rights.run_expiry(lrs_database, owner, now_microseconds(), dry_run=dry_run, progress=step)
            )
        if not dry_run:
            write_audit_entry(lrs_database, owner, "retain run", {"counts": counts})
            update_projections(lrs_database, owner)
    if as_json:
        print_json({"dry_run": dry_run, "counts": counts})
    else:
        typer.echo("This would go:" if dry_run else "Gone:")
        typer.echo(format_counts(counts, EXPIRY_LABELS))


def format_rule(part: str, verb: str) -> str:
    """What a rule is about, in words."""
    from scormbuild.lrs.privacy import retention

    words = {
        retention.STATEMENT: "statements",
        retention.OPEN_TEXT: "open text",
        retention.AUDIT: "the audit log",
    }
    return words[part] + (f" of {verb}" if verb else "")
