"""The course webcare against its source: each element is in the built package, as the right block."""

from __future__ import annotations

import zipfile
from pathlib import Path

import lxml.html
import pytest

from scormbuild.course.build import build_package

FOLDER = Path(__file__).parents[2] / "content" / "webcare"

OPEN_ANSWERS = [
    "ns-opvallend",
    "ns-reageren",
    "ns-letten-op",
    "viva-goed",
    "viva-toevoegen",
    "regels-mening",
    "regels-waarom",
    "antwoord-wrong",
    "antwoord-good",
]

# page, and what it tells; each row is one statement of the source
FACTS = [
    ("wat-is-webcare", "je collega's, je cliënt, of de familie en vrienden van je cliënt"),
    ("wat-is-webcare", "Ook mensen die je niet kent, lezen mee."),
    ("wat-is-webcare", "afspraken over wat je wel en niet online mag zetten"),
    ("wat-is-webcare", "de privacy van je cliënt"),
    ("wat-is-webcare", "er goed op reageren: dat is webcare"),
    ("drie-regels", "Vaak gaat het goed"),
    ("drie-regels", "Achter een scherm durven sommige mensen opeens alles te zeggen."),
    ("drie-regels", "Anderen lezen dat en doen mee."),
    ("drie-regels", "een rel op internet"),
    ("drie-regels", "schade doen aan je organisatie, aan jou als medewerker en ook aan je cliënt"),
    ("drie-regels", "Wat jij doet, maakt echt verschil."),
    ("ns", "Grote bedrijven hebben tegenwoordig een webcareteam. Soms is dat een team apart."),
    ("ns", "een taak van de afdeling communicatie of klantcontact"),
    ("ns", "software die de hele dag zoekt op internet en social media"),
    ("ns", "echt voor het bedrijf bedoeld? Dan reageert het team."),
    ("ns", "Nederlandse Spoorwegen (NS)"),
    ("ns", "Een dagje mee met oNS ... VLOG#23: 'Hoe ziet de webcare-afdeling van NS eruit?'"),
    ("ns", "geen namen van cliënten"),
    ("ns", "niets over hun gezondheid"),
    ("beleid", "socialmediabeleid"),
    ("beleid", "gedragsregels"),
    ("beleid", "bij je leidinggevende of bij personeelszaken (HR)"),
    ("beleid", "toen je in dienst kwam"),
    ("beleid", "het socialmediabeleid van ViVa! Zorggroep"),
    ("beleid", "Zoek dan op YouTube naar ViVa! Zorggroep richtlijnen"),
    ("dos-en-donts", "een voorbeeld van Welzijn Leeuwarden, dat hem overnam van TNT-post"),
    ("dos-en-donts", "Veel organisaties kunnen hem gebruiken."),
    ("dos-en-donts", "Lees de lijst rustig door."),
    ("dos-en-donts", "Bron: TNT, aangepast voor Welzijn Leeuwarden."),
    ("praktijk", "Zoek het op en lees het eerst."),
    ("praktijk", "een familielid van een cliënt zet dit bericht op Facebook"),
    ("praktijk", "Schrijf eerst de slechtste reactie die je kunt bedenken."),
    ("praktijk", "Schrijf daarna de beste."),
    ("tot-slot", "Hans Versteegh"),
    ("tot-slot", "vragen en opmerkingen"),
]

# what is asked where an answer is written or ticked
PROMPTS = [
    ("ns-opvallend", "Wat viel jou op"),
    ("ns-reageren", "Hoe ga jij straks zelf op berichten reageren?"),
    ("ns-letten-op", "Waar let je dan op?"),
    ("viva-goed", "Wat vind jij goed aan het beleid van ViVa! Zorggroep?"),
    ("viva-toevoegen", "Wat zou jij erbij zetten?"),
    ("regels-mening", "Wat is jouw mening over deze do's en don'ts?"),
    ("regels-waarom", "Leg uit waarom je dat vindt."),
    ("antwoord", "Houd je aan het beleid van je organisatie."),
    ("beleid-gelezen", "Vraag op je werk of er een socialmediabeleid is. Is het er? Lees het dan helemaal."),
]

