"""A real IMAP server for tests: dovecot as a plain process with one user and one maildir."""

import grp
import os
import pwd
import socket
import subprocess
import time
from itertools import count
from pathlib import Path

BINARY = "/usr/sbin/dovecot"
USER, SECRET = "tousu", "imap-secret"


class Dovecot:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.maildir = folder / "mail"
        self.port = _free_port()
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Ready when it greets. A machine without dovecot fails here: these tests are never skipped."""
        assert Path(BINARY).exists(), f"{BINARY} is missing: install dovecot-imapd to run the tests"
        for name in ("new", "cur", "tmp"):
            (self.maildir / name).mkdir(parents=True, exist_ok=True)
        config = self.folder / "dovecot.conf"
        config.write_text(self._config())
        _open_up(self.folder)
        self._process = subprocess.Popen(
            [BINARY, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._await_greeting()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=10)

    def deliver(self, raw: bytes) -> None:
        """Puts a mail into the inbox as a mail server does: unseen."""
        path = self.maildir / "new" / f"{int(time.time())}.M{next(self._numbers):06d}.test"
        path.write_bytes(raw)
        path.chmod(0o666)

    def seen(self) -> int:
        """How many mails are flagged as seen on the server."""
        return sum(1 for path in (self.maildir / "cur").iterdir() if "S" in path.name.rpartition(":2,")[2])

    def unsee(self) -> None:
        """Takes the flag off every mail, as if it had never been set."""
        for path in (self.maildir / "cur").iterdir():
            path.rename(path.with_name(path.name.rpartition(":2,")[0] + ":2,"))

    def log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""

    def _config(self) -> str:
        me = pwd.getpwuid(os.getuid()).pw_name
        worker = "nobody" if me == "root" else me
        ids = pwd.getpwnam(worker)
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {worker if me == "root" else me}
default_login_user = {worker if me == "root" else me}
default_internal_group = {_group(ids.pw_gid)}
first_valid_uid = 1
mail_location = maildir:{self.maildir}
imap_id_log = *
passdb {{
  driver = static
  args = password={SECRET}
}}
userdb {{
  driver = static
  args = uid={worker} gid={_group(ids.pw_gid)} home={self.folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""

    def _await_greeting(self) -> None:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                    if connection.recv(20).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.03)
        raise AssertionError(f"dovecot did not come up: {self.log()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _group(gid: int) -> str:
    return grp.getgrgid(gid).gr_name


def _open_up(folder: Path) -> None:
    """The server reads mail as another user: the test's folders must let it through."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o666)
    for parent in folder.parents[:4]:
        if parent.owner() == pwd.getpwuid(os.getuid()).pw_name and parent != Path("/tmp"):
            parent.chmod(parent.stat().st_mode | 0o055)
