"""Forty courses of a care organisation, as outlines: short and long ones, with and without a score."""

from __future__ import annotations

from random import Random
from typing import Any

Json = dict[str, Any]
TITLES = (
    "Webcare",
    "Medicatie delen",
    "Tillen zonder pijn",
    "Handhygiëne",
    "Omgaan met boosheid",
    "Privacy op de werkvloer",
    "Veilig inloggen",
    "Eten en drinken bij dementie",
    "Vallen voorkomen",
    "De eerste hulp",
    "Brand: wat doe je?",
    "Rapporteren in het dossier",
    "Het goede gesprek",
    "Samenwerken met familie",
    "Vrijheid en veiligheid",
    "Wondzorg",
    "Mondzorg",
    "Slikproblemen",
    "Diabetes",
    "Palliatieve zorg",
    "Beeldbellen met cliënten",
    "Werken met de tablet",
    "Nepmail herkennen",
    "Feedback geven",
    "Inwerken van een collega",
    "Gezond roosteren",
    "Tijd voor jezelf",
    "Huiselijk geweld herkennen",
    "Kleding en wasgoed",
    "Allergieën in de keuken",
    "Duurzaam werken",
    "Inkopen en bestellen",
    "Op huisbezoek",
    "Vervoer van cliënten",
    "Muziek als medicijn",
    "Dagbesteding",
    "Moeilijk verstaanbaar gedrag",
    "Afscheid en rouw",
    "Klachten als cadeau",
    "Nieuw bij ons",
)
PAGES = (
    "Waar gaat het over?",
    "Zo begin je",
    "Een voorbeeld uit de praktijk",
    "Wat zegt de wet?",
    "Stap voor stap",
    "Wat kan er misgaan?",
    "Samen met de cliënt",
    "Samen met je team",
    "De afspraken",
    "Kijk mee op de afdeling",
    "Veelgemaakte fouten",
    "Oefenen",
    "Nog een keer, maar nu anders",
    "In de nachtdienst",
    "Met de familie erbij",
    "Wat doe jij?",
    "Toets jezelf",
    "Hulpmiddelen",
    "Meer weten",
    "Tot slot",
)
PROMPTS = {
    "reflection": (
        "Wat herken jij hiervan?",
        "Wat ga jij anders doen?",
        "Wat viel je op?",
        "Hoe gaat dat bij jullie?",
    ),
    "contrast": ("Schrijf een antwoord aan de familie.",),
    "choice": (
        "Wat doe je als eerste?",
        "Wat klopt er?",
        "Wie bel je?",
        "Wat schrijf je op?",
        "Wat is hier veilig?",
    ),
    "opinion": (
        "Ik weet genoeg om dit goed te doen.",
        "Wij hebben hier tijd voor.",
        "Dit hoort bij mijn werk.",
    ),
    "acknowledge": ("Ik heb de afspraken gelezen.",),
    "checklist": ("Loop dit na voordat je begint.",),
}
OPTIONS = (
    "Ik vraag het aan de cliënt zelf.",
    "Ik wacht tot de volgende dienst.",
    "Ik bel de arts.",
    "Ik schrijf het in het dossier.",
    "Ik vraag een collega om mee te kijken.",
)
SCALE = ("Helemaal oneens", "Oneens", "Neutraal", "Eens", "Helemaal eens")
FORM_MIX = (
    "reflection",
    "choice",
    "choice",
    "choice",
    "opinion",
    "opinion",
    "contrast",
    "checklist",
    "acknowledge",
)


def outlines(seed: int) -> list[Json]:
    """All forty."""
    return [outline(number, title, Random(f"{seed} {title}")) for number, title in enumerate(TITLES, 1)]


def outline(number: int, title: str, chance: Random) -> Json:
    """A course of 8 to 20 pages, with 4 to 12 questions on some of them."""
    titles = chance.sample(PAGES[1:-1], chance.randint(6, 18))
    pages = [
        {"id": f"page-{place}", "title": each} for place, each in enumerate((PAGES[0], *titles, PAGES[-1]), 1)
    ]
    questions: list[Json] = []
    for place in range(chance.randint(4, 12)):
        page = chance.choice(pages[1:-1])["id"]
        questions += outline_questions(f"q-{place + 1}", page, chance.choice(FORM_MIX), chance)
    order = {page["id"]: place for place, page in enumerate(pages)}
    scored = any(each["kind"] == "choice" for each in questions) and chance.random() < 0.4
    return {
        "course": {
            "iri": f"urn:scormbuild:course:course-{number:02}",
            "id": f"course-{number:02}",
            "title": title,
            "description": f"{title}, in een half uur: uitleg, voorbeelden en oefeningen uit de praktijk.",
            "language": "nl",
            "version": f"1.{chance.randint(0, 4)}.{chance.randint(0, 9)}",
            "completion": {
                "pages": "all",
                "questions": "all",
                "score": chance.choice((60, 70, 80)) if scored else None,
            },
        },
        "pages": pages,
        "questions": sorted(questions, key=lambda each: order[each["page"]]),
        "videos": [],
    }


def outline_questions(name: str, page: str, form: str, chance: Random) -> list[Json]:
    """A question, or the two of a contrast."""
    kind = "open" if form in ("reflection", "contrast") else form
    options, keys = question_options(form, chance)
    question = {
        "id": name,
        "page": page,
        "kind": kind,
        "form": form,
        "prompt": chance.choice(PROMPTS[form]),
        "minimum": chance.choice((1, 1, 3)),
        "required": form not in ("acknowledge", "checklist") or chance.random() < 0.5,
        "answers": "both",
        "options": options,
        "keys": keys,
    }
    if form != "contrast":
        return [question]
    sides = (("wrong", "Zo niet"), ("good", "Zo wel"))
    return [
        question | {"id": f"{name}-{side}", "prompt": f"{label}: {question['prompt']}"}
        for side, label in sides
    ]


def question_options(form: str, chance: Random) -> tuple[list[Json], list[str]]:
    """The options of a question, and the right ones."""
    if form == "opinion":
        return [{"key": f"{step}", "text": label} for step, label in enumerate(SCALE, 1)], []
    if form not in ("choice", "checklist"):
        return [], []
    texts = chance.sample(OPTIONS, chance.randint(3, 5))
    options = [{"key": "abcde"[place], "text": each} for place, each in enumerate(texts)]
    keys = [each["key"] for each in options]
    right = keys if form == "checklist" else sorted(chance.sample(keys, chance.choice((1, 1, 1, 2))))
    return options, right
