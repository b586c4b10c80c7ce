"""Invented clinics, to try the directory without saying anything of a real one.

Pure and repeatable: the same day gives the same clinics, and another day moves their
dates only. Who writes them to the database is ``facilities.actions.samples``.
"""

from facilities.samples.clinic import (
    SampleCheck,
    SampleClinic,
    SampleClinician,
    SampleClosing,
    SampleFact,
    SamplePhone,
    SamplePrice,
    SampleReply,
)
from facilities.samples.generating import sample_clinics
from facilities.samples.recipes import CASES

# What a clinic shows, and its name: for tests and pages that need just that.
SHOWCASES = {case.showcase: case.name for case in CASES if case.showcase}

__all__ = [
    "SHOWCASES",
    "SampleCheck",
    "SampleClinic",
    "SampleClinician",
    "SampleClosing",
    "SampleFact",
    "SamplePhone",
    "SamplePrice",
    "SampleReply",
    "sample_clinics",
]
