"""Not hearing from somebody any more, and hearing from them again."""

from django.db import transaction

import notify
from forum.errors import NotAllowed
from forum.models import Block
from owners.models import User
from owners.viewers import Viewer
from portal.worktime import now


@transaction.atomic
def block_person(*, viewer: Viewer, person: User) -> None:
    """Folds what they write, and keeps their notices from the viewer, those on the bell too. Twice is once; nobody
    blocks themselves."""
    if viewer.user is None or viewer.user.pk == person.pk:
        raise NotAllowed
    Block.objects.bulk_create([Block(user=viewer.user, blocked=person, since=now())], ignore_conflicts=True)
    notify.silence(viewer.user, person.public_id)


@transaction.atomic
def unblock_person(*, viewer: Viewer, person: User) -> None:
    """Everything of theirs is open again; whoever was not blocked stays so."""
    if viewer.user is None:
        raise NotAllowed
    Block.objects.filter(user=viewer.user, blocked=person).delete()
    notify.silence(viewer.user, person.public_id, silent=False)
