import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

import search
from portal.http import Request
from search import snippets, tabs
from search.asking import LONGEST_QUERY
from search.models import SearchEntry

PAGE = 20
# Pages without a Traditional translation are read in the other script.
_READS = {"zh-hant": ("zh-hant", "zh-hans")}


@dataclass(frozen=True, slots=True)
class Result:
    """An entry as the page shows it; `title` and `snippet` are safe, with the matches marked."""

    entry: SearchEntry
    url: str
    title: SafeString
    snippet: SafeString
    tab: tabs.Tab | None


@require_safe
def results(request: Request) -> HttpResponse:
    """What the viewer may see and was asked for, newest first; `?kind=` is a declared tab's prefix."""
    language = get_language() or settings.LANGUAGE_CODE
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    kind = next((tab.prefix for tab in tabs.declared() if tab.prefix == request.GET.get("kind")), "")
    found = search.find(
        request.viewer,
        query,
        kinds=[kind] if kind else None,
        before=request.GET.get("before"),
        limit=PAGE + 1,
        languages=_READS.get(language, (language,)),
    )
    pattern = snippets.pattern_of(query)
    shown = [_result(entry, pattern) for entry in found[:PAGE]]
    asked = {"q": query, "kind": kind} if kind else {"q": query}
    context = {
        "query": query,
        "kind": kind,
        "results": shown,
        "tabs": tabs.declared(),
        "older_url": f"?{urlencode({**asked, 'before': found[PAGE - 1].cursor})}" if len(found) > PAGE else "",
        "newer_url": f"?{urlencode(asked)}" if request.GET.get("before") else "",
    }
    return render(request, "search/results.html", context)


def _result(entry: SearchEntry, pattern: re.Pattern[str] | None) -> Result:
    return Result(
        entry=entry,
        url=entry.url if entry.language else _in_current_language(entry.url),
        title=snippets.marked(entry.title, pattern),
        snippet=snippets.snippet(entry.text, pattern),
        tab=tabs.tab_of(entry.kind),
    )


def _in_current_language(url: str) -> str:
    """Entries are written with addresses of the default language; readers keep their own."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return url
    with override(settings.LANGUAGE_CODE):
        return translate_url(url, language)
