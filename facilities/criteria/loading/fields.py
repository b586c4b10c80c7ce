"""Building fields and facets."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from facilities.criteria.fields import Field, FieldType, KeptAs, Shape
from facilities.criteria.loading.entry import Entry
from facilities.criteria.loading.rules import number

CHOICE_TYPES = (FieldType.ENUM, FieldType.MULTI)
NUMBER_TYPES = (FieldType.INT, FieldType.DECIMAL)
SHAPED_TYPES = (FieldType.TEXT, FieldType.MULTI)


def build_criterion_field(entry: Entry, criterion: str) -> Field:
    own = {
        "is_public": entry.flag("public"),
        "is_derived": entry.flag("derived", default=False),
        "is_moderator_only": entry.flag("moderator_only", default=False),
        "kept_as": KeptAs.CLAIM,
        "help": entry.text("help", default=""),
        "criterion": criterion,
    }
    return build_field(entry, own)


def build_facet(entry: Entry) -> Field:
    own = {
        "is_public": True,
        "is_derived": False,
        "is_moderator_only": False,
        "kept_as": entry.choice("kept_as", KeptAs),
        "help": entry.text("note", default=""),
        "criterion": None,
    }
    return build_field(entry, own)


def build_field(entry: Entry, own: Mapping[str, object]) -> Field:
    kind = entry.choice("type", FieldType)
    minimum, maximum = take_limits(entry, kind)
    allowed_values = take_allowed_values(entry, kind)
    shape = take_shape(entry, kind)
    field = Field(
        name=entry.text("name"),
        type=kind,
        label=entry.text("label"),
        unit=entry.text("unit", default=""),
        shape=shape,
        minimum=minimum,
        maximum=maximum,
        allowed_values=allowed_values,
        value_labels=take_value_labels(entry, allowed_values, shape),
        **own,
    )
    entry.finish()
    return field


def take_limits(entry: Entry, kind: FieldType) -> tuple:
    if kind not in NUMBER_TYPES:
        return None, None
    limits = [take_limit(entry, key, kind) for key in ("minimum", "maximum")]
    if limits[0] >= limits[1]:
        raise entry.error("minimum: must be less than maximum")
    return tuple(limits)


def take_limit(entry: Entry, key: str, kind: FieldType) -> int | Decimal:
    if kind is FieldType.INT:
        return entry.number(key)
    limit = number(entry.text(key))
    if limit is None:
        raise entry.error(f"{key}: must be a number in quotes")
    return limit


def take_allowed_values(entry: Entry, kind: FieldType) -> tuple[str, ...]:
    if kind not in CHOICE_TYPES:
        return ()
    values = entry.texts("allowed_values")
    entry.refuse_repeats("allowed_values", values)
    return values


def take_shape(entry: Entry, kind: FieldType) -> Shape | None:
    return entry.choice("shape", Shape, default=None) if kind in SHAPED_TYPES else None


def take_value_labels(entry, allowed_values, shape) -> Mapping[str, str]:
    labels = entry.take("value_labels", default={})
    if not isinstance(labels, dict) or any(
        not isinstance(part, str) for pair in labels.items() for part in pair
    ):
        raise entry.error("value_labels: must be values and their labels")
    if shape is None:
        entry.refuse_unknown("value_labels", "value", labels, allowed_values)
    return MappingProxyType(labels)
