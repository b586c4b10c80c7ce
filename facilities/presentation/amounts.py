"""Prices in words."""

from typing import Protocol

from django.utils.translation import gettext as _

from facilities.presentation.how_known import NO_BREAK_SPACE


class Priced(Protocol):
    low_cents: int
    high_cents: int
    currency: str


def money_words(price: Priced) -> str:
    """$425 to $560, or $425."""
    ends = dict.fromkeys((price.low_cents, price.high_cents))
    return _(" to ").join(_amount(cents, price.currency) for cents in ends)


def _amount(cents: int, currency: str) -> str:
    number = f"{cents / 100:,.2f}".removesuffix(".00")
    if currency == "USD":
        return f"${number}"
    return f"{number}{NO_BREAK_SPACE}{currency}"
