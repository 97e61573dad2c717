from django.urls import path

from search.views.results import results
from search.views.suggest import suggest

app_name = "search"
urlpatterns = [
    path("", results, name="results"),
    path("suggest/", suggest, name="suggest"),
]
