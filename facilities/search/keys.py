"""What the index holds a set of facilities for: the value of a group, as two words."""

from collections.abc import Iterator, Mapping

from facilities.criteria import CRITERIA, FIELDS, CriterionStatus

Key = tuple[str, str]

# Groups of choices that come from claims: which field each of them reads.
CLAIMED = {
    "route": "routes",
    "setting": "dosing_setting",
    "condition": "conditions_treated",
    "age": "age_groups",
    "payment": "payment_types",
    "language": "languages",
    "accessibility": "accessibility",
    "population": "populations",
    "telehealth": "telehealth",
    "accepting": "accepting_new_patients",
}
GROUP_OF_FIELD = {field: group for group, field in CLAIMED.items()}
SETTINGS = {
    "in_clinic": "clinic",
    "hospital": "hospital",
    "at_home_supervised": "home",
    "at_home_unsupervised": "home",
}
ACCEPTING = "newpt"
NO_TELEHEALTH = "none"

PRICE_CEILINGS = (200, 300, 400, 500, 750, 1000)
CHECKED_WITHIN_DAYS = (90, 180, 365)

GROUPS = ("state", *CLAIMED, "price", "checked")

# What the results say, as the filters read it: at any level, and confirmed.
MEETS, PARTLY = "meets", "partly"
CONFIRMED_MEETS, CONFIRMED_PARTLY = "confirmed_meets", "confirmed_partly"
# What confirmed facts say by themselves, as the order reads it.
PROVEN_MEETS, PROVEN_PARTLY = "proven_meets", "proven_partly"
FLAGGED: Key = ("flag", "established")

STATED_GROUPS: Mapping[str, str] = {
    CriterionStatus.MEETS: MEETS,
    CriterionStatus.PARTLY_MEETS: PARTLY,
}
CONFIRMED_GROUPS: Mapping[str, str] = {
    CriterionStatus.MEETS: CONFIRMED_MEETS,
    CriterionStatus.PARTLY_MEETS: CONFIRMED_PARTLY,
}
PROVEN_GROUPS: Mapping[str, str] = {
    CriterionStatus.MEETS: PROVEN_MEETS,
    CriterionStatus.PARTLY_MEETS: PROVEN_PARTLY,
}

CORE = tuple(slug for slug, criterion in CRITERIA.items() if criterion.is_core)


def key_of_claim(field: str, value: str) -> Key | None:
    """Where a facility stands that states this, or None where there is no choice."""
    group = GROUP_OF_FIELD[field]
    if group == "setting":
        value = SETTINGS.get(value)
    elif group == "language":
        # A clinic that speaks Mexican Spanish (es-MX) speaks Spanish.
        value = value.partition("-")[0].lower()
    elif group == "accepting":
        value = value if value == ACCEPTING else None
    elif group == "telehealth":
        value = value if value != NO_TELEHEALTH else None
    return (group, value) if value else None


def known_values() -> Iterator[Key]:
    """The values that are counted even where no facility has them."""
    for field in CLAIMED.values():
        for value, _label in FIELDS[field].choices:
            if key := key_of_claim(field, value):
                yield key
    yield from (("price", str(dollars)) for dollars in PRICE_CEILINGS)
    yield from (("checked", str(days)) for days in CHECKED_WITHIN_DAYS)


def _targets() -> Iterator[tuple[Key, ...]]:
    yield (FLAGGED,)
    for slug in CRITERIA:
        for status in (CriterionStatus.MEETS, CriterionStatus.PARTLY_MEETS):
            confirmed = (CONFIRMED_GROUPS[status], slug)
            proven = (PROVEN_GROUPS[status], slug)
            yield from ((confirmed,), (proven,), (confirmed, proven))


# The sets that a facility leaves when a day has passed, by the number that stands for
# them. Most often what is confirmed and what is proven end on one day: one entry.
TARGETS = tuple(_targets())
TARGET_NUMBERS = {keys: number for number, keys in enumerate(TARGETS)}
