"""Who comes alone goes at once, who comes with others goes with them, and nobody is forgotten."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from festa.gates import gathering
from festa.gates.gathering import Gathering

LONG = 10.0  # seconds, for what must come


class Act:
    """Doubles numbers; each call can be held up until the test lets it go."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []
        self.may_end = threading.Event()
        self.may_end.set()

    def __call__(self, numbers: Sequence[int]) -> list[int | None]:
        self.calls.append(list(numbers))
        assert self.may_end.wait(LONG)
        if 13 in numbers:
            raise ValueError("thirteen")
        return [None if number < 0 else 2 * number for number in numbers]


@pytest.fixture
def act() -> Act:
    """What is done together."""
    return Act()


@pytest.fixture
def place(act: Act) -> Gathering[int, int]:
    """Where threads come together."""
    return Gathering(act)


@pytest.fixture
def send(place: Gathering[int, int]) -> Iterator[Callable[[int], Future[int | None]]]:
    """Let another thread want something."""
    with ThreadPoolExecutor(32) as pool:
        yield lambda number: pool.submit(place.want, number)


def until(reached: Callable[[], bool]) -> None:
    """Wait for it; fails when it does not come."""
    deadline = time.monotonic() + LONG
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_who_comes_alone_goes_alone_and_waits_for_nobody(
    place: Gathering[int, int], act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "FOR_OTHERS", LONG)
    began = time.monotonic()
    assert [place.want(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert act.calls == [[1], [2], [3]]
    assert time.monotonic() - began < LONG / 2


def held(
    act: Act,
    send: Callable[[int], Future[int | None]],
    place: Gathering[int, int],
    *later: int,
) -> list[Future[int | None]]:
    """The first is being done, the others have come meanwhile, in this order."""
    act.may_end.clear()
    wishes = [send(1)]
    until(lambda: len(act.calls) == 1)
    for count, number in enumerate(later, 1):
        wishes.append(send(number))
        until(lambda count=count: len(place._waiting) == count)  # type: ignore[misc]
    return wishes


def test_those_who_came_meanwhile_go_together_each_with_their_own_result(
    act: Act,
    place: Gathering[int, int],
    send: Callable[[int], Future[int | None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "FOR_A_PLACE", LONG)
    wishes = held(act, send, place, 2, -3, 4)
    act.may_end.set()
    assert [one.result(LONG) for one in wishes] == [2, 4, None, 8]
    assert act.calls == [[1], [2, -3, 4]]


def test_after_a_crowd_the_first_waits_for_the_rest_but_not_for_long(
    act: Act,
    place: Gathering[int, int],
    send: Callable[[int], Future[int | None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "FOR_A_PLACE", LONG)
    wishes = held(act, send, place, 2, 3)
    act.may_end.set()
    assert [one.result(LONG) for one in wishes] == [2, 4, 6]
    monkeypatch.setattr(gathering, "FOR_OTHERS", LONG)
    again = send(4)
    until(lambda: place._is_patient)
    also = send(5)
    assert (again.result(LONG), also.result(LONG)) == (8, 10)
    assert act.calls[-1] == [4, 5]
    monkeypatch.setattr(gathering, "FOR_OTHERS", 0.001)
    assert place.want(6) == 12
    assert place.want(7) == 14
    assert act.calls[-2:] == [[6], [7]]


def test_who_is_not_taken_along_in_time_goes_alone(
    act: Act,
    place: Gathering[int, int],
    send: Callable[[int], Future[int | None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "FOR_A_PLACE", 1.0)  # longer than two threads need to begin
    wishes = held(act, send, place, 2)
    assert wishes[1].result(LONG) is None
    act.may_end.set()
    assert wishes[0].result(LONG) == 2
    assert act.calls == [[1]]
    assert place.want(3) == 6


def test_an_error_is_told_to_one_and_the_others_go_alone(
    act: Act,
    place: Gathering[int, int],
    send: Callable[[int], Future[int | None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "FOR_A_PLACE", LONG)
    wishes = held(act, send, place, 2, 13, 3)
    act.may_end.set()
    with pytest.raises(ValueError, match="thirteen"):
        wishes[1].result(LONG)
    assert [one.result(LONG) for one in (wishes[0], *wishes[2:])] == [2, None, None]
    assert place.want(4) == 8


def test_who_is_to_lead_before_having_waited_at_all_hears_it_first(
    act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it did not: the next who came called it a second time, and got an error for it."""
    monkeypatch.setattr(gathering, "FOR_OTHERS", LONG)
    joined, may_go_on = threading.Event(), threading.Event()

    class Slow(Gathering[int, int]):
        """The second is held up between joining and waiting."""

        def _join(self, wish: Any) -> bool:
            leads = super()._join(wish)
            if wish.task == 2:
                joined.set()
                assert may_go_on.wait(LONG)
            return leads

    place = Slow(act)
    with ThreadPoolExecutor(3) as pool:
        act.may_end.clear()
        first = pool.submit(place.want, 1)
        until(lambda: len(act.calls) == 1)
        second = pool.submit(place.want, 2)
        assert joined.wait(LONG)
        act.may_end.set()
        assert first.result(LONG) == 2
        may_go_on.set()
        until(lambda: place._is_patient)
        third = pool.submit(place.want, 3)
        assert (second.result(LONG), third.result(LONG)) == (4, 6)
    assert act.calls == [[1], [2, 3]]


def test_in_any_turmoil_everything_is_done_once_and_told_to_whom_it_belongs() -> None:
    done = Counter[int]()

    def act(numbers: Sequence[int]) -> list[int | None]:
        done.update(numbers)
        time.sleep(0.0002 * len(numbers))
        return [2 * number for number in numbers]

    place: Gathering[int, int] = Gathering(act)

    def want_many(first: int) -> list[int]:
        """The wishes of one thread that nothing came of."""
        wanted = range(first, first + 100)
        results = {number: place.want(number) for number in wanted}
        assert all(result in (None, 2 * number) for number, result in results.items())
        return [number for number, result in results.items() if result is None]

    with ThreadPoolExecutor(16) as pool:
        alone = [one for many in pool.map(want_many, range(0, 1600, 100)) for one in many]
    assert sorted([*done, *alone]) == list(range(1600))
    assert set(done.values()) == {1}
