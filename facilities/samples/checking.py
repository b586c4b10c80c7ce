"""Who looked at what, and how long ago: the checks behind an invented clinic's facts.

Nothing here knows what day it is: a check is planned by the days until it ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from facilities.criteria import (
    CRITERIA,
    EVIDENCE_TYPES,
    FIELDS,
    RED_FLAGS,
    ClaimStatus,
    confirmation_limit_months,
)
from facilities.samples.answering import STRUCTURAL, Topic
from facilities.samples.clinic import SampleCheck
from facilities.samples.planning import Plan, weighted
from facilities.samples.recipes import FACET_EVIDENCE, Contradiction

SHARE_CHECKED = {"none": 0.0, "few": 0.22, "half": 0.5, "most": 0.82, "all": 1.0}
AGES = {
    "fresh": {"current": 9, "due_soon": 1},
    "mixed": {"current": 6, "due_soon": 1, "lapsed": 3},
    "stale": {"lapsed": 1},
}
# Far enough from the ends of a month that no choice of today moves a check across one.
SHORTEST_MONTH = 29
NEEDS = {"rems_confirmation": "esketamine", "site_visit": "on_site"}
SHARE_AT_THE_SOURCE = 0.8
CONTRADICTION_MONTHS = RED_FLAGS["contradicted-claim"].lasts_months


@dataclass(frozen=True, slots=True)
class PlannedCheck:
    evidence_kind: str
    status: ClaimStatus
    months: int
    days_left: int

    def on(self, today: date) -> SampleCheck:
        months = relativedelta(months=self.months)
        checked_on = today + timedelta(days=self.days_left) - months
        return SampleCheck(
            status=self.status,
            evidence_kind=self.evidence_kind,
            source=source_of(self.evidence_kind),
            checked_on=checked_on,
            expires_on=checked_on + months,
        )


def source_of(evidence_kind: str) -> str:
    return f"Sample: {EVIDENCE_TYPES[evidence_kind].title}"


def plan_check(plan: Plan, topic: Topic) -> PlannedCheck | None:
    random = plan.random(f"check {topic.name} {' '.join(topic.values)}")
    if topic.is_settled:
        if topic.check is None:
            return None
        return draw_settled_check(random, topic, plan)
    kinds = evidence_for(plan, topic)
    if not kinds or random.random() >= share_checked(plan, topic):
        return None
    return draw_check(random, random.choice(kinds), topic.values, plan.freshness)


def share_checked(plan: Plan, topic: Topic) -> float:
    """What other facts hang on, and what only moderators look up, is checked sooner."""
    share = SHARE_CHECKED[plan.checking]
    criterion = CRITERIA.get(topic.name)
    is_looked_up = criterion is not None and not criterion.self_report_allowed
    if share and (is_looked_up or topic.name in STRUCTURAL):
        return share + (1 - share) / 2
    return share


def evidence_for(plan: Plan, topic: Topic) -> list[str]:
    """What shows these answers, and can be had from such a clinic."""
    if topic.name in CRITERIA:
        accepted = CRITERIA[topic.name].evidence
        kinds = [each.type for each in accepted if not each.is_identity_only]
    else:
        kinds = FACET_EVIDENCE.get(topic.name, [])
    return [kind for kind in kinds if NEEDS.get(kind, "") in {"", *plan.traits}]


def draw_settled_check(random: Random, topic: Topic, plan: Plan) -> PlannedCheck:
    """As high as the evidence goes, because some flags ask for no less."""
    freshness = topic.check.freshness or plan.freshness
    check = draw_check(random, topic.check.evidence, topic.values, freshness)
    highest = EVIDENCE_TYPES[check.evidence_kind].highest_level
    return replace(check, status=highest)


def draw_check(
    random: Random, evidence_kind: str, fields: Iterable[str], freshness: str
) -> PlannedCheck:
    limits = [confirmation_limit_months(name, evidence_kind) for name in fields]
    return draw_timing(random, evidence_kind, min(limits), freshness)


def draw_timing(
    random: Random, evidence_kind: str, months: int, freshness: str
) -> PlannedCheck:
    longest = months * SHORTEST_MONTH - 7
    days_left = {
        "current": random.randint(min(35, longest), longest),
        "due_soon": random.randint(4, 28),
        "lapsed": -random.randint(6, 300),
    }[weighted(random, AGES[freshness])]
    highest = EVIDENCE_TYPES[evidence_kind].highest_level
    is_lower = random.random() >= SHARE_AT_THE_SOURCE
    status = ClaimStatus.DOCUMENT_SEEN if is_lower else highest
    return PlannedCheck(evidence_kind, status, months, days_left)


def contradiction_on(today: date, contradiction: Contradiction) -> SampleCheck:
    found_on = today - timedelta(days=contradiction.days_ago)
    return SampleCheck(
        status=ClaimStatus.CONTRADICTED,
        evidence_kind=contradiction.evidence,
        source=source_of(contradiction.evidence),
        checked_on=found_on,
        expires_on=found_on + relativedelta(months=CONTRADICTION_MONTHS),
    )


def is_known(topic: Topic, check: PlannedCheck | None, name: str) -> bool:
    """What only moderators say is not known before one has looked."""
    is_for_moderators = FIELDS[name].is_moderator_only
    return check is not None or not (
        is_for_moderators or topic.values[name] == "checked_day"
    )
