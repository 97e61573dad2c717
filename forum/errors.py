"""Why the forum refuses. Each message is shown to the person as it stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Draft


class NotAllowed(Refused):
    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("This is not open to you."))


class TopicLocked(Refused):
    def __init__(self, reason: str) -> None:
        text = _("This topic is locked; nobody can write here now.")
        super().__init__(f"{text} {_('Reason: ')}{reason}" if reason else text)


class TextRefused(Refused):
    """The text is empty, too long, or holds a word that is not published here. `field` says where."""

    def __init__(self, message: str, *, field: str = "body") -> None:
        super().__init__(message)
        self.field = field


class AlreadyWritten(Refused):
    """The author said the same within a day; `url` is where. The message holds a link, so it stands at no field."""

    field = None

    def __init__(self, *, title: str, url: str) -> None:
        where = format_html('<a href="{}">{}</a>', url, title)
        text = _(
            "You have already written this in the last 24 hours: {where}. Please go on there, or say something new."
        )
        super().__init__(format_html(text, where=where))


class DraftOutdated(Refused):
    """The draft was written on elsewhere, and `kept` is what stands now; None if it is gone."""

    def __init__(self, kept: Draft | None) -> None:
        super().__init__(_("A newer version of this draft has been saved elsewhere."))
        self.kept = kept


class DraftSent(Refused):
    def __init__(self) -> None:
        super().__init__(_("This text has been sent already."))


class StandsWithAnswers(Refused):
    def __init__(self, case_number: str) -> None:
        if case_number:
            text = _("The company is working on this under the number {number}, so the question stays.")
            super().__init__(text.format(number=case_number))
        else:
            super().__init__(_("Others have answered or joined your question, so it stays. You can still change it."))


class PollEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("This poll has ended. Its result stands."))


class HomeHasVoted(Refused):
    def __init__(self) -> None:
        super().__init__(_("Somebody of your home has voted already. Each home has one vote here."))


class TooFast(Refused):
    """More was written within the hour than one person needs."""


class TooSoon(Refused):
    """The topic is in slow mode and the person's turn has not come."""

    def __init__(self, *, minutes: int, turn: datetime) -> None:
        text = ngettext(
            "Slow mode: each person waits %(n)d minute between two posts. You can write again at %(time)s; your text "
            "is kept.",
            "Slow mode: each person waits %(n)d minutes between two posts. You can write again at %(time)s; your text "
            "is kept.",
            minutes,
        )
        super().__init__(text % {"n": minutes, "time": f"{localtime(turn):%H:%M:%S}"})


class WatchTaken(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(_("%(who)s is working on this topic.") % {"who": who})


class WatchClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("This topic is no longer waiting for an answer."))


class NeedsApproval(Refused):
    """The board, or what the topic or the answer speaks of, wants a case manager's release."""

    def __init__(self, words: Collection[str] = ()) -> None:
        if words:
            said = "、".join(words)
            text = _("A case manager releases answers about %(words)s. Please send your draft for approval.")
            super().__init__(text % {"words": said})
            return
        super().__init__(
            _("On this board a case manager releases official answers. Please send your draft for approval.")
        )


class PromiseRefused(Refused):
    field = "promised_for"

    def __init__(self) -> None:
        super().__init__(_("Please promise a day that is still to come, within a year."))


class JointlyRefused(Refused):
    """One of the topics of a joint answer can't be answered, so none of them is."""

    def __init__(self, *, title: str, why: str) -> None:
        super().__init__(_("“%(title)s” can't be answered now: %(why)s") % {"title": title, "why": why})


class NothingWritten(Refused):
    def __init__(self) -> None:
        super().__init__(_("Please write the answer first."))


class RemovalDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("This has been decided in the meantime."))


class ObjectedBefore(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have objected already; somebody reads it before they decide."))


class Sanctioned(Refused):
    """Somebody may not write for a time. What they typed stays. The message holds a link, so it is at no field."""

    field = None

    def __init__(self, *, until: datetime, reason: str, url: str) -> None:
        text = _(
            "You can't write here until {until}. Reason: {reason}. Your text is kept as a draft; the mailboxes stay "
            'open to you. <a href="{url}">What this is about, and how to appeal</a>'
        )
        super().__init__(format_html(text, until=f"{localtime(until):%Y-%m-%d %H:%M}", reason=reason, url=url))


class RulesNotAccepted(Refused):
    field = None

    def __init__(self) -> None:
        super().__init__(_("Please read the rules of this board below and agree to them; your text is kept."))


class AppealDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("You have appealed already, or it has ended or been decided in the meantime."))


class BurstDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("Please choose accounts that nobody has decided about in the meantime."))


class MergeRefused(Refused):
    field = "other"


class MoveRefused(Refused):
    """The board is open to more people than the topic was, and nobody has said that this is meant."""

    field = "wider"

    def __init__(self) -> None:
        super().__init__(
            _(
                "More people read that board: everything that was written here for fewer would be open to them. "
                "Please confirm it, or choose another board."
            )
        )


class SplitRefused(Refused):
    field = "numbers"


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Please give the reason; everybody can read it."))
