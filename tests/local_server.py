"""A real HTTP server in a thread, for code that speaks to services outside."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


type Answers = Callable[[Received], tuple[int, dict[str, str], bytes]]


@dataclass
class LocalServer:
    """What it was sent, in order, and what it answers."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answer: Answers = lambda request: (200, {}, b"{}")

    def to(self, path: str) -> list[Received]:
        return [request for request in self.received if request.path == path]


@contextmanager
def local_server() -> Iterator[LocalServer]:
    state = LocalServer()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Received(self.command, parts.path, query, headers, body)
            state.received.append(request)
            status, answer_headers, answer = state.answer(request)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(answer)), **answer_headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = _serve

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
