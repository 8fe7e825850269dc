"""Ports for servers of a test, which may stop and come back at the same place."""

import random
import socket

PLAIN = range(20_000, 32_000)  # below those that a machine gives to whoever asks for any


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    for port in random.SystemRandom().sample(PLAIN, 100):
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("no port is free")
