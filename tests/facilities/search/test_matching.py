"""The index finds, orders and counts as the plain queries of ``matching`` do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.benchmark.counting import Counting
from facilities.benchmark.designs import counts_of
from facilities.benchmark.questions import Search
from facilities.matching import in_order, matching
from facilities.models import Facility
from facilities.search import answer, current
from tests.facilities.search.asked import questions, wide_questions
from tests.facilities.search.invented import clinics, days, plant, rolled_back
from tests.facilities.search.test_answering import property_settings

pytestmark = pytest.mark.django_db


@property_settings
@given(
    planted=st.lists(clinics, max_size=8),
    asked=st.lists(
        questions | wide_questions,
        min_size=1,
        max_size=4,
    ),
    day=days,
)
def test_ids_order_and_counts_are_those_of_the_plain_queries(planted, asked, day):
    with rolled_back():
        for clinic in planted:
            plant(clinic)
        snapshot, listed = current(on=day), Facility.objects.published()

        for question in asked:
            terms, found = Search(question, "").terms, answer(snapshot, question)

            rows = in_order(terms, matching(terms, listed, day), day)
            assert found.pks == list(rows.values_list("pk", flat=True))[:1000]
            assert_counted(found, Counting(terms, listed, day))


def assert_counted(found, counting):
    counted = {group: +each for group, each in counting.by_group().items()}
    assert counted == {group: +each for group, each in counts_of(found).items()}
