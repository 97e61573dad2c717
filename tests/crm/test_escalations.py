from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.actions import escalate_due_clocks, put_waiting
from crm.models import Escalation, Level
from notify.models import Notification
from owners.models import Role, StaffRole, User

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


@pytest.fixture
def monday_case(open_matter, clock):
    with clock(MONDAY):
        return open_matter()


def _told(level):
    return Escalation.objects.filter(level=level).count()


def test_escalate_says_nothing_while_there_is_time(monday_case, mona, clock):
    with clock(MONDAY + timedelta(hours=2)):
        assert escalate_due_clocks() == 0


def test_escalate_warns_once_when_a_quarter_is_left(monday_case, dana, mona, clock):
    with clock(MONDAY + timedelta(hours=3, minutes=15)):
        assert escalate_due_clocks() == 1
        assert escalate_due_clocks() == 0

    assert [row.user for row in Notification.objects.filter(kind="case.due_soon")] == [dana]


def test_escalate_tells_the_manager_once_when_late(monday_case, dana, mona, clock):
    with clock(MONDAY + timedelta(hours=5)):
        escalate_due_clocks()
        escalate_due_clocks()

    assert (_told(Level.MANAGER), _told(Level.EXECUTIVE)) == (1, 0)
    assert [row.user for row in Notification.objects.filter(kind="case.late")] == [mona]


def test_escalate_goes_up_to_the_executive_a_working_day_later(monday_case, mona, estate, clock):
    boss = User.objects.create(username="boss", last_name="总")
    StaffRole.objects.create(user=boss, role=Role.EXECUTIVE, estate=estate)

    with clock(MONDAY + timedelta(days=1, hours=5)):
        escalate_due_clocks()

    assert Notification.objects.filter(kind="case.late", user=boss).exists()


def test_escalate_leaves_paused_clocks_alone(danas_case, dana, viewer_of, clock):
    put_waiting(viewer=viewer_of(dana), case=danas_case, reason="等业主")

    with clock(MONDAY + timedelta(days=60)):
        assert escalate_due_clocks() == 0
