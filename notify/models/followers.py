from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class WeChatFollower(models.Model):
    """What WeChat said about one reader of our official account: whether it may be written to.

    `openid` names somebody towards our official account only; `unionid` is the same person in all
    apps of the company, and so ties a sign-in to a reader. Without a row nothing bad is known.
    """

    openid = models.CharField(max_length=64, unique=True)
    unionid = models.CharField(max_length=64, blank=True, db_index=True)
    following = models.BooleanField(default=True)
    problem = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("WeChat follower")
        verbose_name_plural = _("WeChat followers")

    def __str__(self) -> str:
        return f"follower {self.pk}"
