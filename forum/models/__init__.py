from forum.models.blocks import Block
from forum.models.boards import Board, RulesAcceptance, Seal, Section, WatchedWord, WordAction
from forum.models.bursts import Burst, BurstMember, BurstSign, MemberState, Sign
from forum.models.drafts import Draft
from forum.models.mentions import Mention
from forum.models.moderation import BY_READERS, Flag, FlagReason, FlagState, ModerationAct, ModerationRecord
from forum.models.moves import FormerPlace
from forum.models.offers import OfferState, PrivateOffer
from forum.models.polls import Ballot, Poll, PollOption
from forum.models.posts import Correction, OfficialAnswer, Post, PostRevision
from forum.models.reading import AllRead, Bookmark, Reaction, ReactionKind, ReadMark, Subscription, SubscriptionLevel
from forum.models.removals import Removal, RemovalKind, RemovalState
from forum.models.sanctions import AppealState, Sanction, SanctionKind
from forum.models.shifts import WEEKDAYS, Absence, Shift
from forum.models.sightings import SeenIn, Sighting
from forum.models.topics import ENDED, Privacy, ProgressState, ProgressStep, Topic, Verdict, Visibility
from forum.models.watch import CALLS_EACH_TIME, OPEN_STATES, Watch, WatchCause, WatchReason, WatchState

__all__ = [
    "BY_READERS",
    "CALLS_EACH_TIME",
    "ENDED",
    "OPEN_STATES",
    "WEEKDAYS",
    "Absence",
    "AllRead",
    "AppealState",
    "Ballot",
    "Block",
    "Board",
    "Bookmark",
    "Burst",
    "BurstMember",
    "BurstSign",
    "Correction",
    "Draft",
    "Flag",
    "FlagReason",
    "FlagState",
    "FormerPlace",
    "MemberState",
    "Mention",
    "ModerationAct",
    "ModerationRecord",
    "OfferState",
    "OfficialAnswer",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "Privacy",
    "PrivateOffer",
    "ProgressState",
    "ProgressStep",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "Removal",
    "RemovalKind",
    "RemovalState",
    "RulesAcceptance",
    "Sanction",
    "SanctionKind",
    "Seal",
    "Section",
    "SeenIn",
    "Shift",
    "Sighting",
    "Sign",
    "Subscription",
    "SubscriptionLevel",
    "Topic",
    "Verdict",
    "Visibility",
    "Watch",
    "WatchCause",
    "WatchReason",
    "WatchState",
    "WatchedWord",
    "WordAction",
]
