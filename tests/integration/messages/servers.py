"""A real SMTP server and a real HTTP gateway on the loopback, which remember what they took."""

import email
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = str | None


@dataclass
class Post:
    """What arrived, by the key that a sender gives to one message."""

    taken: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    arrived: threading.Condition = field(default_factory=threading.Condition)
    count: int = 0

    def take(self, key: str, what: Any) -> int:
        """Remember one copy; how many have arrived of all."""
        with self.arrived:
            self.taken[key].append(what)
            self.count += 1
            self.arrived.notify_all()
            return self.count

    def wait_for(self, count: int, timeout: float = 60) -> bool:
        """Wait until so many copies have arrived."""
        with self.arrived:
            return self.arrived.wait_for(lambda: self.count >= count, timeout)


class Mailbox:
    """The SMTP server's side: `answers` decides on what a server says after the data."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.answer: Callable[[EmailMessage], Answer] = lambda _message: None
        self.recipient: Callable[[str], Answer] = lambda _address: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take a recipient unless told otherwise."""
        refused = self.recipient(address)
        if refused is None:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take the message, then answer; `drop` hangs up instead of answering."""
        content = envelope.content
        assert isinstance(content, bytes)
        message: Any = email.message_from_bytes(content, policy=default)
        said = self.answer(message)
        if said is None or said == "drop":
            self.post.take(message["Message-ID"], message)
        if said == "drop":
            assert server.transport is not None
            server.transport.abort()
        return said or "250 OK"


class _AnyPort(Controller):
    """A controller that listens wherever the machine has room."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_server(post: Post, **options: Any) -> Iterator[tuple[Mailbox, int]]:
    """A mailbox that listens, and its port."""
    mailbox = Mailbox(post)
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, ready_timeout=60, **options)
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


class Exchange(ThreadingHTTPServer):
    """A text gateway: takes each Idempotency-Key once, and answers as it was told to."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, post: Post) -> None:
        super().__init__(("127.0.0.1", 0), _Counter)
        self.post = post
        # What is answered to an order: a status with headers and a body; "drop" takes it and
        # hangs up; "hang" takes it and never answers; None takes it and says so.
        self.answer: Callable[[dict[str, Any]], Any] = lambda _order: None
        self.released = threading.Event()

    @property
    def address(self) -> str:
        """Where orders are posted."""
        return f"http://127.0.0.1:{self.server_port}/messages"


class _Counter(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Exchange

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) < int(self.headers["Content-Length"]):  # the worker died in mid-sentence
            self.close_connection = True
            return
        order = json.loads(body)
        order["authorization"] = self.headers["Authorization"]
        key = self.headers["Idempotency-Key"]
        said = self.server.answer(order)
        if isinstance(said, tuple):
            status, headers, told = said
            self._say(status, told, headers)
            return
        first = key not in self.server.post.taken
        self.server.post.take(key, order)
        if said == "hang":
            self.server.released.wait(30)
        if said is None:
            self._say(202 if first else 409, {"id": f"m-{key[:8]}"}, {})
        else:
            self.close_connection = True

    def _say(self, status: int, body: Any, headers: dict[str, str]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.wfile.flush()

    def log_message(self, *_words: Any) -> None:
        """Nothing on the terminal."""


@contextmanager
def gateway(post: Post) -> Iterator[Exchange]:
    """A gateway that listens."""
    exchange = Exchange(post)
    thread = threading.Thread(target=exchange.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield exchange
    finally:
        exchange.released.set()
        exchange.shutdown()
        exchange.server_close()
        thread.join()
