"""`festa serve`: the application behind granian, until it is told to stop."""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_migrate import upgrade

from festa.commands.demo import fill
from festa.commands.terminal import Halt, language, load_app, sentences
from festa.commands.welcome import is_demo, say_sign_ins
from festa.extensions import db

THREADS = 4
# Connections that one process holds. Browsers and programs keep theirs open between requests, so
# a few more than granian's 512 would wait outside until somebody's falls asleep, half a minute.
CONNECTIONS = 4096
FILES = 2 * CONNECTIONS
WORKER_RESTARTS_AFTER = 2.0  # seconds
WORKER_ENDS_WITHIN = 10.0  # seconds, to finish what it is sending
ANSWERS_END_WITHIN = 30  # seconds, for what is being answered when the server is told to stop


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST")
@click.option(
    "--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535)
)
@click.option(
    "--workers", default=2, show_default=True, envvar="WEB_WORKERS", type=click.IntRange(1)
)
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1))
@click.option(
    "--prepare",
    is_flag=True,
    help="First migrate the database, and fill an empty one with the demo season.",
)
@click.option(
    "--worker/--no-worker",
    default=None,
    help="Send messages too, in a process beside. On with --prepare, else off: see festa worker.",
)
def serve(
    host: str, port: int, workers: int, threads: int, prepare: bool, worker: bool | None
) -> None:
    """Serve Festa on HOST:PORT with so many processes, each with so many threads."""
    os.environ["PORT"] = str(port)  # links in messages name it, on one's own machine
    app = load_app()
    with app.app_context(), force_locale(language()), sentences():
        _check_port(host, port)
        if prepare:
            upgrade()
            fill(if_empty=True)
        _welcome(app, host, port)
        # The processes are forked from this one: none may inherit a connection.
        db.session.remove()
        db.engine.dispose()
    with _worker_beside(prepare if worker is None else worker):
        _run(host, port, workers, threads)


def _check_port(host: str, port: int) -> None:
    """Say at once that the address is taken, rather than after everything is ready."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            sentence = _(
                "%(host)s:%(port)s에서 열 수 없어요(%(why)s). 다른 --port를 써 주세요.",
                host=host,
                port=port,
                why=taken.strerror,
            )
            raise Halt(sentence) from None


def _welcome(app: Flask, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Festa  http://{shown}:{port}")
    if app.config["SHOW_DEMO_SIGN_INS"] and is_demo():
        say_sign_ins()


@contextmanager
def _worker_beside(wanted: bool) -> Iterator[None]:
    """Keep one `festa worker` alive for as long as this server runs."""
    if not wanted:
        yield
        return
    ended = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(ended,), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(timeout=WORKER_ENDS_WITHIN + 1)


def _keep_worker(ended: threading.Event) -> None:
    start = "from festa.cli import main; main()"
    command = [sys.executable, "-c", start, "worker", "--parent", str(os.getpid())]
    while not ended.is_set():
        # In a group of its own: Ctrl+C is for the server, which then says goodbye to it.
        with subprocess.Popen(command, start_new_session=True) as process:
            while process.poll() is None and not ended.wait(0.5):
                pass
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(WORKER_ENDS_WITHIN)
                except subprocess.TimeoutExpired:
                    process.kill()
        ended.wait(WORKER_RESTARTS_AFTER)


def _run(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until SIGINT or SIGTERM. No access log: addresses of pages name people's rows."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    _allow_files()
    Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=ANSWERS_END_WITHIN,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve(target_loader=_load)


def _load(target: str) -> Any:
    """Load the application in one of the processes, which can be told to stop meanwhile.

    Forked, it has the server's own handlers of signals, which only set a flag there: a signal that
    came while it loads was lost, and the server waited for it for ever.
    """
    for end in (signal.SIGINT, signal.SIGTERM):
        signal.signal(end, signal.SIG_DFL)
    module, name = target.split(":")
    return getattr(import_module(module), name)


def _allow_files() -> None:
    """Many systems allow a process 1,024 open files unless it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
