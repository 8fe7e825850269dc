"""Real concurrency for race tests."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from flask import Flask

from festa.extensions import db

T = TypeVar("T")


class Together:
    """Runs the same thing many times at once: threads that start at one barrier."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, how_many: int, act: Callable[[int], T]) -> list[T]:
        """Call act(0) … act(how_many - 1) at once; their results in order, or the first error."""
        db.session.commit()
        barrier = threading.Barrier(how_many)

        def run(number: int) -> T:
            barrier.wait(timeout=30)
            with self.app.app_context():
                return act(number)

        with ThreadPoolExecutor(how_many) as pool:
            futures = [
                pool.submit(contextvars.Context().run, run, number) for number in range(how_many)
            ]
            results = [future.result(timeout=120) for future in futures]
        db.session.expire_all()
        return results
