"""Starts `festa worker` again and again without importing it anew: each line asks for one.

Each worker is a process of its own that runs the command as a terminal would. The last one is
asked to end with the nursery.
"""

import os
import signal
import sys
from contextlib import suppress

from flask.cli import ScriptInfo
from sqlalchemy.orm import configure_mappers

import festa.commands.worker
from festa import create_app
from festa.cli import main


def bear(arguments: list[str], app: object) -> None:
    """Become a worker; never comes back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        main(["worker", *arguments], obj=ScriptInfo(create_app=lambda: app))
    finally:
        os._exit(0)


def tend() -> None:
    """Fork one worker for each line that comes, and say its number."""
    app = create_app()
    configure_mappers()
    assert festa.commands.worker
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever dies is buried at once
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    child = 0
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.close(0)
            bear(line.split(), app)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    if child:
        with suppress(ProcessLookupError):  # it was killed already
            os.kill(child, signal.SIGTERM)


if __name__ == "__main__":
    tend()
