"""Who did what, to be shown later: append-only, pseudonymous, hash-chained afterwards."""

from portal.audit.recording import record

__all__ = ["record"]
