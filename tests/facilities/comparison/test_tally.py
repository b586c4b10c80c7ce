"""Counts of what matters to the reader: each criterion in one count, and no score."""

import pytest

from facilities.comparison import Tally, tally_of
from facilities.comparison.building import build_column
from facilities.comparison.table import Cell
from facilities.criteria import CRITERIA, ClaimStatus, CriterionStatus
from facilities.models import Claim, Facility
from facilities.presentation.standing import Standing
from tests.factories import TODAY, a_facility, contradict, days_from, state, verify

pytestmark = pytest.mark.django_db
S, L = CriterionStatus, ClaimStatus
SLUGS = tuple(CRITERIA)
COUNTS = (
    "confirmed",
    "partly_confirmed",
    "stated",
    "not_met",
    "not_stated",
    "not_applying",
)


class Standings:
    """Stands in for a column: the first criteria stand as given, in order."""

    def __init__(self, *standings):
        self.cells = {
            slug: Cell(Standing(*each))
            for slug, each in zip(SLUGS, standings, strict=False)
        }


def counts(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in COUNTS if getattr(tally, name)}


@pytest.mark.parametrize(
    ("status", "level", "count"),
    [
        (S.MEETS, L.PRIMARY_SOURCE, "confirmed"),
        (S.MEETS, L.DOCUMENT_SEEN, "confirmed"),
        (S.MEETS, L.ATTESTED, "stated"),
        (S.MEETS, L.LAPSED, "stated"),
        (S.PARTLY_MEETS, L.PRIMARY_SOURCE, "partly_confirmed"),
        (S.PARTLY_MEETS, L.DOCUMENT_SEEN, "partly_confirmed"),
        (S.PARTLY_MEETS, L.ATTESTED, "stated"),
        (S.PARTLY_MEETS, L.LAPSED, "stated"),
        (S.DOES_NOT_MEET, L.ATTESTED, "not_met"),
        (S.DOES_NOT_MEET, L.PRIMARY_SOURCE, "not_met"),
        (S.DOES_NOT_MEET, L.LAPSED, "not_met"),
        (S.DOES_NOT_MEET, L.CONTRADICTED, "not_met"),
        (S.NOT_STATED, None, "not_stated"),
        (S.NOT_APPLICABLE, L.ATTESTED, "not_applying"),
        (S.NOT_APPLICABLE, L.PRIMARY_SOURCE, "not_applying"),
    ],
)
def test_each_standing_has_its_count(status, level, count):
    tally = tally_of(Standings((status, level)), SLUGS[:1], ())

    assert counts(tally) == {count: 1}
    assert tally.total == 1


def test_worked_example_of_the_specification():
    """“7 of your 10 confirmed, 2 stated by the clinic, 1 not stated.”"""
    column = Standings(
        *[(S.MEETS, L.DOCUMENT_SEEN)] * 7,
        *[(S.MEETS, L.ATTESTED)] * 2,
        (S.NOT_STATED, None),
        (S.MEETS, L.PRIMARY_SOURCE),
    )

    tally = tally_of(column, SLUGS[:10], ())

    assert tally.total == 10
    assert counts(tally) == {"confirmed": 7, "stated": 2, "not_stated": 1}


def test_only_what_matters_is_counted():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    state(facility, cognition_interval="never", routes=["iv"])
    column = build_column(Facility.objects.with_comparison().get(), TODAY)

    def of(*mine):
        return counts(tally_of(column, mine, ()))

    assert of("adverse-event-recording") == {"partly_confirmed": 1}
    assert of("cognition-check") == {"not_met": 1}
    assert of("esketamine-rems", "vital-signs") == {
        "not_applying": 1,
        "not_stated": 1,
    }


def test_lapsed_check_counts_as_stated_from_its_first_day():
    facility = a_facility()
    verify(facility, "ae_log", True, "policy_document")
    last = Claim.objects.get().expires_on
    facility = Facility.objects.with_comparison().get()

    def on(day):
        column = build_column(facility, day)
        return counts(tally_of(column, ["adverse-event-recording"], ()))

    assert on(last) == {"partly_confirmed": 1}
    assert on(days_from(last, 1)) == {"stated": 1}


def test_must_haves_that_are_not_confirmed_are_named_with_how_they_stand():
    column = Standings(
        (S.MEETS, L.DOCUMENT_SEEN),
        (S.MEETS, L.ATTESTED),
        (S.PARTLY_MEETS, L.DOCUMENT_SEEN),
        (S.NOT_STATED, None),
        (S.DOES_NOT_MEET, L.ATTESTED),
    )

    tally = tally_of(column, SLUGS[:5], SLUGS[:4])

    assert (tally.must_confirmed, tally.must) == (1, 4)
    assert [(each.slug, standing.status) for each, standing in tally.wanting] == [
        (SLUGS[1], S.MEETS),
        (SLUGS[2], S.PARTLY_MEETS),
        (SLUGS[3], S.NOT_STATED),
    ]


def test_what_was_found_untrue_is_not_met():
    facility = a_facility()
    state(facility, ae_log=True)
    contradict(facility, "ae_log")
    column = build_column(Facility.objects.with_comparison().get(), TODAY)

    tally = tally_of(column, ["adverse-event-recording"], ["adverse-event-recording"])

    assert counts(tally) == {"not_met": 1}
    assert tally.must_confirmed == 0


def test_tally_has_no_score():
    fields = set(Tally.__dataclass_fields__)

    assert fields & {"score", "rank", "grade", "percent", "points"} == set()
