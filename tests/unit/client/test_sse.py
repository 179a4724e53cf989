"""Events are read from bytes, wherever the chunks end."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from filmgate.client.sse import Events
from filmgate.client.watch import Watch

FRAME = {"seq": 2, "type": "progress", "status": "in_progress", "data": {"fraction": 0.5}}
BYTES = (
    b": hello\n\nretry: 2000\n\nid: 2\nevent: progress\r\ndata: "
    + json.dumps(FRAME).encode()
    + b"\r\n\r\ndata: no json\n\ndata: {}\n\n"
)


@given(st.lists(st.integers(0, len(BYTES)), max_size=8))
def test_events_are_the_same_wherever_chunks_end(cuts):
    places = [0, *sorted(cuts), len(BYTES)]
    events = Events()
    found = [e for a, b in pairwise(places) for e in events.feed(BYTES[a:b])]

    assert [(e.seq, e.type, e.status, e.data) for e in found] == [
        (2, "progress", "in_progress", {"fraction": 0.5})
    ]


def test_a_watch_puts_events_together():
    def event(seq, type_, status, **data):
        text = json.dumps({"seq": seq, "type": type_, "status": status, "data": data})
        (found,) = Events().feed(f"data: {text}\n\n".encode())
        return found

    watch = Watch("r1")
    states = []
    for seq, (type_, status, data) in enumerate(
        (
            ("queued", "in_queue", {"queue_position": 3}),
            ("warning", "in_queue", {}),
            ("started", "in_progress", {}),
            ("stage", "in_progress", {"stage": "render", "fraction": 0.25}),
            ("artifact", "in_progress", {}),
            ("failed", "failed", {}),
        ),
        1,
    ):
        if watch.take(event(seq, type_, status, **data)):
            states.append((watch.state.status, watch.state.queue_position, watch.state.fraction))

    assert states == [
        ("in_queue", 3, None),
        ("in_progress", None, None),
        ("in_progress", None, 0.25),
        ("completed", None, None),
    ]
    assert watch.has_ended
    assert watch.stream.query == {"after": "6"}
