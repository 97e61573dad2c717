"""By which ways the cast can be reached: Olga has bound WeChat and switched push on for her phone."""

from allauth.socialaccount.models import SocialAccount

from notify.actions import add_push_device
from portal.demo.timeline import Timeline
from portal.demo.world import World


def schedule(world: World, timeline: Timeline) -> None:
    timeline.at(world.days_ago(21), lambda: _olga_can_be_reached(world))


def _olga_can_be_reached(world: World) -> None:
    """In the demonstration nothing leaves the machine, so names that nobody has will do."""
    olga = world.known["owner-olga"]
    SocialAccount.objects.create(user=olga, provider="weixin", uid="demo-olga")
    add_push_device(
        user=olga, session_key="", name="Chrome · Android", endpoint="https://push.example/olga", p256dh="", auth=""
    )
