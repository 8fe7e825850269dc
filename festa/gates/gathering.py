"""Threads that want the same thing at once: one of them does it for all.

Two scans in one statement cost the database far less than two by themselves. Whoever comes alone
goes at once. While several come at a time, the one who goes next waits for a moment, for as many
as were here the last time; meanwhile nobody else goes. Knows nothing of scans.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

MOST = 16  # that go together
FOR_OTHERS = 0.001  # seconds that the first of several waits for the rest
FOR_A_PLACE = 0.05  # seconds that anybody waits to be taken along, before going alone


class _Wish(Generic[Task, Result]):
    """What one thread wants, and what came of it."""

    __slots__ = ("call", "leads", "result", "task")

    def __init__(self, task: Task) -> None:
        self.task = task
        self.result: Result | None = None
        self.leads = False
        self.call = threading.Lock()  # held until it is this one's turn, or all is done for it
        self.call.acquire()


class Gathering(Generic[Task, Result]):
    """Does with one call what several threads want; `act` gives a result, or None, for each."""

    def __init__(self, act: Callable[[Sequence[Task]], Sequence[Result | None]]) -> None:
        self._act = act
        self._turn = threading.Condition(threading.Lock())  # for all that follows
        self._waiting: list[_Wish[Task, Result]] = []  # the leader first, until they go
        self._is_led = False
        self._is_patient = False  # the leader waits for others
        self._expected = 1

    def want(self, task: Task) -> Result | None:
        """What came of it; None for who has to do it alone.

        What `act` raises is raised to one of those for whom it acted, and None to the others.
        """
        wish: _Wish[Task, Result] = _Wish(task)
        # Whoever is told to lead later has to hear it first: so `leads` is not looked at before.
        if not self._join(wish) and not wish.call.acquire(timeout=FOR_A_PLACE):
            if self._gives_up(wish):
                return None
            wish.call.acquire()
        if wish.leads:
            self._lead(wish)
        return wish.result

    def _join(self, wish: _Wish[Task, Result]) -> bool:
        """Whether this one leads at once."""
        with self._turn:
            self._waiting.append(wish)
            if not self._is_led:
                self._is_led = wish.leads = True
                return True
            if self._is_patient and len(self._waiting) >= self._expected:
                self._turn.notify()
        return False

    def _gives_up(self, wish: _Wish[Task, Result]) -> bool:
        """Leave the others, unless it is this one's turn by now."""
        with self._turn:
            if wish.leads or wish not in self._waiting:
                return False
            self._waiting.remove(wish)
        return True

    def _lead(self, leader: _Wish[Task, Result]) -> None:
        together = self._gather()
        results: Sequence[Result | None] = [None] * len(together)
        try:
            results = self._act([one.task for one in together])
        finally:
            self._hand_over(len(together))
            for one, result in zip(together, results, strict=True):
                one.result = result
                if one is not leader:
                    one.call.release()

    def _gather(self) -> list[_Wish[Task, Result]]:
        """Those who go now, the leader first; whoever comes later waits for the next time."""
        with self._turn:
            if len(self._waiting) < self._expected:
                self._is_patient = True
                self._turn.wait_for(lambda: len(self._waiting) >= self._expected, FOR_OTHERS)
                self._is_patient = False
            together = self._waiting[:MOST]
            del self._waiting[:MOST]
        return together

    def _hand_over(self, went: int) -> None:
        """Let the first of those who came meanwhile lead the next time."""
        with self._turn:
            self._expected = min(went + len(self._waiting), MOST)
            self._is_led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].leads = True
                self._waiting[0].call.release()
