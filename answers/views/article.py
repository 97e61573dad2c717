from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from answers.models import KnowledgeArticle
from portal.http import Request


@require_safe
def article(request: Request, public_id: str) -> HttpResponse:
    found = get_object_or_404(KnowledgeArticle.objects.visible_to(request.viewer), public_id=public_id)
    same_subject = KnowledgeArticle.objects.visible_to(request.viewer).filter(subject=found.subject)
    others = list(same_subject.exclude(pk=found.pk)[:5])
    return render(request, "answers/article.html", {"article": found, "others": others})
