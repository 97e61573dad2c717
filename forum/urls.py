from django.urls import path

from forum.views import (
    boards,
    changes,
    drafts,
    moderation,
    naming,
    people,
    polls,
    posts,
    private,
    removals,
    sanctions,
    saved,
    topics,
    verdict,
)
from forum.views.feed import TopicFeed

app_name = "forum"
urlpatterns = [
    # lists
    path("", boards.index, name="index"),
    path("e/<slug:estate>/", boards.estate, name="estate"),
    path("b/<slug:board>/", boards.board, name="board"),
    path("new/", boards.board_choose, name="board-choose"),
    path("read-all/", boards.read_all, name="read-all"),
    path("feed/", TopicFeed(), name="feed"),
    path("record/", moderation.record, name="record"),
    path("removals/<slug:removal>/", removals.removal, name="removal"),
    path("saved/", saved.saved_list, name="saved-list"),
    path("blocked/", people.blocked_list, name="blocked-list"),
    path("u/<slug:person>/", people.profile, name="profile"),
    path("u/<slug:person>/block/", people.person_block, name="person-block"),
    path("sanctions/<slug:sanction>/", sanctions.sanction, name="sanction"),
    # what is being written
    path("drafts/", drafts.draft_list, name="draft-list"),
    path("drafts/<slug:key>/", drafts.draft, name="draft"),
    path("drafts/<slug:key>/drop/", drafts.draft_drop, name="draft-drop"),
    # topics
    path("b/<slug:board>/new/", topics.topic_start, name="topic-start"),
    path("t/<slug:topic>/", topics.topic, name="topic"),
    path("t/<slug:topic>/changes/", changes.topic_changes, name="topic-changes"),
    path("t/<slug:topic>/unread/", topics.topic_unread, name="topic-unread"),
    path("t/<slug:topic>/date/", topics.topic_date, name="topic-date"),
    path("t/<slug:topic>/poll/", polls.topic_poll, name="topic-poll"),
    path("t/<slug:topic>/vote/", polls.topic_vote, name="topic-vote"),
    path("t/<slug:topic>/people/", topics.topic_people, name="topic-people"),
    path("t/<slug:topic>/follow/", topics.topic_follow, name="topic-follow"),
    path("t/<slug:topic>/naming/", naming.topic_naming, name="topic-naming"),
    path("t/<slug:topic>/reply/", topics.topic_reply, name="topic-reply"),
    path("t/<slug:topic>/watch/", moderation.topic_watch, name="topic-watch"),
    path("t/<slug:topic>/private/", private.topic_private, name="topic-private"),
    path("t/<slug:topic>/verdict/", verdict.topic_verdict, name="topic-verdict"),
    path("t/<slug:topic>/moderate/", moderation.topic_moderate, name="topic-moderate"),
    path("t/<slug:topic>/split/", moderation.topic_split, name="topic-split"),
    # posts
    path("t/<slug:topic>/posts/<int:number>/edit/", posts.post_edit, name="post-edit"),
    path("t/<slug:topic>/posts/<int:number>/take-back/", posts.post_take_back, name="post-take-back"),
    path("t/<slug:topic>/posts/<int:number>/history/", posts.post_history, name="post-history"),
    path("t/<slug:topic>/posts/<int:number>/history/<int:revision>/restore/", posts.post_restore, name="post-restore"),
    path("t/<slug:topic>/posts/<int:number>/react/", posts.post_react, name="post-react"),
    path("t/<slug:topic>/posts/<int:number>/save/", saved.post_save, name="post-save"),
    path("t/<slug:topic>/posts/<int:number>/flag/", posts.post_flag, name="post-flag"),
    path("t/<slug:topic>/posts/<int:number>/moderate/", moderation.post_moderate, name="post-moderate"),
    path("t/<slug:topic>/posts/<int:number>/sanction/", sanctions.post_sanction, name="post-sanction"),
]
