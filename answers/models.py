from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.rich_text import expand_db_html

from answers.querysets import KnowledgeArticleQuerySet, PreparedAnswerQuerySet, PreparedVersionQuerySet
from owners.models.accounts import new_public_id
from owners.viewers import PUBLIC, STAFF
from portal import richtext
from portal.languages import localized
from portal.worktime import now

# What a prepared answer leaves open. The estate is filled in by itself, the date from the promise that goes with
# the answer; the rest by whoever answers. Nothing is published while one of them stands in the text.
VARIABLES = ("楼盘", "楼栋", "承诺日期")


class PreparedAnswer(models.Model):
    """A text that staff start an answer from, with variables such as {楼盘}.

    `html` is as it was written last, cleaned by `portal.richtext`. What staff may use is the latest version
    that a reviewer approved: `PreparedAnswerQuerySet.usable`. `audience` is an audience key: `staff`, or the key
    of one role at one estate.
    """

    title = models.CharField(_("title"), max_length=60)
    html = models.TextField(_("text"))
    for_forum = models.BooleanField(_("for the forum"), default=True)
    for_cases = models.BooleanField(_("for cases"), default=True)
    estate = models.ForeignKey(
        "owners.Estate",
        verbose_name=_("estate"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty for all estates."),
    )
    audience = models.CharField(max_length=60, default=STAFF)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PreparedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "id"]
        verbose_name = _("prepared answer")
        verbose_name_plural = _("prepared answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(for_forum=True) | Q(for_cases=True), name="prepared_answer_is_for_something"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def body(self) -> SafeString:
        """As staff may use it. On rows of `usable`, the approved text; `answers.prepared_for` fills what it knows."""
        return richtext.clean(expand_db_html(getattr(self, "usable_html", self.html)))


class VersionState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("version", "Waiting for review")
    APPROVED = "approved", pgettext_lazy("version", "Approved")
    REFUSED = "refused", pgettext_lazy("version", "Given back")


class PreparedVersion(models.Model):
    """What a prepared answer said from some day on, and who let it pass. Never changed, never given twice."""

    answer = models.ForeignKey(PreparedAnswer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    html = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.WAITING)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = PreparedVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="prepared_version_once"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(note=""), name="prepared_version_refused_with_a_note"
            ),
        ]
        indexes = [models.Index(fields=["written_at"], condition=Q(state="waiting"), name="prepared_version_waiting")]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.number}"

    @property
    def safe_html(self) -> SafeString:
        return richtext.clean(expand_db_html(self.html))


class Subject(models.TextChoices):
    GUIDE = "guide", _("Owners' guide")
    HOME = "home", _("Your home: materials, warranty, upkeep")
    FEES = "fees", _("Fees")
    LAW = "law", _("Law and contract")


class KnowledgeArticle(models.Model):
    """One question that people have, answered: in the owners' guide and before a complaint is sent.

    `html` is stored as `portal.richtext` cleaned it; a language without its own title shows the
    Simplified text.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject, default=Subject.GUIDE)
    title = models.CharField(_("question"), max_length=100)
    title_zh_hant = models.CharField(_("question (Traditional Chinese)"), max_length=100, blank=True)
    title_en = models.CharField(_("question (English)"), max_length=160, blank=True)
    html = models.TextField(_("answer"))
    html_zh_hant = models.TextField(_("answer (Traditional Chinese)"), blank=True)
    html_en = models.TextField(_("answer (English)"), blank=True)
    keywords = models.CharField(
        _("keywords"),
        max_length=200,
        blank=True,
        help_text=_("Other words that people use for it, separated by blanks."),
    )
    estate = models.ForeignKey(
        "owners.Estate",
        verbose_name=_("estate"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty for all estates."),
    )
    audience = models.CharField(max_length=60, default=PUBLIC)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)
    changed_at = models.DateTimeField(default=now, editable=False)

    objects = KnowledgeArticleQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "id"]
        verbose_name = _("knowledge article")
        verbose_name_plural = _("knowledge articles")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("answers:article", args=[self.public_id])

    @property
    def local_title(self) -> str:
        return localized(self, "title")

    @property
    def body(self) -> SafeString:
        """The answer in the reader's language. Links to pages and documents of the site are kept."""
        return richtext.clean(expand_db_html(localized(self, "html")))
