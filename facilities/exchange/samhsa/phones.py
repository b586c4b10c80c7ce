"""Numbers to dial from numbers as SAMHSA prints them."""

import re
from collections.abc import Iterable

import phonenumbers

from facilities.enums import PhoneKind
from facilities.exchange.samhsa.printed import EXTENSION

DIALLED = re.compile(r"[0-9 ().+-]+")
# These have their own country codes, printed without a plus: Palau's 680 would
# otherwise ring in New York.
OWN_COUNTRY_CODE = {"FM", "MH", "PW"}


def dialled(text: str, state: str) -> tuple[str, str] | None:
    """Number in E.164 and extension, or None where there is no number to dial.

    Letters ("888-85COMPA", cut short by SAMHSA) are not guessed at.
    """
    extension = EXTENSION.search(text)
    number = EXTENSION.sub("", text)
    if not DIALLED.fullmatch(number):
        return None
    region = state if state in OWN_COUNTRY_CODE else "US"
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return e164, extension[1] if extension else ""


def phone_lines(
    main: str, intake: Iterable[str], state: str
) -> list[tuple[PhoneKind, str, str]]:
    """Kind, number and extension of each line, none twice."""
    lines: dict[tuple[str, str], PhoneKind] = {}
    for kind, text in (
        (PhoneKind.MAIN, main),
        *((PhoneKind.INTAKE, text) for text in intake),
    ):
        if line := dialled(text, state):
            lines.setdefault(line, kind)
    return [(kind, *line) for line, kind in lines.items()]
