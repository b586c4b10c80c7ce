"""Facilities side by side: criteria down, facilities across, and no winner."""

from facilities.comparison.building import BASICS
from facilities.comparison.explaining import explain
from facilities.comparison.reading import columns_of
from facilities.comparison.sheet import sheet
from facilities.comparison.table import MOST_FACILITIES, Column, Comparison
from facilities.comparison.tally import Tally, tally_of

__all__ = [
    "BASICS",
    "MOST_FACILITIES",
    "Column",
    "Comparison",
    "Tally",
    "columns_of",
    "explain",
    "sheet",
    "tally_of",
]
