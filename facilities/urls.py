"""The public pages."""

from django.urls import path

from facilities.views import compare, detail, search

app_name = "facilities"

urlpatterns = [
    path("", search.home, name="home"),
    path("clinics/", search.clinic_list, name="list"),
    path("clinics/<slug:slug>/", detail.detail, name="detail"),
    path("compare/", compare.compare, name="compare"),
]
