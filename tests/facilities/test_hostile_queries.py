"""Whatever stands behind the question mark, the pages of a search answer.

HOSTILE_QUERIES=10000 asks as often as that; each address asks the whole page.
"""

import os
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilities.filters import FacilityFilter
from tests.facilities.test_filters import confirm, facts
from tests.factories import TODAY, a_facility, state

pytestmark = pytest.mark.django_db
NAMES = [*FacilityFilter(today=TODAY).form.fields, "page", "facility", "kitten"]
ODD = [
    *("", " ", "\0", "%00", "%zz", "\ud800", "\U0010ffff", "é", "ﬀ", "\u202e", "1e999"),
    *("NaN", "-0", "-1", "9" * 30, "\u0664", "a" * 5000, "';--", "<script>", "{{7*7}}"),
    *("on", "any", "map", "compare", "OR", "iv", "vital-signs", "distance", "checked"),
    *("97201", "Portland, OR", "45.5,-122.7", "91,0", "0,181", "200", "365", "es"),
]
values = st.sampled_from(ODD) | st.text(
    st.characters(exclude_categories=[]), max_size=40
)
pairs = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=12)
well_formed = pairs.map(lambda each: urlencode(each, errors="surrogatepass"))
pieces = [*"%?#;+=&", "must=", "q=", "near=", "page=", "%e9", "&&"]
raw = st.lists(
    st.sampled_from([*pieces, "\0", "\n", "é", "a", "9", ",", "-", "."]), max_size=60
).map("".join)
broken = raw.map(lambda text: quote(text, safe="&=;%+,")) | raw
property_settings = settings(
    deadline=None,
    max_examples=int(os.environ.get("HOSTILE_QUERIES", "150")),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)


@pytest.fixture
def clinics():
    confirm(a_facility(name="Quillmoor"), "vital-signs")
    state(a_facility(name="Tarnbrook"), **facts("vital-signs"), routes=["iv"])


@property_settings
@given(query=well_formed | broken, is_piece=st.booleans())
def test_list_answers_every_query_string(client, clinics, query, is_piece):  # noqa: ARG001
    headers = {"HX-Request": "true"} if is_piece else {}

    response = client.get("/clinics/", QUERY_STRING=query, headers=headers)

    assert response.status_code in (200, 302)
    assert b"<script>" not in response.content


@settings(property_settings, max_examples=property_settings.max_examples // 5)
@given(
    path=st.sampled_from(
        ["/", "/compare/", "/shortlist/", "/suggest/places/", "/suggest/clinics/"]
    ),
    query=well_formed | broken,
)
def test_other_pages_answer_every_query_string(client, clinics, path, query):  # noqa: ARG001
    assert client.get(path, QUERY_STRING=query).status_code in (200, 302)
