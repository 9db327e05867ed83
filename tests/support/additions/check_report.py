"""What a report of languages does on the dashboard of a copy of the tree that knows it."""

from __future__ import annotations

import sys
from pathlib import Path

from support.dashboard.harness import open_harness
from support.dashboard.sample_course import fill_dashboard

folder = Path(sys.argv[1])
with open_harness(f"sqlite:///{folder / 'desk.db'}", folder / "lake") as harness:
    fill_dashboard(harness.settings.database, folder / "lake")
    for language, title in (("en", "Languages"), ("nl", "Talen")):
        client = harness.log_in_as("analyst", language=language)
        assert f">{title}</a>" in client.get("/").text, "the menu leads to it"
        page = client.read_page("/reports/languages")
        assert page.xpath("//h1")[0].text_content().strip() == title
        assert page.xpath("//section[@class='listing']//tbody/tr")
        assert title in client.get("/help/languages").text
        assert client.get("/reports/languages.csv").status_code == 200
    assert harness.log_in_as("auditor").get("/reports/languages").status_code == 403
