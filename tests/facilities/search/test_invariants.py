"""Each invariant of match_method, for facts of any kind, judged by the rules."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.accounts.models import User
from facilities.actions.results import refresh_results_of
from facilities.criteria import (
    CRITERIA,
    EVIDENCE_TYPES,
    FIELDS,
    SAFETY_QUESTIONS,
    ClaimStatus,
    CriterionStatus,
    FieldType,
    confirmation_limit_months,
)
from facilities.criteria.rules import Fact, evaluate
from facilities.criteria.schema import field_names
from facilities.enums import Origin, PriceKind
from facilities.models import Claim, CriterionResult, Facility, Organization, Price
from facilities.search import Order, Question, answer, current
from tests.facilities.search.invented import POINTS, Clinic, plant, rolled_back
from tests.facilities.search.test_answering import property_settings
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

CHOSEN = (
    "evaluation-before-dose",
    "esketamine-rems",
    "on-site-supervision",
    "vital-signs",
    "observation-and-discharge",
)
SAFETY = {question.field for question in SAFETY_QUESTIONS}
LEVELS = ("document_seen", "primary_source")
IDENTITY_ONLY = {
    evidence.type
    for criterion in CRITERIA.values()
    for evidence in criterion.evidence
    if evidence.is_identity_only
}


def possible_values(name):
    """Any answer, also those that raise a banner."""
    field = FIELDS[name]
    if field.type is FieldType.BOOL:
        return st.booleans()
    options = st.sampled_from([value for value, _label in field.choices])
    return options if field.type is FieldType.ENUM else options.map(lambda one: [one])


def accepted_evidence(name):
    """A kind of evidence that confirms a field."""
    return next(
        kind
        for kind in sorted(EVIDENCE_TYPES)
        if kind not in IDENTITY_ONLY and confirmation_limit_months(name, kind)
    )


@st.composite
def answers(draw, levels):
    """What is said so that one criterion has one status, or about safety."""
    criterion = CRITERIA[draw(st.sampled_from(CHOSEN))]
    status = draw(st.sampled_from(list(criterion.examples)))
    said = {
        name: FIELDS[name].clean(value)
        for name, value in criterion.examples[status].items()
    }
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(SAFETY)))
        said[name] = draw(possible_values(name))
    left_out = draw(st.sets(st.sampled_from(sorted(said)), max_size=2))
    level = draw(st.sampled_from(levels))
    until = TODAY + timedelta(days=draw(st.sampled_from([0, 1, 200])))
    is_hearsay = draw(st.integers(0, 9)) == 0
    return [
        {
            "field": name,
            "value": value,
            "status": level,
            "evidence_kind": "hearsay" if is_hearsay else accepted_evidence(name),
            "expires_on": until,
        }
        for name, value in said.items()
        if name not in left_out
    ]


def fact_lists(*levels):
    """What comes first about a field is what counts: see ``write``."""
    return st.lists(answers(levels), min_size=1, max_size=3).map(
        lambda lists: [fact for facts in lists for fact in facts]
    )


ANY_FACTS = fact_lists("attested", *LEVELS, *LEVELS, *LEVELS, "contradicted")
STATEMENTS = fact_lists("attested")
asked = st.fixed_dictionaries(
    {"order": st.sampled_from(Order)},
    optional={
        "point": st.sampled_from(POINTS[1:]),
        "criteria": st.lists(st.sampled_from(CHOSEN), min_size=1, unique=True).map(
            tuple
        ),
    },
)


def write(facility, given_facts):
    """Write facts where there are none, and what they amount to."""
    checker = User.objects.get_or_create(email="checker@example.org")[0]
    known = set(Claim.objects.filter(facility=facility).values_list("field", flat=True))
    for fact in given_facts:
        if fact["field"] not in known:
            Claim.objects.create(facility=facility, **_columns(fact, checker))
            known.add(fact["field"])
    refresh_results_of([facility.pk], on=TODAY)


def _columns(fact, checker):
    columns = {"origin": Origin.PROVIDER, "stated_on": TODAY} | fact
    if fact["status"] == "attested":
        return columns | {"evidence_kind": "", "expires_on": None}
    checked = {"source": "seen", "verified_by": checker}
    return columns | checked | {"verified_on": TODAY - timedelta(days=3)}


def plant_three(given_facts):
    """Three clinics in one place, about which the same is known: ties in all but name.

    What moves the middle one, by however little, changes the order.
    """
    facilities = [plant(Clinic(name=name, point=POINTS[1])) for name in "abc"]
    for facility in facilities:
        write(facility, given_facts)
    return facilities


def order(question, day=TODAY):
    return answer(current(on=day), Question(**question)).pks


@settings(property_settings, max_examples=120)
@given(given_facts=ANY_FACTS, statements=STATEMENTS, question=asked)
def test_a_statement_never_improves_or_worsens_a_position(
    given_facts, statements, question
):
    """Also where it is "no", an answer to a safety question, or raises a banner."""
    with rolled_back():
        facilities = plant_three(given_facts)
        pks = [facility.pk for facility in facilities]
        assert order(question) == pks

        write(facilities[1], statements)

        assert order(question) == pks


@settings(property_settings, max_examples=120)
@given(
    given_facts=ANY_FACTS,
    statements=STATEMENTS,
    slug=st.sampled_from(CHOSEN),
    is_partly_enough=st.booleans(),
)
def test_a_statement_changes_no_order_of_those_who_meet_a_must_have(
    given_facts, statements, slug, is_partly_enough
):
    """It may make somebody be found, or no longer; nobody trades places by it."""
    question = {"must": (slug,), "is_partly_enough": is_partly_enough}
    with rolled_back():
        facilities = plant_three(given_facts)
        pks = [facility.pk for facility in facilities]
        before = order(question)
        assert before in (pks, [])

        write(facilities[1], statements)

        after = order(question)
        if before:
            assert after in (pks, [pks[0], pks[2]])
        else:
            assert after in ([], [pks[1]])


@property_settings
@given(given_facts=ANY_FACTS, question=asked)
def test_an_expired_verification_counts_as_a_statement(given_facts, question):
    """Long after, the order is that of three clinics whose facts were only stated."""
    some_day = TODAY + timedelta(days=1000)
    with rolled_back():
        plant_three(given_facts)
        found = order(question, some_day)

        Claim.objects.exclude(status="contradicted").update(
            status="attested",
            evidence_kind="",
            source="",
            verified_by=None,
            verified_on=None,
            expires_on=None,
        )
        refresh_results_of(Facility.objects.values_list("pk", flat=True), on=some_day)

        assert found == order(question, some_day)


@property_settings
@given(given_facts=ANY_FACTS, question=asked, cents=st.integers(0, 500_000))
def test_paying_and_prices_change_nothing(given_facts, question, cents):
    with rolled_back():
        facility = plant_three(given_facts)[1]
        before = order(question)

        Price.objects.create(
            facility=facility,
            kind=PriceKind.SESSION,
            low_cents=cents,
            high_cents=cents,
            origin=Origin.PROVIDER,
            stated_on=TODAY,
        )
        Facility.objects.filter(pk=facility.pk).update(
            organization=Organization.objects.create(name="A generous one"),
            website="https://example.org",
        )

        assert order(question) == before


def liftings():
    """Confirmed facts that meet a criterion partly, and a statement more that would
    make it "meets": where the rules let a word weigh as much as a check."""
    for slug, criterion in CRITERIA.items():
        facts = {
            name: Fact(FIELDS[name].clean(value), ClaimStatus.ATTESTED)
            for name, value in criterion.examples[CriterionStatus.MEETS].items()
            if not FIELDS[name].is_derived
        }
        for name in facts:
            others = {key: fact for key, fact in facts.items() if key != name}
            status = evaluate(criterion, others, on=TODAY).status
            if status == CriterionStatus.PARTLY_MEETS:
                yield pytest.param(slug, name, facts, id=f"{slug} {name}")


@pytest.mark.parametrize(("slug", "name", "facts"), list(liftings()))
def test_one_more_statement_moves_nobody(slug, name, facts):
    values = {each: fact.value for each, fact in facts.items()}
    *checked, statement = [
        {
            "field": each,
            "value": values[each],
            "status": "attested" if each == name else "primary_source",
            "evidence_kind": accepted_evidence(each),
            "expires_on": TODAY,
        }
        for each in sorted(facts, key=lambda each: each == name)
    ]
    facilities = plant_three(checked)
    pks = [facility.pk for facility in facilities]

    write(facilities[1], [statement])

    result = CriterionResult.objects.get(facility=facilities[1], criterion=slug)
    assert (result.status, result.confirmed_status) == ("meets", "partly_meets")
    assert order({"criteria": (slug,)}) == pks
    assert order({"must": (slug,), "is_partly_enough": True}) == pks


@property_settings
@given(given_facts=ANY_FACTS, is_confirmed_only=st.booleans())
def test_a_blank_fact_never_makes_a_criterion_not_apply(given_facts, is_confirmed_only):
    """Nobody is found, left out or ordered by what "does not apply" without cause."""
    structural = {
        name
        for criterion in CRITERIA.values()
        for name in field_names(criterion.applies_when)
    }
    with rolled_back():
        facility = plant(Clinic())
        write(
            facility, [fact for fact in given_facts if fact["field"] not in structural]
        )

        results = CriterionResult.objects.filter(facility=facility)
        assert not results.filter(status="not_applicable").exists()
        assert not results.filter(confirmed_status="not_applicable").exists()
        for slug in CHOSEN:
            question = Question(must=(slug,), is_confirmed_only=is_confirmed_only)
            met = results.filter(criterion=slug, status="meets")
            met = met.confirmed(TODAY) if is_confirmed_only else met
            assert answer(current(on=TODAY), question).total == met.count()
