"""Posts as markup: drawn once for all who see the same of it, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from forum.models import Post, Privacy, Removal, Topic
from forum.thread import Line
from owners.viewers import Viewer
from portal import numbers, richtext, words
from portal.fragments import Fragments, fill
from portal.uploads.models import Upload
from portal.worktime import now


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction under a sealed answer, as the `official_answer` component takes it."""

    who: str
    at: datetime
    html: str

    @property
    def safe_html(self) -> SafeString:
        return richtext.clean(self.html)


@dataclass(frozen=True, slots=True)
class ShownPost:
    """All that the markup of a post is made of: the template gets nothing else, and the markup is kept under it."""

    topic_id: str
    topic_locked: bool
    number: int
    by_name: str
    seed: str
    is_anonymous: bool
    # By which those who keep order ask who it is; 0 for everybody else.
    post_id: int
    started_topic: bool
    html: str
    written_at: datetime
    was_edited: bool
    is_hidden: bool
    is_taken_back: bool
    is_held: bool
    hidden_reason: str
    removal: Removal | None
    reaction_count: int
    official: tuple[str, str, str, timedelta] | None
    corrections: tuple[ShownCorrection, ...]
    promise: datetime | None
    promise_kept_at: datetime | None
    # The markup of a promise says something else once its day has passed.
    promise_passed: bool
    uploads: tuple[Upload, ...]
    # What this reader did with it, and may do.
    signed_in: bool
    is_shut: bool
    reacted: bool
    may_edit: bool
    may_take_back: bool
    may_react: bool
    may_save: bool
    may_flag: bool
    may_moderate: bool

    @property
    def key(self) -> tuple[object, ...]:
        files = tuple(upload.public_id for upload in self.uploads)
        gone = self.removal and (self.removal.state, self.removal.kind, self.removal.due_at, self.removal.decided_at)
        return (files, gone, *(getattr(self, name) for name in _PLAIN))

    @property
    def is_question(self) -> bool:
        return self.number == 1

    @property
    def safe_html(self) -> SafeString:
        """Cleaned once more: what an older sanitiser let through stays out."""
        return richtext.clean(self.html)


_PLAIN = [field.name for field in fields(ShownPost) if field.name not in {"uploads", "removal"}]


def shown_post(line: Line, topic: Topic, viewer: Viewer) -> ShownPost:
    """`line.post` with its author, and its official answer where it is one."""
    post: Post = line.post
    sealed = post.official if post.is_official else None
    spoken = sealed if not line.is_shut else None
    promise = spoken.promised_for if spoken else None
    return ShownPost(
        topic_id=topic.public_id,
        topic_locked=topic.is_locked,
        number=post.number,
        by_name=post.by_name,
        seed=post.seed,
        is_anonymous=post.is_anonymous and not post.is_official,
        post_id=post.pk if post.is_anonymous and line.may_moderate else 0,
        started_topic=post.number > 1 and post.author_id is not None and post.author_id == topic.author_id,
        # A placeholder says why, and nothing of the text.
        html="" if line.is_shut else post.html,
        written_at=post.written_at,
        was_edited=post.edited_at is not None,
        is_hidden=post.is_hidden,
        is_taken_back=post.is_taken_back,
        is_held=post.is_held,
        hidden_reason=post.hidden_reason,
        removal=line.removal,
        reaction_count=post.reaction_count,
        official=(sealed.company, sealed.who, sealed.post_title, sealed.took) if sealed else None,
        corrections=tuple(ShownCorrection(one.who, one.at, one.html) for one in spoken.added) if spoken else (),
        promise=promise,
        promise_kept_at=spoken.promise_kept_at if spoken else None,
        promise_passed=promise is not None and promise < now(),
        uploads=() if line.is_shut else tuple(line.uploads),
        signed_in=viewer.signed_in,
        is_shut=line.is_shut,
        reacted=line.reacted,
        may_edit=line.may_edit,
        may_take_back=line.may_take_back,
        may_react=line.may_react,
        may_save=line.may_save,
        may_flag=line.may_flag,
        may_moderate=line.may_moderate,
    )


_MARKUP = Fragments(
    "forum/_post.html",
    "forum/_post_tools.html",
    "forum/_removal_state.html",
    *(f"components/{name}.html" for name in ("avatar", "icon", "official_answer", "photos", "seal")),
)


def draw_posts(lines: Sequence[Line], topic: Topic, viewer: Viewer) -> list[SafeString]:
    """The markup of each line for this reader: one round to the cache, nothing else.

    Its buttons belong to the page's one form, `post-form`, which holds the token for all of them.
    """
    shown = [shown_post(line, topic, viewer) for line in lines]
    drawn = _MARKUP.draw(shown, key=lambda post: post.key, context=lambda post: {"post": post})
    return [
        fill(
            markup,
            ago=words.relative(line.post.written_at),
            # Whose list it is on is no part of what is kept: that would double every post.
            saved="true" if line.saved else "false",
            own=_own(line, viewer),
            number=_home_number(line),
            **_folding(line),
        )
        for markup, line in zip(drawn, lines, strict=True)
    ]


def _own(line: Line, viewer: Viewer) -> str:
    """Tells whoever asks anonymously which words are theirs. Nobody else's page has it, and nothing kept does."""
    post = line.post
    if not post.is_anonymous or viewer.user is None or post.author_id != viewer.user.pk:
        return ""
    return format_html(' <span class="chip chip-brand">{}</span>', gettext("You; nobody sees your name"))


def _home_number(line: Line) -> str:
    """Beside "me too", where a matter grew out of the topic: under which number this reader's home has it."""
    topic = line.post.topic
    waits = topic.case_number and topic.privacy != Privacy.PRIVATE
    if not (line.post.is_question and line.reacted and (line.home_number or waits)):
        return ""
    page = numbers.page_of(line.home_number) if line.home_number else ""
    return render_to_string("forum/_home_number.html", {"number": line.home_number, "page": page})


def _folding(line: Line) -> dict[str, str]:
    """What stands around the post of somebody whom the reader has blocked."""
    if not line.is_folded:
        return {"fold": "", "unfold": ""}
    post = line.post
    context = {"number": post.number, "topic": post.topic.public_id, "author": post.seed}
    return {"fold": render_to_string("forum/_post_fold.html", context), "unfold": "</details>"}
