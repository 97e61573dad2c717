"""What this room holds of people: what they were told, and how they want to be told."""

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from notify.models import Bell, Notification, Preference, PushDevice, Rhythm, WeChatFollower
from owners import rights
from owners.models import User
from owners.rights import Retention, delete_rows


def unionids(user: User) -> list[str]:
    """Under which names WeChat knows the account."""
    bound = SocialAccount.objects.filter(user=user, provider="weixin").values_list("extra_data", flat=True)
    return [union for data in bound if (union := data.get("unionid"))]


rights.hold(
    "notify.Notification",
    title=_("Notifications to you"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Notification.objects.filter(user=whose.user),
    shows={"created_at": _("Sent"), "title": _("Title"), "text": _("Text"), "read_at": _("Read")},
    erase=delete_rows,
    also=["notify.Delivery"],
    sort=56,
)
rights.hold(
    "notify.Preference",
    title=_("How you want to be told"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Preference.objects.filter(user=whose.user),
    shows={"kind": _("About"), "channel": _("By"), "on": _("Yes")},
    erase=delete_rows,
    sort=57,
)
rights.hold(
    "notify.Bell",
    title=_("The counter of your notifications"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Bell.objects.filter(user=whose.user),
    shows={"last_number": _("Notifications so far"), "read_through": _("Read up to")},
    erase=delete_rows,
    sort=58,
)
rights.hold(
    "notify.Rhythm",
    title=_("When you want to be told"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Rhythm.objects.filter(user=whose.user),
    shows={"quiet": _("Quiet hours"), "quiet_from": _("From"), "quiet_until": _("Until"), "mail": _("E-mail")},
    erase=delete_rows,
    sort=57,
)
rights.hold(
    "notify.PushDevice",
    title=_("Browsers that may be woken"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: PushDevice.objects.filter(user=whose.user),
    shows={"name": _("Device"), "endpoint": _("Address"), "created_at": _("Since")},
    erase=delete_rows,
    sort=57,
)
rights.hold(
    "notify.WeChatFollower",
    title=_("You as a follower on WeChat"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: WeChatFollower.objects.filter(unionid__in=unionids(whose.user)),
    shows={"following": _("Following"), "changed_at": _("Since")},
    erase=delete_rows,
    # Found by the account's sign-in with WeChat, so before that goes.
    sort=4,
)
