"""The same as a page that the person can read and print: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from scormbuild.lrs.rights.translations import MONTHS, TRANSLATIONS, VERBS
from scormbuild.lrs.rights.view import (
    AnswerView,
    CourseView,
    PersonView,
    Titles,
    build_person_view,
    object_title,
)
from scormbuild.lrs.xapi.codec import format_json
from scormbuild.lrs.xapi.patterns import TIMESTAMP, format_timestamp, parse_timestamp
from scormbuild.lrs.xapi.version import Version
from scormbuild.vocabulary import COMPLETED, FAILED, PASSED

Json = dict[str, Any]
PAGE_LANGUAGES = tuple(TRANSLATIONS)
# The page is opened from a file, where no server sends a header; what a learner wrote can run nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """body{font:1.05rem/1.6 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:50rem;
margin:0 auto;padding:1.5rem;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}
h2{border-top:2px solid #595959;padding-top:1rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;
font-weight:700}th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top}
th{background:#f0f0f0}td,p,pre{white-space:pre-wrap}dt{font-weight:700}dd{margin:0 0 .6rem}
@media print{body{max-width:none;padding:0}h2,h3{break-after:avoid}tr{break-inside:avoid}}"""


class PersonPage:
    """One page in one language."""

    def __init__(self, data: Json, titles: Titles, language: str) -> None:
        self.data, self.titles, self.language = data, titles, language
        self.translations = TRANSLATIONS[language]

    def translate(self, word: str, **values: str) -> str:
        """A word or sentence, escaped with what stands in it."""
        return escape(self.translations[word].format(**values))

    def format_time(self, timestamp: str) -> str:
        """A moment as people write it, in the zone in which it was told."""
        # ISO 8601 has more forms than this (Data 4.5): those are told in UTC.
        if not TIMESTAMP[Version.V2].fullmatch(timestamp):
            timestamp = format_timestamp(parse_timestamp(timestamp))
        year, month, day = timestamp[:10].split("-")
        zone = "UTC" if timestamp.upper().endswith(("Z", "+00:00")) else timestamp[-6:]
        return f"{int(day)} {MONTHS[self.language][int(month) - 1]} {year}, {timestamp[11:16]} {zone}"

    def translate_verb(self, iri: str) -> str:
        """A verb in a word."""
        name = iri.rstrip("/").rpartition("/")[2]
        return VERBS[self.language].get(name, name)

    def render_page(self) -> str:
        """The whole page."""
        shown = build_person_view(self.data, self.titles)
        title = self.translate("title")
        made, name = self.format_time(self.data["made"]), self.data["organisation"]["name"]
        parts = [
            f"<h1>{title}</h1><p>{self.translate('intro', organisation=name, made=made)}</p>",
            *self.render_person(),
            *(part for course in shown.courses.values() for part in self.render_course(course)),
            *self.render_other(shown),
            *self.render_statements("mentions", "what", "about", "time"),
            *self.render_statements("conflicts", "what", "about", "answer", "time"),
            *self.render_documents(),
            *self.render_attachments(),
            *self.render_notices(),
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

    def render_person(self) -> Iterator[str]:
        """Names and accounts."""
        names = [
            *self.data["names"],
            *(each["display"] for each in self.data["identities"] if each["display"]),
        ]
        definitions = [
            self.translate("at", name=each["name"], place=each["home_page"])
            for each in self.data["identities"]
        ]
        rows = [
            (self.translate("name"), [*map(escape, dict.fromkeys(names))]),
            (self.translate("known"), definitions),
        ]
        rows += [(self.translate("teams"), [*map(escape, self.data["teams"])])] if self.data["teams"] else []
        lines = "".join(
            f"<dt>{term}</dt>" + ("".join(f"<dd>{each}</dd>" for each in some) or self.render_nothing("dd"))
            for term, some in rows
        )
        pseudonym = f"<dt>{self.translate('pseudonym')}</dt><dd>{escape(self.data['pseudonym'])}</dd>"
        yield f"<h2>{self.translate('you')}</h2><dl>{lines}{pseudonym}</dl>"
        yield f"<p>{self.translate('pseudonym_why')}</p>"

    def render_nothing(self, tag: str = "p") -> str:
        """Says that there is nothing."""
        return f"<{tag}>{self.translate('nothing')}</{tag}>"

    def render_course(self, course: CourseView) -> Iterator[str]:
        """How far, which pages, which answers."""
        yield f"<h2>{self.translate('course')}: {escape(course.title)}</h2><h3>{self.translate('state')}</h3>"
        kinds = ((COMPLETED, "completed"), (PASSED, "passed"), (FAILED, "failed"))
        said = [
            self.translate(word, time=self.format_time(course.status_times[verb]))
            for verb, word in kinds
            if verb in course.status_times
        ]
        said += [self.translate("score", score=course.score)] if course.score else []
        yield f"<p>{' '.join(said) or self.translate('not_completed')}</p>"
        if course.pages:
            rows = [(escape(title), escape(self.format_time(time))) for title, time in course.pages.items()]
            yield self.render_table(
                self.translate("pages"), (self.translate("page"), self.translate("time")), rows
            )
        if course.answers:
            yield f"<h3>{self.translate('answers')}</h3>"
        for question, answers in course.answers.items():
            rows = [(self.format_answer(each), escape(self.format_time(each.time))) for each in answers]
            yield self.render_table(
                escape(question), (self.translate("answer"), self.translate("time")), rows
            )

    def format_answer(self, answer: AnswerView) -> str:
        """An answer's words, and what was said of it."""
        words = self.translate("no_words") if answer.text is None else escape(answer.text)
        # What true-false questions answer (Data 2.4.4.1).
        words = self.translations.get({"true": "yes", "false": "no"}.get(words, ""), words)
        notes = [] if answer.success is None else [self.translate("right" if answer.success else "wrong")]
        notes += [self.translate("voided")] if answer.voided else []
        return words + (f" ({', '.join(notes)})" if notes else "")

    def render_other(self, shown: PersonView) -> Iterator[str]:
        """What isn't a page, an answer or a state of a course."""
        if shown.other:
            rows = []
            for verb, about, time, voided in shown.other:
                word = self.translate_verb(verb) + (f" ({self.translations['voided']})" if voided else "")
                rows.append((escape(word), escape(about), escape(self.format_time(time))))
            yield f"<h2>{self.translate('other')}</h2>" + self.render_table(
                self.translate("other"),
                (self.translate("what"), self.translate("about"), self.translate("time")),
                rows,
            )

    def render_statements(self, part: str, *columns: str) -> Iterator[str]:
        """Statements as lines, with what they are and why they are here."""
        if self.data[part]:
            rows = [
                [escape(self.format_cell(column, each)) for column in columns] for each in self.data[part]
            ]
            yield (
                f"<h2>{self.translate(part)}</h2><p>{self.translate(f'{part}_why')}</p>"
                + self.render_table(self.translate(part), [*map(self.translate, columns)], rows)
            )

    def format_cell(self, column: str, statement: Json) -> str:
        """What a statement has under the heading of a column."""
        match column:
            case "what":
                return self.translate_verb(statement["verb"]["id"])
            case "about":
                return object_title(statement, self.titles)
            case "answer":
                return str(statement.get("result", {}).get("response", ""))
            case _:
                return self.format_time(statement["timestamp"])

    def render_documents(self) -> Iterator[str]:
        """States and profiles."""
        if self.data["documents"]:
            rows = []
            for each in self.data["documents"]:
                content = each.get("content", each.get("base64"))
                shown = content if isinstance(content, str) else format_json(content).decode()
                name = f"{each['id']}\n{each['activity']}".strip()
                rows.append(tuple(map(escape, (name, self.format_time(each["updated"]), shown))))
            yield f"<h2>{self.translate('documents')}</h2>" + self.render_table(
                self.translate("documents"),
                (self.translate("document"), self.translate("time"), self.translate("content")),
                rows,
            )

    def render_attachments(self) -> Iterator[str]:
        """Files by their names in the folder beside this page."""
        if self.data["attachments"]:
            rows = [
                (f"attachments/{escape(each['sha2'])}", self.translate("bytes", size=str(each["size"])))
                for each in self.data["attachments"]
            ]
            yield f"<h2>{self.translate('attachments')}</h2>" + self.render_table(
                self.translate("attachments"), (self.translate("name"), self.translate("content")), rows
            )

    def render_notices(self) -> Iterator[str]:
        """Holds and earlier erasures."""
        holds = [
            self.translate("hold", since=self.format_time(each["since"]), reason=each["reason"])
            for each in self.data["holds"]
        ]
        erased = [self.translate("erasure", time=self.format_time(each)) for each in self.data["erasures"]]
        for word, lines in (("holds", holds), ("erasures", erased)):
            if lines:
                yield f"<h2>{self.translate(word)}</h2>" + "".join(f"<p>{each}</p>" for each in lines)

    def render_table(self, caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
        """A table of cells that are escaped already."""
        head = "".join(f'<th scope="col">{each}</th>' for each in headings)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return (
            f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )


def render_person_page(
    data: Json, outlines: Iterable[Json], definitions: dict[str, Json], language: str
) -> str:
    """An export as HTML; `known` are the definitions of activities."""
    return PersonPage(data, Titles(outlines, definitions, language), language).render_page()
