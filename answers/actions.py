from django.db import transaction
from django.utils.translation import gettext as _

from answers.models import KnowledgeArticle, PreparedAnswer, PreparedVersion, Subject, VersionState
from owners.models import Estate, Role, User
from owners.viewers import PUBLIC, STAFF, Viewer
from portal import audit, richtext
from portal.errors import Refused
from portal.worktime import now

FORUM, CASE = "forum", "case"
# Who reads a prepared answer before anybody may use it.
REVIEWERS = (Role.LEGAL, Role.ADMIN)


class ReviewRefused(Refused):
    """The version can't be reviewed, or not by this person."""


@transaction.atomic
def save_prepared_answer(
    *,
    title: str,
    html: str,
    kinds: tuple[str, ...] = (FORUM, CASE),
    estate: Estate | None = None,
    audience: str = STAFF,
    by: User | None = None,
) -> PreparedAnswer:
    """Writes or rewrites the prepared answer of this title and estate. A new text waits for its review."""
    texts = {
        "html": richtext.clean(html),
        "for_forum": FORUM in kinds,
        "for_cases": CASE in kinds,
        "audience": audience,
    }
    answer, _is_new = PreparedAnswer.objects.update_or_create(title=title, estate=estate, defaults=texts)
    write_version(answer=answer, by=by)
    return answer


@transaction.atomic
def write_version(*, answer: PreparedAnswer, by: User | None = None) -> PreparedVersion | None:
    """Keeps the text of `answer` as its next version, to be reviewed; nothing if it says the same as the last."""
    PreparedAnswer.objects.select_for_update().get(pk=answer.pk)
    last = PreparedVersion.objects.filter(answer=answer).order_by("-number").first()
    if last is not None and last.html == answer.html:
        return None
    number = last.number + 1 if last else 1
    return PreparedVersion.objects.create(
        answer=answer, number=number, html=answer.html, written_by=by, written_at=now()
    )


@transaction.atomic
def review_version(*, viewer: Viewer, version: PreparedVersion, note: str = "") -> PreparedVersion:
    """Approves a version, or with a note gives it back. From then on staff may use it, or go on with the last one.

    Raises ReviewRefused: no reviewer, the writer's own text, or decided before.
    """
    version = PreparedVersion.objects.select_for_update().get(pk=version.pk)
    if viewer.user is None or not viewer.has_role(*REVIEWERS):
        raise ReviewRefused(_("The legal officer reviews prepared answers."))
    if version.written_by_id == viewer.user.pk:
        raise ReviewRefused(_("Somebody else has to review what you have written."))
    if version.state != VersionState.WAITING:
        raise ReviewRefused(_("This version has been reviewed already."))
    version.state = VersionState.REFUSED if note.strip() else VersionState.APPROVED
    version.note = note.strip()[:200]
    version.reviewed_by, version.reviewed_at = viewer.user, now()
    version.save(update_fields=["state", "note", "reviewed_by", "reviewed_at"])
    audit.record(
        actor=viewer.pseudonym, action=f"answers.version.{version.state}", subject=f"prepared-version:{version.pk}"
    )
    return version


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
    article, _is_new = KnowledgeArticle.objects.update_or_create(title=title, estate=estate, defaults=texts)
    return article
