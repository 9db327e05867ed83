"""What a new version of a course does to those who took the one before: two outlines, compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scormbuild.catalogue import _
from scormbuild.course.blocks.question import fill_keys
from scormbuild.errors import Problem

Json = dict[str, Any]
# Of these an option's key is its letter, which an author may give it; of others it is its place.
LETTERED = ("choice", "checklist")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-"})
_RULES = {
    "pages": "which pages must be seen",
    "questions": "which questions must be answered",
    "score": "the score to reach",
    "finish": "whether a button finishes it",
    "report": "what the LMS is told of who is done",
}


class Change(NamedTuple):
    """Something that learners notice; whether answers of before would then mean something else."""

    shifts: bool
    problem: Problem


def compare_outlines(old: Json, new: Json) -> list[Change]:
    """All that changes for those who took the old version, what shifts their answers first."""
    found = [*_compare_courses(old["course"], new["course"]), *_compare_pages(old, new)]
    before, now = ({each["id"]: each for each in outline["questions"]} for outline in (old, new))
    for id, question in before.items():
        found += _compare_questions(question, now[id]) if id in now else [_lost_question(question)]
    found += [_new_question(question) for id, question in now.items() if id not in before]
    return sorted(found, key=lambda change: (not change.shifts, change.problem))


def _compare_courses(old: Json, new: Json) -> Iterator[Change]:
    for key, whom in (("id", "the LMS, and an LRS,"), ("iri", "an LRS")):
        if old[key] != new[key]:
            message = _(
                "the course's %(key)s was '%(old)s' and is '%(new)s': %(whom)s take it for another",
                key=key,
                old=old[key],
                new=new[key],
                whom=whom,
            )
            yield _change(message, f"write {key}: {old[key]}", "course.yaml", shifts=True)
            break
    if old["version"] == new["version"]:
        yield _change(f"the version is {new['version']} in both", "raise it when you publish", "course.yaml")
    for key, what in _RULES.items():
        if old["completion"].get(key) != new["completion"].get(key):
            message = _(
                "%(what)s: %(before)s, now %(after)s",
                what=what,
                before=_format(old["completion"].get(key)),
                after=_format(new["completion"].get(key)),
            )
            yield _change(message, "who is done stays done", "course.yaml")


def _format(value: object) -> str:
    return "none" if value is None else str(value)


def _compare_pages(old: Json, new: Json) -> Iterator[Change]:
    before, now = ({each["id"]: each["title"] for each in outline["pages"]} for outline in (old, new))
    renamed = {title: id for id, title in now.items() if id not in before}
    for id, title in before.items():
        if id not in now:
            other = renamed.get(title)
            hint = (
                _("call the file pages/%(id)s.md again: pages/%(other)s.md has its title", id=id, other=other)
                if other
                else ""
            )
            message = _("this page is gone: who was there last goes on at the first page")
            yield _change(message, hint, _path(id))
    for id in now:
        if id not in before:
            yield _change(
                "this page is new: who isn't done must see it; who is done stays done", "", _path(id)
            )


def _lost_question(question: Json) -> Change:
    message = _(
        "the question '%(id)s' is gone: its answers stay in the LMS, and no page shows them",
        id=question["id"],
    )
    return _change(message, "keep its id if it only moved or got other words", _path(question["page"]))


def _new_question(question: Json) -> Change:
    id, must = question["id"], question["required"]
    duty = "who isn't done must answer it; who is done stays done" if must else "nobody has to answer it"
    return _change(f"the question '{id}' is new: {duty}", "", _path(question["page"]))


def _compare_questions(old: Json, new: Json) -> Iterator[Change]:
    id, path = new["id"], _path(new["page"])
    if old["form"] != new["form"]:
        message = _(
            "'%(id)s' was a %(old)s and is a %(new)s: its answers would be read as another thing",
            id=id,
            old=old["form"],
            new=new["form"],
        )
        yield _change(message, "give the new question an id of its own", path, shifts=True)
        return
    if old["required"] != new["required"]:
        now = "must be answered now: who isn't done is asked" if new["required"] else "may be skipped now"
        yield _change(f"'{id}' {now}", "", path)
    if _plain(old["prompt"]) != _plain(new["prompt"]):
        message = _(
            '\'%(id)s\' asks in other words: "%(old)s" was answered, "%(new)s" is shown',
            id=id,
            old=old["prompt"],
            new=new["prompt"],
        )
        yield _change(message, "give it another id if it asks something else", path)
    if old["minimum"] < new["minimum"]:
        yield _change(f"'{id}' wants {new['minimum']} words where {old['minimum']} would do", "", path)
    if old["answers"] != new["answers"]:
        yield _change(f"the answer to '{id}' goes elsewhere: see 'answers'", "", path)
    yield from _compare_options(old, new, path)


def _compare_options(old: Json, new: Json, path: str) -> Iterator[Change]:
    id = new["id"]
    before, now = (_options(question) for question in (old, new))
    moved = {key for key, text in before.items() if now.get(key) != text and _is_elsewhere(key, before, now)}
    if moved:
        key = min(moved)
        meaning = f'"{now[key]}"' if key in now else "nothing"
        message = _(
            "an answer '%(key)s' to '%(id)s' was \"%(before)s\" and would be %(meaning)s",
            key=key,
            id=id,
            before=before[key],
            meaning=meaning,
        )
        yield _change(message, _way_back(new, before, now), path, shifts=True)
        return
    for key, text in before.items():
        if key not in now:
            yield _change(
                f"'{id}' has no option '{key}' any more: no page shows who chose \"{text}\"", "", path
            )
        elif now[key] != text:
            message = _(
                "the option '%(key)s' of '%(id)s' was \"%(text)s\", and is \"%(now)s\"",
                key=key,
                id=id,
                text=text,
                now=now[key],
            )
            yield _change(message, "if it says something else, give it a letter of its own", path)
    for key, text in now.items():
        if key not in before:
            what = "a thing to tick" if new["form"] == "checklist" else "an option"
            yield _change(f"'{id}' has {what} that is new, '{key}': \"{text}\"", "", path)
    if new["form"] == "choice" and sorted(old["keys"]) != sorted(new["keys"]):
        message = _(
            "other options of '%(id)s' are right: the score of who answered is another when they return",
            id=id,
        )
        yield _change(message, "", path)


def _options(question: Json) -> dict[str, str]:
    return {each["key"]: _plain(each["text"]) for each in question["options"]}


def _is_elsewhere(key: str, before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether the words of an option have another key now, or its key the words of another."""
    others = {other: text for other, text in now.items() if other != key}
    return before[key] in others.values() or now.get(key) in {
        text for other, text in before.items() if other != key
    }


