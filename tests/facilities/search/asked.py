"""Questions of every kind."""

from hypothesis import strategies as st

from facilities.search import Order, Question
from tests.facilities.search.invented import POINTS, SLUGS, STATES

CHOICES = {
    "state": [*STATES, "TX"],
    "route": ["iv", "im", "oral", "sc"],
    "setting": ["clinic", "hospital", "home"],
    "condition": ["ptsd", "ocd", "crps"],
    "age": ["adults_18_64", "children"],
    "payment": ["self_pay", "medicare"],
    "language": ["en", "es", "zh"],
    "accessibility": ["step_free_entry", "hearing_loop"],
    "population": ["veterans", "lgbtq"],
    "telehealth": ["evaluation", "check_ins"],
    "accepting": ["newpt"],
    "price": ["200", "400", "1000"],
    "checked": ["90", "180", "365"],
}
# Mostly where some are near and some a little farther.
points = st.sampled_from([POINTS[1], POINTS[1], *POINTS[1:]])
some_choices = st.dictionaries(
    st.sampled_from(list(CHOICES)), st.just(None), min_size=1, max_size=3
).flatmap(
    lambda groups: st.fixed_dictionaries(
        {group: st.frozensets(st.sampled_from(CHOICES[group])) for group in groups}
    )
)
places = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {"point": points},
        optional={"radius": st.sampled_from([1, 10, 25, 50, 100, 500, 13_000])},
    ),
)
musts = st.lists(st.sampled_from(SLUGS), max_size=2, unique=True).map(tuple)
questions = st.builds(
    lambda place, **parts: Question(**place, **parts),
    place=places,
    choices=st.just({}) | some_choices,
    must=st.just(()) | musts,
    is_confirmed_only=st.booleans(),
    is_partly_enough=st.booleans(),
    criteria=st.just(()) | st.lists(st.sampled_from(SLUGS), unique=True).map(tuple),
    order=st.sampled_from(Order),
    limit=st.just(1000),
)
# Questions that everybody answers: it is the order that matters.
wide_questions = st.builds(
    lambda place, **parts: Question(point=place, **parts),
    place=st.none() | points,
    criteria=st.just(tuple(SLUGS)) | musts,
    order=st.sampled_from([Order.MATCH, *Order]),
)
