"""What the database itself refuses about points: changed rows, and legs that don't cancel out."""

from django.db import connections

from portal.appendonly import Guard, install

GUARDED = ("club_pointtransaction", "club_pointentry", "club_lotuse")


def install_guards(using: str = "default") -> None:
    """Puts the ledger's triggers in place, anew where they stood already."""
    for table in GUARDED:
        install(Guard(table), using)
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


# At commit, when both legs are there.
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION club_refuse_loose_legs() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        legs integer;
        total bigint;
    BEGIN
        SELECT COUNT(*), SUM(amount) INTO legs, total FROM club_pointentry
            WHERE transaction_id = NEW.transaction_id;
        IF legs <> 2 OR total <> 0 THEN
            RAISE EXCEPTION 'the legs of point transaction % do not cancel out', NEW.transaction_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    "DROP TRIGGER IF EXISTS club_pointentry_legs ON club_pointentry",
    """
    CREATE CONSTRAINT TRIGGER club_pointentry_legs AFTER INSERT ON club_pointentry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION club_refuse_loose_legs()
    """,
)

# SQLite can't wait until commit: the second leg has to cancel out the first, and a third is refused.
_SQLITE = (
    "DROP TRIGGER IF EXISTS club_pointentry_legs",
    """
    CREATE TRIGGER club_pointentry_legs BEFORE INSERT ON club_pointentry
    WHEN (SELECT COUNT(*) FROM club_pointentry WHERE transaction_id = NEW.transaction_id) > 1
      OR (SELECT SUM(amount) FROM club_pointentry WHERE transaction_id = NEW.transaction_id) + NEW.amount <> 0
    BEGIN SELECT RAISE(ABORT, 'the legs of a point transaction do not cancel out'); END
    """,
)
