"""The command `scormbuild lrs serve`: the LRS, until it is stopped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from scormbuild.cli.audit_entry import insert_command_line_entry
from scormbuild.cli.database import load_settings
from scormbuild.cli.output import exit_on_error
from scormbuild.cli.shared_options import ConfigFile, DatabaseUrl

if TYPE_CHECKING:
    from scormbuild.lrs.settings import Settings

Text = str | None
Certificate = Annotated[Text, typer.Option(metavar="FILE", help="For https: the certificate, in PEM.")]
TlsKey = Annotated[Text, typer.Option(metavar="FILE", help="For https: the certificate's key, in PEM.")]
Proxies = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxies",
        metavar="ADDRESS",
        help="Whose forwarded headers to believe: an address or network; may be given more than once.",
    ),
]
Level = Annotated[Text, typer.Option(metavar="LEVEL", help="debug, info, warning or error. (default: info)")]

Metrics = Annotated[
    bool | None, typer.Option("--metrics/--no-metrics", help="Figures for Prometheus at /metrics.")
]
Dashboard = Annotated[
    bool | None,
    typer.Option("--dashboard/--no-dashboard", help="The analysts' web page. (default: dashboard)"),
]
LakeFollower = Annotated[
    bool | None,
    typer.Option(
        "--lake-follower/--no-lake-follower",
        help="Keep the lake up to date, by a process beside this one. (default: lake-follower)",
    ),
]


def serve(
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    host: Annotated[Text, typer.Option(metavar="HOST", help="(default: 127.0.0.1)")] = None,
    port: Annotated[Text, typer.Option(metavar="PORT", help="0 takes any. (default: 8020)")] = None,
    public_url: Annotated[Text, typer.Option(metavar="URL", help="Where others reach it.")] = None,
    tls_certificate: Certificate = None,
    tls_key: TlsKey = None,
    trusted_proxies: Proxies = None,
    max_body: Annotated[Text, typer.Option(metavar="SIZE", help="Of a request. (default: 16 MiB)")] = None,
    max_attachment: Annotated[Text, typer.Option(metavar="SIZE", help="(default: 16 MiB)")] = None,
    max_depth: Annotated[Text, typer.Option(metavar="NUMBER", help="Of nesting. (default: 64)")] = None,
    max_statements: Annotated[
        Text, typer.Option(metavar="NUMBER", help="In a batch. (default: 5000)")
    ] = None,
    request_timeout: Annotated[Text, typer.Option(metavar="SECONDS", help="(default: 30)")] = None,
    log_level: Level = None,
    log_format: Annotated[Text, typer.Option(metavar="FORMAT", help="text or json. (default: text)")] = None,
    metrics: Metrics = None,
    dashboard: Dashboard = None,
    lake: Annotated[
        Text, typer.Option(metavar="FOLDER", help="Of Parquet. (default: beside the database)")
    ] = None,
    lake_follower: LakeFollower = None,
    time_zone: Annotated[
        Text, typer.Option(metavar="ZONE", help="Of reports. (default: Europe/Amsterdam)")
    ] = None,
) -> None:
    """Run the LRS, until it is stopped with Ctrl+C or a signal.

    On a database without keys it makes the first key, and shows it. One of an older version is brought
    forward, on SQLite after a backup.

    Each option is also a setting: SCORMBUILD_LRS_PORT in the environment, port in scormbuild-lrs.toml.

    Example: scormbuild lrs serve --database sqlite:////var/lib/scormbuild/lrs.db
    """
    # Before anything else has a name here: these are the options, and nothing more.
    options = {name: value for name, value in locals().items() if name != "config"}
    with exit_on_error():
        settings = load_settings(config, **options)
        from scormbuild.dashboard.mount import mount_dashboard, unavailable_reason
        from scormbuild.lrs import server

        dashboard_reason = unavailable_reason(settings)
        prepare = partial(prepare_database, settings, dashboard=not dashboard_reason)
        if dashboard_reason:
            typer.echo(dashboard_reason)
            server.serve(settings, typer.echo, prepare=prepare)
        else:
            server.serve(settings, print_addresses, mount_dashboard, prepare)


def print_addresses(line: str) -> None:
    """Where the LRS listens, and the dashboard beside it."""
    typer.echo(line)
    typer.echo(f"the dashboard is {line.removeprefix('listening ').removesuffix('/xapi')}/dashboard/")


def prepare_database(settings: Settings, *, dashboard: bool) -> None:
    """Bring the database forward, or make it, and its first key where there is none."""
    from scormbuild.cli.lrs.backup import migrate_and_report
    from scormbuild.lrs.auth import credentials, logins, organisations
    from scormbuild.lrs.database import Database

    migrate_and_report(settings.database)
    database = Database.open(settings.database)
    try:
        with database.writing() as connection:
            first_key = credentials.create_first_credential(connection)
            if first_key:
                owner = organisations.ensure_default(connection).id
                detail = {"name": "first key", "key": first_key[0], "scopes": ["all"]}
                insert_command_line_entry(connection, owner, "key made", detail)
            has_logins = logins.has_login(connection)
    finally:
        database.close()
    if first_key:
        typer.echo("The first key, which may do everything; its secret can't be shown again:")
        typer.echo(f"  key     {first_key[0]}\n  secret  {first_key[1]}")
    if dashboard and not has_logins:
        typer.echo(
            "Nobody can log in at the dashboard yet: scormbuild lrs login create NAME --role administrator"
        )
