"""The demo's clock."""

from datetime import UTC, datetime, timedelta

from chatdesk.demo.clock import DemoClock

FRIDAY = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)


def test_it_goes_as_fast_as_the_wall() -> None:
    seconds = [100.0]
    clock = DemoClock(FRIDAY, lambda: seconds[0])
    assert clock.now() == FRIDAY
    seconds[0] = 102.5
    assert clock.now() == FRIDAY + timedelta(seconds=2.5)


def test_it_jumps_forward_and_goes_on_from_there() -> None:
    seconds = [0.0]
    clock = DemoClock(FRIDAY, lambda: seconds[0])
    clock.advance_to(FRIDAY + timedelta(hours=4))
    seconds[0] = 1.0
    assert clock.now() == FRIDAY + timedelta(hours=4, seconds=1)


def test_it_never_goes_back() -> None:
    clock = DemoClock(FRIDAY, lambda: 0.0)
    clock.advance_to(FRIDAY - timedelta(hours=1))
    assert clock.now() == FRIDAY
