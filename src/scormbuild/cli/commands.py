"""Every command of `scormbuild`: what it is called, where it is defined, and which extra it needs."""

from __future__ import annotations

from scormbuild.cli.command_group import Command, Group

KEY = Group(
    "Make, show and revoke keys.",
    {
        "create": Command("lrs.key:create"),
        "list": Command("lrs.key:list_keys"),
        "revoke": Command("lrs.key:revoke"),
    },
)
LOGIN = Group(
    "Make, show, change and revoke logins for the dashboard.",
    {
        "create": Command("lrs.login:create"),
        "list": Command("lrs.login:list_logins"),
        "set": Command("lrs.login:change_login"),
        "password": Command("lrs.login:password"),
        "revoke": Command("lrs.login:revoke"),
    },
)
ORGANISATION = Group(
    "Make, show, rename and remove organisations.",
    {
        "create": Command("lrs.organisation:create"),
        "list": Command("lrs.organisation:list_organisations"),
        "set": Command("lrs.organisation:set_pseudonyms"),
        "rename": Command("lrs.organisation:rename"),
        "remove": Command("lrs.organisation:remove"),
    },
)
COURSE = Group(
    "Keep what courses ask, for harvests and reports.",
    {"add": Command("lrs.course:add"), "list": Command("lrs.course:list_courses")},
)
PERSON = Group(
    "Find the pseudonym of a person, or the person of a pseudonym; the audit log notes it.",
    {"find": Command("lrs.person:find"), "show": Command("lrs.person:show")},
)
SUBJECT = Group(
    "Show, erase or retract what is kept of a person.",
    {
        "export": Command("lrs.subject:export"),
        "erase": Command("lrs.subject:erase"),
        "retract": Command("lrs.subject:retract"),
        "verify": Command("lrs.subject:verify"),
        "compact": Command("lrs.subject:compact"),
    },
)
RETAIN = Group(
    "Say how long statements are kept, and let go of older ones.",
    {
        "set": Command("lrs.retention:set_rule"),
        "unset": Command("lrs.retention:unset"),
        "list": Command("lrs.retention:list_rules"),
        "run": Command("lrs.retention:run"),
    },
)
HOLD = Group(
    "Keep what is known of a person from being erased.",
    {
        "set": Command("lrs.hold:set_hold"),
        "list": Command("lrs.hold:list_holds"),
        "lift": Command("lrs.hold:lift"),
    },
)
PEOPLE = Group(
    "Say who is in which team; the statements themselves never hold it.",
    {"import": Command("lrs.people:import_file"), "list": Command("lrs.people:list_teams")},
)
SQL = Group(
    "Let analysts ask in SQL: logins that read the schema desk of PostgreSQL, and nothing else.",
    {
        "create": Command("lrs.sql:create", extra="dashboard"),
        "refresh": Command("lrs.sql:refresh", extra="dashboard"),
        "list": Command("lrs.sql:list_sql_logins"),
        "remove": Command("lrs.sql:remove"),
    },
)
LRS = Group(
    "Receive and keep what learners do: a Learning Record Store (xAPI 1.0.3 and 2.0).",
    {
        "backup": Command("lrs.backup:backup"),
        "restore": Command("lrs.backup:restore"),
        "migrate": Command("lrs.backup:migrate"),
        "completions": Command("lrs.completions:completions"),
        "audit": Command("lrs.audit:audit"),
        "export": Command("lrs.export:export", extra="dashboard"),
        "serve": Command("lrs.serve:serve"),
        "check": Command("lrs.check:check"),
        "distribute": Command("lrs.check:distribute"),
        "key": KEY,
        "login": LOGIN,
        "organisation": ORGANISATION,
        "course": COURSE,
        "person": PERSON,
        "subject": SUBJECT,
        "retain": RETAIN,
        "hold": HOLD,
        "people": PEOPLE,
        "sql": SQL,
    },
    extra="lrs",
)
HARVEST = Group(
    "Bring what an LMS, a table or another LRS knows into the LRS. Again does no harm.",
    {
        "moodle": Command("harvest:moodle"),
        "csv": Command("harvest:harvest_csv"),
        "lrs": Command("harvest:lrs"),
    },
    extra="lrs",
)
LMS = Group(
    "Say which activity of an LMS is which course.",
    {
        "map": Command("lms:map_activity"),
        "unmap": Command("lms:unmap"),
        "list": Command("lms:list_mappings"),
    },
    extra="lrs",
)
COMMANDS = Group(
    "Turn a folder of text into a course for any LMS.",
    {
        "build": Command("course:build"),
        "check": Command("check:check"),
        "diff": Command("diff:diff"),
        "preview": Command("course:preview"),
        "factsheet": Command("course:factsheet"),
        "import": Command("import_course:import_course", extra="import"),
        "new": Command("course:new"),
        "demo": Command("demo:demo", extra="lrs"),
        "report": Command("report:report", extra="dashboard"),
        "lrs": LRS,
        "harvest": HARVEST,
        "lms": LMS,
    },
)
