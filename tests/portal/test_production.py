"""Production refuses to start with defaults, and says which variable is meant."""

import os
import subprocess
import sys

import pytest

from portal import env

GOOD = {
    "LINLI_SECRET_KEY": "Zk3v9Qm2Xr7Tn5Wp8Ys4Hd6Jf1Lb0Gc-Vu_Ae9Ri3Ok7Mt5Nq2",
    "LINLI_CANONICAL_URL": "https://www.example.com",
    "DATABASE_URL": "postgres://linli@127.0.0.1/linli",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Loads the production settings in a process of their own."""
    unset = {name for name in os.environ if name.startswith("LINLI_")} | set(GOOD)
    clean = {name: value for name, value in os.environ.items() if name not in unset}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings.production as s; print(s.ALLOWED_HOSTS)"],
        env=clean | GOOD | changes,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_all_it_needs() -> None:
    done = start(LINLI_ALLOWED_HOSTS="example.com")

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "['www.example.com', 'example.com']"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"LINLI_SECRET_KEY": ""}, "LINLI_SECRET_KEY"),
        ({"LINLI_SECRET_KEY": "short"}, "LINLI_SECRET_KEY"),
        ({"LINLI_SECRET_KEY": "development-only-not-a-secret-0123456789-abcdefghij"}, "LINLI_SECRET_KEY"),
        ({"LINLI_CANONICAL_URL": ""}, "LINLI_CANONICAL_URL"),
        ({"LINLI_CANONICAL_URL": "http://www.example.com"}, "LINLI_CANONICAL_URL"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"EMAIL_URL": "mail.example.com"}, "EMAIL_URL"),
    ],
)
def test_production_refuses_defaults(changes: dict[str, str], named: str) -> None:
    done = start(**changes)

    assert done.returncode != 0
    assert named in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mx.example", 25, False, False),
        ("smtp+tls://u:p%40ss@mx.example", 587, True, False),
        ("smtps://u:p@mx.example:4465?timeout=5", 4465, False, True),
    ],
)
def test_mail_server_is_read_from_one_address(
    monkeypatch: pytest.MonkeyPatch, url: str, port: int, tls: bool, ssl: bool
) -> None:
    monkeypatch.setenv("EMAIL_URL", url)

    server = env.mail_server()

    assert server is not None
    assert (server.host, server.port, server.use_tls, server.use_ssl) == ("mx.example", port, tls, ssl)


@pytest.mark.parametrize(("value", "meaning"), [("yes", True), ("0", False), ("", False)])
def test_flag_understands_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("LINLI_DEBUG", value)

    assert env.flag("LINLI_DEBUG", default=True) is meaning


def test_flag_that_makes_no_sense_names_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_DEBUG", "perhaps")

    with pytest.raises(env.EnvironmentProblem, match="LINLI_DEBUG"):
        env.flag("LINLI_DEBUG")
