from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from forum.models.topics import Topic, Visibility
from forum.querysets import OfficialAnswerQuerySet, PostQuerySet
from forum.speakers import name_of, seed_of
from portal import richtext
from portal.worktime import now


class Post(models.Model):
    """One contribution. `html` is kept as `portal.richtext.clean` gave it, `text` is what it says.

    `number` is unique in its topic and never given twice. `send_key` is drawn with the form: the
    same form sent twice writes one post. `changed` is the number, among its topic's changes, of the last one here.
    `is_anonymous`: nobody sees whose it is (forum.speakers), wherever it is moved to.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_anonymous = models.BooleanField(default=False)
    html = models.TextField()
    text = models.TextField()
    written_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    is_official = models.BooleanField(default=False)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.VISIBLE)
    hidden_reason = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    reaction_count = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    # NULL, not empty: posts without a key must not meet in the unique constraint.
    send_key = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once_per_topic"),
            models.UniqueConstraint(fields=["author", "send_key"], name="post_sent_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_numbers_from_one"),
            models.CheckConstraint(
                condition=~Q(visibility="hidden") | ~Q(hidden_reason=""), name="post_hidden_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["written_at"], condition=Q(visibility="held"), name="post_held"),
            models.Index(fields=["taken_back_at"], condition=Q(visibility="taken_back"), name="post_taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} #{self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse('forum:topic', args=[self.topic.public_id])}?from={self.number}#p{self.number}"

    @property
    def safe_html(self) -> SafeString:
        """The text for a page. Cleaned once more: what an older sanitiser let through stays out."""
        return richtext.clean(self.html)

    @property
    def by_name(self) -> str:
        """Who speaks here, as readers see it. Needs `author`, and `official` for a sealed post."""
        if self.is_official:
            return self.official.company
        return name_of(self)

    @property
    def seed(self) -> str:
        """Its author's public id; empty where nothing leads to them."""
        return seed_of(self)

    @property
    def subject(self) -> str:
        """How the audit trail names it, where somebody has to know who wrote it."""
        return f"post:{self.pk}"

    @property
    def account(self) -> str:
        """Whose it is, in full: only for those to whom `owners.personal` reveals it."""
        return f"{self.author.display_name} ({self.author.public_id})" if self.author else ""

    @property
    def is_question(self) -> bool:
        return self.number == 1

    @property
    def is_hidden(self) -> bool:
        return self.visibility == Visibility.HIDDEN

    @property
    def is_taken_back(self) -> bool:
        return self.visibility == Visibility.TAKEN_BACK

    @property
    def is_away(self) -> bool:
        """Out of sight for readers, by whoever's will: a line stands in its place."""
        return self.is_hidden or self.is_taken_back

    @property
    def is_held(self) -> bool:
        return self.visibility == Visibility.HELD

    @property
    def upload_scope(self) -> str:
        return f"forum.post:{self.pk}"


class PostRevision(models.Model):
    """What a post said before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    title = models.CharField(max_length=80, blank=True)
    html = models.TextField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-edited_at", "-id"]

    def __str__(self) -> str:
        return f"{self.post_id} before {self.edited_at:%Y-%m-%d %H:%M}"

    @property
    def safe_html(self) -> SafeString:
        return richtext.clean(self.html)


class OfficialAnswer(models.Model):
    """A post that carries the company's seal, with the names as they were on that day.

    `took` is working time from the question (or the question asked again) to this answer; `in_time`
    says whether that was within the board's promise. `promised_for` is when the company said it would
    be heard of again; the next official answer keeps that promise.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="official")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="official_answers")
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    company = models.CharField(max_length=40)
    who = models.CharField(max_length=60)
    post_title = models.CharField(max_length=40)
    spokesperson = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(default=now)
    took = models.DurationField()
    in_time = models.BooleanField()
    is_first = models.BooleanField(default=False)
    promised_for = models.DateTimeField(null=True, blank=True)
    promise_kept_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    # The prepared text that it was begun with, if any.
    prepared = models.ForeignKey(
        "answers.PreparedVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OfficialAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("official answer")
        verbose_name_plural = _("official answers")
        constraints = [
            models.UniqueConstraint(fields=["topic"], condition=Q(is_first=True), name="first_answer_once_per_topic")
        ]
        indexes = [
            models.Index(fields=["estate", "answered_at"], condition=Q(is_first=True), name="first_answers_of_estate"),
            models.Index(fields=["topic", "id"], name="answers_of_topic"),
            models.Index(
                fields=["estate", "promised_for"], condition=Q(promised_for__isnull=False), name="promises_of_estate"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.who}"

    @property
    def promise(self) -> datetime | None:
        """The promise that still holds."""
        return None if self.promise_kept_at else self.promised_for

    @property
    def added(self) -> list[Correction]:
        """What was added to it later, the first one first. No query where nothing was."""
        return list(self.corrections.order_by("pk")) if self.corrected_at else []


class Correction(models.Model):
    """What the company adds to a sealed answer. The answer stays as it was sealed; this stands under it."""

    answer = models.ForeignKey(OfficialAnswer, on_delete=models.CASCADE, related_name="corrections")
    html = models.TextField()
    who = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.answer_id} {self.at:%Y-%m-%d}"

    @property
    def safe_html(self) -> SafeString:
        return richtext.clean(self.html)
