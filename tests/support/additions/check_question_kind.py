"""What a rating does in the copy of the tree that knows it: from the author's text to the reports' tables."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files

from scormbuild.course.build import build_course
from scormbuild.course.factsheet import render_factsheet
from scormbuild.course.outline import course_outline
from scormbuild.demo.plan import Plan
from scormbuild.demo.replies import draw_habits, draw_reply
from scormbuild.lms.completion import is_done
from scormbuild.lms.statements import proven_statements
from scormbuild.lms.suspend_data import AttemptState
from scormbuild.lrs.privacy.retention import has_open_text
from scormbuild.lrs.projection.sql_views import schema_script

ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "ann"}}
REGISTRATION = "5c7e2a94-0b1d-4f63-9a58-3d2e71c6b80f"

folder = Path(sys.argv[1])
for name, text in course_files(
    ":::{rating} sure\nHow sure are you?\n:::\n", LRS_SETTINGS + PRIVACY_SETTINGS
).items():
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
package = build_course(folder)
outline = course_outline(package.course)

assert b'data-kind="rating" data-id="sure"' in package.files["index.html"]
assert b",blocks:{rating:startRating}})" in package.files["player.js"]
assert b"const{startRating}=" in package.files["player.js"]
assert "| How sure are you? | number |" in render_factsheet(package.course)

assert not is_done(outline, AttemptState(seen=("start",)))
state = AttemptState(seen=("start",), answers={"sure": "7"}, registration=REGISTRATION)
assert is_done(outline, state)
statements = proven_statements(outline, state, "incomplete", ACTOR, "2026-11-23T09:14:05.250Z")
(answer,) = (each for each in statements if each["verb"]["display"]["en"] == "answered")
assert answer["object"]["definition"]["interactionType"] == "numeric"
assert (answer["result"]["response"], answer["result"]["completion"]) == ("7", True)

assert not has_open_text(answer)
del answer["object"]["definition"]
assert not has_open_text(answer)
assert "'scenario', 'rating')" in schema_script()
(question,) = (question for page in Plan.from_outline(outline).pages for question in page.questions)
assert int(draw_reply(question, draw_habits(Random(1)), Random(2))) in range(11)
