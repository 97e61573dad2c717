from django.urls import path

from desk.views import dashboard

urlpatterns = [path("", dashboard.dashboard, name="dashboard")]
