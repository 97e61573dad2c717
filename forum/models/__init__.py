from forum.models.boards import Board, Seal, WatchedWord, WordAction
from forum.models.drafts import Draft
from forum.models.mentions import Mention
from forum.models.moderation import BY_READERS, Flag, FlagReason, FlagState, ModerationAct, ModerationRecord
from forum.models.polls import Ballot, Poll, PollOption
from forum.models.posts import OfficialAnswer, Post, PostRevision
from forum.models.reading import AllRead, Reaction, ReactionKind, ReadMark, Subscription, SubscriptionLevel
from forum.models.removals import Removal, RemovalKind, RemovalState
from forum.models.topics import ProgressState, ProgressStep, Topic, Visibility
from forum.models.watch import OPEN_STATES, Watch, WatchReason, WatchState

__all__ = [
    "BY_READERS",
    "OPEN_STATES",
    "AllRead",
    "Ballot",
    "Board",
    "Draft",
    "Flag",
    "FlagReason",
    "FlagState",
    "Mention",
    "ModerationAct",
    "ModerationRecord",
    "OfficialAnswer",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "ProgressState",
    "ProgressStep",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "Removal",
    "RemovalKind",
    "RemovalState",
    "Seal",
    "Subscription",
    "SubscriptionLevel",
    "Topic",
    "Visibility",
    "Watch",
    "WatchReason",
    "WatchState",
    "WatchedWord",
    "WordAction",
]
