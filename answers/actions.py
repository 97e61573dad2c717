from django.db import transaction

from answers.models import KnowledgeArticle, PreparedAnswer, Subject
from owners.models import Estate
from owners.viewers import PUBLIC, STAFF
from portal import richtext
from portal.worktime import now

FORUM, CASE = "forum", "case"


@transaction.atomic
def save_prepared_answer(
    *,
    title: str,
    html: str,
    kinds: tuple[str, ...] = (FORUM, CASE),
    estate: Estate | None = None,
    audience: str = STAFF,
) -> PreparedAnswer:
    """Writes or rewrites the prepared answer of this title and estate."""
    texts = {
        "html": richtext.clean(html),
        "for_forum": FORUM in kinds,
        "for_cases": CASE in kinds,
        "audience": audience,
    }
    answer, _ = PreparedAnswer.objects.update_or_create(title=title, estate=estate, defaults=texts)
    return answer


@transaction.atomic
def save_article(
    *,
    title: str,
    html: str,
    subject: str = Subject.GUIDE,
    keywords: str = "",
    title_en: str = "",
    html_en: str = "",
    estate: Estate | None = None,
    audience: str = PUBLIC,
) -> KnowledgeArticle:
    """Writes or rewrites the article of this question and estate."""
    texts = {
        "html": richtext.clean(html),
        "subject": subject,
        "keywords": keywords,
        "title_en": title_en,
        "html_en": richtext.clean(html_en),
        "audience": audience,
        "changed_at": now(),
    }
    article, _ = KnowledgeArticle.objects.update_or_create(title=title, estate=estate, defaults=texts)
    return article
