from django.urls import path

from desk.views.registry import browse, people, units

urlpatterns = [
    path("registry/", browse.registry, name="registry"),
    path("registry/search/", people.registry_search, name="registry-search"),
    path("registry/estates/<slug:estate>/", browse.registry_estate, name="registry-estate"),
    path("registry/buildings/<int:building_id>/", browse.registry_building, name="registry-building"),
    path("registry/units/<int:unit_id>/", units.registry_unit, name="registry-unit"),
    path("registry/people/<slug:person_id>/", people.registry_person, name="registry-person"),
]
