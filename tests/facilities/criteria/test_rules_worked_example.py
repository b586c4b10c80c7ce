"""The worked example of the method: six providers, five criteria."""

from collections import Counter

from facilities.criteria import CRITERIA, CriterionStatus, FlagDisplay
from facilities.criteria.rules import evaluate, red_flags
from tests.facilities.criteria.facts import DAY, seen, sourced, stated

CHOSEN = (
    "written-protocol",
    "vital-signs",
    "emergency-readiness",
    "informed-consent",
    "evaluation-before-dose",
)
FIRST_THREE, LAST_TWO = CHOSEN[:3], CHOSEN[3:]
CELLS = ("confirmed meets", "confirmed partly", "stated", "not stated", "fails")


def facts_for(criteria, known, status=CriterionStatus.MEETS):
    facts = {}
    for slug in criteria:
        facts |= known(**CRITERIA[slug].examples[status])
    return facts


def cell(evaluation) -> str:
    match evaluation.status, evaluation.is_confirmed:
        case CriterionStatus.DOES_NOT_MEET, _:
            return "fails"
        case CriterionStatus.NOT_STATED, _:
            return "not stated"
        case CriterionStatus.MEETS, True:
            return "confirmed meets"
        case CriterionStatus.PARTLY_MEETS, True:
            return "confirmed partly"
    return "stated"


def row(facts) -> dict[str, int]:
    """The tier, then a count of each cell that occurs."""
    cells = Counter(cell(evaluate(CRITERIA[slug], facts, on=DAY)) for slug in CHOSEN)
    tier = any(
        raised.is_established and raised.flag.display == FlagDisplay.BANNER
        for raised in red_flags(facts, on=DAY)
    )
    return {"tier": int(tier)} | {name: cells[name] for name in CELLS if cells[name]}


def shown(facts) -> list[str]:
    return [raised.flag.slug for raised in red_flags(facts, on=DAY)]


def test_three_documents_and_two_statements():
    facts = facts_for(FIRST_THREE, seen) | facts_for(LAST_TWO, stated)

    assert row(facts) == {"tier": 0, "confirmed meets": 3, "stated": 2}


def test_three_documents_and_two_honest_noes():
    no = CriterionStatus.DOES_NOT_MEET
    facts = facts_for(FIRST_THREE, seen) | facts_for(LAST_TWO, stated, no)

    assert row(facts) == {"tier": 0, "confirmed meets": 3, "fails": 2}


def test_five_statements_and_no_document():
    assert row(facts_for(CHOSEN, stated)) == {"tier": 0, "stated": 5}


def test_all_confirmed_and_a_notice():
    facts = facts_for(CHOSEN, seen) | seen(product_source=["not_disclosed"])

    assert row(facts) == {"tier": 0, "confirmed meets": 5}
    assert shown(facts) == ["hidden-product-source"]


def test_all_confirmed_and_an_open_warning_letter():
    facts = facts_for(CHOSEN, seen) | sourced(regulator_warning_status="open")

    assert row(facts) == {"tier": 1, "confirmed meets": 5}
    assert shown(facts) == ["open-regulator-warning"]


def test_four_statements_and_an_honest_answer_that_raises_a_banner():
    facts = facts_for(CHOSEN, stated) | stated(evaluator_level="questionnaire_only")

    assert row(facts) == {"tier": 0, "stated": 4, "fails": 1}
    assert shown(facts) == ["no-evaluation-before-dose"]


def test_silence_leaves_the_cells_open():
    assert row({}) == {"tier": 0, "not stated": 5}


def test_confirmed_partly_has_a_cell_of_its_own():
    partly = facts_for(["vital-signs"], seen, CriterionStatus.PARTLY_MEETS)

    assert row(partly) == {"tier": 0, "confirmed partly": 1, "not stated": 4}
