from django.urls import path

from desk.views import import_export, imports

urlpatterns = [
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", imports.import_new, name="import-new"),
    path("imports/export/<slug:estate>/", import_export.import_export, name="import-export"),
    path("imports/<str:public_id>/", imports.import_run, name="import-run"),
    path("imports/<str:public_id>/columns/", imports.import_columns, name="import-columns"),
    path("imports/<str:public_id>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<str:public_id>/apply/", imports.import_apply, name="import-apply"),
    path("imports/<str:public_id>/stop/", imports.import_stop, name="import-stop"),
    path("imports/<str:public_id>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<str:public_id>/report/", import_export.import_report, name="import-report"),
]
