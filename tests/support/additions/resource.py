"""A new resource of the LRS, as a patch: how much an organisation holds."""

from __future__ import annotations

from support.additions.source_tree import Patch

MODULE = '''"""GET /totals: how much there is."""

from __future__ import annotations

from scormbuild.lrs.auth.organisations import count_holdings
from scormbuild.lrs.http.lrs import Lrs
from scormbuild.lrs.http.messages import Request, Response, refuse_unknown_params
from scormbuild.lrs.xapi.codec import encode_json


async def read_totals(request: Request, lrs: Lrs) -> Response:
    """Counted in the organisation of the key."""
    refuse_unknown_params(request)
    return Response(body=encode_json(await lrs.read_database(count_holdings, request.access.organisation)))


OPERATIONS = {"GET": read_totals}
'''

CROSSING = '''def totals(client: Client, thief: Key) -> None:
    """What another holds isn't counted."""
    assert client.get("/totals").json()["statements"] == 3
    assert client.get("/totals", key=thief).json()["statements"] == 0


CROSSINGS: dict[str, Crossing] = {
'''

LAST_IMPORT = "documents, statements\n"
LAST_ROW = '        Route("about", "/about", about.OPERATIONS, public=True),\n'
ROW = '        Route("totals", "/totals", totals.OPERATIONS, scope.ACTIVITIES),\n'

RESOURCE: Patch = {
    "src/scormbuild/lrs/http/resources/totals.py": MODULE,
    "src/scormbuild/lrs/http/resources/__init__.py": (
        (LAST_IMPORT, "documents, statements, totals\n"),
        (LAST_ROW, LAST_ROW + ROW),
    ),
    "tests/lrs/test_organisation_isolation.py": (
        ("CROSSINGS: dict[str, Crossing] = {\n", CROSSING),
        ('    "/agents": agents,\n', '    "/agents": agents,\n    "/totals": totals,\n'),
    ),
}
