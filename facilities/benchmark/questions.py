"""Two hundred searches, the same ones every time: 1 to 8 filters each."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from facilities.criteria import CRITERIA, FIELDS
from facilities.geo.distance import Point
from facilities.geo.places import read_places
from facilities.geo.states import STATES
from facilities.matching import Terms
from facilities.search import (
    CHECKED_WITHIN_DAYS,
    CLAIMED,
    PRICE_CEILINGS,
    Order,
    Question,
    key_of_claim,
)

COUNT = 200
WITH_RADIUS, WITH_TEXT = 0.4, 0.2
MOST_FILTERS = 8
LANGUAGES = ("en", "es", "vi", "zh", "ru", "ar", "fr")
TEXTS = (
    *("willow", "harbor ketamine", "wellness", "summit pain", "clear psy"),
    *("portland", "los angeles", "new york", "houston well", "cedar inf"),
)


@dataclass(frozen=True, slots=True)
class Search:
    """A question, and the text that still has to be looked up for it."""

    question: Question
    text: str

    @property
    def terms(self) -> Terms:
        """The same for the plain queries, which look for the text themselves."""
        question = self.question
        return Terms(
            choices={group: each for group, each in question.choices.items() if each},
            must=question.must,
            is_confirmed_only=question.is_confirmed_only,
            is_partly_enough=question.is_partly_enough,
            point=question.point,
            radius=question.radius,
            text=self.text or None,
            criteria=question.ordering_criteria,
            order=question.order,
        )


def searches() -> list[Search]:
    random = Random(20_260_615)  # noqa: S311 -- the same ones every time
    places = [place for place in read_places() if place.latitude is not None]
    return [_search(random, places) for _ in range(COUNT)]


def _search(random: Random, places) -> Search:
    number = random.randint(1, MOST_FILTERS)
    has_radius = random.random() < WITH_RADIUS
    has_text = random.random() < WITH_TEXT
    number -= has_radius + has_text
    names = random.sample([*_options(), *["must"] * 4], max(number, 0))
    options = _options()
    place = random.choice(places)
    question = Question(
        choices={
            name: frozenset(random.sample(options[name], min(2, len(options[name]))))
            for name in names
            if name != "must"
        },
        must=tuple(random.sample(list(CRITERIA), names.count("must"))),
        is_confirmed_only=random.random() < 0.3,  # noqa: PLR2004
        is_partly_enough=random.random() < 0.3,  # noqa: PLR2004
        point=Point(place.latitude, place.longitude) if has_radius else None,
        radius=random.choice([10, 25, 50, 100]) if has_radius else None,
        order=random.choice([Order.MATCH, Order.MATCH, Order.DISTANCE, Order.NAME]),
    )
    return Search(question, random.choice(TEXTS) if has_text else "")


def _options() -> dict[str, list[str]]:
    """The values of each group that are asked for."""
    return {
        "state": list(STATES),
        **{group: list(_claimed(group)) for group in CLAIMED if group != "language"},
        "language": list(LANGUAGES),
        "price": [str(dollars) for dollars in PRICE_CEILINGS],
        "checked": [str(days) for days in CHECKED_WITHIN_DAYS],
    }


def _claimed(group: str) -> Iterator[str]:
    field = CLAIMED[group]
    keys = (key_of_claim(field, value) for value, _label in FIELDS[field].choices)
    return iter(dict.fromkeys(value for _group, value in filter(None, keys)))
