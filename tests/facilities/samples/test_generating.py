import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest
from dateutil.relativedelta import relativedelta

from facilities.criteria import (
    CRITERIA,
    EVIDENCE_TYPES,
    FACETS,
    FIELDS,
    GROUPS,
    RED_FLAGS,
    ClaimStatus,
    CriterionStatus,
    FieldType,
    KeptAs,
    confirmation_limit_months,
)
from facilities.criteria.rules import evaluate_all, red_flags
from facilities.enums import AddressPrecision, PointPrecision
from facilities.samples import SHOWCASES, sample_clinics
from facilities.samples.planning import plan_clinics
from facilities.samples.recipes import (
    ANSWERS,
    ARCHETYPES,
    CASES,
    FACET_CHOICES,
    FACET_EVIDENCE,
    STAFF,
)

TODAY = date(2026, 6, 15)
LEAP_DAY = date(2028, 2, 29)
STORIES = {case.name for case in CASES}


@pytest.fixture(scope="module")
def clinics():
    return sample_clinics(TODAY)


@pytest.fixture(scope="module")
def standings(clinics):
    """How each clinic stands on each criterion, by the clinic's name."""
    return {
        clinic.name: evaluate_all(clinic.facts_on(TODAY), on=TODAY)
        for clinic in clinics
    }


def named(clinics, showcase):
    [clinic] = [each for each in clinics if each.name == SHOWCASES[showcase]]
    return clinic


def values(clinic):
    return {fact.field: fact.value for fact in clinic.facts}


def checks(clinic):
    rows = [*clinic.facts, *clinic.prices, *clinic.clinicians]
    return [row.check for row in rows if row.check]


def without_dates(clinic, day):
    facts = {
        name: (fact.status, fact.evidence, undated(name, fact.value))
        for name, fact in clinic.facts_on(day).items()
    }
    offers = [
        row.check and row.check.status_on(day)
        for row in [*clinic.prices, *clinic.clinicians]
    ]
    return clinic.name, clinic.address, clinic.phones, facts, offers


def undated(name, value):
    return None if FIELDS[name].type is FieldType.DATE else value


def test_same_day_gives_the_same_clinics(clinics):
    assert sample_clinics(TODAY) == clinics


@pytest.mark.parametrize("day", [LEAP_DAY, date(2026, 12, 31)])
def test_another_day_moves_dates_only(clinics, day):
    moved = sample_clinics(day)

    assert [without_dates(each, day) for each in moved] == [
        without_dates(each, TODAY) for each in clinics
    ]
    assert moved != clinics


def test_fewer_clinics_are_the_first_ones(clinics):
    assert sample_clinics(TODAY, 60) == clinics[:60]


def test_more_clinics_than_names_are_refused():
    with pytest.raises(ValueError, match="names for"):
        sample_clinics(TODAY, 1000)


def test_there_are_about_150_everywhere(clinics):
    states = {clinic.address.state for clinic in clinics}

    assert len(clinics) == 150
    assert len({clinic.name for clinic in clinics}) == 150
    assert len(states) == 51
    assert "DC" in states


def test_every_kind_occurs_in_the_mix_its_weight_asks_for(clinics):
    told = Counter(each.kind for each in clinics if each.name not in STORIES)
    share = sum(told.values()) / sum(kind.weight for kind in ARCHETYPES.values())

    assert set(ARCHETYPES) == {clinic.kind for clinic in clinics}
    assert all(
        abs(told[slug] - kind.weight * share) < 2 for slug, kind in ARCHETYPES.items()
    )


def test_clinics_say_from_nearly_nothing_to_everything(clinics, standings):
    stated = Counter(
        sum(each.status is not CriterionStatus.NOT_STATED for each in found.values())
        for found in standings.values()
    )
    few = [clinic for clinic in clinics if len(clinic.facts) <= 5]

    assert 10 <= len(few) <= 25
    assert stated[len(CRITERIA)] >= 5
    assert len(stated) > 25


def test_every_value_is_canonical_and_kept_as_a_claim(clinics):
    facts = [fact for clinic in clinics for fact in clinic.facts]

    assert len(facts) > 10_000
    assert [
        fact for fact in facts if FIELDS[fact.field].clean(fact.value) != fact.value
    ] == []
    assert {FIELDS[fact.field].kept_as for fact in facts} == {KeptAs.CLAIM}


def test_no_field_is_said_twice(clinics):
    assert all(len(values(clinic)) == len(clinic.facts) for clinic in clinics)


