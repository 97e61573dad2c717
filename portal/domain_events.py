"""Everything that one floor tells the floors above, on one page.

Frozen, of ids and primitives only: a subscriber reads what else it needs from the database, as it
is when the delivery runs. Names and fields are part of the outbox's stored form: add, don't rename.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Base of all. Recorded by `portal.outbox.record` in the transaction of the change it tells."""


# ── owners ──────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentVerified(DomainEvent):
    user_id: int
    estate_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSignedUp(DomainEvent):
    """Somebody signed up on the site, and their number is confirmed. Not of accounts made at the counter."""

    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDecided(DomainEvent):
    claim_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdJoined(DomainEvent):
    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidencyEnded(DomainEvent):
    end_id: int
    person_id: int
    estate_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRequested(DomainEvent):
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRequestDecided(DomainEvent):
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(DomainEvent):
    change_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsCeilingNear(DomainEvent):
    """Four fifths of a day's text messages are used up."""

    day: str
    ceiling: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(DomainEvent):
    """A session was ended on purpose: signed out here, or from another device."""

    user_id: int
    session_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestReceived(DomainEvent):
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestAnswered(DomainEvent):
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCopyReady(DomainEvent):
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecorded(DomainEvent):
    """Staff wrote down what the person told them."""

    consent_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosingAsked(DomainEvent):
    request_id: int


# ── forum ───────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class TopicStarted(DomainEvent):
    topic_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorNamed(DomainEvent):
    """Whoever asked anonymously lets the company know, for handling this topic, that it was them."""

    topic_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostWritten(DomainEvent):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMentioned(DomainEvent):
    """A post that can be read now speaks to somebody by name. Once for each person and post."""

    topic_id: int
    post_id: int
    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficiallyAnswered(DomainEvent):
    topic_id: int
    post_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCalled(DomainEvent):
    """A topic calls for the company's word, with what early warning needs: why (`reason`, a WatchReason), the words
    or the number that the rule saw, where, how many homes, how much was written in how long."""

    topic_id: int
    reason: str
    said: str = ""
    estate_id: int | None = None
    homes: int = 0
    replies: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideSeen(DomainEvent):
    """Staff noted what is said about an estate elsewhere. `seen_in` is a SeenIn, `said` the complaint words in it."""

    sighting_id: int
    estate_id: int
    seen_in: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndJudged(DomainEvent):
    """The author confirmed or disputed the end of the matter that grew out of their topic."""

    verdict_id: int
    topic_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyAsked(DomainEvent):
    """Staff ask the author of a topic whether its matter may go on in private."""

    offer_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyAnswered(DomainEvent):
    """The author said yes or no to it."""

    offer_id: int
    topic_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicProgressed(DomainEvent):
    """The matter of a topic has reached a public state (a ProgressState), as change number `change` of the topic.
    `customer_id` is the account whose matter it is: it hears of it from its mailbox."""

    topic_id: int
    state: str
    change: int
    customer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSpoke(DomainEvent):
    """A verified home said "me too" under a question, or took it back: what holds now stands in the forum."""

    topic_id: int
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFoundHelpful(DomainEvent):
    post_id: int
    author_id: int
    by_user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicModerated(DomainEvent):
    record_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealMade(DomainEvent):
    """Somebody appeals against a warning, a time-out or a ban."""

    sanction_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstSuspected(DomainEvent):
    """What a new account writes is almost what other new accounts wrote."""

    user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstSeen(DomainEvent):
    """Accounts that signed up in a burst wait for somebody who keeps order."""

    burst_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountJudged(DomainEvent):
    """An account that was gathered in a burst was cleared, barred, or waits again."""

    member_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAppealDecided(DomainEvent):
    """A second person decided the appeal of an account that was barred without a post."""

    sanction_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicMerged(DomainEvent):
    """The posts of a topic, and what hangs on it, are another topic's now."""

    topic_id: int
    into_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSplit(DomainEvent):
    """Posts of a topic became a topic of their own."""

    topic_id: int
    from_id: int


# ── mailbox ─────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationOpened(DomainEvent):
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(DomainEvent):
    conversation_id: int
    message_id: int


# ── crm ─────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class HomesWait(DomainEvent):
    """Homes that said "me too" to a topic of a case may need their numbers: those behind the unit `after`."""

    case_id: int
    topic: str
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HomesHear(DomainEvent):
    """The homes behind a case hear how it goes on, and its answer (`message_id`): those behind the row `after`."""

    case_id: int
    message_id: int | None = None
    after: int = 0


# ── lists of people ─────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(DomainEvent):
    """A list of people waits for a second person."""

    export_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDecided(DomainEvent):
    export_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMade(DomainEvent):
    export_id: int


# ── club ────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipAccepted(DomainEvent):
    membership_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAttended(DomainEvent):
    registration_id: int
