"""Texts that follow a public format: identifiers, codes, hours."""

import re

from facilities.criteria.npi import is_npi
from facilities.criteria.values import InvalidValue

SUBDIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
CURRENCY = re.compile(r"[A-Z]{3}")
PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
PHONE_PUNCTUATION = re.compile(r"[ ().\-/\u00a0\u2010\u2011]")
LANGUAGE = re.compile(
    r"([a-z]{2,3})((?:-[a-z]{3}){0,3})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?"
    r"((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE | re.ASCII,
)

DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
DAYS = rf"{DAY}(?:[-,]{DAY})*"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
SPAN = rf"{TIME}-(?:{TIME}|24:00)"
HOURS = rf"(?:{SPAN}(?:,{SPAN})*|off|closed)"
HOURS_RULE = rf"(?:{DAYS} {HOURS}|{SPAN}(?:,{SPAN})*)"
OPENING_HOURS = re.compile(rf"24/7|{HOURS_RULE}(?:; {HOURS_RULE})*")


def clean_npi(text: str) -> str:
    number = text.replace(" ", "").replace("-", "")
    if not is_npi(number):
        raise InvalidValue(
            "An NPI has 10 digits, and this one does not add up. Check each digit."
        )
    return number


def clean_subdivision(text: str) -> str:
    code = text.upper()
    if not SUBDIVISION.fullmatch(code):
        raise InvalidValue(
            "Use the two-letter country, a hyphen and the state, such as US-OR."
        )
    return code


def clean_currency(text: str) -> str:
    code = text.upper()
    if not CURRENCY.fullmatch(code):
        raise InvalidValue("Use the three-letter currency code, such as USD.")
    return code


def clean_phone(text: str) -> str:
    number = PHONE_PUNCTUATION.sub("", text)
    if not PHONE.fullmatch(number):
        raise InvalidValue(
            "Start with + and the country code, such as +1 503 555 0100."
        )
    return number


def clean_language(text: str) -> str:
    """A BCP 47 tag in its recommended case: zh-Hant-TW."""
    parts = LANGUAGE.fullmatch(text)
    if not parts:
        raise InvalidValue("Use a language code such as en, es or zh-Hant.")
    language, extended, script, region, variants = (
        part or "" for part in parts.groups()
    )
    return (
        language.lower()
        + extended.lower()
        + script.title()
        + region.upper()
        + variants.lower()
    )


def clean_opening_hours(text: str) -> str:
    """The part of the OpenStreetMap syntax that a clinic's week needs."""
    spaced = re.sub(r" *; *", "; ", re.sub(r" *([,-]) *", r"\1", text)).rstrip("; ")
    if not OPENING_HOURS.fullmatch(spaced):
        raise InvalidValue(
            "Write the hours like this: Mo-Fr 08:00-17:00; Sa 09:00-12:00."
        )
    return spaced
