"""For real: PostgreSQL, Redis, a canonical host, secrets from the environment. Refuses defaults."""

from urllib.parse import urlsplit

from portal.settings.base import *
from portal.settings.base import ALLOWED_HOSTS, CANONICAL_URL, DATABASES, REDIS_URL, SECRET_KEY, env

if len(SECRET_KEY) < 50 or "development" in SECRET_KEY or len(set(SECRET_KEY)) < 5:
    raise env.EnvironmentProblem(
        "LINLI_SECRET_KEY must be set to at least 50 random characters before Linli starts in production."
    )
_canonical = urlsplit(CANONICAL_URL)
if _canonical.scheme != "https" or not _canonical.hostname:
    raise env.EnvironmentProblem(
        "LINLI_CANONICAL_URL must name the public address, for example https://www.example.com."
    )
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    raise env.EnvironmentProblem("DATABASE_URL must name a PostgreSQL database in production.")
if not REDIS_URL:
    raise env.EnvironmentProblem("REDIS_URL must name a Redis or Valkey server in production.")

ALLOWED_HOSTS = [_canonical.hostname, *ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = [CANONICAL_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The proxy in front adds the visitor's address to X-Forwarded-For; rate limits count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("LINLI_TRUSTED_PROXIES", 1)
SECURE_SSL_REDIRECT = True
# A health check speaks to the process itself, not through the proxy that holds the certificate.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("LINLI_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The editors' preview and the demo inbox show pages of ours inside pages of ours: SAMEORIGIN, not DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
