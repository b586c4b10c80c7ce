"""The only place that knows every app's addresses."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("facilities.urls")),
    path("operators/", admin.site.urls),
]
