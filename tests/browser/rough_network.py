"""The hall's network between a browser and Festa: good, slow, gone, losing answers, or hostile."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade", "host"}
Body = bytes


@dataclass
class Exchange:
    """One request that reached the server, and what came back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    status: int
    answer: bytes


@dataclass
class RoughNetwork:
    """A proxy on a port of its own; change its fields while it runs."""

    port: int
    upstream: int
    down: bool = False
    delay: float = 0.0  # seconds before a request goes on to the server
    lose_answers: Callable[[str, str], bool] = lambda _method, _path: False
    tamper: Callable[[str, bytes], bytes] = lambda _path, answer: answer
    seen: list[Exchange] = field(default_factory=list)

    @property
    def address(self) -> str:
        """What a browser calls."""
        return f"http://127.0.0.1:{self.port}"

    def to(self, path: str, method: str = "POST") -> list[Exchange]:
        """The requests that reached the server, in their order."""
        return [one for one in self.seen if one.path == path and one.method == method]


class _Line(BaseHTTPRequestHandler):
    """One browser's line through the network."""

    protocol_version = "HTTP/1.1"
    server: "_Listener"

    def __getattr__(self, name: str) -> Any:
        """Every method goes the same way."""
        if name.startswith("do_"):
            return self._pass_on
        raise AttributeError(name)

    def _pass_on(self) -> None:
        network = self.server.network
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        time.sleep(network.delay)
        try:
            answer, text = self._ask(network, body)
            if network.lose_answers(self.command, self.path):
                raise ConnectionResetError
            self._answer(answer, network.tamper(self.path, text))
        except OSError:  # no server, a lost answer, or a browser that was killed
            self.close_connection = True
            self.connection.close()

    def _ask(self, network: RoughNetwork, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        if network.down:
            raise ConnectionResetError
        server = http.client.HTTPConnection("127.0.0.1", network.upstream, timeout=30)
        kept = {name: v for name, v in self.headers.items() if name.lower() not in HOP_BY_HOP}
        # Uncompressed, so that what passes can be read and changed here.
        headers = kept | {"Accept-Encoding": "identity", "Host": self.headers["Host"]}
        server.request(self.command, self.path, body or None, headers)
        answer = server.getresponse()
        text = answer.read()
        server.close()
        network.seen.append(
            Exchange(self.command, self.path, dict(self.headers), body, answer.status, text)
        )
        return answer, text

    def _answer(self, answer: http.client.HTTPResponse, text: bytes) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        empty = self.command == "HEAD" or answer.status in {204, 304}
        if answer.status != 204:
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if not empty:
            self.wfile.write(text)

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    network: RoughNetwork

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that was cut is what this network is for."""


@contextmanager
def rough_network(upstream: int) -> Iterator[RoughNetwork]:
    """A network that leads to the server on this port of the loopback."""
    network = RoughNetwork(0, upstream)
    listener = _Listener(("127.0.0.1", 0), _Line)
    listener.network = network
    network.port = listener.server_port
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield network
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
