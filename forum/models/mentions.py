from django.conf import settings
from django.db import models
from django.db.models import Q

from forum.models.posts import Post


class Mention(models.Model):
    """A post speaks to somebody by name (@小王), or to the company (@客服): exactly one of the two."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    company = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="mention_once"),
            models.UniqueConstraint(fields=["post"], condition=Q(company=True), name="mention_of_the_company_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=True, company=True) | Q(user__isnull=False, company=False),
                name="mention_of_one_or_of_the_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} @{'company' if self.company else self.user_id}"
