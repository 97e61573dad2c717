"""A role that was withdrawn opens nothing any more: not the next page, not the socket that is open."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from owners.actions import withdraw_role
from owners.models import PledgeAcceptance, User
from owners.pledge import HOLDS
from owners.tasks import end_lapsed_pledges
from owners.viewers import viewer_for_user
from portal.realtime.consumer import PageConsumer
from portal.worktime import now


@pytest.mark.django_db
def test_the_next_request_is_refused(adam, dana, client_for):
    client = client_for(dana)
    assert client.get("/desk/cases/").status_code == 200

    withdraw_role(viewer=viewer_for_user(adam, second_factor=True), staff_role=dana.staff_roles.get(), reason="离职")

    assert client.get("/desk/cases/").status_code == 403
    assert client.get("/desk/").status_code == 403


def listen(user: User, group: str, change) -> list:
    """Joins the group as the account, lets the change happen, and returns what the socket was told."""
    session = SessionStore()
    at = now().timestamp()
    session["account_authentication_methods"] = [{"method": "mfa", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()

    async def talk() -> list:
        scope = {"type": "websocket", "path": "/ws/", "headers": [], "subprotocols": []}
        wire = ApplicationCommunicator(PageConsumer.as_asgi(), scope | {"user": user, "session": session})
        await wire.send_input({"type": "websocket.connect"})
        await wire.receive_output(timeout=3)
        await wire.send_input({"type": "websocket.receive", "text": json.dumps({"join": [group]})})
        told = [json.loads((await wire.receive_output(timeout=3))["text"])]
        await asyncio.to_thread(_and_close, change)
        told.append(json.loads((await wire.receive_output(timeout=5))["text"]))
        await wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await wire.wait()
        # The thread in which the consumer reads has a connection of its own.
        await sync_to_async(connections.close_all)()
        return told

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, talk()).result()


def _and_close(change) -> None:
    try:
        change()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_the_open_socket_hears_nothing_more(adam, sam):
    group = f"watch:{sam.staff_roles.get().estate_id}"
    remover = viewer_for_user(adam, second_factor=True)
    role = sam.staff_roles.get()

    told = listen(sam, group, lambda: withdraw_role(viewer=remover, staff_role=role, reason="离职"))

    assert told == [{"joined": [group], "refused": []}, {"joined": [], "refused": [group]}]


@pytest.mark.django_db(transaction=True)
def test_the_open_socket_hears_nothing_more_when_the_pledge_has_lapsed(sam):
    group = f"watch:{sam.staff_roles.get().estate_id}"

    def lapse() -> None:
        PledgeAcceptance.objects.filter(user=sam).update(accepted_at=now() - HOLDS - timedelta(minutes=1))
        end_lapsed_pledges()

    told = listen(sam, group, lapse)

    assert told[1] == {"joined": [], "refused": [group]}
