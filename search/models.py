from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.worktime import now
from search.moments import microseconds
from search.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """One findable thing of a room above, copied here with its audience key.

    `folded` is `title`, a line break and `text` after folding, character by character; `grams` are its
    pieces. The index over `grams` differs by database: see `search.index`. `place` is where in its room it
    stands (`board:7`), `author` the account that may be searched by; a reply bears the title of what it
    replies to.
    """

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=60)
    audience = models.CharField(max_length=60)
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    at = models.DateTimeField(default=now)
    folded = models.TextField(blank=True)
    grams = models.TextField(blank=True)
    place = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    official = models.BooleanField(default=False)
    is_reply = models.BooleanField(default=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="search_entry_once")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="search_newest"),
            models.Index(fields=["place", "-at", "-id"], condition=~Q(place=""), name="search_newest_in_place"),
            models.Index(
                fields=["author", "-at", "-id"], condition=Q(author__isnull=False), name="search_newest_by_author"
            ),
            models.Index(fields=["-at", "-id"], condition=Q(official=True), name="search_newest_official"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cursor(self) -> str:
        """Where a page that ends with this entry goes on."""
        return f"{microseconds(self.at)}-{self.pk}"


class SearchSynonym(models.Model):
    """Words that mean the same to the people who search, e.g. `电梯 升降机 升降梯`."""

    words = models.CharField(
        _("words"), max_length=200, unique=True, help_text=_("Separated by blanks. Any of them finds the others.")
    )

    class Meta:
        ordering = ["words"]
        verbose_name = _("search synonyms")
        verbose_name_plural = _("search synonyms")

    def __str__(self) -> str:
        return self.words
