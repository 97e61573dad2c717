"""Keeping what is being written, so that nothing is lost and no older page overwrites a newer one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction

from forum.errors import DraftOutdated, DraftSent, NotAllowed
from forum.models import Draft, Post
from owners.models import User
from owners.viewers import Viewer
from portal import richtext, uploads
from portal.worktime import now

KEPT_FOR = timedelta(days=90)
MOST_FILES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A text in hand: its number, the number it was written on top of, and the open page it comes from."""

    html: str
    title: str = ""
    anonymous: bool = False
    upload_ids: list[str] = field(default_factory=list)
    seq: int = 1
    base: int = 0
    tab: str = ""
    send_key: str = ""


@transaction.atomic
def keep_draft(*, viewer: Viewer, key: str, writing: Writing) -> Draft | None:
    """Saves the text if it is the newest; None where nothing is left to keep.

    Raises DraftSent if its form has been sent meanwhile, DraftOutdated (with what is kept) if somebody
    wrote on elsewhere.
    """
    if viewer.user is None:
        raise NotAllowed
    if was_sent(viewer.user, writing.send_key):
        raise DraftSent
    kept = Draft.objects.select_for_update(of=("self",)).filter(user=viewer.user, key=key).first()
    # On top of something that is gone: it was sent, or thrown away, from another page.
    if kept is None and writing.base:
        raise DraftOutdated(None)
    if kept and not kept.yields_to(seq=writing.seq, base=writing.base, tab=writing.tab):
        raise DraftOutdated(kept)
    html = richtext.clean(writing.html)
    if not (richtext.to_text(html) or "<img" in html or writing.title.strip() or writing.upload_ids):
        if kept:
            kept.delete()
        return None
    saved = _write(kept or Draft(user=viewer.user, key=key), html, writing)
    uploads.keep(saved.upload_ids, owner=viewer.pseudonym, until=saved.saved_at + KEPT_FOR)
    return saved


@transaction.atomic
def throw_draft_away(*, viewer: Viewer, key: str) -> None:
    """Drops a draft with its files, at the wish of whoever wrote it."""
    if viewer.user is None:
        raise NotAllowed
    for draft in Draft.objects.select_for_update(of=("self",)).filter(user=viewer.user, key=key):
        uploads.discard(draft.upload_ids, owner=viewer.pseudonym)
        draft.delete()


def drop_draft(user: User, key: str) -> None:
    """What has been sent is no draft any more. Inside the caller's transaction."""
    Draft.objects.filter(user=user, key=key).delete()


def rename_drafts(keys: Mapping[str, str]) -> None:
    """What was begun at one place goes on at another; behind what its writer began there already.

    Inside the caller's transaction.
    """
    for draft in Draft.objects.select_for_update(of=("self",)).filter(key__in=keys):
        kept = Draft.objects.filter(user_id=draft.user_id, key=keys[draft.key]).first()
        if kept is None:
            Draft.objects.filter(pk=draft.pk).update(key=keys[draft.key])
            continue
        kept.html, kept.upload_ids = kept.html + draft.html, [*kept.upload_ids, *draft.upload_ids]
        kept.seq, kept.tab = kept.seq + 1, ""
        kept.save(update_fields=["html", "upload_ids", "seq", "tab"])
        draft.delete()


def was_sent(user: User, send_key: str) -> bool:
    return bool(send_key) and Post.objects.filter(author=user, send_key=send_key).exists()


def forget_old_drafts(limit: int = 2000) -> int:
    """Removes drafts that nobody touched for ninety days. Their files go with the next sweep."""
    old = Draft.objects.filter(saved_at__lt=now() - KEPT_FOR).order_by("saved_at").values_list("pk", flat=True)[:limit]
    gone, _rows = Draft.objects.filter(pk__in=list(old)).delete()
    return gone


def _write(draft: Draft, html: str, writing: Writing) -> Draft:
    draft.title, draft.html, draft.upload_ids = writing.title[:200], html, writing.upload_ids[:MOST_FILES]
    draft.anonymous = writing.anonymous
    draft.seq, draft.tab, draft.send_key, draft.saved_at = writing.seq, writing.tab, writing.send_key, now()
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        # Two pages began at once; the other one was first.
        raise DraftOutdated(Draft.objects.get(user=draft.user, key=draft.key)) from None
    return draft
