from django.urls import path

from answers.views.article import article
from answers.views.articles import articles

app_name = "answers"
urlpatterns = [
    path("", articles, name="articles"),
    path("<slug:public_id>/", article, name="article"),
]
