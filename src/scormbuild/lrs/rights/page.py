"""The same as a page that the person can read and print: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from scormbuild.lrs.rights.translations import MONTHS, VERBS, WORDS
from scormbuild.lrs.rights.view import Course, Titles, View, subject, view
from scormbuild.lrs.xapi.codec import indented
from scormbuild.vocabulary import COMPLETED, FAILED, PASSED

Json = dict[str, Any]
LANGUAGES = tuple(WORDS)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """body{font:1.05rem/1.6 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:50rem;
margin:0 auto;padding:1.5rem;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}
h2{border-top:2px solid #595959;padding-top:1rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;
font-weight:700}th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}
th{background:#f0f0f0}td,p,pre{white-space:pre-wrap}dt{font-weight:700}dd{margin:0 0 .6rem}
@media print{body{max-width:none;padding:0}h2,h3{break-after:avoid}tr{break-inside:avoid}}"""


class Page:
    """One page in one language."""

    def __init__(self, told: Json, titles: Titles, language: str) -> None:
        self.told, self.titles, self.language = told, titles, language
        self.words = WORDS[language]

    def say(self, word: str, **values: str) -> str:
        """A word or sentence, escaped with what stands in it."""
        return escape(self.words[word].format(**values))

    def time(self, timestamp: str) -> str:
        """A moment as people write it."""
        year, month, day = timestamp[:10].split("-")
        zone = "UTC" if timestamp[-1] in "Zz" else timestamp[-6:]
        return f"{int(day)} {MONTHS[self.language][int(month) - 1]} {year}, {timestamp[11:16]} {zone}"

    def verb(self, iri: str) -> str:
        """A verb in a word."""
        name = iri.rstrip("/").rpartition("/")[2]
        return VERBS[self.language].get(name, name)

    def html(self) -> str:
        """The whole page."""
        shown = view(self.told, self.titles)
        title = self.say("title")
        made, name = self.time(self.told["made"]), self.told["organisation"]["name"]
        parts = [
            f"<h1>{title}</h1><p>{self.say('intro', organisation=name, made=made)}</p>",
            *self.you(),
            *(part for course in shown.courses.values() for part in self.course(course)),
            *self.other(shown),
            *self.mentions(),
            *self.documents(),
            *self.attachments(),
            *self.notices(),
        ]
        head = (
            f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
            f'<meta name="robots" content="noindex"><title>{title}</title><style>{STYLE}</style>'
        )
        body = "\n".join(parts)
        return (
            f'<!doctype html>\n<html lang="{self.language}"><head>{head}</head>\n'
            f"<body><main>\n{body}\n</main></body></html>\n"
        )

    def you(self) -> Iterator[str]:
        """Names and accounts."""
        names = [
            *self.told["names"],
            *(each["display"] for each in self.told["identities"] if each["display"]),
        ]
        known = [
            self.say("at", name=each["name"], place=each["home_page"]) for each in self.told["identities"]
        ]
        rows = [(self.say("name"), [*map(escape, dict.fromkeys(names))]), (self.say("known"), known)]
        rows += [(self.say("teams"), [*map(escape, self.told["teams"])])] if self.told["teams"] else []
        lines = "".join(
            f"<dt>{term}</dt>" + ("".join(f"<dd>{each}</dd>" for each in some) or self.none("dd"))
            for term, some in rows
        )
        pseudonym = f"<dt>{self.say('pseudonym')}</dt><dd>{escape(self.told['pseudonym'])}</dd>"
        yield f"<h2>{self.say('you')}</h2><dl>{lines}{pseudonym}</dl><p>{self.say('pseudonym_why')}</p>"

    def none(self, tag: str = "p") -> str:
        """Says that there is nothing."""
        return f"<{tag}>{self.say('nothing')}</{tag}>"

    def course(self, course: Course) -> Iterator[str]:
        """How far, which pages, which answers."""
        yield f"<h2>{self.say('course')}: {escape(course.title)}</h2><h3>{self.say('state')}</h3>"
        kinds = ((COMPLETED, "completed"), (PASSED, "passed"), (FAILED, "failed"))
        said = [
            self.say(word, time=self.time(course.state[verb])) for verb, word in kinds if verb in course.state
        ]
        said += [self.say("score", score=course.score)] if course.score else []
        yield f"<p>{' '.join(said) or self.say('not_completed')}</p>"
        if course.pages:
            rows = [(escape(title), escape(self.time(time))) for title, time in course.pages.items()]
            yield self.table(self.say("pages"), (self.say("page"), self.say("time")), rows)
        if course.answers:
            yield f"<h3>{self.say('answers')}</h3>"
        for question, answers in course.answers.items():
            rows = [(self.answer(each), escape(self.time(each.time))) for each in answers]
            yield self.table(escape(question), (self.say("answer"), self.say("time")), rows)

    def answer(self, answer: Any) -> str:
        """An answer's words, and what was said of it."""
        words = self.say("no_words") if answer.words is None else escape(answer.words)
        words = self.words.get({"true": "yes", "false": "no"}.get(words, ""), words)
        notes = [] if answer.success is None else [self.say("right" if answer.success else "wrong")]
        notes += [self.say("voided")] if answer.voided else []
        return words + (f" ({', '.join(notes)})" if notes else "")

    def other(self, shown: View) -> Iterator[str]:
        """What isn't a page, an answer or a state of a course."""
        if shown.other:
            rows = []
            for verb, about, time, voided in shown.other:
                word = self.verb(verb) + (f" ({self.words['voided']})" if voided else "")
                rows.append((escape(word), escape(about), escape(self.time(time))))
            yield f"<h2>{self.say('other')}</h2>" + self.table(
                self.say("other"), (self.say("what"), self.say("about"), self.say("time")), rows
            )

    def mentions(self) -> Iterator[str]:
        """Statements of others."""
        if self.told["mentions"]:
            rows = [
                tuple(
                    map(
                        escape,
                        (
                            self.verb(each["verb"]["id"]),
                            subject(each, self.titles),
                            self.time(each["timestamp"]),
                        ),
                    )
                )
                for each in self.told["mentions"]
            ]
            yield f"<h2>{self.say('mentions')}</h2><p>{self.say('mentions_why')}</p>" + self.table(
                self.say("mentions"), (self.say("what"), self.say("about"), self.say("time")), rows
            )

    def documents(self) -> Iterator[str]:
        """States and profiles."""
        if self.told["documents"]:
            rows = []
            for each in self.told["documents"]:
                content = each.get("content", each.get("base64"))
                shown = content if isinstance(content, str) else indented(content).decode()
                name = f"{each['id']}\n{each['activity']}".strip()
                rows.append(tuple(map(escape, (name, self.time(each["updated"]), shown))))
            yield f"<h2>{self.say('documents')}</h2>" + self.table(
                self.say("documents"), (self.say("document"), self.say("time"), self.say("content")), rows
            )

    def attachments(self) -> Iterator[str]:
        """Files by their names in the folder beside this page."""
        if self.told["attachments"]:
            rows = [
                (f"attachments/{escape(each['sha2'])}", self.say("bytes", size=str(each["size"])))
                for each in self.told["attachments"]
            ]
            yield f"<h2>{self.say('attachments')}</h2>" + self.table(
                self.say("attachments"), (self.say("name"), self.say("content")), rows
            )

    def notices(self) -> Iterator[str]:
        """Holds and earlier erasures."""
        holds = [
            self.say("hold", since=self.time(each["since"]), reason=each["reason"])
            for each in self.told["holds"]
        ]
        erased = [self.say("erasure", time=self.time(each)) for each in self.told["erasures"]]
        for word, lines in (("holds", holds), ("erasures", erased)):
            if lines:
                yield f"<h2>{self.say(word)}</h2>" + "".join(f"<p>{each}</p>" for each in lines)

    def table(self, caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """A table of cells that are escaped already."""
        head = "".join(f'<th scope="col">{each}</th>' for each in headings)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def page(told: Json, outlines: Iterable[Json], known: dict[str, Json], language: str) -> str:
    """An export as HTML; `known` are the definitions of activities."""
    return Page(told, Titles(outlines, known, language), language).html()
