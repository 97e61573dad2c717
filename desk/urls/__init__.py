"""The desk's addresses: one module per noun, put together here."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = []

for _noun in ("dashboard", "spokesperson", "cases", "claims", "club"):
    if find_spec(f"desk.urls.{_noun}"):
        urlpatterns += import_module(f"desk.urls.{_noun}").urlpatterns
