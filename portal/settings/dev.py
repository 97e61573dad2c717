"""Developing on one's own machine: the embedded database, debug pages, everything local."""

from portal.settings.base import *
from portal.settings.base import VAR, env

DEBUG = True
SECRET_KEY = env.text("LINLI_SECRET_KEY") or "development-only-not-a-secret-0123456789-abcdefghij"
CANONICAL_URL = env.text("LINLI_CANONICAL_URL") or "http://localhost:8000"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
VAR.mkdir(parents=True, exist_ok=True)
(VAR / "static").mkdir(exist_ok=True)
# Static files straight from the tree: no collecting step between an edit and the page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
