"""National Provider Identifiers: ten digits, the last one a check digit.

The check is Luhn's over "80840" and the number (45 CFR 162.406).
"""

import re

PREFIX = "80840"
SHAPE = re.compile(r"[12][0-9]{9}")


def is_npi(text: str) -> bool:
    return bool(SHAPE.fullmatch(text)) and passes_luhn(PREFIX + text)


def passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0
