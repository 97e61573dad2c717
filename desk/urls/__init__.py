"""The desk's addresses: one module per noun, put together here."""

from django.urls import URLPattern, URLResolver

from desk.urls import (
    cases,
    claims,
    club,
    counter,
    dashboard,
    exports,
    imports,
    privacy,
    registry,
    spokesperson,
    staff,
)

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    *dashboard.urlpatterns,
    *spokesperson.urlpatterns,
    *cases.urlpatterns,
    *claims.urlpatterns,
    *registry.urlpatterns,
    *counter.urlpatterns,
    *imports.urlpatterns,
    *club.urlpatterns,
    *staff.urlpatterns,
    *exports.urlpatterns,
    *privacy.urlpatterns,
]
