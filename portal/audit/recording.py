from portal.worktime import now


def record(*, actor: str, action: str, subject: str, estate_id: int | None = None, **facts: object) -> None:
    """Writes one audit row in the caller's transaction.

    `actor` is a pseudonym (`viewer.pseudonym`, `system`, `task-link:…`), `action` a dotted name
    (`claim.approved`), `subject` what it was done to (`claim:12`). `facts` are few and small, and
    never hold a name, a telephone number or a text that a person wrote.
    """
    from portal.audit.models import AuditRow

    AuditRow.objects.create(
        actor=actor, action=action, subject=subject, estate_id=estate_id, facts=facts, recorded_at=now()
    )