def test_every_field_that_may_be_invented_is(clinics):
    said = {fact.field for clinic in clinics for fact in clinic.facts}
    left_out = {
        name
        for name, field in FIELDS.items()
        if field.kept_as is KeptAs.CLAIM and not field.is_derived and name not in said
    }

    assert left_out == {"lead_prescriber_npi", "organization_npi"}


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
def test_every_criterion_occurs_with_each_status(standings, criterion):
    possible = set(CriterionStatus)
    if criterion.applies_when is None:
        possible.remove(CriterionStatus.NOT_APPLICABLE)

    assert {found[criterion.slug].status for found in standings.values()} == possible


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
def test_every_criterion_is_confirmed_somewhere_and_stated_somewhere(
    standings, criterion
):
    found = [each[criterion.slug] for each in standings.values()]
    stated = [each for each in found if each.status != CriterionStatus.NOT_STATED]

    assert {each.is_confirmed for each in stated} == {True, False}


def test_every_status_of_a_claim_occurs(clinics):
    counted = Counter(
        fact.status for clinic in clinics for fact in clinic.facts_on(TODAY).values()
    )

    assert set(counted) == set(ClaimStatus)
    assert counted[ClaimStatus.LAPSED] > 500
    assert counted[ClaimStatus.CONTRADICTED] == 3


def test_some_checks_are_due_soon(clinics):
    left = [
        (check.expires_on - TODAY).days for each in clinics for check in checks(each)
    ]

    assert sum(0 <= days <= 30 for days in left) > 100


@pytest.mark.parametrize("flag", RED_FLAGS.values(), ids=RED_FLAGS)
def test_every_flag_that_follows_from_facts_is_raised(clinics, flag):
    raised = [
        (clinic.name, each.is_established)
        for clinic in clinics
        for each in red_flags(clinic.facts_on(TODAY), on=TODAY)
        if each.flag is flag
    ]
    is_possible = flag.trigger is not None or flag.slug == "contradicted-claim"
    grounds = {True, False} if flag.minimum_level == ClaimStatus.ATTESTED else {True}

    assert {is_established for _, is_established in raised} == (
        grounds if is_possible else set()
    )
    assert {name for name, _ in raised} <= STORIES


def test_checks_are_ones_the_actions_accept(clinics):
    for clinic in clinics:
        for fact in clinic.facts:
            if fact.check and fact.check.status.counts_as_confirmed:
                months = confirmation_limit_months(fact.field, fact.check.evidence_kind)
                limit = fact.check.checked_on + relativedelta(months=months)
                highest = EVIDENCE_TYPES[fact.check.evidence_kind].highest_level

                assert fact.check.checked_on < fact.check.expires_on <= limit
                assert fact.check.checked_on <= TODAY
                assert fact.check.status in {ClaimStatus.DOCUMENT_SEEN, highest}


def test_what_is_checked_was_said_before_unless_only_moderators_say_it(clinics):
    for clinic in clinics:
        for fact in clinic.facts:
            if FIELDS[fact.field].is_moderator_only:
                assert fact.stated_on is None
                assert fact.check is not None
            else:
                assert fact.stated_on <= TODAY
                assert not fact.check or fact.stated_on < fact.check.checked_on


def test_nobody_can_take_a_sample_for_a_real_clinic(clinics):
    numbers = [phone.number for clinic in clinics for phone in clinic.phones]
    hosts = {urlsplit(clinic.website).hostname for clinic in clinics if clinic.website}
    streets = {
        clinic.address.street_1.split(" ", 1)[1]
        for clinic in clinics
        if clinic.address.street_1
    }
    people = {person.name for clinic in clinics for person in clinic.clinicians}
    licenses = {
        person.license_number for clinic in clinics for person in clinic.clinicians
    }

    assert [
        each for each in numbers if not re.fullmatch(r"\+1\d{3}55501\d{2}", each)
    ] == []
    assert len(numbers) == len(set(numbers))
    assert {".".join(host.split(".")[-2:]) for host in hosts} == {
        "example.com",
        "example.org",
    }
    assert all(re.match("Sample|Example|Placeholder", street) for street in streets)
    assert people == {"", "Sample Clinician A"}
    assert all(not each or each.startswith("SAMPLE-") for each in licenses)
    assert {check.source[:8] for each in clinics for check in checks(each)} == {
        "Sample: "
    }


def test_recipes_are_whole():
    assert set(ANSWERS) == set(CRITERIA)
    assert {name for entry in ANSWERS.values() for name in entry} == {
        "also",
        "meets",
        "partly_meets",
        "does_not_meet",
    }
    for slug, entry in ANSWERS.items():
        own = {field.name for field in CRITERIA[slug].fields}
        told = {
            name
            for options in entry.values()
            for each in options
            for name in each.values
        }

        assert told <= own


