"""What a page says about a clinic, in words, from rows already fetched. Pure."""

from facilities.presentation.page import FacilityPage, build_page

__all__ = ["FacilityPage", "build_page"]
