"""How a person stands with each channel: where it leads, or why it leads nowhere yet and what to do."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notify.channels.email import proven_email
from notify.channels.texts import proven_phone
from notify.channels.wechat import is_configured, openids_of
from notify.models import Channel, PushDevice
from owners.models import User
from portal.templatetags.ui import phone_masked


@dataclass(frozen=True, slots=True)
class Standing:
    """`note` says where the channel leads, or why it can't yet; `action_…` leads to the remedy."""

    channel: str
    icon: str
    usable: bool
    note: str
    action_label: str = ""
    action_url: str = ""

    @property
    def label(self) -> str:
        return str(Channel(self.channel).label)


def standing_of(user: User) -> list[Standing]:
    """The channels in the order of CHANNELS. Four queries."""
    return [
        Standing("bell", "bell", usable=True, note=_("On every page, at the top.")),
        _texts(user),
        _wechat(user),
        _email(user),
        _push(user),
    ]


def _texts(user: User) -> Standing:
    if number := proven_phone(user):
        return Standing("sms", "message", True, _("To %(number)s") % {"number": phone_masked(number)})
    return Standing(
        "sms", "message", False, _("Confirm your mobile number first."),
        _("Confirm number"), reverse("account_change_phone"),
    )  # fmt: skip


def _wechat(user: User) -> Standing:
    if not is_configured():
        return Standing("wechat", "weixin", False, _("We don't write by WeChat yet."))
    if openids_of([user]):
        return Standing("wechat", "weixin", True, _("To the WeChat you bound."))
    if SocialAccount.objects.filter(user=user, provider="weixin").exists():
        return Standing("wechat", "weixin", False, _("Follow our official account in WeChat, then this works."))
    if not settings.WECHAT_APP_ID:
        return Standing("wechat", "weixin", False, _("WeChat can't be bound here yet."))
    return Standing(
        "wechat", "weixin", False, _("Bind your WeChat first."), _("Bind WeChat"), reverse("socialaccount_connections")
    )


def _email(user: User) -> Standing:
    if address := proven_email(user):
        return Standing("email", "mail", True, _("To %(address)s") % {"address": address})
    return Standing(
        "email", "mail", False, _("Add an address and confirm it first."), _("Add an address"), reverse("account_email")
    )


def _push(user: User) -> Standing:
    names = list(PushDevice.objects.filter(user=user).order_by("pk").values_list("name", flat=True))
    if names:
        return Standing("push", "device", True, _("On: %(devices)s") % {"devices": _("; ").join(names)})
    return Standing("push", "device", False, _("Switch it on for the device in your hand first."))
