"""What the benchmarks stand on: a database of their own, and production settings that need nothing from outside."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
HOST = "bench.example"


def environment(folder: str, address: str) -> dict[str, str]:
    return {
        "DATABASE_URL": address,
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9"),
        "LINLI_VAR": folder,
        "LINLI_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "LINLI_DATA_KEY": os.environ.get("LINLI_DATA_KEY", "bench-bench-bench-bench-bench-bench-bench-bench-1234"),
        "LINLI_CANONICAL_URL": f"https://{HOST}",
        "LINLI_LOG_LEVEL": "ERROR",
        "EMAIL_URL": "smtp://127.0.0.1:25",
    }


@contextlib.contextmanager
def database(name: str) -> Iterator[str]:
    """The address of a database of that name, made if it is not there, dropped afterwards unless KEEP."""
    import psycopg

    address = os.environ["DATABASE_URL"]
    with psycopg.connect(address, autocommit=True) as link:
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            link.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    finally:
        if not os.environ.get("KEEP"):
            with psycopg.connect(address, autocommit=True) as link:
                link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def manage(*words: str, settings: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, check=True, stdout=sys.stderr, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
    )  # fmt: skip
