import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

import search
from portal.http import Request
from search import ranking, snippets, tabs
from search.forms import SearchForm
from search.languages import address, readable
from search.models import SearchEntry
from search.shutting import shut_out_by

PAGE = 20


@dataclass(frozen=True, slots=True)
class Result:
    """An entry as the page shows it; `title` and `snippet` are safe, with the matches marked."""

    entry: SearchEntry
    url: str
    title: SafeString
    snippet: SafeString
    # By somebody whom the reader has blocked: the passage is left out.
    is_folded: bool
    tab: tabs.Tab | None


@require_safe
def results(request: Request) -> HttpResponse:
    """What the viewer may see and was asked for: the best first, or with `?sort=new` the newest."""
    form = SearchForm(request.GET, viewer=request.viewer)
    query, asked = form.cleaned_data.get("q", ""), form.asked
    found = search.hits(request.viewer, query, form.scope(readable()))
    after = request.GET.get("before", "")
    if asked.get("sort"):
        page = ranking.newest(found, after=after, size=PAGE)
    else:
        page = ranking.best(found, query, after=after, size=PAGE)
    pattern = snippets.pattern_of(query)
    shut_out = shut_out_by(request.viewer) if any(entry.author_id for entry in page.entries) else frozenset()
    context = {
        "form": form,
        "query": query,
        "results": [_result(entry, pattern, is_folded=entry.author_id in shut_out) for entry in page.entries],
        "tabs": [(tab, _address(asked, kind=tab.prefix)) for tab in tabs.declared()],
        "all_url": _address(asked, kind=""),
        "best_url": _address(asked, sort=""),
        "new_url": _address(asked, sort="new"),
        "unnarrowed_url": _address({name: asked.get(name, "") for name in ("q", "kind", "sort")}),
        "older_url": _address(asked, before=page.older) if page.older else "",
        "newer_url": _address(asked) if after else "",
    }
    return render(request, "search/results.html", context)


def _address(asked: dict[str, str], **otherwise: str) -> str:
    """The results page with all that was asked, but for what is asked otherwise. Of another tab: any place."""
    wanted = asked | otherwise
    if "kind" in otherwise:
        wanted.pop("place", None)
    return "?" + urlencode({name: value for name, value in wanted.items() if value})


def _result(entry: SearchEntry, pattern: re.Pattern[str] | None, *, is_folded: bool) -> Result:
    return Result(
        entry=entry,
        url=address(entry.url, entry.language),
        title=snippets.marked(entry.title, pattern),
        snippet=SafeString() if is_folded else snippets.snippet(entry.text, pattern),
        is_folded=is_folded,
        tab=tabs.tab_of(entry.kind),
    )
