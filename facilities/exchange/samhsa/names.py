"""Whether two names can be one name, abbreviated differently from year to year."""

from collections import Counter

from rapidfuzz import fuzz

from facilities.exchange.samhsa.printed import Printed, plain

UNIMPORTANT = {
    *("a", "an", "and", "at", "by", "dba", "for", "in", "of", "the"),
    *("corp", "inc", "llc", "lp", "ltd", "pa", "pc", "pllc"),
}
WRITTEN_OUT = {
    "bh": ["behavioral", "health"],
    "cmhc": ["community", "mental", "health", "center"],
    "mh": ["mental", "health"],
    "mhc": ["mental", "health", "center"],
    "mt": ["mount"],
    "st": ["saint"],
}
LEAST_WORDS = 2  # that agree: one alone ("Center") says nothing
SHORTEST_ABBREVIATION = 3  # "OP" and "OTP" are different things
SHORTEST_MISSPELLING = 6
LEAST_LIKENESS = 85  # of 100; "outpatient" and "outpateint" have 90


def names_agree(one: Printed, other: Printed) -> bool:
    """Every word of the shorter name stands in the longer one, perhaps shortened.

    Likeness of the whole texts will not do: "Mens Residential" and "Womens
    Residential" are 87 % alike, and two places.
    """
    words, more = name_words(one), name_words(other)
    if "".join(words) == "".join(more):
        return True
    if len(words) > len(more):
        words, more = more, words
    if len(words) < LEAST_WORDS:
        return False
    lacking = list((Counter(words) - Counter(more)).elements())
    spare = list((Counter(more) - Counter(words)).elements())
    for word in lacking:
        partner = next((each for each in spare if _is_same_word(word, each)), None)
        if partner is None:
            return False
        spare.remove(partner)
    return True


def name_words(printed: Printed) -> list[str]:
    words = plain(f"{printed.name_1} {printed.name_2}").split()
    return [
        part
        for word in words
        if word not in UNIMPORTANT
        for part in WRITTEN_OUT.get(word, [word])
    ]


def _is_same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_ABBREVIATION or short[0] != long[0]:
        return False
    if not (short.isalpha() and long.isalpha()):
        return False
    if _stands_for(short, long):
        return True
    return (
        len(short) >= SHORTEST_MISSPELLING and fuzz.ratio(short, long) >= LEAST_LIKENESS
    )


def _stands_for(short: str, long: str) -> bool:
    """Whether the letters of ``short`` stand in ``long`` in order, as in "servs"."""
    letters = iter(long)
    return all(letter in letters for letter in short)
