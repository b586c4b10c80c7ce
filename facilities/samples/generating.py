"""Putting the invented clinics together."""

from datetime import date, timedelta
from typing import Any

from facilities.criteria import FIELDS
from facilities.samples.answering import InDays, topics_of
from facilities.samples.checking import contradiction_on, is_known, plan_check
from facilities.samples.clinic import SampleCheck, SampleClinic, SampleFact
from facilities.samples.offering import (
    address_of,
    clinicians_of,
    closing_of,
    phones_of,
    prices_of,
    replies_of,
    website_of,
)
from facilities.samples.planning import Plan, number_lines, plan_clinics

LEAD_TIME = timedelta(days=10)


def sample_clinics(today: date, count: int = 150) -> list[SampleClinic]:
    """The first ``count`` invented clinics, as they stand on a day."""
    return [
        _clinic(plan, line, today) for plan, line in number_lines(plan_clinics(count))
    ]


def _clinic(plan: Plan, line: int, today: date) -> SampleClinic:
    days_ago = plan.random("statement").randint(5, 240)
    stated_on = today - timedelta(days=days_ago)
    return SampleClinic(
        name=plan.name,
        kind=plan.archetype.slug,
        address=address_of(plan),
        phones=phones_of(plan, line),
        website=website_of(plan),
        stated_on=stated_on,
        facts=tuple(_facts(plan, stated_on, today)),
        prices=prices_of(plan, today),
        clinicians=clinicians_of(plan, today),
        replies=replies_of(plan, today),
        closing=closing_of(plan, today),
    )


def _facts(plan: Plan, stated_on: date, today: date) -> list[SampleFact]:
    """What was checked was stated first, and all of it on one day."""
    found = list(_values_and_checks(plan, today))
    checked_on = [check.checked_on for _, _, check in found if check]
    first_stated_on = min([*checked_on, stated_on]) - LEAD_TIME
    facts = []
    for name, value, check in found:
        day = first_stated_on if check else stated_on
        is_asked = not FIELDS[name].is_moderator_only
        facts.append(SampleFact(name, value, day if is_asked else None, check))
    return facts


def _values_and_checks(plan: Plan, today: date):
    contradicted = _contradictions(plan, today)
    for topic in topics_of(plan):
        planned = plan_check(plan, topic)
        check = planned.on(today) if planned else None
        for name, value in topic.values.items():
            if is_known(topic, planned, name):
                settled = _dated(value, check, today)
                cleaned = FIELDS[name].clean(settled)
                yield name, cleaned, contradicted.get(name, check)


def _contradictions(plan: Plan, today: date) -> dict[str, SampleCheck]:
    contradicted = plan.case.contradicted if plan.case else ()
    return {each.field: contradiction_on(today, each) for each in contradicted}


def _dated(value: Any, check: SampleCheck | None, today: date) -> Any:
    if isinstance(value, InDays):
        return value.on(today)
    if value == "checked_day":
        return check.checked_on.isoformat()
    return value