def _way_back(question: Json, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """The letters that give each option the key that it had, and a new one a key that nobody had."""
    if question["form"] not in LETTERED:
        return "give the question another id, as the place of an option is what is kept"
    keys = {text: key for key, text in before.items()}
    unused = (key for key in "abcdefghijklmnopqrstuvwxyz0123456789" if key not in before)
    texts = list(now.values())
    wanted = [keys.get(text) or next(unused, "") for text in texts]
    given = [""] * len(texts)
    # The others get the letters that are left, so that few have to be written.
    while (wrong := _first_difference(fill_keys(given), wanted)) is not None:
        given[wrong] = wanted[wrong]
    letters = [f"{{#{key}}} {text}" for key, text in zip(given, texts, strict=True) if key]
    return f"write before its words the letter that it has: {', '.join(letters)}"


def _first_difference(one: Sequence[str], other: Sequence[str]) -> int | None:
    pairs = enumerate(zip(one, other, strict=True))
    return next((place for place, (first, second) in pairs if first != second), None)


def _plain(text: str) -> str:
    """The words, whatever quotes an earlier version of the builder gave them."""
    return " ".join(text.translate(_STRAIGHT).split())


def _path(page: str) -> str:
    return f"pages/{page}.md"


def _change(message: str, hint: str, path: str, *, shifts: bool = False) -> Change:
    return Change(shifts, Problem(path, 0, 0, message, hint))
