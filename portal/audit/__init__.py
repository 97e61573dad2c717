"""Who did what, to be shown later: append-only, pseudonymous, hash-chained afterwards."""

from portal.audit.recording import Fact, record, record_many

__all__ = ["Fact", "record", "record_many"]
