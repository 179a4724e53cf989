"""The rate of a key."""

from hypothesis import given
from hypothesis import strategies as st

from filmgate.accounts.rate import RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_minutes_worth_may_come_at_once_and_no_more():
    limit = RateLimit(Clock())

    waits = [limit.take("k", 5) for _ in range(6)]

    assert waits[:5] == [0.0] * 5
    assert 11.9 < waits[5] <= 12.0


def test_waiting_as_told_is_enough():
    clock = Clock()
    limit = RateLimit(clock)
    for _ in range(3):
        limit.take("k", 3)
    clock.now += limit.take("k", 3)

    assert limit.take("k", 3) == 0.0
    assert limit.take("k", 3) > 0.0


def test_refused_turns_cost_nothing():
    clock = Clock()
    limit = RateLimit(clock)
    limit.take("k", 1)

    waits = [limit.take("k", 1) for _ in range(100)]

    assert max(waits) == min(waits)


def test_names_do_not_share():
    limit = RateLimit(Clock())
    limit.take("a", 1)

    assert limit.take("b", 1) == 0.0


def test_a_forgotten_name_starts_afresh():
    limit = RateLimit(Clock())
    limit.take("a", 1)
    limit.forget("a")

    assert limit.take("a", 1) == 0.0


@given(
    per_minute=st.integers(1, 1000),
    gaps=st.lists(st.floats(0, 30), min_size=1, max_size=200),
)
def test_never_more_than_twice_the_rate_in_any_minute(per_minute, gaps):
    clock = Clock()
    limit = RateLimit(clock)
    taken = []
    for gap in gaps:
        clock.now += gap
        if limit.take("k", per_minute) == 0.0:
            taken.append(clock.now)

    for start in taken:
        assert sum(start <= at < start + 60 for at in taken) <= 2 * per_minute
