"""Where what stands on a page is from."""

from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from facilities.criteria import REFERENCES
from facilities.criteria.schema import SourceCheck
from facilities.enums import Origin
from facilities.models import Price
from facilities.presentation.offers import doses
from facilities.presentation.sources import HOW_READ, sources_of
from tests.facilities.presentation.claims import a_claim, claims_of
from tests.factories import TODAY


def rows(*each):
    return SimpleNamespace(all=lambda: list(each))


def sources(*claims, prices=(), **values):
    stated = claims_of(*claims, **values)
    facility = SimpleNamespace(prices=rows(*prices), clinicians=rows())
    return sources_of(facility, stated, doses(stated, TODAY))


def counted(each):
    return [(str(source.name), source.facts, source.latest) for source in each]


def test_every_way_of_reading_a_source_has_words():
    assert set(HOW_READ) == set(SourceCheck)


def test_silent_clinic_has_no_sources_but_those_of_our_own_words():
    found = sources()

    assert (found.said, found.checked) == ((), ())
    assert [each.reference.id for each in found.published] == [
        "KETALAR-PI",
        "SPRAVATO-PI",
        "SPRAVATO-MONO",
        "FDA2022",
        "FDA2023",
    ]


def test_who_said_it_is_counted_with_the_latest_day():
    moderator = {"origin": Origin.MODERATOR, "stated_on": date(2026, 3, 1)}
    found = sources(
        a_claim("ae_log", True, stated_on=date(2026, 1, 2)),
        a_claim("wait_days", 3, stated_on=date(2026, 5, 6)),
        a_claim("board_action_status", "none_found", **moderator),
        a_claim("samhsa_codes", ["KIT"], origin=Origin.SAMHSA, edition=2023),
        prices=[
            Price(origin=Origin.PROVIDER, stated_on=date(2026, 4, 4), kind="session")
        ],
    )

    assert counted(found.said) == [
        ("The clinic's own answers", 3, date(2026, 5, 6)),
        ("Looked up by a moderator", 1, date(2026, 3, 1)),
        ("Reported to SAMHSA by the clinic", 1, date(2026, 2, 14)),
    ]
    assert found.checked == ()


@pytest.mark.parametrize("status", ["document_seen", "lapsed", "contradicted"])
def test_checks_are_named_with_kind_and_source(status):
    found = sources(
        a_claim("ae_log", True, status, evidence_kind="policy_document"),
        a_claim("wait_days", 3, status, evidence_kind="policy_document"),
        a_claim(
            "legal_name", "X", status, source="the bo\u202eard.", evidence_kind="no"
        ),
    )

    assert counted(found.checked) == [
        ("Named policy: the protocol", 2, date(2026, 3, 12)),
        ("the board", 1, date(2026, 3, 12)),
    ]


def test_kind_is_not_said_twice():
    claim = a_claim(
        "ae_log",
        True,
        "document_seen",
        evidence_kind="policy_document",
        source="Named policy of 2025",
    )

    assert counted(sources(claim).checked)[0][0] == "Named policy of 2025"


def test_what_the_page_does_not_show_is_no_source_of_it():
    assert sources(dea_expires_on="2027-01-01").said == ()


def test_bands_name_their_sources_where_they_are_shown():
    shown = {each.reference.id for each in sources(routes=["sc"]).published}
    hidden = {
        each.reference.id
        for each in sources(routes=["sc"], treats_mental_health=False).published
    }

    assert "LOO2023" in shown
    assert "LOO2023" not in hidden
    assert hidden < shown


def test_page_lists_each_source_once_and_says_how_far_it_was_read():
    found = sources(routes=["iv", "sc", "intranasal_esketamine"])

    html = unescape(
        render_to_string("facilities/_detail_sources.html", {"sources": found})
    )

    addresses = [each.reference.address for each in found.published]
    assert len(addresses) == len(set(addresses))
    for each in found.published:
        assert REFERENCES[each.reference.id].citation.split("(")[0] in html
    assert "Not read again for this page." in html
    assert "3 facts" not in html
    assert "1 fact, last on" in html
