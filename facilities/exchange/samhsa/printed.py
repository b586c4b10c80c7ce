"""What one source prints about one facility, and the keys by which two are compared."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

NOT_WORD = re.compile(r"[^a-z0-9]+")
EXTENSION = re.compile(r"\s*(?:x|ext\.?)\s*([0-9]{1,10})$", re.IGNORECASE)
STREET_WORDS = {
    "avenue": "ave",
    "boulevard": "blvd",
    "building": "bldg",
    "circle": "cir",
    "court": "ct",
    "drive": "dr",
    "east": "e",
    "floor": "fl",
    "highway": "hwy",
    "lane": "ln",
    "north": "n",
    "northeast": "ne",
    "northwest": "nw",
    "parkway": "pkwy",
    "place": "pl",
    "road": "rd",
    "south": "s",
    "southeast": "se",
    "southwest": "sw",
    "square": "sq",
    "street": "st",
    "suite": "ste",
    "west": "w",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """Names, address and main phone, in the words of the source.

    A withheld address has neither street nor suite here.
    """

    name_1: str
    name_2: str
    street_1: str
    street_2: str
    city: str
    state: str
    postal_code: str
    phone: str
    is_withheld: bool = False

    @property
    def names(self) -> tuple[str, str]:
        return plain(self.name_1), plain(self.name_2)

    @property
    def streets(self) -> tuple[str, str]:
        return plain_street(self.street_1), plain_street(self.street_2)

    @property
    def phone_number(self) -> str:
        """The main number without its extension: digits, or letters as printed."""
        return plain_phone(self.phone)

    @property
    def has_street(self) -> bool:
        return self.street_1 != ""

    @property
    def identity(self) -> str:
        """Equal for what is certainly the same entry: names, streets and ZIP code.

        Without a street to compare, all that is left must agree.
        """
        if not self.has_street:
            return self.identity_without_street
        return digest("street", *self.names, *self.streets, self.postal_code)

    @property
    def identity_without_street(self) -> str:
        place = (plain(self.city), self.state, self.postal_code)
        return digest("place", *self.names, *place, self.phone_number)


def plain(text: str) -> str:
    """Words in small letters without accents and punctuation."""
    letters = text.casefold()
    if not letters.isascii():
        parted = unicodedata.normalize("NFKD", letters)
        letters = "".join(each for each in parted if not unicodedata.combining(each))
    return NOT_WORD.sub(" ", letters).strip()


def plain_street(text: str) -> str:
    return " ".join(STREET_WORDS.get(word, word) for word in plain(text).split())


def plain_phone(text: str) -> str:
    number = plain(EXTENSION.sub("", text)).replace(" ", "")
    is_with_country = len(number) == len("15035550100") and number.startswith("1")
    return number[1:] if is_with_country else number


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
