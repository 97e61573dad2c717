"""Every write of the forum."""

from forum.actions.answering import answer_officially, approve_draft, set_topic_progress
from forum.actions.boards import spread_board
from forum.actions.drafts import Writing, keep_draft, throw_draft_away
from forum.actions.hiding import hide_post, hide_topic, show_post, show_topic
from forum.actions.moderating import (
    flag_post,
    keep_post,
    lock_topic_for,
    move_topic,
    pin_topic,
    unlock_topic,
)
from forum.actions.reading import follow_topic, mark_all_read, mark_read, react
from forum.actions.removing import confirm_removal, lapse_removals, object_to_removal, undo_removal
from forum.actions.voting import NewPoll, vote
from forum.actions.watching import (
    claim_watch,
    dismiss_watch,
    put_on_watch,
    release_watch,
    return_draft,
    save_draft,
    submit_draft,
)
from forum.actions.writing import edit_post, reply, start_topic

__all__ = [
    "NewPoll",
    "Writing",
    "answer_officially",
    "approve_draft",
    "claim_watch",
    "confirm_removal",
    "dismiss_watch",
    "edit_post",
    "flag_post",
    "follow_topic",
    "hide_post",
    "hide_topic",
    "keep_draft",
    "keep_post",
    "lapse_removals",
    "lock_topic_for",
    "mark_all_read",
    "mark_read",
    "move_topic",
    "object_to_removal",
    "pin_topic",
    "put_on_watch",
    "react",
    "release_watch",
    "reply",
    "return_draft",
    "save_draft",
    "set_topic_progress",
    "show_post",
    "show_topic",
    "spread_board",
    "start_topic",
    "submit_draft",
    "throw_draft_away",
    "undo_removal",
    "unlock_topic",
    "vote",
]
