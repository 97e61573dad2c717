"""Background work around Django's Tasks API: periodic jobs, retries, a reaper, heartbeats."""

from portal.jobs.registry import periodic, retried

__all__ = ["periodic", "retried"]
