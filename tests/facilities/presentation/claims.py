"""Claims that are in no database, for what only reads them."""

from datetime import date

from facilities.enums import Origin
from facilities.models import Claim
from tests.factories import TODAY


def claims_of(*claims: Claim, **values) -> dict[str, Claim]:
    """``values`` are stated by the clinic; ``claims`` are as they are."""
    stated = [a_claim(field, value) for field, value in values.items()]
    return {claim.field: claim for claim in (*claims, *stated)}


def a_claim(field, value, status="attested", **columns) -> Claim:
    plain = {"origin": Origin.PROVIDER, "stated_on": date(2026, 2, 14)}
    if status != "attested":
        plain |= {
            "verified_on": date(2026, 3, 12),
            "source": "the protocol",
            "expires_on": date(2027, 3, 12) if status != "lapsed" else TODAY,
        }
    return Claim(field=field, value=value, status=status, **plain | columns)
