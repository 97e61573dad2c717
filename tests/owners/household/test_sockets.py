"""A real server, a real socket: whoever lost a home or a role is cut off within five seconds."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from forum.models import Board
from owners.actions.access import grant_key, remove_role
from owners.actions.residencies import end_past_residencies, end_residency
from owners.models import EndReason, Residency, StaffRole
from owners.viewers import estate_key
from portal import realtime
from portal.worktime import today

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("journeys")]

LIMIT = 5


@pytest.fixture
def server(settings) -> Iterator[int]:
    """The port of the whole ASGI application, as it is served for real."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    from portal.asgi import application

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(application, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield port
    running.should_exit = True
    thread.join(timeout=20)


@pytest.fixture
def board(estate) -> Board:
    key = estate_key(estate.pk)
    return Board.objects.create(slug="neighbours", estate=estate, name="邻里", audience=key, start_audience=key)


def open_socket(port: int, client) -> ClientConnection:
    cookie = client.cookies["sessionid"].value
    return connect(
        f"ws://127.0.0.1:{port}/ws/",
        additional_headers={"Cookie": f"sessionid={cookie}"},
        origin=f"http://127.0.0.1:{port}",
    )


def join(page: ClientConnection, group: str) -> None:
    page.send(json.dumps({"join": [group]}))
    assert json.loads(page.recv(timeout=LIMIT)) == {"joined": [group], "refused": []}


def is_cut_off(page: ClientConnection) -> bool:
    with pytest.raises(ConnectionClosed) as closed:
        page.recv(timeout=LIMIT)
    return closed.value.rcvd is not None and closed.value.rcvd.code == 4403


def end_by_hand(host: Residency) -> None:
    end_residency(residency=host, why=EndReason.STEWARD, actor="test")


def end_at_midnight(host: Residency) -> None:
    Residency.objects.filter(pk=host.pk).update(until=today() - timedelta(days=1))
    end_past_residencies()


@pytest.mark.parametrize("end", [end_by_hand, end_at_midnight])
def test_open_socket_is_closed_to_the_board_within_five_seconds(end, server, board, host, olga, nina, client_for):
    group = f"board:{board.slug}"
    with open_socket(server, client_for(olga)) as former, open_socket(server, client_for(nina)) as neighbour:
        join(former, group)
        join(neighbour, group)
        began = time.monotonic()

        end(host)

        assert json.loads(former.recv(timeout=LIMIT)) == {"joined": [], "refused": [group]}
        assert is_cut_off(former)
        assert time.monotonic() - began < LIMIT
        realtime.tell(group, "topic", {"id": 1})
        assert json.loads(neighbour.recv(timeout=LIMIT))["kind"] == "topic"
    with open_socket(server, client_for(olga)) as again:
        again.send(json.dumps({"join": [group]}))
        assert json.loads(again.recv(timeout=LIMIT)) == {"joined": [], "refused": [group]}


def test_guests_of_an_owner_lose_their_sockets_with_the_owner(server, board, host, mother, stranger, client_for):
    group = f"board:{board.slug}"
    with open_socket(server, client_for(stranger)) as page:
        join(page, group)

        end_by_hand(host)

        assert json.loads(page.recv(timeout=LIMIT)) == {"joined": [], "refused": [group]}


def test_withdrawn_role_cuts_the_socket_off_within_five_seconds(server, estate, sam, client_for):
    """Also of a page that had joined nothing that asked for the role."""
    public = Board.objects.create(slug="square", estate=estate, name="广场", audience="public")
    with open_socket(server, client_for(sam)) as page:
        join(page, f"board:{public.slug}")
        began = time.monotonic()

        remove_role(staff_role=StaffRole.objects.get(user=sam))

        assert is_cut_off(page)
        assert time.monotonic() - began < LIMIT


def test_new_key_leaves_the_socket_open_and_lets_the_page_catch_up(server, board, stranger, client_for):
    Board.objects.create(slug="square", name="广场", audience="public")
    with open_socket(server, client_for(stranger)) as page:
        join(page, "board:square")

        grant_key(user=stranger, key=board.audience, source="test")

        assert json.loads(page.recv(timeout=LIMIT)) == {"gap": True}
        join(page, f"board:{board.slug}")
