import pytest

from facilities.exchange.samhsa.names import names_agree
from facilities.exchange.samhsa.printed import Printed


def named(name):
    name_1, _, name_2 = name.partition(" / ")
    return Printed(name_1, name_2, "", "", "", "", "", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Green Lake Behavioral Health Servs", "Green Lake Behavioral Health Services"),
        ("Sample Comm Hlth Ctr Inc", "Sample Community Health Center"),
        ("Sample Counseling Center / Rigby", "Sample Counseling / Rigby"),
        ("Sample Health / Pasco", "Sample Health / Pasco Campus"),
        ("Sample MH Center", "Sample Mental Health / Center Inc"),
        ("SEARHC / Sample Behavioral Health", "Sample Behavioral Health / SEARHC"),
        ("OhioSample", "Ohio Sample"),
        ("St Sample Hospital", "Saint Sample Hospital"),
        ("Sample / Outpatient Center", "Sample / Outpateint Center"),
        ("Sample", "Sample LLC"),
    ],
)
def test_a_name_abbreviated_differently_agrees(one, other):
    assert names_agree(named(one), named(other))
    assert names_agree(named(other), named(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sample Center / Mens Residential", "Sample Center / Womens Residential"),
        ("Sample Center / Adult Services", "Sample Center / Youth Services"),
        ("Sample Center / Teen Phase I", "Sample Center / Teen Phase II"),
        ("Sample Corporation / OP", "Sample Corporation / IP"),
        ("Sample Corporation / OP", "Sample Corporation / OTP"),
        ("Sample Outpatient Center 1", "Sample Outpatient Center 2"),
        ("Sample Center / Dimmick House", "Sample Center / Hardy House"),
        ("Sample Mental Health", "Invented Mental Health"),
        ("Center", "Center / Dimmick House"),
        ("Sample", "Other"),
        ("Sample House B12", "Sample House B123"),
    ],
)
def test_another_name_does_not_agree(one, other):
    assert not names_agree(named(one), named(other))
    assert not names_agree(named(other), named(one))
