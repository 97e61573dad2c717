from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.worktime import now


@dataclass(frozen=True, slots=True)
class Fact:
    """One audit row to be; see `record` for what the parts may hold."""

    actor: str
    action: str
    subject: str
    estate_id: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def record(*, actor: str, action: str, subject: str, estate_id: int | None = None, **facts: object) -> None:
    """Writes one audit row in the caller's transaction.

    `actor` is a pseudonym (`viewer.pseudonym`, `system`, `task-link:…`), `action` a dotted name
    (`claim.approved`), `subject` what it was done to (`claim:12`). `facts` are few and small, and
    never hold a name, a telephone number or a text that a person wrote.
    """
    record_many([Fact(actor, action, subject, estate_id, facts)])


def record_many(rows: Iterable[Fact]) -> None:
    """The same for several rows in one insert; none for none."""
    from portal.audit.models import AuditRow

    moment = now()
    AuditRow.objects.bulk_create(
        [
            AuditRow(
                actor=row.actor,
                action=row.action,
                subject=row.subject,
                estate_id=row.estate_id,
                facts=dict(row.facts),
                recorded_at=moment,
            )
            for row in rows
        ]
    )