def test_recipes_name_only_what_exists():
    options = [
        each
        for entry in ANSWERS.values()
        for options in entry.values()
        for each in options
    ]
    asked = {word for each in options for word in each.needs | each.excludes}
    traits = {trait for plan in plan_clinics(150) for trait in plan.traits}
    kinds = ARCHETYPES.values()

    assert asked <= traits
    assert {name for kind in kinds for name in kind.chances} <= {*GROUPS, *CRITERIA}
    assert {name for kind in kinds for name in kind.always} <= set(CRITERIA)
    assert {name for kind in kinds for name in kind.facets} <= set(FACETS)
    assert {slug for kind in kinds for team in kind.teams for slug in team} <= set(
        STAFF
    )
    assert all("lead" in STAFF[team[0]] for kind in kinds for team in kind.teams)
    assert {*FACET_CHOICES, *FACET_EVIDENCE} <= set(FACETS)


def test_esketamine_is_given_where_it_may_be(clinics):
    told = [
        values(clinic)
        for clinic in clinics
        if clinic.name not in STORIES
        and "intranasal_esketamine" in values(clinic).get("routes", [])
    ]

    assert len(told) > 20
    assert {each.get("rems_certification") for each in told} == {
        None,
        "certified_this_site",
    }
    assert {each.get("observation_min_esketamine") for each in told} == {None, 120}
    assert {"adolescents", "children"}.isdisjoint(
        age for each in told for age in each.get("age_groups", [])
    )


def test_home_practices_have_no_premises(clinics):
    homes = [clinic for clinic in clinics if clinic.kind == "home-telehealth"]

    assert homes
    for clinic in homes:
        assert clinic.address.precision == AddressPrecision.NONE
        assert clinic.address.city == ""
        assert {"clinical_premises", "room_type"}.isdisjoint(values(clinic))
        assert {"site_visit"}.isdisjoint(each.evidence_kind for each in checks(clinic))


def test_pain_services_answer_for_pain_only(clinics):
    pain = [clinic for clinic in clinics if clinic.kind == "pain-service"]
    mental = {
        field.name
        for criterion in CRITERIA.values()
        if criterion.applies_when
        for field in criterion.fields
    }

    assert pain
    assert all(mental.isdisjoint(values(clinic)) for clinic in pain)


def test_prices_run_upwards(clinics):
    prices = [price for clinic in clinics for price in clinic.prices]

    assert {price.low_cents < price.high_cents for price in prices} == {True, False}
    assert all(price.low_cents <= price.high_cents for price in prices)


def test_complete_clinic_is_confirmed_in_everything(clinics, standings):
    clinic = named(clinics, "complete")
    found = dict(standings[clinic.name])
    home = found.pop("home-dose-safeguards")

    assert home.status == CriterionStatus.NOT_APPLICABLE
    assert {each.status for each in found.values()} == {CriterionStatus.MEETS}
    assert all(each.is_confirmed for each in found.values())
    assert all(row.check for row in [*clinic.prices, *clinic.clinicians])


def test_showcases_show_what_they_are_named_for(clinics):
    flags = {
        name: [
            (each.flag.slug, each.is_established)
            for each in red_flags(named(clinics, name).facts_on(TODAY), on=TODAY)
        ]
        for name in SHOWCASES
    }
    raised = {name: found for name, found in flags.items() if found}
    withheld = named(clinics, "withheld").address

    assert raised == {
        "contradicted": [("contradicted-claim", True)],
        "flagged_by_own_answer": [("no-evaluation-before-dose", False)],
        "flagged_established": [("cure-or-guarantee-claim", True)],
    }
    assert len(named(clinics, "near_silent").facts) == 3
    assert named(clinics, "closed").closing.is_permanent
    assert not named(clinics, "temporarily_closed").closing.is_permanent
    assert withheld.is_withheld
    assert (withheld.precision, withheld.point_precision, withheld.street_1) == (
        AddressPrecision.CITY,
        PointPrecision.CITY,
        "",
    )
    assert {
        fact.status for fact in named(clinics, "lapsed").facts_on(TODAY).values()
    } == {ClaimStatus.ATTESTED, ClaimStatus.LAPSED}
    assert values(named(clinics, "lapsed_flag"))["claims_non_addictive"] is True
    assert values(named(clinics, "no_therapy"))["psychotherapy_place"] == "none"
    assert named(clinics, "home_only").address.precision == AddressPrecision.NONE
    assert values(named(clinics, "pain_only"))["treats_mental_health"] is False
