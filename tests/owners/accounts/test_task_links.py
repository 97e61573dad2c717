"""One person's key to one task: it opens that and nothing else, and closes at once."""

from datetime import timedelta
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project_settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from owners import task_links
from owners.models import TaskLink
from owners.task_links import (
    make_task_link,
    register_task_kind,
    revoke_task_link,
    revoke_task_links,
    task_link_required,
)
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db


@task_link_required("test.order")
def order_task(request: HttpRequest, ref: str) -> HttpResponse:
    link = request.task_link  # type: ignore[attr-defined]
    return HttpResponse(f"order {ref} for {link.person_name}, signed in: {request.user.is_authenticated}")


@task_link_required("test.door")
def door_task(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"door {request.task_link.ref}")  # type: ignore[attr-defined]


class Urls:
    urlpatterns = [
        path("test/order/<str:ref>/", order_task, name="test-order"),
        path("test/door/", door_task, name="test-door"),
        *import_module(project_settings.ROOT_URLCONF).urlpatterns,
    ]


@pytest.fixture(autouse=True)
def _kinds(settings, monkeypatch):
    settings.ROOT_URLCONF = Urls
    monkeypatch.setattr(task_links, "_views", {})
    register_task_kind("test.order", view_url_name="test-order")
    register_task_kind("test.door", view_url_name="test-door")


def made(kind: str = "test.order", ref: str = "12", **changes) -> tuple[TaskLink, str]:
    values = {"person_name": "王师傅", "expires_at": now() + timedelta(days=2), "actor": "user:abc", **changes}
    link, url = make_task_link(kind=kind, ref=ref, **values)
    return link, urlsplit(url).path


def test_link_opens_its_task_without_an_account(client):
    link, path_ = made()

    response = client.get(path_)
    page = client.get(response["Location"])

    assert response["Location"] == "/test/order/12/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert page.content.decode() == "order 12 for 王师傅, signed in: False"
    link.refresh_from_db()
    assert link.used_count == 1
    assert AuditRow.objects.filter(action="task_link.opened", subject=link.pseudonym).count() == 1


def test_link_opens_no_other_task_of_its_kind(client):
    _, path_ = made(ref="12")
    made(ref="13")
    client.get(path_)

    assert client.get("/test/order/13/").status_code == 410


def test_link_opens_nothing_in_another_browser(client):
    _, path_ = made()
    client.get(path_)

    assert Client().get("/test/order/12/").status_code == 410


def test_two_links_in_one_browser_each_open_their_own(client):
    for ref in ("12", "13"):
        client.get(made(ref=ref)[1])

    assert [client.get(f"/test/order/{ref}/").status_code for ref in ("12", "13", "14")] == [200, 200, 410]


def test_kind_without_ref_in_its_address_takes_the_newest(client):
    for ref in ("gate-1", "gate-2"):
        client.get(made(kind="test.door", ref=ref)[1])

    assert client.get("/test/door/").content == b"door gate-2"


def test_expired_link_says_whom_to_call(client, estate):
    _, path_ = made(expires_at=now() + timedelta(hours=1))

    with at_clock(now() + timedelta(hours=2)):
        response = client.get(path_)

    assert response.status_code == 410
    assert "tel:09318880000" in response.content.decode()


def test_link_expires_also_where_it_was_opened(client):
    _, path_ = made(expires_at=now() + timedelta(hours=1))
    client.get(path_)

    with at_clock(now() + timedelta(hours=2)):
        assert client.get("/test/order/12/").status_code == 410


def test_revoked_link_closes_at_once(client):
    link, path_ = made()
    client.get(path_)

    revoke_task_link(link=link, actor="user:abc")
    revoke_task_link(link=link, actor="user:abc")

    assert client.get("/test/order/12/").status_code == 410
    assert client.get(path_).status_code == 410
    assert AuditRow.objects.filter(action="task_link.revoked").count() == 1


def test_view_that_lets_others_in_too_asks_for_the_link_itself(client, rf):
    link, path_ = made(kind="test.door", ref="gate-1")
    client.get(path_)
    request = rf.get("/")
    request.session = client.session

    assert task_links.held_link(request, "test.door", "gate-1") == link
    assert task_links.held_link(request, "test.door", "gate-2") is None
    assert task_links.held_link(request, "test.order", "gate-1") is None


def test_all_links_of_a_task_are_revoked_together():
    made(ref="12")
    made(ref="12")
    other, _ = made(ref="13")

    assert revoke_task_links(kind="test.order", ref="12", actor="user:abc") == 2
    assert list(TaskLink.objects.open()) == [other]


def test_unknown_token_is_answered_like_an_expired_one(client, estate):
    response = client.get("/go/no-such-token/")

    assert response.status_code == 410
    assert "0931" in response.content.decode()


def test_token_is_nowhere_in_the_database():
    link, path_ = made()
    token = path_.removeprefix("/go/").strip("/")

    assert len(token) >= 32
    assert token not in str(TaskLink.objects.filter(pk=link.pk).values().get())
    assert not AuditRow.objects.filter(facts__icontains=token).exists()


def test_link_of_an_unregistered_kind_is_a_programming_error():
    with pytest.raises(ValueError, match=r"crm\.unknown"):
        made(kind="crm.unknown")
