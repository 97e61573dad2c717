from club.models import Membership


def test_leave_ends_the_membership(client_for, olga, member):
    assert client_for(olga).post("/club/leave/").url == "/club/"
    assert Membership.objects.get().state == "left"


def test_leave_of_who_is_no_member_changes_nothing(client_for, nina, member):
    client_for(nina).post("/club/leave/")

    assert Membership.objects.get().state == "active"


def test_leave_needs_a_form(client_for, olga, member):
    assert client_for(olga).get("/club/leave/").status_code == 405
