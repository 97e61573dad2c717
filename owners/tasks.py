from collections.abc import Callable
from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django.tasks import task

from owners import pledge
from owners.actions import import_steps
from owners.actions.claims import remove_old_evidence
from owners.actions.exports import expire_exports
from owners.actions.imports import AnotherImportRuns, ImportStopped
from owners.actions.residencies import end_past_residencies
from owners.actions.sign_ups import forget_sign_ups
from owners.actions.undo_import import forget_import, stay, undo_import
from owners.exporting import making
from owners.models import KEPT, ImportRun, ImportState, SmsDay, SmsMessage, SmsState, TaskLink
from owners.oversight.counting import forget_old_counts
from owners.rights.copies import make_copy, remove_expired
from owners.rights.erasing import carry_out_due, forget_former
from owners.sms import HttpGateway
from portal import jobs, realtime
from portal.errors import Refused
from portal.worktime import now

# Text messages and used-up links are kept for as long as somebody may ask what happened.
_KEPT = timedelta(days=180)


@jobs.retried(attempts=4)
@task(queue_name="default")
def deliver_sms(message_id: int) -> None:
    """Hands one waiting message to the gateway; a message that was sent is passed over."""
    message = SmsMessage.objects.filter(pk=message_id, state__in=[SmsState.WAITING, SmsState.FAILED]).first()
    if message is not None:
        HttpGateway().deliver(message)


@jobs.periodic("owners.end_residencies", every=timedelta(minutes=1))
def end_residencies() -> None:
    """At midnight, and whenever a register ended something: sockets, households, the club hear of it."""
    end_past_residencies()


@jobs.periodic("owners.remove_old_evidence", every=timedelta(hours=1))
def remove_evidence() -> None:
    """Documents for a verification are kept for 30 days at most, decided or not."""
    remove_old_evidence()


@jobs.retried(attempts=3)
@task(queue_name="slow")
def check_import(run_id: int) -> None:
    """The trial run of an import that was sent to the desk."""
    _work(run_id, lambda run: import_steps.check(run=run))


@jobs.retried(attempts=5)
@task(queue_name="slow")
def run_import(run_id: int) -> None:
    """Carries an import out; a second try goes on where the first was cut off."""
    _work(run_id, lambda run: import_steps.work_off(run=run))


def _work(run_id: int, step: Callable[[ImportRun], object]) -> None:
    run = ImportRun.objects.select_related("estate").filter(pk=run_id).first()
    if run is None:
        return
    try:
        step(run)
    except (ImportStopped, AnotherImportRuns):
        return
    except Refused as refused:
        import_steps.fail(run=run, why=refused.message)


@jobs.retried(attempts=3)
@task(queue_name="slow")
def undo_import_of(run_id: int, actor: str) -> None:
    """Takes an import back; one that has been taken back already is left alone."""
    run = ImportRun.objects.filter(pk=run_id).exclude(state=ImportState.UNDONE).first()
    if run is not None:
        try:
            undo_import(run=run, actor=actor)
        except Refused as refused:
            stay(run=run, why=refused.message)


@jobs.periodic("owners.forget-imports", daily_at=time(4, 40))
def forget_imports() -> None:
    """After seven days an import's file and journal go; that it was, and its counts, stay."""
    old = ImportRun.objects.filter(started_at__lt=now() - KEPT)
    for run in old.filter(Q(finished_at__lt=now() - KEPT) | Q(finished_at=None)).filter(forgotten=False)[:500]:
        forget_import(run=run)


@jobs.periodic("owners.tidy", daily_at=time(4, 20))
def tidy() -> None:
    """Forgets what is over: ended sessions, texts that never left, old messages and links."""
    Session.objects.filter(expire_date__lt=now()).delete()
    never_left = SmsMessage.objects.filter(state=SmsState.FAILED, created_at__lt=now() - timedelta(days=1))
    never_left.update(text="", params="")
    SmsMessage.objects.filter(created_at__lt=now() - _KEPT).delete()
    SmsDay.objects.filter(day__lt=(now() - _KEPT).date()).delete()
    TaskLink.objects.filter(expires_at__lt=now() - _KEPT).delete()
    forget_old_counts()


@jobs.periodic("owners.forget_sign_ups", every=timedelta(hours=1))
def forget_where_they_came_from() -> None:
    """After a week nothing is left of where accounts were signed up, hashed or not."""
    forget_sign_ups()


@jobs.periodic("owners.end_lapsed_pledges", every=timedelta(minutes=5))
def end_lapsed_pledges() -> None:
    """Open pages of staff whose pledge has just ended are told nothing more; looking twice does no harm."""
    for public_id in pledge.lapsed_since(now() - timedelta(minutes=15)):
        realtime.recheck(public_id)


@jobs.retried(attempts=4)
@task(queue_name="default")
def make_data_copy(request_id: int) -> None:
    """Puts together what we hold of the person who asked."""
    make_copy(request_id)


@jobs.periodic("owners.close_accounts", every=timedelta(minutes=10))
def close_accounts() -> None:
    carry_out_due()


@jobs.periodic("owners.remove_data_copies", every=timedelta(hours=1))
def remove_data_copies() -> None:
    while remove_expired():
        pass


@jobs.periodic("owners.forget_former", daily_at=time(3, 20))
def forget_former_residents() -> None:
    forget_former()


@jobs.retried(attempts=3)
@task(queue_name="slow")
def make_export(export_id: int) -> None:
    """Makes the file of an approved list of people; one that is made is passed over."""
    making.make_export(export_id)


@jobs.periodic("owners.expire_exports", every=timedelta(hours=1))
def end_exports() -> None:
    """Files of 48 hours ago are gone, and requests that nobody answered in seven days."""
    expire_exports()
