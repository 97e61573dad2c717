from django.urls import path

from desk.views.registry import browse, merging, people, residents, stages, units

urlpatterns = [
    path("registry/", browse.registry, name="registry"),
    path("registry/search/", people.registry_search, name="registry-search"),
    path("registry/estates/<slug:estate>/", browse.registry_estate, name="registry-estate"),
    path("registry/estates/<slug:estate>/stages/", stages.registry_stages, name="registry-stages"),
    path("registry/estates/<slug:estate>/duplicates/", merging.registry_duplicates, name="registry-duplicates"),
    path("registry/buildings/<int:building_id>/", browse.registry_building, name="registry-building"),
    path("registry/units/<int:unit_id>/", units.registry_unit, name="registry-unit"),
    path("registry/units/<int:unit_id>/add/", residents.registry_resident_add, name="registry-resident-add"),
    path("registry/people/<slug:person_id>/", people.registry_person, name="registry-person"),
    path("registry/people/<slug:person_id>/step/", stages.registry_step, name="registry-step"),
    path("registry/people/<slug:person_id>/beside/<slug:other_id>/", merging.registry_merge, name="registry-merge"),
    path("registry/people/<slug:person_id>/apart/<slug:other_id>/", merging.registry_apart, name="registry-apart"),
    path("registry/merges/<int:merge_id>/split/", merging.registry_split, name="registry-split"),
]
