"""One mapping of a definitions file, read key by key until nothing is left over."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from facilities.criteria.schema import DefinitionError

REQUIRED = object()


class Entry:
    def __init__(self, data: object, where: str):
        self.where = where
        if not isinstance(data, dict):
            raise self.error("must be a list of keys and values")
        self.left = dict(data)

    def error(self, what: str) -> DefinitionError:
        return DefinitionError(f"{self.where}: {what}")

    def take(self, key: str, default: object = REQUIRED) -> object:
        """The raw value; it no longer counts as left over."""
        if key not in self.left and default is REQUIRED:
            raise self.error(f"'{key}' is missing")
        return self.left.pop(key, default)

    def text(self, key: str, default: object = REQUIRED) -> str:
        return self._typed(key, str, "text", default)

    def flag(self, key: str, default: object = REQUIRED) -> bool:
        return self._typed(key, bool, "true or false", default)

    def number(self, key: str, default: object = REQUIRED) -> int | None:
        value = self._typed(key, int, "a whole number", default)
        if value is not default and value < 0:
            raise self.error(f"{key}: must not be negative")
        return value

    def span(self, key: str, default: object = REQUIRED) -> int | None:
        """A number of days or months: no time at all is a mistake."""
        value = self.number(key, default)
        if value == 0:
            raise self.error(f"{key}: must be at least 1")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self._list(key, str, "texts")

    def numbers(self, key: str) -> tuple[int, ...]:
        return self._list(key, int, "whole numbers")

    def choice(self, key: str, choices: type[StrEnum], default=REQUIRED):
        value = self.take(key, default)
        if value is default:
            return value
        if value not in list(choices):
            raise self.error(f"{key}: unknown value '{value}'")
        return choices(value)

    def entry(self, key: str, default: object = REQUIRED) -> Self:
        return Entry(self.take(key, default), f"{self.where}: {key}")

    def entries(self, key: str, name_key: str) -> list[Self]:
        """The list under ``key``; each item is known by its ``name_key``, once."""
        named = []
        for item in self._list(key, dict, "entries"):
            entry = Entry(item, f"{self.where}: {key}")
            name = entry.text(name_key)
            entry.left[name_key] = name
            entry.where = f"{self.where}: {name}"
            named.append(entry)
        self.refuse_repeats(key, [each.left[name_key] for each in named])
        return named

    def refuse_repeats(self, key: str, values: Iterable[object]) -> None:
        seen = []
        for value in values:
            if value in seen:
                raise self.error(f"{key}: '{value}' is given twice")
            seen.append(value)

    def refuse_unknown(self, key: str, noun: str, values: Iterable, known) -> None:
        for value in values:
            if value not in known:
                raise self.error(f"{key}: unknown {noun} '{value}'")

    def finish(self) -> None:
        for key in self.left:
            raise self.error(f"unknown key '{key}'")

    def _typed(self, key, kind, words, default):
        value = self.take(key, default)
        if value is default:
            return value
        if type(value) is not kind or value == "":
            raise self.error(f"{key}: must be {words}")
        return value

    def _list(self, key, kind, words):
        values = self.take(key)
        if not isinstance(values, list) or not values:
            raise self.error(f"{key}: must be a list of {words}")
        if any(type(value) is not kind for value in values):
            raise self.error(f"{key}: must be a list of {words}")
        return tuple(values)
