"""Where an account is signed in, said in words that people know."""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from owners.models import User
from portal.worktime import now

# First fit wins: browsers name their forerunners too.
_BROWSERS = (
    ("MicroMessenger", _("WeChat")),
    ("Edg", "Edge"),
    ("HuaweiBrowser", _("Huawei Browser")),
    ("MiuiBrowser", _("Xiaomi Browser")),
    ("QQBrowser", _("QQ Browser")),
    ("UCBrowser", _("UC Browser")),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_PHONES = re.compile(r"iPhone|Android|HarmonyOS|Mobile")


@dataclass(frozen=True, slots=True)
class Device:
    """One place an account is signed in. `ip` is where it signed in from."""

    id: int
    name: str
    ip: str
    since: datetime
    is_current: bool
    is_phone: bool


def signed_in_devices(user: User, *, current_key: str | None) -> list[Device]:
    """The account's live sessions, this one first, then the newest. Two queries, however many."""
    noted = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    live = set(
        Session.objects.filter(session_key__in=[one.session_key for one in noted], expire_date__gt=now()).values_list(
            "session_key", flat=True
        )
    )
    devices = [
        Device(
            id=one.pk,
            name=device_name(one.user_agent),
            ip=one.ip,
            since=one.created_at,
            is_current=one.session_key == current_key,
            is_phone=bool(_PHONES.search(one.user_agent)),
        )
        for one in noted
        if one.session_key in live
    ]
    return sorted(devices, key=lambda device: not device.is_current)


def device_name(user_agent: str) -> str:
    """`Chrome · Windows` from what a browser says of itself; an honest shrug if it says nothing."""
    browser = next((str(name) for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or gettext("Unknown device")
