import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from owners.models import User
from portal import uploads
from portal.uploads import pictures, storing
from portal.uploads.models import Upload
from portal.uploads.purging import purge_unbound
from portal.uploads.scopes import Scope
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db


def jpeg(*, size: tuple[int, int] = (640, 480), **save: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **save)
    return out.getvalue()


def jpeg_with_position() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Apple"
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 3.0, 0.0)})
    return jpeg(exif=exif, comment=b"at home")


def stored_bytes(upload: Upload) -> list[bytes]:
    found = []
    for stored in (upload.file, upload.thumb):
        with stored.open("rb") as file:
            found.append(file.read())
    return found


def test_picture_is_drawn_anew_without_position_or_camera() -> None:
    upload = uploads.store_bytes(jpeg_with_position(), name="IMG_4411.jpeg", owner="user:a")

    assert (upload.kind, upload.width, upload.height, upload.name) == ("image", 640, 480, "IMG_4411.jpeg")
    for data in stored_bytes(upload):
        assert b"Apple" not in data
        assert b"at home" not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert not picture.getexif()


def test_picture_lying_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    upload = uploads.store_bytes(jpeg(exif=exif), name="a.jpg", owner="user:a")

    assert (upload.width, upload.height) == (480, 640)


def test_large_picture_is_made_smaller_and_gets_a_thumb() -> None:
    upload = uploads.store_bytes(jpeg(size=(4000, 3000)), name="a.jpg", owner="user:a")

    assert (upload.width, upload.height) == (2048, 1536)
    with Image.open(upload.thumb.open("rb")) as thumb:
        assert max(thumb.size) == pictures.THUMB_SIDE


def test_too_many_pixels_are_refused_before_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    data = jpeg()
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))

    with pytest.raises(uploads.UploadRefused, match=r"像素|pixels"):
        uploads.store_bytes(data, name="a.jpg", owner="user:a")


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "MAX_BYTES", 1024)

    with pytest.raises(uploads.UploadRefused):
        uploads.store(io.BytesIO(b"%PDF-" + b"x" * 5000), name="a.pdf", owner="user:a")


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.jpg"), (b"MZ\x90", "run.exe"), (b"<html>", "a.html"), (b"<svg/>", "a.svg"), (jpeg()[:200], "a.jpg")],
)
def test_empty_dangerous_and_damaged_files_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(uploads.UploadRefused):
        uploads.store_bytes(data, name=name, owner="user:a")

    assert not Upload.objects.exists()


def test_picture_is_known_by_its_bytes_not_by_its_name() -> None:
    assert uploads.store_bytes(jpeg(), name="合同.pdf", owner="user:a").kind == "image"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("3号楼漏水现场照片(11月).jpg", "3号楼漏水现场照片(11月).jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\docs\\合同.pdf", "合同.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("", "file"),
    ],
)
def test_names_lose_folders_and_tricks_only(given: str, kept: str) -> None:
    assert storing.clean_name(given) == kept


def test_attach_takes_only_unbound_files_of_the_same_sender() -> None:
    mine = uploads.store_bytes(jpeg(), name="a.jpg", owner="user:a")
    bound = uploads.store_bytes(jpeg(), name="b.jpg", owner="user:a", scope="forum.post:1")
    foreign = uploads.store_bytes(jpeg(), name="c.jpg", owner="user:b")

    got = uploads.attach(
        [mine.public_id, bound.public_id, foreign.public_id, "x"], owner="user:a", scope="forum.post:2"
    )

    assert got == [mine]
    assert uploads.of_many(["forum.post:1", "forum.post:2", "forum.post:3"]) == {
        "forum.post:1": [bound],
        "forum.post:2": [mine],
    }


def test_file_upload_view_stores_and_says_where(client_for, stranger: User) -> None:
    response = client_for(stranger).post("/files/", {"file": SimpleUploadedFile("a.jpg", jpeg())})

    assert response.status_code == 201
    assert Upload.objects.get(public_id=response.json()["id"]).owner == stranger.pseudonym


def test_file_upload_view_says_why_not(client_for, stranger: User) -> None:
    response = client_for(stranger).post("/files/", {"file": SimpleUploadedFile("run.exe", b"MZ")})

    assert response.status_code == 400
    assert response.json()["error"]


def test_unbound_file_is_seen_by_its_sender_alone(client_for, stranger: User, olga: User) -> None:
    upload = uploads.store_bytes(jpeg(), name="a.jpg", owner=stranger.pseudonym)

    assert client_for(stranger).get(upload.url).status_code == 200
    assert client_for(olga).get(upload.url).status_code == 404
    assert client_for(None).get(upload.url).status_code == 404


def test_bound_file_is_seen_by_whom_its_rule_admits(client_for, olga: User, nina: User, monkeypatch) -> None:
    monkeypatch.setattr(
        "portal.uploads.scopes._scopes", {"test": Scope(lambda viewer, ref: viewer.user == nina and ref == "7")}
    )
    upload = uploads.store_bytes(jpeg(), name="a.jpg", owner=olga.pseudonym, scope="test:7")

    assert client_for(nina).get(upload.thumb_url).status_code == 200
    assert client_for(olga).get(upload.url).status_code == 404


def test_file_that_is_no_picture_is_only_ever_downloaded(client_for, stranger: User) -> None:
    upload = uploads.store_bytes(b"%PDF-1.7 ...", name="维修合同.pdf", owner=stranger.pseudonym)

    response = client_for(stranger).get(upload.url)

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_looking_at_a_file_makes_no_session(client_for) -> None:
    upload = uploads.store_bytes(jpeg(), name="a.jpg", owner="user:a")

    assert "sessionid" not in client_for(None).get(upload.url).cookies


def test_files_never_bound_are_removed_after_a_week() -> None:
    with at_clock(now() - timedelta(days=8)):
        forgotten = uploads.store_bytes(jpeg(), name="a.jpg", owner="user:a")
        kept = uploads.store_bytes(jpeg(), name="b.jpg", owner="user:a", scope="forum.post:1")
    fresh = uploads.store_bytes(jpeg(), name="c.jpg", owner="user:a")

    assert purge_unbound() == 1

    assert set(Upload.objects.all()) == {kept, fresh}
    assert not forgotten.file.storage.exists(forgotten.file.name)
