from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.http import Request
from search import snippets, tabs
from search.asking import LONGEST_QUERY
from search.suggesting import suggest as titles_for


@require_safe
def suggest(request: Request) -> HttpResponse:
    """The list under the search field; empty where there is nothing to suggest."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    pattern = snippets.pattern_of(query)
    options = [
        {"title": snippets.marked(one.title, pattern), "url": one.url, "tab": tabs.tab_of(one.kind)}
        for one in titles_for(request.viewer, query)
    ]
    response = render(request, "search/suggest.html", {"options": options})
    # What one may see is nobody else's.
    response["Cache-Control"] = "private, no-store"
    return response
