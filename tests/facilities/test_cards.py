"""A card says what every row of the facility says, of which it reads only a few."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.criteria import FIELDS, ClaimStatus, CriterionStatus, FieldType
from facilities.criteria.rules import SAFETY_FIELDS, unanswered_safety_questions
from facilities.enums import Origin, PriceKind
from facilities.models import Claim, Facility, FacilityFlag
from facilities.presentation.cards import Card, cards_of
from tests.facilities.search.invented import (
    claims,
    clinics,
    days,
    plant,
    rolled_back,
)
from tests.facilities.search.test_answering import property_settings
from tests.facilities.test_filters import confirm, facts
from tests.factories import TODAY, a_facility, contradict, days_from, state

pytestmark = pytest.mark.django_db


def any_claims(name):
    field = FIELDS[name]
    choices = st.sampled_from(field.allowed_values or [True, False])
    is_list = field.type == FieldType.MULTI
    values = st.lists(choices, min_size=1, unique=True) if is_list else choices
    return st.builds(
        lambda claim, value: claim | {"value": value}, claims(name="routes"), values
    )


safety_claims = st.fixed_dictionaries(
    {}, optional={name: any_claims(name) for name in sorted(SAFETY_FIELDS)}
)
talkative_clinics = st.builds(
    lambda clinic, more: replace(clinic, claims=clinic.claims | more),
    clinics,
    safety_claims,
)


def card_of(facility, today=TODAY) -> Card:
    [card] = cards_of([facility], {}, {}, today)
    return card


def plain_card(facility: Facility, today: date) -> dict[str, object]:
    """The same from every row of the facility, by what its models say."""
    claims = {claim.field: claim for claim in facility.claims.all()}
    results = facility.results.all()
    levels = [
        result.level_on(today)
        for result in results
        if result.status != CriterionStatus.NOT_APPLICABLE
    ]
    flags = [flag for flag in facility.flags.all() if flag.is_raised_on(today)]
    flags.sort(key=lambda flag: (flag.definition.display, flag.flag))
    facts = {name: claim.as_fact(today) for name, claim in claims.items()}
    return {
        "marks": {
            each.criterion: (each.status, each.level_on(today)) for each in results
        },
        "stated": len(levels),
        "verified": sum(level.counts_as_confirmed for level in levels),
        "lapsed": levels.count(ClaimStatus.LAPSED),
        "not_applying": len(results) - len(levels),
        "price": plain_price(facility, today),
        "routes": plain_routes(claims.get("routes"), today),
        "flags": [(flag.definition, flag.is_established_on(today)) for flag in flags],
        "unanswered": len(unanswered_safety_questions(facts)),
    }


def plain_price(facility, today):
    price = facility.prices.filter(kind=PriceKind.SESSION).first()
    if price is None or price.status == ClaimStatus.CONTRADICTED:
        return None
    amounts = price.low_cents, price.high_cents, price.currency
    return (*amounts, price.status_on(today))


def plain_routes(claim, today):
    if claim is None or claim.status == ClaimStatus.CONTRADICTED:
        return None
    labels = [FIELDS["routes"].value_label(value) for value in claim.value]
    return labels, claim.status_on(today)


@property_settings
@given(planted=st.lists(talkative_clinics, min_size=1, max_size=4), day=days)
def test_card_is_what_all_rows_of_its_facility_say(planted, day):
    with rolled_back():
        facilities = [plant(clinic) for clinic in planted]

        cards = cards_of(facilities, {}, {}, day)

        assert [card.facility for card in cards] == facilities
        for card in cards:
            for name, value in plain_card(card.facility, day).items():
                assert getattr(card, name) == value, name


@pytest.mark.parametrize("origin", [Origin.SAMHSA, Origin.PROVIDER])
@pytest.mark.parametrize("codes", [["CBT", "KIT"], ["CBT"]])
def test_only_samhsa_says_what_it_was_told(origin, codes):
    is_samhsa = origin == Origin.SAMHSA
    facility = a_facility()
    Claim.objects.create(
        facility=facility,
        field="samhsa_codes",
        value=codes,
        origin=origin,
        edition=2023 if is_samhsa else None,
        stated_on=TODAY,
    )

    edition = card_of(facility).samhsa_edition

    assert edition == (2023 if is_samhsa and "KIT" in codes else None)


def test_check_ends_with_its_last_day():
    facility = a_facility()
    until = confirm(facility, "vital-signs")

    last, next_day = card_of(facility, until), card_of(facility, days_from(until, 1))

    assert (last.verified, last.lapsed) == (1, 0)
    assert (next_day.verified, next_day.lapsed) == (0, 1)


def test_banners_come_first_and_those_that_ended_are_gone():
    facility = a_facility()
    for flag, columns in (
        ("same-day-driving", {}),
        ("open-regulator-warning", {"established_until": TODAY}),
        ("says-not-addictive", {"established_until": days_from(TODAY, -1)}),
        ("contradicted-claim", {"raised_until": days_from(TODAY, -1)}),
    ):
        FacilityFlag.objects.create(facility=facility, flag=flag, **columns)

    flags = card_of(facility).flags

    assert [(flag.slug, is_established) for flag, is_established in flags] == [
        ("open-regulator-warning", True),
        ("says-not-addictive", False),
        ("same-day-driving", False),
    ]


def test_each_card_is_of_its_own_facility():
    first, second, silent = a_facility(), a_facility(), a_facility()
    state(first, routes=["iv"], **facts("vital-signs"))
    state(second, routes=["oral"])
    contradict(second, "routes")

    miles, latest = {second.pk: 3.25}, {first.pk: TODAY}
    cards = cards_of([silent, second, first], miles, latest, TODAY)

    assert [card.facility for card in cards] == [silent, second, first]
    assert [card.miles for card in cards] == [None, 3.25, None]
    assert [card.latest for card in cards] == [None, None, TODAY]
    assert [card.routes for card in cards] == [
        None,
        None,
        (["IV drip"], ClaimStatus.ATTESTED),
    ]
    assert [card.stated for card in cards] == [0, *map(plain_stated, (second, first))]


def plain_stated(facility):
    return plain_card(facility, TODAY)["stated"]


@pytest.mark.parametrize("facilities", [1, 3])
def test_any_number_of_cards_is_read_with_one_query(
    django_assert_num_queries, facilities
):
    shown = [a_facility() for _ in range(facilities)]
    for facility in shown:
        confirm(facility, "vital-signs")

    with django_assert_num_queries(1):
        cards_of(shown, {}, {}, TODAY)


def test_no_cards_need_no_queries(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert cards_of([], {}, {}, TODAY) == []
