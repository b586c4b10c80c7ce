"""Facts for a test, each known in the way its name says."""

from datetime import date

from facilities.criteria import CRITERIA, FIELDS, ClaimStatus
from facilities.criteria.rules import Evaluation, Fact, evaluate

DAY = date(2026, 6, 1)
LAST_DAY = date(2026, 12, 31)
PAST = date(2026, 5, 31)


def known(status: ClaimStatus, expires_on, values, evidence="") -> dict[str, Fact]:
    return {
        name: Fact(FIELDS[name].clean(value), status, evidence, expires_on)
        for name, value in values.items()
    }


def stated(**values) -> dict[str, Fact]:
    return known(ClaimStatus.ATTESTED, None, values)


def seen(evidence="", until=LAST_DAY, **values) -> dict[str, Fact]:
    return known(ClaimStatus.DOCUMENT_SEEN, until, values, evidence)


def sourced(evidence="", until=LAST_DAY, **values) -> dict[str, Fact]:
    return known(ClaimStatus.PRIMARY_SOURCE, until, values, evidence)


def untrue(until=LAST_DAY, **values) -> dict[str, Fact]:
    return known(ClaimStatus.CONTRADICTED, until, values)


def standing(criterion: str, facts, on=DAY) -> Evaluation:
    return evaluate(CRITERIA[criterion], facts, on=on)
