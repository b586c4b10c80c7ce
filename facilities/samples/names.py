"""Names for invented clinics: words that no place and no clinic is known by."""

from random import Random

_WORDS = """
Acornwisp Adderquay Alderquill Amberthwick Anvilmere Applequay Ashenquill
Barleywisp Beechlantern Bellowmere Birchwhistle Bluebellow Bogbeanwick
Bracketmoor Bramblequay Brasswillow Briarquern Brookwhin Burdockholm
Buttercleft Candlefen Catkinmere Chafferdale Chalkwhistle Cherrywhin
Clovermarrow Coppicewane Corncrakeholm Cowslipholm Crabquince Cricketfen
Cuckoomarsh Curlewquay Daisyquern Damsonfold Dewmarrow Dockenfleet
Dovetarn Dunwhimbrel Elderwisp Embermallow Fallowquill Fernspindle
Fescuemere Finchquarry Flaxwhistle Flintmallow Foghollin Foxquern
Frostmarrow Furzelight Gannetfold Garlandwick Gladewhistle Glasswillow
Goldwhin Grebehollow Greenspindle Grousequay Gullfleet Harebellow
Harrowquill Hawkfleet Hazelquern Heathspindle Hedgewhimsy Heronquill
Hollywane Honeyfleet Hopfleet Inkwillow Ivymarrow Jackdawfell
Juniperwick Kelpwhistle Kilnmallow Knapweedle Lambwisp Lapwingholm
Larkquarry Laurelquay Lavenderfen Leafquern Lichenholm Limewhistle
Linnetfold Loamfleet Mallowquay Maplequern Marlwane Mayflywick
Merlinquay Milkwhistle Millwhimbrel Mintfleet Mosslantern Mulberquay
Netherquince Nightfleet Oakwhimsy Oatmarrow Orchardwisp Ospreyfold
Oysterfell Pansyquern Pearspindle Peatlantern Pennywhin Pinewane
Ploverquay Poppyquern Primwhistle Quailmarsh Quarrywisp Quincemere
Rainmarrow Ravenquince Reedlantern Rillwhistle Robinquay Rosequern
Rowanspindle Ryefleet Saffronwick Sandwhimbrel Sedgelantern Shalewillow
Shellwhistle Silverquern Skylarkholm Slatewillow Sloewane Snowquill
Spindlemoor Starlingfen Stoatwick Swiftquarry Tansyfold Tealfleet
Thornwhistle Thrushquay Thymespindle Turfwillow Vetchmarrow Violetquern
Waxwingholm Wheatwane Willowquern Winterquill Woolfleet Yarrowquay
"""
WORDS = tuple(_WORDS.split())


def clinic_names(kinds: list[tuple[str, ...]], taken: set[str]) -> list[str]:
    """One name for each clinic of these kinds; no word is used twice."""
    free = [word for word in WORDS if word not in taken]
    if len(kinds) > len(free):
        raise ValueError(f"There are names for {len(free)} more clinics only.")
    return [
        f"{word} {Random(word).choice(endings)}"  # noqa: S311 -- repeatable, no secret
        for word, endings in zip(free, kinds, strict=False)
    ]
