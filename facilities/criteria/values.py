"""Turns what a person typed, or a program sent, into one canonical JSON value."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

EXCLUSIVE_VALUES = frozenset({"none", "not_disclosed"})
LONGEST_TEXT = 2000
LONGEST_LIST = 100
MOST_DECIMAL_PLACES = 3
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}
PLACEHOLDERS = frozenset({
    "n/a", "na", "none", "not applicable", "null", "pending", "tba", "tbd", "unknown",
})  # fmt: skip
JOINERS = frozenset({"\u200c", "\u200d"})
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co"})

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
DECIMAL_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class InvalidValue(ValueError):  # noqa: N818 - it names the value, not the failure
    """The message is a sentence that tells a person what to do."""


def clean_bool(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    answer = BOOLEANS.get(raw.strip().lower()) if is_short(raw) else None
    if answer is None:
        raise InvalidValue("Answer yes or no.")
    return answer


def clean_int(raw: object, minimum: int, maximum: int) -> int:
    number = raw
    if is_short(raw) and WHOLE_NUMBER.fullmatch(raw.strip()):
        number = int(raw)
    if type(number) is not int or not minimum <= number <= maximum:
        raise InvalidValue(f"Enter a whole number from {minimum:,} to {maximum:,}.")
    return number


def clean_decimal(raw: object, minimum: Decimal, maximum: Decimal) -> str:
    number = decimal_from(raw)
    if number is None or not minimum <= number <= maximum:
        raise InvalidValue(
            f"Enter a number from {minimum:,f} to {maximum:,f}, such as 0.5."
        )
    if number != round(number, MOST_DECIMAL_PLACES):
        raise InvalidValue(
            f"Use at most {MOST_DECIMAL_PLACES} digits after the decimal point."
        )
    return format((number + 0).normalize(), "f")


def decimal_from(raw: object) -> Decimal | None:
    """The finite number that was meant, or None. A float means its shortest form."""
    if isinstance(raw, bool):
        return None
    if is_short(raw) and DECIMAL_NUMBER.fullmatch(raw.strip()):
        return Decimal(raw.strip())
    if isinstance(raw, float):
        raw = Decimal(repr(raw))
    if isinstance(raw, int | Decimal):
        number = Decimal(raw)
        return number if number.is_finite() else None
    return None


def clean_date(raw: object) -> str:
    day = raw
    if is_short(raw) and ISO_DATE.fullmatch(raw.strip()):
        day = parse_date(raw.strip())
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidValue("Write the date as year, month and day, such as 2026-03-12.")
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise InvalidValue(
            f"Give a date from the year {EARLIEST_YEAR} to {LATEST_YEAR}."
        )
    return day.isoformat()


def parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue(
            "There is no such day. Check the month and the day."
        ) from None


def clean_choice(raw: object, allowed: tuple[str, ...]) -> str:
    value = raw.strip() if is_short(raw) else None
    if value not in allowed:
        raise InvalidValue("Choose one of the answers listed.")
    return value


def clean_choices(raw: object, allowed: tuple[str, ...]) -> list[str]:
    chosen = {clean_choice(value, allowed) for value in listed(raw)}
    alone = sorted(chosen & EXCLUSIVE_VALUES)
    if alone and len(chosen) > 1:
        raise InvalidValue(
            f"“{alone[0].replace('_', ' ')}” cannot be chosen together with "
            "other answers."
        )
    return [value for value in allowed if value in chosen]


def listed(raw: object) -> list[object]:
    """The answers given, as a list: a form may send one value bare."""
    values = [raw] if isinstance(raw, str) else raw
    if not isinstance(values, list | tuple | set | frozenset):
        raise InvalidValue("Choose from the answers listed.")
    if not 1 <= len(values) <= LONGEST_LIST:
        raise InvalidValue("Choose at least one answer, or leave the question blank.")
    return list(values)


def clean_text(raw: object) -> str:
    """One line of visible text. A stand-in for "nothing" is refused: blank says it."""
    if not isinstance(raw, str):
        raise InvalidValue("Enter text.")
    if len(raw) > 2 * LONGEST_TEXT:
        raise InvalidValue(f"Use at most {LONGEST_TEXT:,} characters.")
    text = unicodedata.normalize("NFC", " ".join(raw.split()))
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(f"Use at most {LONGEST_TEXT:,} characters.")
    if any(is_unseen(character) for character in text):
        raise InvalidValue("Remove the hidden or control characters.")
    if text.lower() in PLACEHOLDERS or not any(map(str.isalnum, text)):
        raise InvalidValue("Leave this blank if there is nothing to enter.")
    return text


def is_unseen(character: str) -> bool:
    return (
        unicodedata.category(character) in UNSEEN_CATEGORIES
        and character not in JOINERS
    )


def is_short(raw: object) -> bool:
    """Whether it is text that could be a number, a date or a code at all."""
    return isinstance(raw, str) and len(raw) <= LONGEST_LIST
