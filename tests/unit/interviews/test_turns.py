"""Of those who want one slot, the threads of a process let one at a time to the database."""

import threading

from festa.interviews.program_crowd import WRITERS, Turns

SOON = 5  # seconds


def test_whoever_wants_the_same_slot_waits_until_the_first_is_done() -> None:
    turns, order = Turns(), list[str]()
    inside, may_go = threading.Event(), threading.Event()

    def first() -> None:
        with turns.of(7):
            inside.set()
            may_go.wait(SOON)
            order.append("first")

    def second() -> None:
        inside.wait(SOON)
        with turns.of(7):
            order.append("second")

    threads = [threading.Thread(target=one) for one in (first, second)]
    for thread in threads:
        thread.start()
    inside.wait(SOON)
    may_go.set()
    for thread in threads:
        thread.join(SOON)
    assert order == ["first", "second"]


def test_another_slot_is_nobodys_hurdle() -> None:
    turns = Turns()
    with turns.of(7), turns.of(8), turns.of(WRITERS):
        pass


def test_a_line_is_forgotten_once_nobody_stands_in_it_even_after_an_error() -> None:
    turns = Turns()
    try:
        with turns.of(7):
            raise ValueError
    except ValueError:
        pass
    assert turns._lines == {}
