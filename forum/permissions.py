"""Who may do what in the forum. Pure questions about a viewer and a thing; nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from owners.models import Role

if TYPE_CHECKING:
    from forum.models import Board, Post, Removal, Sanction, Topic, Watch
    from owners.viewers import Viewer

# Who speaks for the company, who keeps order, and who releases a drafted answer.
SPOKESPEOPLE = (Role.SPOKESPERSON, Role.CASE_MANAGER)
MODERATORS = (Role.SPOKESPERSON, Role.CASE_MANAGER, Role.ADMIN)
APPROVERS = (Role.CASE_MANAGER,)
# Who hears what is said outside, and reads how the company answers.
SIGHTERS = (Role.SPOKESPERSON, Role.CASE_MANAGER, Role.CASE_OFFICER)
FIGURE_READERS = (*SPOKESPEOPLE, Role.EXECUTIVE)


def can_start(viewer: Viewer, board: Board) -> bool:
    return viewer.signed_in and viewer.can_see(board.audience) and viewer.can_see(board.start_audience)


def can_ask_anonymously(viewer: Viewer, board: Board) -> bool:
    """Where the board allows it. Staff answer for what they say."""
    return board.allows_anonymous and can_start(viewer, board) and not viewer.works_here


def can_name_to_company(viewer: Viewer, topic: Topic) -> bool:
    """Whoever asked anonymously lets the company know; as long as no case knows it, they can take that back."""
    return (
        viewer.user is not None
        and topic.is_anonymous
        and topic.author_id == viewer.user.pk
        and viewer.can_see(topic.audience)
        and not (topic.named_to_company and topic.case_number)
    )


def can_reply(viewer: Viewer, topic: Topic) -> bool:
    """Staff who keep order may still write in a locked topic."""
    if not viewer.signed_in or not viewer.can_see(topic.audience):
        return False
    if topic.is_hidden or topic.is_held or topic.is_taken_back:
        return False
    return not topic.is_locked or can_moderate(viewer, topic)


def can_moderate(viewer: Viewer, topic: Topic) -> bool:
    return viewer.can_see(topic.audience) and viewer.has_role(*MODERATORS, estate_id=topic.estate_id)


def can_answer_officially(viewer: Viewer, topic: Topic) -> bool:
    return viewer.can_see(topic.audience) and viewer.has_role(*SPOKESPEOPLE, estate_id=topic.estate_id)


def can_approve(viewer: Viewer, watch: Watch) -> bool:
    return viewer.has_role(*APPROVERS, estate_id=watch.estate_id)


def can_decide_removal(viewer: Viewer, removal: Removal) -> bool:
    """A second person who keeps order there: neither who hid the words nor who wrote them."""
    return (
        viewer.user is not None
        and can_moderate(viewer, removal.topic)
        and viewer.user.pk not in {removal.by_id, removal.author_id}
    )


def can_sanction(viewer: Viewer, post: Post) -> bool:
    """Whoever keeps order there; never because of one's own words or the company's."""
    return (
        viewer.user is not None
        and can_moderate(viewer, post.topic)
        and post.author_id not in {None, viewer.user.pk}
        and not post.is_official
    )


def can_decide_appeal(viewer: Viewer, sanction: Sanction) -> bool:
    """A second person who keeps order there: neither who decided first nor whom it hits."""
    keeps = can_moderate(viewer, sanction.post.topic) if sanction.post else can_review_bursts(viewer)
    return viewer.user is not None and keeps and viewer.user.pk not in {sanction.by_id, sanction.user_id}


def can_review_bursts(viewer: Viewer) -> bool:
    """New accounts belong to no estate yet: whoever keeps order at one."""
    return viewer.has_role(*MODERATORS)


def can_plan_duty(viewer: Viewer, estate_id: int | None) -> bool:
    """Who is on duty when is the case manager's to say; for the company's own boards any of them."""
    return viewer.has_role(*APPROVERS, estate_id=estate_id)


def can_note_sighting(viewer: Viewer, estate_id: int) -> bool:
    return viewer.has_role(*SIGHTERS, estate_id=estate_id)


def can_judge_end(viewer: Viewer, topic: Topic) -> bool:
    """The author says whether the matter is settled, once it is said to be."""
    return (
        viewer.user is not None
        and topic.author_id == viewer.user.pk
        and viewer.can_see(topic.audience)
        and topic.progress_state in {"closed", "followed_up"}
        and topic.end_confirmed_at is None
    )


def can_offer_privacy(viewer: Viewer, topic: Topic) -> bool:
    """Who speaks for the company, or works on its matters, may ask the author; the author alone decides."""
    return viewer.can_see(topic.audience) and viewer.has_role(*SIGHTERS, estate_id=topic.estate_id)


def can_edit(viewer: Viewer, post: Post) -> bool:
    """Own words, while they can be seen; a sealed answer is corrected by another answer."""
    return (
        viewer.user is not None
        and post.author_id == viewer.user.pk
        and not post.is_official
        and not post.is_away
        and (not post.topic.is_locked or can_moderate(viewer, post.topic))
    )


def can_take_back(viewer: Viewer, post: Post) -> bool:
    """Own words, sealed ones apart. A question that others have joined stands with them: see has_been_answered."""
    return (
        viewer.user is not None
        and post.author_id == viewer.user.pk
        and viewer.can_see(post.topic.audience)
        and not post.is_official
        and not post.is_away
    )


def has_been_answered(topic: Topic) -> bool:
    """Whether others rely on the question: neighbours, the company, or the matter that grew out of it."""
    return bool(topic.reply_count or topic.me_too_count or topic.first_answer_at or topic.case_number)


def can_react(viewer: Viewer, post: Post) -> bool:
    """ "Helpful" is everybody's word; "me too" under a question is said for a home that is verified there."""
    return (
        viewer.user is not None
        and viewer.can_see(post.topic.audience)
        and post.author_id != viewer.user.pk
        and not post.is_away
        and not post.is_held
        and (not post.is_question or lives_there(viewer, post.topic))
    )


def can_save(viewer: Viewer, post: Post) -> bool:
    """Whatever one reads, and can still read tomorrow, can be put aside."""
    return viewer.user is not None and viewer.can_see(post.topic.audience) and not post.is_away and not post.is_held


def can_block(viewer: Viewer, post: Post) -> bool:
    """Whoever wrote it under their name; the company's sealed word is nobody's to shut out."""
    return (
        viewer.user is not None
        and post.author_id not in {None, viewer.user.pk}
        and not post.is_official
        and not post.is_anonymous
        and not post.is_away
        and not post.is_held
    )


def lives_there(viewer: Viewer, topic: Topic) -> bool:
    """Whether the viewer is verified at the topic's estate; for the company's own boards, anywhere."""
    if topic.estate_id is None:
        return bool(viewer.resident_units)
    return viewer.is_resident_of(topic.estate_id)


def can_flag(viewer: Viewer, post: Post) -> bool:
    return (
        viewer.user is not None
        and viewer.can_see(post.topic.audience)
        and post.author_id != viewer.user.pk
        and not post.is_away
        and not post.is_held
        and not post.is_official
    )
