"""Somebody with an account who says that a home is theirs."""

import io
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from owners.actions.claims import add_evidence, claim_unit
from owners.models import Claim, Person, Residency, ResidencyRole, Unit, User
from portal import uploads
from portal.worktime import now


def photo(name: str = "合同.jpg") -> SimpleUploadedFile:
    stream = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 180, 160)).save(stream, "JPEG")
    return SimpleUploadedFile(name, stream.getvalue(), content_type="image/jpeg")


def add_resident(unit: Unit, name: str, phone: str = "", role: str = ResidencyRole.OWNER, email: str = "") -> Person:
    person = Person.objects.make(name, phone=phone, email=email)
    Residency.objects.create(unit=unit, person=person, role=role)
    return person


@pytest.fixture
def owner(unit: Unit) -> Person:
    """The registered owner of the unit, who has no account yet."""
    return add_resident(unit, "周喆", "+8613800001777", email="zhouzhe@example.com")


@pytest.fixture
def zhou(db: None) -> User:
    """The owner's new account, with the number that the registry knows."""
    return User.objects.create(username="zhou", phone="+8613800001777", phone_verified_at=now(), language="zh-hans")


@pytest.fixture
def confirm_email() -> Callable[[User, str], None]:
    def confirm(user: User, email: str) -> None:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)

    return confirm


@pytest.fixture
def waiting(stranger: User, unit: Unit, owner: Person) -> Claim:
    """A stranger's claim in review, with a photo."""
    claim = claim_unit(user=stranger, unit=unit, name="周吉", phone="+8613800001777")
    stored = uploads.store(photo(), name="合同.jpg", owner=stranger.pseudonym, sealed=True)
    add_evidence(claim=claim, upload_ids=[stored.public_id])
    return claim
