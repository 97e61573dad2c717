"""What notify keeps: notifications, how each one travels, and what people chose."""

from notify.models.deliveries import Delivery, DeliveryState
from notify.models.devices import PushDevice
from notify.models.followers import WeChatFollower
from notify.models.notifications import Bell, Notification
from notify.models.preferences import Channel, MailPace, Preference, Rhythm

__all__ = [
    "Bell",
    "Channel",
    "Delivery",
    "DeliveryState",
    "MailPace",
    "Notification",
    "Preference",
    "PushDevice",
    "Rhythm",
    "WeChatFollower",
]
