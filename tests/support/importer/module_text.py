"""A module as a trainer hands it in: the form of the first one, with its rows of dots, in other words."""

MODULE = """\



## WAT IS WEBCARE?





## WAT IS WEBCARE?

Op social media praat je direct met anderen: collega's, cliënten en hun familie. De buitenwereld kijkt mee.
Voor wat je plaatst zijn er regels, bijvoorbeeld i.v.m. de privacy van een cliënt.

Drie regels krijg je vast mee:

- Twijfel je? Plaats het dan niet.
- Tel eerst tot 10.
- Vraag een ander om raad.

## Voorbeelden van webcare

Grote bedrijven hebben een webcareteam. Zo gaat het ook bij de Nederlandse Spoorwegen.

Zoek op YouTube naar: 'Een dagje mee met oNS' Of klik op deze link : <https://youtu.be/oc3qnAsTM5U>



- Wat valt je op in het filmpje?

.....

.....

- Hoe wil je zelf reageren op berichten?

.....

.....

- Waar moet je dan op letten?

.....

.....

### Socialmediarichtlijnen (beleid)

Vraag in je organisatie na of er een beleid is en lees het door.

Bekijk dit filmpje van een andere organisatie:

<https://youtu.be/eB2pfDQHNh0>



Wat vind je er goed aan?

.....

.....

.....

Wat zou jij er nog aan willen toevoegen?

.....

.....

.....

### Do's en dont's op social media

Lees ze aandachtig door.



Wat vind jij van de do's en dont's?

.....

.....

Waarom vind je dat?

.....

.....

DOs\tDONTs
 Wees jezelf.\t Geen spam! Geen sluikreclame.
 Zorg dat de feiten kloppen.\t Vertel geen leugens.
 Blijf beleefd. Geef vergissingen toe\t Zoek geen ruzie.

Bron: een andere organisatie



### Webcare in de praktijk

Hoe zou jij op dit bericht van een familielid van een cliënt op Facebook reageren?

*“Lekker dan: ons Sjon mag niet eens om 23.00 uur skypen met ons! Veel te veel gedoe. Dikke #fail!”*

Reageer zo fout mogelijk!

.....

.....

.....

Reageer zo goed mogelijk!

.....

.....

.....

""" + (
    "Deze module is gemaakt door Anna de Wit, Welzijn 3.0 ([www.example.org](http://www.example.org)) "
    "in opdracht van 's Heeren Huis. Vragen? Mail naar [info@example.org](mailto:info@example.org)\n"
)