VIDEOS = [
    ("ns", "oc3qnAsTM5U", "Een dagje mee met oNS ... VLOG#23"),
    ("beleid", "eB2pfDQHNh0", "ViVa! Zorggroep richtlijnen"),
]

RULES = [
    ("Twijfel je? Plaats het dan niet.", "krijg je vaak niet meer weg"),
    ("Tel eerst tot 10.", "Het werkt echt.", "als online de emoties oplopen"),
    ("Vraag een ander om raad.", "nooit alleen"),
]

# every point of the source with all its parts
DOS = [
    ("Welzijn Leeuwarden", "visie"),
    ("jezelf", "je naam en waar je werkt", "als je over Welzijn schrijft"),
    ("wat jij zelf denkt en vindt", "'ik'"),
    ("wat klopt", "eerlijk", "feiten om je mening uit te leggen", "waar je informatie vandaan komt"),
    ("waar een ander wat aan heeft", "Denk na"),
    ("beleefd", "verstand", "Geef het toe", "sorry als dat nodig is"),
    ("respect", "culturen", "religies", "wat anderen belangrijk vinden"),
    ("auteursrechten", "toestemming", "logo's", "merken", "muziek", "afbeeldingen"),
    ("wat anderen op jouw berichten antwoorden", "eerlijk", "respect", "volgens de wet", "net als jouw"),
]
DONTS = [
    ("schaamt", "moeder of je manager"),
    ("geen spam", "verborgen reclame"),
    ("niet uit naam van Welzijn Leeuwarden", "blog of kanaal", "disclaimer"),
    ("logo van Welzijn Leeuwarden", "Verander niets", "ongepasts"),
    ("Lieg niet",),
    ("ruzie", "grof", "schunnig", "bedreigend", "laster"),
    ("interne informatie", "bedrijfsresultaten van Welzijn Leeuwarden"),
    ("Haal geen woorden aan", "collega's", "anderen die ermee te maken", "toestemming van de eigenaar"),
    ("Censureer niet", "hun mening"),
]

MESSAGE = [
    "ons Sjon",
    "groepsleiding",
    "in de Heyplaat in Swarmerdam",
    "skypen om 23.00 uur",
    "gedoe",
    "Weinig bezetting, of zoiets",
    "flauwekul",
    "Hoe en wanneer hij met ons praat, maken wij toch zeker zelf wel uit?",
    "Dikke #fail voor de Heyplaat!",
]

CREDITS = ["Hans Versteegh, Welzijn 3.0", "In opdracht van: 's Heeren Loo"]
ADDRESSES = ["http://www.welzijn30.nl", "mailto:info@digivaardigidezorg.nl", "#beleid"]


TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "..."})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    target, _built = build_package(FOLDER, tmp_path_factory.mktemp("webcare"))
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def page(package: dict[str, bytes]) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(package["index.html"].decode())


def element_text(element: lxml.html.HtmlElement) -> str:
    """What a reader sees of an element, on one line, with the marks of a keyboard as the source has them."""
    return " ".join(element.text_content().translate(TYPED).split())


