"""What the desk does by itself."""

from datetime import time, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

import notify
from owners import oversight, pledge
from owners.models import PrivacyAlert, Role, User
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


@jobs.periodic("desk.watch_looks", every=timedelta(minutes=10))
def watch_looks() -> None:
    """Looks at personal data that are out of the ordinary are told to the privacy officers, each once."""
    for alert in oversight.watch():
        for officer in _officers(alert):
            with translation.override(officer.language or settings.LANGUAGE_CODE):
                params = {"what": str(alert.get_kind_display())}
            url = reverse("desk:privacy-alert", args=[alert.public_id])
            notify.send([officer], kind="privacy.alert", params=params, url=url, dedupe=f"privacy-alert:{alert.pk}")


def _officers(alert: PrivacyAlert) -> list[User]:
    """Of that estate and of all estates; never who is concerned."""
    where = Q(staff_roles__estate__isnull=True)
    if alert.estate_id:
        where |= Q(staff_roles__estate_id=alert.estate_id)
    officers = User.objects.filter(where, staff_roles__role=Role.PRIVACY, is_active=True).distinct()
    return list(officers.exclude(public_id=alert.viewer.removeprefix("user:")))
