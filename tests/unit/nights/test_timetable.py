"""The worker's clock listens before it lets anything begin."""

import signal

from huey import MemoryHuey

from festa.nights.timetable import Timetable

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def test_nothing_begins_before_the_timetable_can_be_told_to_stop() -> None:
    kept = {each: signal.getsignal(each) for each in ENDING}
    begun: list[bool] = []

    def begin() -> None:
        assert all(callable(signal.getsignal(each)) for each in ENDING)
        begun.append(True)
        signal.raise_signal(signal.SIGHUP)  # and so it ends, as when a terminal is closed

    try:
        Timetable(MemoryHuey("festa")).run(begin)
    finally:
        for each, handler in kept.items():
            signal.signal(each, handler)
    assert begun == [True]
