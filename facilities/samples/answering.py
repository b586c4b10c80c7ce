"""What a clinic says: one topic for each criterion and each facet it answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from facilities.criteria import CRITERIA, FIELDS, ClaimStatus, CriterionStatus
from facilities.criteria.rules import Fact, evaluate
from facilities.samples.planning import Plan
from facilities.samples.recipes import (
    ANSWERS,
    FACET_CHOICES,
    STAFF,
    STATUSES,
    CaseCheck,
    Option,
)

SHARE_ANSWERED = {"low": 0.3, "medium": 0.6, "high": 0.88, "complete": 1.0}
STRUCTURAL = ("routes", "dosing_setting", "treats_mental_health")
EVEN_CHANCES = [5, 3, 2]
RARE = {"accreditation": [2, 1, 7]}  # it is voluntary
BARE_FACETS = (
    "routes",
    "conditions_treated",
    "payment_types",
    "telehealth",
    "accepting_new_patients",
    "opening_hours",
)
MOST_BARE_FACTS = 5


@dataclass(frozen=True, slots=True)
class InDays:
    """A date so many days from today; the past is negative."""

    days: int

    def on(self, today: date) -> str:
        return (today + timedelta(days=self.days)).isoformat()


@dataclass(frozen=True, slots=True)
class Topic:
    """``name`` is a criterion or a facet.

    A topic that a case settles has its own check, or with ``check`` None, none.
    """

    name: str
    values: Mapping[str, Any]
    is_settled: bool = False
    check: CaseCheck | None = None


def topics_of(plan: Plan) -> list[Topic]:
    settled = list(_case_topics(plan))
    names = {topic.name for topic in settled}
    if plan.openness == "near_silent":
        return settled or list(_bare_topics(plan))
    invented = [*_facet_topics(plan), *_criterion_topics(plan)]
    return settled + [topic for topic in invented if topic.name not in names]


def _case_topics(plan: Plan) -> Iterator[Topic]:
    if plan.case is None:
        return
    random = plan.random("case")
    yield from _settled(plan.case.stated, None, plan, random)
    for check in plan.case.checked:
        yield from _settled(check.values, check, plan, random)


def _settled(
    values: Mapping[str, Any], check: CaseCheck | None, plan: Plan, random: Random
) -> Iterator[Topic]:
    by_topic: dict[str, dict[str, Any]] = {}
    for name, template in values.items():
        topic = FIELDS[name].criterion or name
        by_topic.setdefault(topic, {})[name] = fill(template, plan, random)
    for topic, filled in by_topic.items():
        yield Topic(topic, filled, is_settled=True, check=check)


def _bare_topics(plan: Plan) -> Iterator[Topic]:
    random = plan.random("near silent")
    facets = _facets(plan)
    names = [name for name in BARE_FACETS if name in facets]
    for name in random.sample(names, random.randint(0, MOST_BARE_FACTS)):
        yield Topic(name, {name: facets[name]})


def _facet_topics(plan: Plan) -> Iterator[Topic]:
    random = plan.random("facets")
    share = SHARE_ANSWERED[plan.openness]
    for name, value in _facets(plan).items():
        likely = share + (1 - share) * (0.7 if name in STRUCTURAL else 0.2)
        if random.random() < likely:
            yield Topic(name, {name: value})


def _facets(plan: Plan) -> dict[str, Any]:
    random = plan.random("facet choices")
    choices = FACET_CHOICES | plan.archetype.facets
    chosen = {name: random.choice(values) for name, values in choices.items() if values}
    kinds = [STAFF[each]["kind"] for each in plan.team]
    return chosen | _structure(plan) | {"clinician_credentials": kinds}


def _criterion_topics(plan: Plan) -> Iterator[Topic]:
    share = SHARE_ANSWERED[plan.openness]
    for slug in filter(partial(_applies, _structure(plan)), CRITERIA):
        random = plan.random(slug)
        is_answered = random.random() < share
        values = _answer(plan, slug, random)
        if is_answered and values:
            yield Topic(slug, values)


def _structure(plan: Plan) -> dict[str, Any]:
    return {
        "routes": list(plan.routes),
        "dosing_setting": list(plan.settings),
        "treats_mental_health": plan.archetype.treats_mental_health,
    }


def _applies(structure: dict[str, Any], slug: str) -> bool:
    """Nobody answers for what the clinic does not do."""
    facts = {
        name: Fact(value, ClaimStatus.ATTESTED) for name, value in structure.items()
    }
    standing = evaluate(CRITERIA[slug], facts, on=date.min)
    return standing.status is not CriterionStatus.NOT_APPLICABLE


def _answer(plan: Plan, slug: str, random: Random) -> dict[str, Any]:
    """The values of one way to answer that fits this clinic; none if none does."""
    fitting = {status: _fitting(plan, slug, status) for status in STATUSES}
    wanted = [status for status in _wished(plan, slug, random) if fitting[status]]
    if not wanted:
        return {}
    option = random.choice(fitting[wanted[0]])
    values: dict[str, Any] = {}
    for each in [*_additions(plan, slug, option), option]:
        for name, template in each.values.items():
            value = fill(template, plan, random)
            known = values.get(name)
            is_list = isinstance(value, list) and isinstance(known, list)
            values[name] = sorted({*known, *value}) if is_list else value
    return values


def _wished(plan: Plan, slug: str, random: Random) -> list[str]:
    """Statuses in the order in which this clinic would have them."""
    settled = plan.archetype.always.get(slug, "")
    if plan.case and plan.case.only:
        settled = plan.case.only
    chances = RARE | plan.archetype.chances
    weights = chances.get(slug) or chances.get(CRITERIA[slug].group, EVEN_CHANCES)
    [drawn] = random.choices(STATUSES, weights)
    return [settled or drawn, *STATUSES[1:], STATUSES[0]]


def _additions(plan: Plan, slug: str, option: Option) -> list[Option]:
    return [] if option.is_alone else _fitting(plan, slug, "also")


def _fitting(plan: Plan, slug: str, key: str) -> list[Option]:
    options = ANSWERS[slug].get(key, ())
    return [each for each in options if each.fits(plan.traits)]


def fill(template: Any, plan: Plan, random: Random) -> Any:
    """A value without its placeholders; dates stay relative to today."""
    match template:
        case {"pick": choices}:
            return fill(random.choice(choices), plan, random)
        case {"days": [first, last]}:
            return InDays(random.randint(first, last))
        case str():
            return template.format(
                name=plan.name,
                state=plan.place.state,
                number=f"{plan.number:04d}",
                lead=STAFF[plan.team[0]]["lead"],
            )
    return template
