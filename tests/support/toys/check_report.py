"""What a report of languages does on the dashboard of a copy of the tree that knows it."""

from __future__ import annotations

import sys
from pathlib import Path

from support.dashboard.desk_room import opened
from support.dashboard.kind_course import fill

folder = Path(sys.argv[1])
with opened(f"sqlite:///{folder / 'desk.db'}", folder / "lake") as room:
    fill(room.settings.database, folder / "lake")
    for language, title in (("en", "Languages"), ("nl", "Talen")):
        visitor = room.visitor("analyst", language=language)
        assert f">{title}</a>" in visitor.get("/").text, "the menu leads to it"
        page = visitor.page("/reports/languages")
        assert page.xpath("//h1")[0].text_content().strip() == title
        assert page.xpath("//section[@class='listing']//tbody/tr")
        assert title in visitor.get("/help/languages").text
        assert visitor.get("/reports/languages.csv").status_code == 200
    assert room.visitor("auditor").get("/reports/languages").status_code == 403
