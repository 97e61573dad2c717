from django.conf import settings
from django.db import models
from django.db.models import Q

from forum.models.topics import Topic
from portal.worktime import now


class Poll(models.Model):
    """A question put to the vote at the head of a topic. It can't be changed once it stands.

    `per_home`: each verified home has one ballot. `ballot_count` and the options' counts are counted anew
    under the poll's row lock with every ballot.
    """

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="poll")
    question = models.CharField(max_length=80)
    several = models.BooleanField(default=False)
    per_home = models.BooleanField(default=False)
    ends_at = models.DateTimeField()
    ballot_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.question

    @property
    def has_ended(self) -> bool:
        return now() >= self.ends_at


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_once_per_place")]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """What one account, or one home, has voted. It stays counted when the account is closed."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(
        "owners.Unit", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    options = models.ManyToManyField(PollOption, related_name="ballots")
    voted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "user"], name="ballot_once"),
            models.UniqueConstraint(
                fields=["poll", "unit"], condition=Q(unit__isnull=False), name="ballot_once_per_home"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.user_id}"

    @property
    def chosen(self) -> str:
        return "、".join(option.text for option in self.options.all())
