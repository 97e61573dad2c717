from django.urls import path

from desk.views import exports

urlpatterns = [
    path("exports/", exports.export_list, name="export-list"),
    path("exports/ask/", exports.export_ask, name="export-ask"),
    path("exports/<slug:public_id>/", exports.export, name="export"),
    path("exports/<slug:public_id>/decide/", exports.export_decide, name="export-decide"),
    path("exports/<slug:public_id>/file/", exports.export_file, name="export-file"),
]
