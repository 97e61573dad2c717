from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.querysets import BoardQuerySet, WatchedWordQuerySet
from portal.worktime import now


class Section(models.Model):
    """A heading under which boards stand together on the forum's fronts, of whatever estate."""

    name = models.CharField(_("name"), max_length=40)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=40, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("section of boards")
        verbose_name_plural = _("sections of boards")

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A place for topics of one subject, for one audience; of one estate, or of the whole company.

    Staff configure it in the CMS. Topics copy `audience` and `estate`, so a change there goes
    through `forum.actions.spread_board`.
    """

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    estate = models.ForeignKey(
        "owners.Estate", verbose_name=_("estate"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=40)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=40, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    description = models.CharField(_("description"), max_length=120, blank=True)
    description_zh_hant = models.CharField(_("description (Traditional Chinese)"), max_length=120, blank=True)
    description_en = models.CharField(_("description (English)"), max_length=200, blank=True)
    audience = models.CharField(_("who reads"), max_length=60, default="public")
    start_audience = models.CharField(
        _("who may start topics"), max_length=60, default="signed-in", help_text=_("Everybody who reads may reply.")
    )
    answer_expected = models.BooleanField(
        _("the company answers here"),
        default=True,
        help_text=_("Each new topic enters the spokesperson's queue with a clock."),
    )
    answer_hours = models.PositiveSmallIntegerField(
        _("answer within (working hours)"), default=8, help_text=_("Working time by the business calendar.")
    )
    answer_approval = models.BooleanField(
        _("official answers need approval"),
        default=False,
        help_text=_("A case manager releases what the spokesperson has drafted."),
    )
    me_too_calls = models.PositiveSmallIntegerField(
        _("homes that call the company"),
        default=5,
        help_text=_("So many homes that say “me too” put a topic into the spokesperson's queue; 0 for never."),
    )
    heat_calls = models.PositiveSmallIntegerField(
        _("heat that calls the company"),
        default=30,
        help_text=_("Replies, and each “me too” twice; 0 for never."),
    )
    allows_anonymous = models.BooleanField(
        _("anonymous questions"),
        default=False,
        help_text=_("Whoever starts a topic may keep their name to themselves, before staff too."),
    )
    rules = models.TextField(
        _("rules"),
        max_length=2000,
        blank=True,
        help_text=_("Shown before somebody's first post here; a change asks everybody once more."),
    )
    rules_zh_hant = models.TextField(_("rules (Traditional Chinese)"), max_length=2000, blank=True)
    rules_en = models.TextField(_("rules (English)"), max_length=3000, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=0, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def __str__(self) -> str:
        return f"{self.estate} · {self.name}" if self.estate_id else self.name

    def get_absolute_url(self) -> str:
        return reverse("forum:board", args=[self.slug])

    @property
    def answer_within(self) -> timedelta:
        """Working time in which the company promises its first answer."""
        return timedelta(hours=self.answer_hours)


class RulesAcceptance(models.Model):
    """Which version of a board's rules somebody has agreed to, the newest one only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="rules_accepted_once_per_board")]

    def __str__(self) -> str:
        return f"{self.user_id} agreed to rules {self.version} of {self.board_id}"


class WordAction(models.TextChoices):
    COMPLAINT = "complaint", _("publish, and ask the company for its word")
    APPROVAL = "approval", _("publish; the company's answer about it needs approval")
    WATCH = "watch", _("publish, and have it looked at")
    HOLD = "hold", _("hold for review")
    BLOCK = "block", _("refuse")


class WatchedWord(models.Model):
    """A word that keeps a text from being published, or until somebody has read it, or has it read afterwards —
    or one by which people complain: its topic enters the spokesperson's queue."""

    word = models.CharField(_("word"), max_length=40, unique=True)
    action = models.CharField(_("what happens"), max_length=10, choices=WordAction, default=WordAction.HOLD)
    spellings = models.CharField(
        _("also written"),
        max_length=200,
        blank=True,
        help_text=_(
            "Other ways to write it, e.g. wy for 物业, with commas between. Blanks, signs, Traditional characters "
            "and common homophones are seen through without that."
        ),
    )
    harmless = models.CharField(
        _("harmless within"),
        max_length=200,
        blank=True,
        help_text=_("Phrases in which it means something else, e.g. 消毒品 for 毒品, with commas between."),
    )
    note = models.CharField(_("note"), max_length=120, blank=True, help_text=_("Why it is on the list."))

    objects = WatchedWordQuerySet.as_manager()

    class Meta:
        ordering = ["word"]
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")

    def __str__(self) -> str:
        return self.word


class Seal(models.Model):
    """Under which name the company answers: one seal per estate, one without estate for the rest."""

    estate = models.ForeignKey(
        "owners.Estate", verbose_name=_("estate"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    company = models.CharField(_("company's name"), max_length=40)
    post_title = models.CharField(_("spokesperson's post"), max_length=40)

    class Meta:
        verbose_name = _("official seal")
        verbose_name_plural = _("official seals")
        constraints = [
            # An empty estate counts as one estate: there is one general seal.
            models.UniqueConstraint(Coalesce("estate", Value(0)), name="seal_once_per_estate")
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.post_title}"
