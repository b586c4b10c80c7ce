"""What a whole course costs, and what holds when plans change."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from facilities.enums import Origin, PriceKind
from facilities.models import Price
from facilities.presentation.prices import Total, course_price
from tests.facilities.presentation.claims import a_claim, claims_of
from tests.factories import TODAY

SESSION, EVALUATION, COURSE, THERAPY = (
    PriceKind.SESSION,
    PriceKind.EVALUATION,
    PriceKind.INITIAL_COURSE,
    PriceKind.THERAPY_SESSION,
)


def a_price(kind, low, high=None, *, status="attested", **columns):
    if status != "attested":
        columns |= {"verified_on": TODAY, "expires_on": TODAY, "source": "a bill"}
    return Price(
        kind=kind,
        low_cents=low * 100,
        high_cents=(high or low) * 100,
        status=status,
        origin=Origin.PROVIDER,
        stated_on=TODAY,
        **columns,
    )


def course(*prices, claims=()):
    """The price section of a clinic that is in no database."""
    facility = SimpleNamespace(prices=SimpleNamespace(all=lambda: list(prices)))
    return course_price(facility, claims_of(*claims), TODAY)


def six_sessions(status="attested"):
    return a_claim("initial_course_sessions", 6, status)


def test_silent_clinic_has_every_row_and_no_sum():
    section = course()

    assert [str(fact.label) for fact in section.course + section.terms] == [
        "First evaluation",
        "One session, all mandatory fees included",
        "Sessions in the first course",
        "Whole first course",
        "One therapy session",
        "Therapy is in the price",
        "Written price estimate before the first session",
        "Cancelling a session without a fee",
        "Refund of prepaid sessions that are not used",
        "If the clinic closes",
    ]
    assert {fact.known for fact in section.course + section.terms} == {None}
    assert section.worked_out is None
    assert section.has_gaps


def test_course_is_added_up_where_it_is_not_stated():
    section = course(
        a_price(SESSION, 400, 450), a_price(EVALUATION, 200), claims=[six_sessions()]
    )

    assert section.worked_out.price == Total(260_000, 290_000, "USD")
    assert section.worked_out.parts == "The first evaluation and 6 sessions; no therapy"


@pytest.mark.parametrize(
    "evaluation",
    [
        [],
        [a_price(EVALUATION, 200, status="contradicted")],
        [a_price(EVALUATION, 200, currency="CAD")],
    ],
)
def test_evaluation_that_cannot_be_added_is_said_to_be_left_out(evaluation):
    section = course(a_price(SESSION, 400), *evaluation, claims=[six_sessions()])

    assert section.worked_out.price == Total(240_000, 240_000, "USD")
    assert section.worked_out.parts == (
        "6 sessions, without the first evaluation; no therapy"
    )


@pytest.mark.parametrize(
    ("prices", "claims"),
    [
        ([a_price(SESSION, 400)], []),
        ([], [six_sessions()]),
        ([a_price(SESSION, 400, status="contradicted")], [six_sessions()]),
        ([a_price(SESSION, 400)], [six_sessions("contradicted")]),
        ([a_price(SESSION, 400), a_price(COURSE, 2000)], [six_sessions()]),
        (
            [a_price(SESSION, 400), a_price(COURSE, 2000, status="contradicted")],
            [six_sessions()],
        ),
    ],
    ids=[
        "no number of sessions",
        "no price of a session",
        "price found untrue",
        "number found untrue",
        "course stated",
        "stated course found untrue",
    ],
)
def test_nothing_is_added_up_from_a_gap_an_untruth_or_beside_a_stated_price(
    prices, claims
):
    assert course(*prices, claims=claims).worked_out is None


def test_one_session_is_one():
    section = course(
        a_price(SESSION, 400), claims=[a_claim("initial_course_sessions", 1)]
    )

    assert section.worked_out.parts.startswith("1 session, without")


def test_clinic_that_has_said_all_of_it_has_no_gaps():
    section = course(
        *(a_price(kind, 100) for kind in PriceKind),
        claims=[
            six_sessions(),
            a_claim("therapy_fee_included", value=False),
            a_claim("good_faith_estimate", value=True),
            a_claim("cancellation_notice", "never"),
            a_claim("package_refund", "none"),
            a_claim("closure_plan", ["none"]),
        ],
    )

    assert not section.has_gaps
    assert [fact.values for fact in section.terms] == [
        ("Yes",),
        ("There is always a fee",),
        ("No refund",),
        ("No plan",),
    ]


def test_page_shows_the_sum_as_ours_and_a_gap_as_a_question():
    section = course(
        a_price(SESSION, 400, 450),
        a_price(THERAPY, 160, status="contradicted"),
        claims=[six_sessions("document_seen")],
    )

    html = render_to_string("facilities/_detail_prices.html", {"prices": section})

    assert "$2,400 to $2,700" in html
    assert "Worked out by us from what is stated above; not a quote" in html
    assert html.count("Not stated. Ask the clinic.") == 7
    assert "Found untrue.</b> The clinic said: $160" in html
    assert "or if you close?" in html
