from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from notify.kinds import find_kind
from notify.querysets import NotificationQuerySet
from portal.worktime import now


class Bell(models.Model):
    """The counter of one user's notifications, and how far all of them are read.

    `last_number` is given out under this row's lock, so numbers appear in the order in which
    transactions commit, and "everything up to number n is read" can never swallow a later one.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    last_number = models.PositiveIntegerField(default=0)
    read_through = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"bell of {self.user_id}"


class Notification(models.Model):
    """Something that one user is told. `params` are data for the kind's texts: strings and integers.

    Read if `read_at` is set, or if the bell is read through its `number`. `audience` is the key that
    what it tells of asks for; without one it is the person's own. Whoever loses the key loses the
    notification with it. How it travels beyond the bell stands in its deliveries.

    `bundle` is the matter that several tell of. Of those that are unread one stands for all: the others are
    `folded` behind it. `people` says how many did what it tells, `more` how many of other kinds it hides.
    `visited` is set, on all, once the person has looked at the matter. `silenced`: the person doesn't want to hear
    from whoever did it (`actor`), for as long as that lasts.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300)
    dedupe = models.CharField(max_length=120)
    audience = models.CharField(max_length=60, blank=True)
    bundle = models.CharField(max_length=60, blank=True)
    actor = models.CharField(max_length=40, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    people = models.PositiveIntegerField(default=1)
    more = models.PositiveIntegerField(default=0)
    folded = models.BooleanField(default=False)
    visited = models.BooleanField(default=False)
    silenced = models.BooleanField(default=False)
    on_bell = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["user", "dedupe"], name="notification_once"),
            models.UniqueConstraint(fields=["user", "number"], name="notification_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["user", "number"],
                condition=models.Q(read_at__isnull=True, on_bell=True, folded=False),
                name="notification_unread",
            ),
            models.Index(
                fields=["user", "bundle"],
                condition=models.Q(visited=False) & ~models.Q(bundle=""),
                name="notification_to_visit",
            ),
            models.Index(fields=["user", "actor"], condition=~models.Q(actor=""), name="notification_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"

    @property
    def title(self) -> str:
        """In the language that is active now; the bare address of a kind that is gone."""
        kind = find_kind(self.kind)
        return kind.title_with(self.params, people=self.people) if kind else self.url

    @property
    def text(self) -> str:
        kind = find_kind(self.kind)
        return kind.text_with(self.params) if kind else ""

    @property
    def outside_title(self) -> str:
        """For lock screens and gateways: names nobody else."""
        kind = find_kind(self.kind)
        return kind.outside_title_with(self.params) if kind else self.url

    @property
    def is_urgent(self) -> bool:
        kind = find_kind(self.kind)
        return bool(kind and kind.urgent)
