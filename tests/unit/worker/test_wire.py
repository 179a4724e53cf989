from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.worker.conftest import INPUT, ORDER, PLAN

from filmgate.core.order import Media, MediaKind
from filmgate.core.plan import Check, EndFrame, Fate, FateKind, Render, RenderedFile
from filmgate.worker.wire import (
    Failed,
    Footprint,
    Frames,
    Previewed,
    Progressed,
    Rendered,
    Run,
    Start,
    Verified,
    Verify,
    pack,
    to_instruction,
    to_report,
)

FULL_ORDER = replace(
    ORDER,
    start=Media(("image_url",), MediaKind.IMAGE, "file_1", width=8, height=8),
    extra={"sleep_s": 0.5},
)
FULL_PLAN = replace(
    PLAN,
    fates=(Fate("end", FateKind.COMPOSED, "why", "if so"),),
    end_frames=(EndFrame(0, ("images", 0)),),
    storyboard={"shots": [1, 2]},
)
INSTRUCTIONS = [
    Start({"slots": 2}, 1, 60, 0, 5),
    Run(FULL_ORDER, FULL_PLAN, (INPUT,), "/work"),
    Verify(FULL_PLAN, "/work/clip.mp4", (INPUT,), "/work", "draft"),
]
REPORTS = [
    Footprint(1),
    Progressed("render", 1, 2),
    Previewed("/work/p.jpg"),
    Rendered(Render((RenderedFile("video", "/c.mp4", "video/mp4"),), timings_s={"render": 1.5})),
    Verified((Check("size", True, "1x1", "1x1"),)),
    Failed("no", "engine_error", True),
]


def only(frames, data):
    (body,) = frames.feed(data)
    return body


@pytest.mark.parametrize("message", INSTRUCTIONS, ids=lambda m: type(m).__name__)
def test_an_instruction_arrives_as_it_was_sent(message):
    assert to_instruction(only(Frames(), pack(message))) == message


@pytest.mark.parametrize("message", REPORTS, ids=lambda m: type(m).__name__)
def test_a_report_arrives_as_it_was_sent(message):
    assert to_report(only(Frames(), pack(message))) == message


@given(st.lists(st.sampled_from(REPORTS), max_size=5), st.lists(st.integers(1, 50), min_size=1))
def test_messages_survive_any_division_into_pieces(messages, sizes):
    data = b"".join(map(pack, messages))
    frames, heard, at, turn = Frames(), [], 0, 0
    while at < len(data):
        size = sizes[turn % len(sizes)]
        heard += map(to_report, frames.feed(data[at : at + size]))
        at, turn = at + size, turn + 1

    assert heard == messages


def test_paths_in_notes_are_sent_as_text():
    render = Render((), notes={"model": Path("/weights")})

    heard = to_report(only(Frames(), pack(Rendered(render))))

    assert heard.render.notes == {"model": "/weights"}
