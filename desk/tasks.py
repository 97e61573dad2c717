"""What the desk does by itself."""

from datetime import time

from django.conf import settings
from django.urls import reverse
from django.utils import translation

import notify
from owners import pledge
from portal import jobs
from portal.words import cn_date


@jobs.periodic("desk.remind_of_pledges", daily_at=time(9, 0))
def remind_of_pledges() -> None:
    """Two weeks before a pledge ends its maker is reminded, once, while it can already be renewed."""
    for held in pledge.about_to_lapse().iterator(500):
        with translation.override(held.user.language or settings.LANGUAGE_CODE):
            params = {"day": cn_date(pledge.ends_at(held))}
        notify.send(
            [held.user],
            kind="staff.pledge_lapses",
            params=params,
            url=reverse("owners:pledge"),
            dedupe=f"pledge:{held.pk}",
        )
