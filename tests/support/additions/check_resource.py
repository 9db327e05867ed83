"""What a resource of totals answers in the copy of the tree that knows it, and to whom."""

from __future__ import annotations

import sys
from pathlib import Path

from support.lrs.client import open_client, statement
from support.lrs.malformed_requests import PATHS

with open_client(Path(sys.argv[1])) as client:
    client.store(statement(), statement())
    answer = client.get("/totals")
    assert (answer.status_code, answer.json()["statements"]) == (200, 2)
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    head = client.request("HEAD", "/totals")
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/totals", key=client.new_key("all/read")).status_code == 200
    assert client.get("/totals", key=client.new_key("statements/write")).status_code == 403
    assert client.get("/totals", headers={"Authorization": None}).status_code == 401
    refused = client.post("/totals", {})
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert {line["resource"] for line in client.log_lines} == {"statements", "totals"}
assert "/xapi/totals" in PATHS, "it is tried with requests that nobody sane sends"