def has_class(name: str) -> str:
    """The XPath test for elements of a class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def section(page: lxml.html.HtmlElement, identifier: str) -> lxml.html.HtmlElement:
    """One page of the course."""
    [found] = page.xpath("//section[@id=$id]", id=identifier)
    return found


@pytest.mark.parametrize(("where", "fact"), FACTS)
def test_a_fact_of_the_source_is_told_on_its_page(page, where, fact):
    assert fact in element_text(section(page, where))


def test_there_are_nine_open_answers_and_they_come_in_the_order_of_the_source(page):
    assert page.xpath("//textarea[@data-kind='open']/@data-id") == OPEN_ANSWERS
    assert len(page.xpath("//textarea")) == 9


def test_all_nine_open_answers_count_for_completion_and_the_errand_at_work_does_not(page):
    assert page.xpath("//*[@data-kind and not(@data-optional)]/@data-id") == OPEN_ANSWERS
    assert page.xpath("//*[@data-optional]/@data-id") == ["beleid-gelezen"]


@pytest.mark.parametrize(("identifier", "prompt"), PROMPTS)
def test_a_question_asks_what_the_source_asks(page, identifier, prompt):
    [field] = page.xpath("//*[@id=$id]", id=f"q_{identifier}")
    [asked] = page.xpath("//*[@id=$id]", id=field.get("aria-labelledby"))
    assert prompt in element_text(asked)


def test_the_errand_at_work_is_a_box_to_tick(page):
    assert page.xpath("//*[@data-id='beleid-gelezen']/@data-kind") == ["acknowledge"]
    assert "Als er beleid is, heb ik het gelezen." in element_text(section(page, "beleid"))


def test_the_two_videos_of_the_source_are_there_and_no_other(page):
    found = [
        (
            video.xpath("string(ancestor::section/@id)"),
            video.get("data-frame").split("?")[0].rpartition("/")[2],
            element_text(video[0]),
        )
        for video in page.xpath(f"//*[{has_class('video')}]")
    ]
    assert found == VIDEOS


@pytest.mark.parametrize("youtube", ["oc3qnAsTM5U", "eB2pfDQHNh0"])
def test_a_video_can_be_reached_by_a_plain_link(page, youtube):
    assert len(page.xpath("//a[contains(@href, $id)]", id=youtube)) == 1


def test_three_rules_are_given_with_their_reasons(page):
    rules = section(page, "drie-regels").findall(".//ol/li")
    assert len(rules) == 3
    for rule, parts in zip(rules, RULES, strict=True):
        assert [part for part in parts if part not in element_text(rule)] == []


@pytest.mark.parametrize(("column", "points"), [("dos", DOS), ("donts", DONTS)])
def test_nine_points_stand_in_each_column_with_all_their_parts(page, column, points):
    items = section(page, "dos-en-donts").xpath(f".//*[{has_class(column)}]//li")
    assert len(items) == 9
    for item, parts in zip(items, points, strict=True):
        assert [part for part in parts if part not in element_text(item)] == []


def test_the_message_of_the_relative_is_a_post_on_facebook_with_all_its_facts(page):
    [post] = section(page, "praktijk").xpath(f".//*[{has_class('post')}]")
    assert "Facebook" in element_text(post.find("figcaption"))
    assert [part for part in MESSAGE if part not in element_text(post.find("blockquote"))] == []


def test_the_worst_and_the_best_reply_stand_together_with_points_to_compare_them_by(page):
    [contrast] = section(page, "praktijk").xpath(f".//*[{has_class('contrast')}]")
    assert [element_text(label) for label in contrast.iter("label")] == [
        "De slechtste reactie",
        "De beste reactie",
    ]
    assert len(contrast.xpath(f".//*[{has_class('comparison')}]//li")) == 6


def test_those_who_made_the_module_are_credited(page):
    told = element_text(page.find(".//footer"))
    assert [credit for credit in CREDITS if credit not in told] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_the_source_can_be_followed(page, address):
    assert address in page.xpath("//a/@href")


def test_no_licence_is_claimed_and_the_reader_learns_whom_to_ask(page):
    assert "Er staat geen licentie bij." in element_text(section(page, "tot-slot"))
    assert "Licentie:" not in element_text(page.find(".//footer"))


def test_the_course_is_dutch_and_its_page_is_at_most_27_kilobytes(package, page):
    assert page.get("lang") == "nl"
    assert len(package["index.html"]) <= 27 * 1024
