"""The process environment, read once and typed. Settings read it; nothing else does.

Names here are promises (docs/configuration.md). A value that can't be understood raises
`EnvironmentProblem` naming the variable, so that a typing mistake stops the start.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url

ROOT = Path(__file__).resolve().parent.parent

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


class EnvironmentProblem(Exception):
    """A variable is missing or can't be understood; the message is for whoever deploys."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if name not in os.environ:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise EnvironmentProblem(f"{name} must be one of yes/no, true/false, 1/0; it is {value!r}.")


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise EnvironmentProblem(f"{name} must be a whole number; it is {value!r}.") from None


def words(name: str) -> list[str]:
    """A comma-separated list without empty items."""
    return [item.strip() for item in text(name).split(",") if item.strip()]


def pairs(name: str, default: str = "") -> dict[str, str]:
    """`a=1,b=2` as a mapping."""
    items = [item.strip() for item in text(name, default).split(",") if item.strip()]
    if wrong := [item for item in items if "=" not in item]:
        raise EnvironmentProblem(f"{name} must read name=value,name=value; it has {wrong[0]!r}.")
    return {key.strip(): value.strip() for key, _, value in (item.partition("=") for item in items)}


def var_folder() -> Path:
    """`LINLI_VAR`: where the embedded database, media and mail are kept."""
    return Path(text("LINLI_VAR") or ROOT / "var").resolve()


def database(default_sqlite: Path) -> dict[str, Any]:
    """`DATABASE_URL` as a Django DATABASES entry; without it the embedded SQLite file.

    SQLite writes ahead (WAL) and takes its write lock at BEGIN (IMMEDIATE): with the deferred
    default two writers that both read first fail with "database is locked" whatever the timeout.
    """
    url = text("DATABASE_URL")
    if url:
        # Persistent connections, checked before use, so that a database restart heals by itself.
        return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": default_sqlite,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        },
    }


@dataclass(frozen=True, slots=True)
class MailServer:
    """An SMTP server from `EMAIL_URL` (`smtp://`, `smtp+tls://` STARTTLS, `smtps://` TLS)."""

    host: str
    port: int
    username: str
    password: str
    use_tls: bool
    use_ssl: bool
    timeout: int

    def options(self) -> dict[str, Any]:
        return {
            "host": self.host,
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "use_tls": self.use_tls,
            "use_ssl": self.use_ssl,
            "timeout": self.timeout,
        }


def mail_server() -> MailServer | None:
    """`EMAIL_URL`, or None where mail goes to the demo inbox."""
    url = text("EMAIL_URL")
    if not url:
        return None
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise EnvironmentProblem("EMAIL_URL must read smtp://user:password@host:port, smtp+tls://… or smtps://…")
    timeout = parse_qs(parts.query).get("timeout", ["20"])[0]
    return MailServer(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+tls",
        use_ssl=parts.scheme == "smtps",
        timeout=int(timeout),
    )
