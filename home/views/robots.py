from django.http import HttpResponse
from django.views.decorators.http import require_safe

from home.meta import absolute
from portal.http import Request

# What is private answers for itself; these would only waste a crawler's time.
_KEPT_OUT = ("/accounts/", "/cms/", "/desk/", "/demo/", "/files/", "/go/", "/me/", "/notifications/", "/search/")


@require_safe
def robots(request: Request) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*_KEPT_OUT, "/contact/t/"))]
    return HttpResponse("\n".join([*lines, f"Sitemap: {absolute('/sitemap.xml')}", ""]), content_type="text/plain")
