"""The yardstick site's addresses, and the site as WSGI asks for it."""

from django.core.wsgi import get_wsgi_application
from django.urls import include, path

application = get_wsgi_application()
urlpatterns = [path("forum/", include("machina.urls"))]
