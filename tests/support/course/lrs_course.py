"""The sample course with an LRS, and pages whose questions send their answers elsewhere."""

from __future__ import annotations

import json
import re
from typing import Any

from support.course.sample_course import FRONT_MATTER, SETTINGS, Files

LRS_URL = "https://lrs.example.org/xapi"
LRS_SETTINGS = f"lrs:\n  url: {LRS_URL}\n  key: sb_public\n  secret: s3cret\n"
PRIVACY_SETTINGS = "privacy:\n  readers: the trainers of your organisation\n  keep: a year\n"
DESTINATIONS = ("both", "lms", "receiver", "nowhere")
QUESTIONS = {
    "reflection": ":::{{reflection}} {id}\n{options}Why *here*?\n:::\n",
    "contrast": ":::{{contrast}} {id}\n{options}How?\n\n---\n\nPoints\n:::\n",
    "choice": ":::{{choice}} {id}\n{options}Which?\n\n- [x] One\n- [ ] Two\n- [x] Three\n:::\n",
    "opinion": ":::{{opinion}} {id}\n{options}It is good.\n\n- no\n- yes\n:::\n",
    "acknowledge": ":::{{acknowledge}} {id}\n{options}Read it.\n:::\n",
    "checklist": ":::{{checklist}} {id}\n{options}Tick it.\n\n- One\n- Two\n:::\n",
}


def question(form: str, id: str = "q", **options: str) -> str:
    """A question as an author writes it: to the LRS alone is `receiver` in all that is made of it."""
    options = {name: "lrs" if value == "receiver" else value for name, value in options.items()}
    lines = "".join(f":{name}: {value}\n" for name, value in options.items())
    return QUESTIONS[form].format(id=id, options=lines)


def course_files(text: str = question("reflection"), settings: str = "") -> Files:
    """A course with this text on its page, from line 4 on, and more settings, from line 8 on."""
    return {"course.yaml": SETTINGS + settings, "pages/start.md": FRONT_MATTER + text}


def read_lrs_endpoint(page: str) -> Any:
    """What the page carries for the player besides itself."""
    found = re.search(r'<script type="application/json" id="_lrs">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else None
