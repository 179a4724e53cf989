"""Idle streams in a short form; `just soak` holds thousands, and loads a server for minutes."""

import pytest
from bench.chaos.machines import OneMachine
from bench.soak.__main__ import Memory, idle_streams

STREAMS = 150


@pytest.fixture
def machine(tmp_path):
    made = OneMachine(tmp_path)
    yield made.start()
    made.close()


def test_all_idle_streams_hear_what_happens(machine):
    found, problems = idle_streams(machine, STREAMS)

    assert problems == []
    assert (found["open"], found["heard"]) == (STREAMS, STREAMS)


def test_growing_memory_is_told_as_growth():
    memory = Memory(pid=0)
    memory.samples = [(second, 100 + second / 60) for second in range(0, 600, 5)]

    grows, mean = memory.slope()

    assert grows == pytest.approx(10)
    assert 100 < mean < 110
