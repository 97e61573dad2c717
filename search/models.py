from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now
from search.querysets import SearchEntryQuerySet


class SearchEntry(models.Model):
    """One findable thing of a room above, copied here with its audience key.

    `folded` is `title`, a line break and `text` after folding, character by character; `grams` are its
    pieces. The index over `grams` differs by database: see `search.index`.
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

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="search_entry_once")]
        indexes = [models.Index(fields=["-at", "-id"], name="search_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def cursor(self) -> str:
        """Where a page that ends with this entry goes on."""
        return f"{int(self.at.timestamp() * 1_000_000)}-{self.pk}"


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
