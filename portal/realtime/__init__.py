"""Telling open pages that something happened, after commit.

    realtime.tell("topic:k3f…", "post", {"number": 18})

reaches every socket that joined the group. Who may join is decided by the app that owns the kind of
group (`register_group` in its `realtime.py`). Messages carry ids, never personal data: the page is
the truth, and fetches what it shows through the same door as always.
"""

from portal.realtime.groups import may_join, register_group
from portal.realtime.sharing import register_shared
from portal.realtime.telling import recheck, recheck_all, recheck_group, tell

__all__ = ["may_join", "recheck", "recheck_all", "recheck_group", "register_group", "register_shared", "tell"]
