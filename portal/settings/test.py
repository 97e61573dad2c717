"""The test suite: the embedded default, or PostgreSQL and Redis where the environment names them."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("LINLI_VAR", str(Path(tempfile.gettempdir()) / f"linli-test-{os.getpid()}"))

# Signing in by WeChat is there; its services are local servers that the tests start.
os.environ |= {"LINLI_WECHAT_APP_ID": "wx-test-app", "LINLI_WECHAT_APP_SECRET": "test-app-secret"}

from portal.settings.dev import *
from portal.settings.dev import CACHES, DATABASES, REDIS_URL, env

DEBUG = False
DEMO = True
DEMO_OPEN_TO_NETWORK = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not :memory:, so that a real server in a thread sees what the test wrote.
    DATABASES["default"]["TEST"] = {
        "NAME": env.text("LINLI_TEST_DB") or Path(tempfile.gettempdir()) / f"linli-test-{os.getpid()}.sqlite3"
    }
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "slow"]}}
if REDIS_URL:
    # Emptying a Redis cache empties its whole database: each worker of a parallel run has its own.
    _worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _cache in CACHES.values():
        _cache["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{1 + _worker % 14}").geturl()
REALTIME_CHANNEL = f"linli:test:{os.getpid()}"
LOGGING = {"version": 1, "disable_existing_loggers": False}
