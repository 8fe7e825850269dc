"""The worker's clock listens before it lets anything begin."""

import signal
from collections.abc import Iterator

import pytest
from huey import MemoryHuey

from festa.nights.timetable import Timetable

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Those of the run are back afterwards, and nothing takes its place."""
    monkeypatch.setattr("os.execl", lambda *_how: pytest.fail("the process was replaced"))
    kept = {each: signal.getsignal(each) for each in ENDING}
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the run itself may have been told to go on
    yield
    for each, handler in kept.items():
        signal.signal(each, handler)


def test_nothing_begins_before_the_timetable_can_be_told_to_stop() -> None:
    begun: list[bool] = []

    def begin() -> None:
        assert all(callable(signal.getsignal(each)) for each in ENDING)
        begun.append(True)
        signal.raise_signal(signal.SIGHUP)  # and so it ends, as when a terminal is closed

    Timetable(MemoryHuey("festa")).run(begin)
    assert begun == [True]


def test_whoever_asked_to_go_on_without_a_terminal_goes_on() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    heard: list[str] = []

    def begin() -> None:
        signal.raise_signal(signal.SIGHUP)
        heard.append("went on")
        signal.raise_signal(signal.SIGTERM)

    Timetable(MemoryHuey("festa")).run(begin)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert heard == ["went on"]
