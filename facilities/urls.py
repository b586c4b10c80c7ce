"""The public pages."""

from django.urls import path

from facilities.views import (
    about,
    compare,
    criteria,
    detail,
    explain,
    guides,
    places,
    reports,
    search,
    shortlist,
)

app_name = "facilities"

urlpatterns = [
    path("", search.home, name="home"),
    path("clinics/", search.clinic_list, name="list"),
    path("how-results-are-ordered/", search.about_order, name="about-order"),
    path("clinics/<slug:slug>/", detail.detail, name="detail"),
    path("clinics/<slug:slug>/report/", reports.report, name="report"),
    path("clinics/<slug:slug>/report/sent/", reports.report_sent, name="report-sent"),
    path("compare/", compare.compare, name="compare"),
    path("compare/csv/", compare.compare_csv, name="compare-csv"),
    path("compare/explained/", explain.explain_comparison, name="explain"),
    path("shortlist/", shortlist.shortlist, name="shortlist"),
    path("what-we-check/", criteria.criteria_index, name="criteria_index"),
    path("what-we-check/<slug:slug>/", criteria.criterion, name="criterion"),
    path("guides/", guides.guide_list, name="guides"),
    path("guides/<slug:slug>/", guides.guide, name="guide"),
    path("about/", about.about, name="about"),
    path("about/<slug:slug>/", about.about_page, name="about-page"),
    path("suggest/places/", places.suggest_places, name="suggest-places"),
    path("suggest/clinics/", places.suggest_clinics, name="suggest-clinics"),
]
