from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answers.models import KnowledgeArticle, Subject
from answers.suggesting import suggestions
from portal.http import Request

MOST = 300
CLOSEST = 10


@require_safe
def articles(request: Request) -> HttpResponse:
    """The owners' guide by subject; with `?q=` the articles closest to a question in people's own words."""
    asked = request.GET.get("q", "").strip()[:200]
    context: dict[str, object] = {"asked": asked}
    if asked:
        context["closest"] = suggestions(request.viewer, asked, estate_id=None, limit=CLOSEST)
    else:
        context["subjects"] = _by_subject(list(KnowledgeArticle.objects.visible_to(request.viewer)[:MOST]))
    return render(request, "answers/articles.html", context)


def _by_subject(found: list[KnowledgeArticle]) -> list[tuple[str, list[KnowledgeArticle]]]:
    parts = ((subject.label, [one for one in found if one.subject == subject]) for subject in Subject)
    return [(str(label), own) for label, own in parts if own]
