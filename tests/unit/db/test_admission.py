"""Admission as a script: what it asks and answers, without any database."""

from hypothesis import given
from hypothesis import strategies as st

from filmgate.db.admission import admit_all, admit_key, positions
from filmgate.db.script import Signal


class Play:
    """A database that holds these waiting requests."""

    def __init__(self, waiting, busy=None, caps=None):
        self.waiting, self.busy, self.caps = waiting, busy or {}, caps or {}
        self.admitted, self.told, self.counter = {}, [], 100

    def answer(self, step):
        if isinstance(step, Signal):
            self.told += step.ids
            return []
        return getattr(self, step.name, lambda **_: [])(**step.params)

    def admission_keys(self):
        keys = sorted({row["key_id"] for row in self.waiting})
        return [{"key_id": key, "caps": self.caps.get(key)} for key in keys]

    def admission_busy(self, key_id):
        return [{"busy": self.busy.get(key_id, 0)}]

    def admission_next(self, key_id, limit):
        mine = [row for row in self.waiting if row["key_id"] == key_id]
        mine.sort(key=lambda row: (-row["priority"], row["created_at"], row["id"]))
        return mine[:limit]

    def admission_number(self, count):
        self.counter += count
        return [{"value": self.counter}]

    def admit(self, id, number):  # noqa: A002
        self.admitted[id] = number
        return []


def run(script, *held, **more):
    """Play a script; gives the admitted ids in order."""
    play, answer = Play(*held, **more), None
    while True:
        try:
            answer = play.answer(script.send(answer))
        except StopIteration:
            assert sorted(play.admitted, key=play.admitted.get) == play.told
            return play.told


def row(key, number, priority=0):
    return {
        "id": f"{key}{number}",
        "key_id": key,
        "priority": priority,
        "created_at": float(number),
        "engine": "fake",
    }


def test_a_key_gets_what_its_cap_leaves():
    waiting = [row("a", n) for n in range(5)]

    assert run(admit_key("a", 3), waiting, {"a": 1}) == ["a0", "a1"]
    assert run(admit_key("a", 3), waiting, {"a": 3}) == []


def test_keys_take_turns():
    waiting = [row("a", n) for n in range(3)] + [row("b", n + 10) for n in range(3)]

    assert run(admit_all(2), waiting) == ["a0", "b10", "a1", "b11"]


def test_a_key_with_work_in_flight_comes_after_one_without():
    waiting = [row("a", 0), row("b", 10)]

    assert run(admit_all(2), waiting, {"a": 1}) == ["b10", "a0"]


def test_a_higher_priority_comes_before_any_turn():
    waiting = [row("a", 0), row("a", 1, priority=5), row("b", 2, priority=1)]

    assert run(admit_all(2), waiting) == ["a1", "b2", "a0"]


def test_caps_of_a_key_win_over_the_default():
    waiting = [row("a", n) for n in range(5)]

    assert run(admit_all(1), waiting, caps={"a": '{"in_flight": 3}'}) == ["a0", "a1", "a2"]
    assert run(admit_all(1), waiting, caps={"a": '{"in_flight": null}'}) == ["a0"]
    assert run(admit_all(1), waiting, caps={"a": '{"in_flight": 0}'}) == []


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=30))
def test_no_key_gets_more_than_its_cap_and_none_is_forgotten(items):
    waiting = [row(key, n, priority) for n, (key, priority) in enumerate(items)]

    admitted = run(admit_all(2), waiting)

    for key in "abc":
        mine = [i for i in admitted if i.startswith(key)]
        assert len(mine) == min(2, sum(r["key_id"] == key for r in waiting))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=30))
def test_positions_count_from_zero_without_a_gap(items):
    waiting = [row(key, n, priority) for n, (key, priority) in enumerate(items)]

    found = positions([row("z", 0)], waiting)

    assert found["z0"] == 0
    assert sorted(found.values()) == list(range(len(items) + 1))
