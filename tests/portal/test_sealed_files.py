"""Files that lie sealed are sealed anew with a new key, mails that lay open are sealed; stopped midway is no loss."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.management import call_command

from portal import sealed_files
from portal.mailwire import raw_mail
from portal.mailwire.models import RawMail
from portal.sealing import SealBroken
from portal.uploads.sealed import seal, unseal

pytestmark = pytest.mark.django_db

MAIL = b"From: olga@example.com\r\nSubject: CANARY\r\n\r\nCANARY of a mail\r\n"


def on_disk(name: str) -> bytes:
    return Path(storages["private"].path(name)).read_bytes()


def kept_open(raw: bytes) -> RawMail:
    """A mail as an earlier version kept it."""
    mail = RawMail.objects.create(source="old", account="x", sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    storages["private"].save(mail.path, ContentFile(raw))
    return mail


def rotate(**options) -> tuple[str, str]:
    told, warned = io.StringIO(), io.StringIO()
    call_command("rotate_data_keys", stdout=told, stderr=warned, **options)
    return told.getvalue(), warned.getvalue()


def test_a_mail_lies_sealed_and_is_read_as_it_came():
    mail = raw_mail.keep(MAIL, source="a", account="x")

    assert b"CANARY" not in on_disk(mail.path)
    assert mail.read() == MAIL


def test_a_mail_that_lies_open_is_read_all_the_same():
    assert kept_open(MAIL).read() == MAIL


def test_a_mail_put_in_the_place_of_another_is_refused():
    mine, other = raw_mail.keep(MAIL, source="a", account="x"), raw_mail.keep(MAIL + b"2", source="b", account="x")
    Path(storages["private"].path(mine.path)).write_bytes(on_disk(other.path))

    with pytest.raises(SealBroken):
        mine.read()


def test_an_erased_mail_leaves_no_bytes():
    mail = raw_mail.keep(MAIL, source="a", account="x")

    raw_mail.erase([mail.pk])

    assert list(sealed_files.names(storages["private"])) == []


def test_rotating_seals_files_anew_and_the_old_key_is_needed_no_more(settings):
    settings.DATA_KEY = "old"
    mail = raw_mail.keep(MAIL, source="a", account="x")
    storages["private"].save("uploads/ab/abc", ContentFile(seal(b"CANARY of a paper", what="abc")))
    settings.DATA_KEY, settings.DATA_KEYS_OLD = "new", ["old"]

    told, _warned = rotate()

    settings.DATA_KEYS_OLD = []
    assert mail.read() == MAIL
    assert unseal(on_disk("uploads/ab/abc"), what="abc") == b"CANARY of a paper"
    assert "files: 2 looked at, 2 sealed anew" in told
    assert "files: 2 looked at, 0 sealed anew" in rotate()[0]


def test_rotating_seals_mails_that_lay_open_and_leaves_other_files_as_they_are():
    mail = kept_open(MAIL)
    storages["private"].save("uploads/ab/abc", ContentFile(b"%PDF-1.4 a leaflet"))

    rotate()

    assert b"CANARY" not in on_disk(mail.path)
    assert mail.read() == MAIL
    assert on_disk("uploads/ab/abc") == b"%PDF-1.4 a leaflet"


def test_rotating_on_trial_counts_and_changes_nothing():
    mail = kept_open(MAIL)

    told, _warned = rotate(dry_run=True)

    assert "files: 1 looked at, 1 sealed anew" in told
    assert on_disk(mail.path) == MAIL


def test_rotating_leaves_a_file_that_no_key_opens_and_names_it(settings):
    settings.DATA_KEY = "lost"
    mail = raw_mail.keep(MAIL, source="a", account="x")
    before = on_disk(mail.path)
    settings.DATA_KEY = "new"

    _told, warned = rotate()

    assert mail.path in warned
    assert on_disk(mail.path) == before


def test_rotating_that_is_killed_goes_on_where_it_was(settings, monkeypatch):
    settings.DATA_KEY = "old"
    mails = [raw_mail.keep(MAIL + str(n).encode(), source=str(n), account="x") for n in range(3)]
    settings.DATA_KEY, settings.DATA_KEYS_OLD = "new", ["old"]
    real, done = sealed_files.os.replace, []

    def killed(source, target):
        if done:
            raise KeyboardInterrupt
        done.append(target)
        real(source, target)

    monkeypatch.setattr(sealed_files.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.setattr(sealed_files.os, "replace", real)
    assert [mail.read()[-1:] for mail in mails] == [b"0", b"1", b"2"]

    told, _warned = rotate()

    settings.DATA_KEYS_OLD = []
    assert "2 sealed anew" in told
    assert [mail.read()[-1:] for mail in mails] == [b"0", b"1", b"2"]
    assert sorted(sealed_files.names(storages["private"])) == sorted(mail.path for mail in mails)


def test_a_file_deleted_meanwhile_is_not_brought_back():
    mail = kept_open(MAIL)
    storages["private"].delete(mail.path)

    assert not sealed_files.replace(storages["private"], mail.path, b"new")
    assert not storages["private"].exists(mail.path)


class Elsewhere(Storage):
    """Its files have no path on this machine, and a second one of the same name gets another."""

    def __init__(self):
        self.files = {}

    def exists(self, name):
        return name in self.files

    def delete(self, name):
        del self.files[name]

    def _save(self, name, content):
        self.files[name] = content.read()
        return name


def test_a_storage_that_keeps_both_files_says_so_and_keeps_the_old_one():
    storage = Elsewhere()
    storage.save("a", ContentFile(b"old"))

    with pytest.raises(sealed_files.NotReplaced):
        sealed_files.replace(storage, "a", b"new")

    assert storage.files == {"a": b"old"}
