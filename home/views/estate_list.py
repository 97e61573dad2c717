from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.context import Frame
from portal.http import Request

_PER_PAGE = 60


@require_safe
def estate_list(request: Request) -> HttpResponse:
    """All estates, or those that `q` finds by name, place or number prefix; one's own come first."""
    query = request.GET.get("q", "").strip()[:40]
    page = Paginator(Frame(request).find_estates(query), _PER_PAGE).get_page(request.GET.get("page"))

    def address(number: int) -> str:
        return "?" + urlencode({"q": query, "page": number} if query else {"page": number})

    context = {
        "query": query,
        "found": page,
        "before_url": address(page.previous_page_number()) if page.has_previous() else "",
        "after_url": address(page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "home/estate_list.html", context)
