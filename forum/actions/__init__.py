"""Every write of the forum."""

from forum.actions.answering import answer_jointly, answer_officially, approve_draft, set_topic_progress
from forum.actions.appealing import appeal, decide_appeal
from forum.actions.blocking import block_person, unblock_person
from forum.actions.boards import add_complaint_words, spread_board
from forum.actions.bursts import (
    bar_accounts,
    clear_accounts,
    clear_verified,
    forget_old_bursts,
    lapse_bursts,
    reopen_accounts,
)
from forum.actions.consenting import answer_privacy, offer_privacy
from forum.actions.correcting import correct_answer
from forum.actions.drafts import Writing, keep_draft, throw_draft_away
from forum.actions.duty import add_shift, drop_absence, drop_shift, note_absence
from forum.actions.gathering import gather
from forum.actions.hiding import hide_post, hide_topic, show_post, show_topic
from forum.actions.judging import hear_verdict, judge_end
from forum.actions.merging import merge_topics
from forum.actions.moderating import (
    flag_post,
    keep_post,
    lock_topic_for,
    move_topic,
    pin_topic,
    unlock_topic,
)
from forum.actions.naming import name_to_company
from forum.actions.numbering import homes_behind, me_toos, show_home_number, tell_of_numbers
from forum.actions.pacing import slow_topic, unslow_topic
from forum.actions.reading import follow_topic, mark_all_read, mark_read, react, save_post
from forum.actions.removing import confirm_removal, lapse_removals, object_to_removal, undo_removal
from forum.actions.sanctioning import sanction_author
from forum.actions.sighting import note_sighting
from forum.actions.splitting import split_topic
from forum.actions.taking_back import forget_taken_back, restore_version, take_back_post
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
    "add_complaint_words",
    "add_shift",
    "answer_jointly",
    "answer_officially",
    "answer_privacy",
    "appeal",
    "approve_draft",
    "bar_accounts",
    "block_person",
    "claim_watch",
    "clear_accounts",
    "clear_verified",
    "confirm_removal",
    "correct_answer",
    "decide_appeal",
    "dismiss_watch",
    "drop_absence",
    "drop_shift",
    "edit_post",
    "flag_post",
    "follow_topic",
    "forget_old_bursts",
    "forget_taken_back",
    "gather",
    "hear_verdict",
    "hide_post",
    "hide_topic",
    "homes_behind",
    "judge_end",
    "keep_draft",
    "keep_post",
    "lapse_bursts",
    "lapse_removals",
    "lock_topic_for",
    "mark_all_read",
    "mark_read",
    "me_toos",
    "merge_topics",
    "move_topic",
    "name_to_company",
    "note_absence",
    "note_sighting",
    "object_to_removal",
    "offer_privacy",
    "pin_topic",
    "put_on_watch",
    "react",
    "release_watch",
    "reopen_accounts",
    "reply",
    "restore_version",
    "return_draft",
    "sanction_author",
    "save_draft",
    "save_post",
    "set_topic_progress",
    "show_home_number",
    "show_post",
    "show_topic",
    "slow_topic",
    "split_topic",
    "spread_board",
    "start_topic",
    "submit_draft",
    "take_back_post",
    "tell_of_numbers",
    "throw_draft_away",
    "unblock_person",
    "undo_removal",
    "unlock_topic",
    "unslow_topic",
    "vote",
]
