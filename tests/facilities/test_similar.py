"""Open clinics like one that is closed."""

from datetime import date

import pytest

from facilities import actions
from facilities.criteria import ClaimStatus
from facilities.enums import AddressPrecision, PointPrecision
from facilities.models import Facility
from facilities.similar import MOST_SHOWN, similar_to
from tests.facilities.test_filters import confirm
from tests.factories import NOON, TODAY, a_facility, contradict, state, verify

pytestmark = pytest.mark.django_db
NOWHERE = {
    "latitude": None,
    "longitude": None,
    "point_precision": PointPrecision.NONE,
}


def close(facility, *, is_permanent=True):
    return actions.close(
        facility=facility,
        on=date(2026, 5, 1),
        reason="The owner retired.",
        by=None,
        is_permanent=is_permanent,
    )


def a_closed_clinic(routes=("iv",), **details):
    facility = a_facility(name="Closed", **details)
    if routes:
        state(facility, routes=list(routes))
    return close(facility)


def an_open_clinic(name, routes=("iv",), **details):
    facility = a_facility(name=name, **details)
    if routes:
        state(facility, routes=list(routes))
    return facility


def similar(facility):
    return similar_to(Facility.objects.with_page().get(pk=facility.pk), TODAY)


def names(facility):
    return [card.facility.name for card in similar(facility).cards]


def test_open_clinic_has_none():
    facility = an_open_clinic("Open")
    an_open_clinic("Other")

    assert similar(facility) is None


@pytest.mark.parametrize("is_permanent", [True, False])
def test_closed_clinic_has_those_that_give_ketamine_in_one_of_the_same_ways(
    is_permanent,
):
    facility = close(an_open_clinic("Closed", ["iv", "im"]), is_permanent=is_permanent)
    an_open_clinic("Same", ["im", "oral"])
    an_open_clinic("Another", ["oral"])
    an_open_clinic("Silent", [])

    found = similar(facility)

    assert [card.facility.name for card in found.cards] == ["Same"]
    assert (found.is_by_route, found.miles) == (True, 100)


def test_where_nobody_gives_it_so_what_is_near_is_enough():
    an_open_clinic("Another", ["oral"])

    found = similar(a_closed_clinic())

    assert [card.facility.name for card in found.cards] == ["Another"]
    assert not found.is_by_route


@pytest.mark.parametrize("say", ["nothing", "untrue"])
def test_clinic_whose_way_is_not_known_has_what_is_near(say):
    facility = an_open_clinic("Closed", [] if say == "nothing" else ["iv"])
    if say == "untrue":
        contradict(facility, "routes")
    an_open_clinic("Another", ["oral"])

    found = similar(close(facility))

    assert [card.facility.name for card in found.cards] == ["Another"]
    assert not found.is_by_route


def test_only_what_can_be_gone_to_is_named():
    facility = a_closed_clinic()
    close(an_open_clinic("Also closed"))
    close(an_open_clinic("Closed for now"), is_permanent=False)
    an_open_clinic("Draft", is_published=False)
    actions.suspend(facility=an_open_clinic("Suspended"), by=None, reason="asked for")
    an_open_clinic("Too far", latitude=39.7, longitude=-105.0)
    an_open_clinic("No point", **NOWHERE)

    found = similar(facility)

    assert found.cards == ()
    assert not found.is_by_route


@pytest.mark.parametrize("is_sample", [True, False])
def test_invented_and_real_clinics_do_not_stand_in_for_each_other(is_sample):
    facility = a_closed_clinic(is_sample=is_sample)
    an_open_clinic("Invented", is_sample=True)
    an_open_clinic("Real", is_sample=False)

    assert names(facility) == ["Invented" if is_sample else "Real"]


def test_order_is_that_of_every_search():
    facility = a_closed_clinic()
    near = {"latitude": 45.51, "longitude": -122.7}
    far = {"latitude": 46.0, "longitude": -122.7}
    an_open_clinic("B far", **far)
    an_open_clinic("A near", **near)
    confirm(an_open_clinic("Z checked, far", **far), "vital-signs")
    flagged = an_open_clinic("Flagged", **near)
    confirm(flagged, "vital-signs")
    verify(
        flagged,
        "claims_cure_or_guarantee",
        True,
        "website_capture",
        status=ClaimStatus.PRIMARY_SOURCE,
    )

    found = similar(facility)

    assert [card.facility.name for card in found.cards] == [
        "Z checked, far",
        "A near",
        "B far",
        "Flagged",
    ]
    assert found.cards[1].miles == pytest.approx(0.7, abs=0.05)


def test_only_the_first_few_are_named():
    facility = a_closed_clinic()
    for number in range(MOST_SHOWN + 2):
        an_open_clinic(f"Clinic {number}")

    assert names(facility) == [f"Clinic {number}" for number in range(MOST_SHOWN)]


def test_clinic_without_a_point_has_those_of_its_state():
    facility = a_closed_clinic(precision=AddressPrecision.NONE, **NOWHERE)
    an_open_clinic("Far away in Oregon", latitude=42.0, longitude=-118.0)
    an_open_clinic("Near but in Washington", state="WA")

    found = similar(facility)

    assert [card.facility.name for card in found.cards] == ["Far away in Oregon"]
    assert found.miles is None
    assert found.cards[0].miles is None


def test_page_names_them_with_as_many_queries_however_many_they_are(
    client, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    facility = a_closed_clinic()
    counts = []
    for number in range(3):
        clinic = an_open_clinic(f"Clinic {number}")
        state(clinic, escort_required=False)
        with django_assert_max_num_queries(60) as queries:
            page = client.get(facility.get_absolute_url()).content.decode()
        counts.append(len(queries))

    assert len(set(counts)) == 1, counts
    section = page[page.index('id="similar"') : page.index('id="overview-h"')]
    assert section.count("<li><h3>") == 3
    assert section.count("Worth knowing:") == 3
    assert "No one can pay to stand here." in section
    assert "within 100 miles" in section


def test_page_says_so_where_there_are_none(client):
    nobody = client.get(a_closed_clinic().get_absolute_url()).content.decode()
    in_state = client.get(
        a_closed_clinic(precision=AddressPrecision.NONE, **NOWHERE).get_absolute_url()
    ).content.decode()

    assert "We know of no open clinic within 100 miles." in nobody
    assert "We know of no open clinic in the same state." in in_state


@pytest.mark.parametrize(
    ("details", "routes", "words"),
    [
        ({}, ["oral"], "They are within 100 miles."),
        (NOWHERE, ["iv"], "one of the same ways, in the same state."),
        (NOWHERE, ["oral"], "They are in the same state."),
    ],
)
def test_page_says_how_they_are_alike(client, details, routes, words):
    facility = a_closed_clinic(**details)
    an_open_clinic("Other", routes)

    assert words in client.get(facility.get_absolute_url()).content.decode()
