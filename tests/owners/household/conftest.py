"""An owner's place in a home, and somebody who comes in by invitation."""

from collections.abc import Callable

import pytest

from owners.actions.households import accept_invitation, invite
from owners.models import HouseholdMember, Residency, ResidencyRole, Unit, User
from owners.viewers import viewer_for_user


@pytest.fixture
def host(olga: User, unit: Unit) -> Residency:
    """Olga's own place."""
    return Residency.objects.get(person=olga.person, unit=unit)


@pytest.fixture
def ask_in(host: Residency, olga: User) -> Callable[..., HouseholdMember]:
    """Olga invites somebody, and they accept."""

    def ask(user: User, role: str = ResidencyRole.FAMILY, label: str = "妈妈", **more) -> HouseholdMember:
        invitation, _token = invite(viewer=viewer_for_user(olga), host=host, role=role, label=label, **more)
        return accept_invitation(user=user, invitation=invitation, name="陌上花", consent=True)

    return ask


@pytest.fixture
def mother(stranger: User, ask_in: Callable[..., HouseholdMember]) -> HouseholdMember:
    """The stranger, as a family member of Olga's."""
    return ask_in(stranger)
