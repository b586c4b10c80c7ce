"""A field: one thing a clinic can say about itself, and how to read and show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from facilities.criteria.shapes import (
    clean_currency,
    clean_language,
    clean_npi,
    clean_opening_hours,
    clean_phone,
    clean_subdivision,
)
from facilities.criteria.values import (
    clean_bool,
    clean_choice,
    clean_choices,
    clean_date,
    clean_decimal,
    clean_int,
    clean_text,
    listed,
)

JsonValue = bool | int | str | list[str]
NO_BREAK_SPACE = "\u00a0"
MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
CURRENCY_UNIT = "currency"


class FieldType(StrEnum):
    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    ENUM = "enum"
    MULTI = "multi"
    TEXT = "text"


class KeptAs(StrEnum):
    """Where a facility keeps the value: most are claims, a few have their own place."""

    CLAIM = "claim"
    PRICE = "price"
    CONTACT = "contact"


class Shape(StrEnum):
    """A public format that a text, or each value of a list, has to follow."""

    NPI = "npi"
    SUBDIVISION = "subdivision"
    LANGUAGE = "language"
    OPENING_HOURS = "opening_hours"
    PHONE = "phone"
    CURRENCY = "currency"


SHAPE_CLEANERS: Mapping[Shape, Callable[[str], str]] = {
    Shape.NPI: clean_npi,
    Shape.SUBDIVISION: clean_subdivision,
    Shape.LANGUAGE: clean_language,
    Shape.OPENING_HOURS: clean_opening_hours,
    Shape.PHONE: clean_phone,
    Shape.CURRENCY: clean_currency,
}


class Definition:
    """Never changes, so a copy of it is the thing itself."""

    __slots__ = ()

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


@dataclass(frozen=True, slots=True, eq=False)
class Field(Definition):
    """``criterion`` is the slug of its criterion, or None for a general facet."""

    name: str
    type: FieldType
    label: str
    help: str
    unit: str
    shape: Shape | None
    minimum: int | Decimal | None
    maximum: int | Decimal | None
    allowed_values: tuple[str, ...]
    value_labels: Mapping[str, str]
    is_public: bool
    is_derived: bool
    is_moderator_only: bool
    kept_as: KeptAs
    criterion: str | None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Value and label of each answer that can be picked; none for languages."""
        if self.shape is not None:
            return ()
        return tuple((value, self.value_label(value)) for value in self.allowed_values)

    def clean(self, raw: object) -> JsonValue:
        """The canonical JSON value, or InvalidValue."""
        return CLEANERS[self.type](self, raw)

    def display(self, value: JsonValue) -> str:
        """The value in plain words, with its unit."""
        return DISPLAYS[self.type](self, value)

    def value_label(self, value: str) -> str:
        label = self.value_labels.get(value)
        if label is None and self.shape is None:
            words = value.replace("_", " ")
            label = words[:1].upper() + words[1:]
        return label or value

    def clean_number(self, raw):
        clean = clean_int if self.type is FieldType.INT else clean_decimal
        return clean(raw, self.minimum, self.maximum)

    def clean_list(self, raw):
        if self.shape is None:
            return clean_choices(raw, self.allowed_values)
        return sorted({self.clean_line(value) for value in listed(raw)})

    def clean_line(self, raw):
        text = clean_text(raw)
        return SHAPE_CLEANERS[self.shape](text) if self.shape else text

    def display_number(self, value):
        number = Decimal(value)
        if self.unit == CURRENCY_UNIT:
            return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
        unit = singular(self.unit) if number == 1 else self.unit
        return f"{number:,f} {unit}".strip()

    def display_list(self, value):
        return ", ".join(self.value_label(each) for each in value)


def singular(unit: str) -> str:
    """``minutes after dose`` for one: ``minute after dose``."""
    first, _, rest = unit.partition(" ")
    first = "person" if first == "people" else first.removesuffix("s")
    return f"{first} {rest}".strip()


def display_date(value: str) -> str:
    """Months are named here, so that the words do not depend on a locale."""
    day = date.fromisoformat(value)
    return NO_BREAK_SPACE.join([str(day.day), MONTHS[day.month - 1], str(day.year)])


CLEANERS = {
    FieldType.BOOL: lambda _field, raw: clean_bool(raw),
    FieldType.INT: Field.clean_number,
    FieldType.DECIMAL: Field.clean_number,
    FieldType.DATE: lambda _field, raw: clean_date(raw),
    FieldType.ENUM: lambda field, raw: clean_choice(raw, field.allowed_values),
    FieldType.MULTI: Field.clean_list,
    FieldType.TEXT: Field.clean_line,
}
DISPLAYS = {
    FieldType.BOOL: lambda _field, value: "Yes" if value else "No",
    FieldType.INT: Field.display_number,
    FieldType.DECIMAL: Field.display_number,
    FieldType.DATE: lambda _field, value: display_date(value),
    FieldType.ENUM: Field.value_label,
    FieldType.MULTI: Field.display_list,
    FieldType.TEXT: lambda _field, value: value,
}
