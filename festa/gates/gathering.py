"""Threads that want the same thing at once: one of them does it for all.

Two scans in one statement cost the database far less than two by themselves. Whoever comes alone
goes at once. While several come at a time, the one who goes next waits for a moment, for as many
as were here the last time; meanwhile nobody else goes. Knows nothing of scans.
"""

import threading
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST = 16  # that go together
FOR_OTHERS = 0.001  # seconds that the first of several waits for the rest
FOR_A_PLACE = 0.05  # seconds that anybody waits to be taken along, before going alone


class _Is(Enum):
    WAITING = auto()
    LEADING = auto()
    TAKEN_ALONG = auto()


class _Wish(Generic[Task, Result]):
    """What one thread wants, and what came of it."""

    __slots__ = ("call", "result", "state", "task")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.result: Result | None = None
        self.state = _Is.WAITING
        self.call = threading.Lock()  # held until somebody has something to say to this thread
        self.call.acquire()


class Gathering(Generic[Task, Result]):
    """Does with one call what several threads want; `act` gives a result, or None, for each."""

    def __init__(self, act: Callable[[Sequence[Task]], Sequence[Result | None]]) -> None:
        self._act = act
        self._turn = threading.Lock()  # for all that follows
        self._waiting: list[_Wish[Task, Result]] = []
        self._is_led = False
        self._expected = 1
        self._patient: _Wish[Task, Result] | None = None  # the leader, while waiting for the rest

    def want(self, task: Task) -> Result | None:
        """What came of it; None for who has to do it alone.

        What `act` raises is raised to one of those for whom it acted, and None to the others.
        """
        wish: _Wish[Task, Result] = _Wish(task)
        self._join(wish)
        if wish.state is not _Is.LEADING and not wish.call.acquire(timeout=FOR_A_PLACE):
            if self._gives_up(wish):
                return None
            wish.call.acquire()
        if wish.state is _Is.LEADING:
            self._lead(wish)
        return wish.result

    def _join(self, wish: _Wish[Task, Result]) -> None:
        with self._turn:
            self._waiting.append(wish)
            if not self._is_led:
                self._is_led = True
                wish.state = _Is.LEADING
            elif self._patient is not None and len(self._waiting) >= self._expected:
                self._patient.call.release()
                self._patient = None

    def _gives_up(self, wish: _Wish[Task, Result]) -> bool:
        """Leave the others, unless it is this one's turn by now."""
        with self._turn:
            if wish.state is _Is.WAITING:
                self._waiting.remove(wish)
                return True
        return False

    def _lead(self, leader: _Wish[Task, Result]) -> None:
        together = self._gather(leader)
        results: Sequence[Result | None] = [None] * len(together)
        try:
            results = self._act([one.task for one in together])
        finally:
            self._hand_over(len(together))
            for one, result in zip(together, results, strict=True):
                one.result = result
                if one is not leader:
                    one.call.release()

    def _gather(self, leader: _Wish[Task, Result]) -> list[_Wish[Task, Result]]:
        """Those who go now, the leader first; whoever comes later waits for the next time."""
        with self._turn:
            if len(self._waiting) < self._expected:
                self._patient = leader
        if self._patient is leader:
            leader.call.acquire(timeout=FOR_OTHERS)
        with self._turn:
            self._patient = None
            together = self._waiting[:MOST]
            del self._waiting[:MOST]
            for one in together:
                one.state = _Is.TAKEN_ALONG
        return together

    def _hand_over(self, went: int) -> None:
        """Let the first of those who came meanwhile lead the next time."""
        with self._turn:
            self._expected = min(went + len(self._waiting), MOST)
            self._is_led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].state = _Is.LEADING
                self._waiting[0].call.release()
