"""Columns are remembered, and yet never stale: every write shows at once."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from facilities import actions
from facilities.comparison import columns_of
from facilities.criteria import ClaimStatus, CriterionStatus
from facilities.enums import PriceKind
from facilities.models import Claim, Facility
from tests.factories import (
    NOON,
    TODAY,
    a_facility,
    a_user,
    contradict,
    days_from,
    state,
    verify,
)

pytestmark = pytest.mark.django_db
SLUG = "adverse-event-recording"


def read(*facilities, today=TODAY):
    slugs = [facility.slug for facility in facilities]
    return columns_of(Facility.objects.published(), slugs, today)


def column_of(facility, today=TODAY):
    _listed, [column] = read(facility, today=today)
    return column


def tables_read(queries) -> set[str]:
    sql = " ".join(query["sql"] for query in queries)
    return set(re.findall(r'FROM "(\w+)"', sql))


def a_clinic():
    facility = a_facility()
    state(facility, ae_log=True, supervision_level="none", routes=["iv"])
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(PriceKind.SESSION, 40_000, 40_000)],
        by=a_user(),
        at=NOON,
    )
    return facility


def test_first_reading_takes_one_query_a_table_and_the_next_only_one():
    clinics = [a_clinic() for _ in range(4)]

    with CaptureQueriesContext(
        connection,
    ) as first:
        _listed, columns = read(*clinics)
    with CaptureQueriesContext(connection) as second:
        _listed, again = read(*clinics)

    assert (len(first), len(second)) == (6, 1)
    assert [a is b for a, b in zip(columns, again, strict=True)] == [True] * 4


def test_what_a_column_is_drawn_from_is_what_its_version_covers():
    """A table that is read but not watched would let a stale column live."""
    clinics = [a_clinic() for _ in range(2)]

    with CaptureQueriesContext(connection) as queries:
        read(*clinics)

    [version, *rest] = queries.captured_queries
    assert len(rest) == 5
    assert tables_read(rest) == tables_read([version])


def test_only_what_is_not_remembered_is_read():
    known, new = a_clinic(), a_clinic()
    remembered = column_of(known)

    _listed, columns = read(new, known)

    assert columns[1] is remembered
    assert columns[0].slug == new.slug


def confirm(facility):
    verify(facility, "ae_log", True, "policy_document")


def find_untrue(facility):
    contradict(facility, "ae_log")


def change_price(facility):
    actions.state_prices(
        facility=facility,
        prices=[actions.StatedPrice(PriceKind.SESSION, 50_000, 50_000)],
        by=a_user(),
        at=NOON,
    )


def close(facility):
    actions.close(facility=facility, on=TODAY, reason="x", by=None, is_permanent=False)


def write_claim_directly(facility):
    """As a migration or an operator at the database would."""
    facility.claims.filter(field="routes").update(value=["im"])


def write_result_directly(facility):
    facility.results.filter(criterion=SLUG).update(
        status=CriterionStatus.PARTLY_MEETS.value
    )
    facility.results.filter(criterion=SLUG).update(
        status=CriterionStatus.DOES_NOT_MEET.value
    )


def delete_flags(facility):
    facility.flags.all().delete()


def swap_two_claims(facility):
    """The same rows in number, and the same values among them."""
    yes, no = facility.claims.filter(field__in=["ae_log", "routes"]).order_by("pk")
    yes.delete()
    no.delete()
    state(facility, ae_log=True, routes=["iv"])


@pytest.mark.parametrize(
    "change",
    [
        confirm,
        find_untrue,
        change_price,
        close,
        write_claim_directly,
        write_result_directly,
        delete_flags,
        swap_two_claims,
    ],
)
def test_whatever_is_written_is_seen_at_once(change):
    facility = a_clinic()
    before = column_of(facility)
    assert column_of(facility) is before

    change(facility)

    after = column_of(facility)
    assert after is not before
    assert column_of(facility) is after


def test_change_of_another_clinic_makes_nobody_read_again():
    facility, other = a_clinic(), a_clinic()
    before = column_of(facility)

    confirm(other)

    assert column_of(facility) is before


def test_check_lapses_with_the_day_though_nothing_is_written():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    last = Claim.objects.get().expires_on

    levels = [
        column_of(facility, day).cells[SLUG].standing.level
        for day in (last, days_from(last, 1), last)
    ]

    assert levels == [
        ClaimStatus.DOCUMENT_SEEN,
        ClaimStatus.LAPSED,
        ClaimStatus.DOCUMENT_SEEN,
    ]


def test_each_language_has_its_own_column():
    facility = a_clinic()

    with translation.override("en"):
        english = column_of(facility)
    with translation.override("de"):
        german = column_of(facility)

    assert english is not german


def test_unlisted_clinic_is_not_found_even_if_it_is_remembered():
    facility = a_clinic()
    column_of(facility)

    actions.suspend(facility=facility, by=None, reason="asked for")

    assert read(facility) == ([], ())


def test_order_is_that_of_the_slugs_and_only_the_first_four_are_read():
    clinics = [a_facility(name=f"Clinic {letter}") for letter in "FEDCBA"]

    listed, columns = read(*clinics)

    assert listed == [facility.slug for facility in clinics]
    assert [column.name for column in columns] == [
        "Clinic F",
        "Clinic E",
        "Clinic D",
        "Clinic C",
    ]


def test_what_is_not_there_is_left_out():
    facility = a_facility()

    listed, [column] = columns_of(
        Facility.objects.published(), ["nobody", facility.slug], date(2026, 1, 1)
    )

    assert listed == [facility.slug]
    assert column.slug == facility.slug
