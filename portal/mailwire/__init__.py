"""Mail in and out: the raw mail store, the parser, and outgoing mail whose replies find their way back.

    mailwire.send(to="a@b.example", subject="…", text="…", reply_kind="conversation", reply_ref="k3f…")
    mailwire.register_reply_kind("conversation", handler)

The Message-ID of what is sent names kind and reference under a keyed hash: a reply proves by itself what
it answers. What a kind means is the app's that registered it; no app knows another's.
"""

from portal.mailwire.replies import ReplyTo, register_reply_kind, replied_to, reply_handler
from portal.mailwire.sending import send

__all__ = ["ReplyTo", "register_reply_kind", "replied_to", "reply_handler", "send"]
