"""What holds for every text: frames, order, speed, repeatability."""

import json
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from filmgate.core.order import Media, MediaKind, Order, ShotOrder, Task, Tier
from filmgate.engines.previz.reading import read_order

PIECES = [
    "Cut to a close-up of a hand.",
    "Shot 2: a street at night (3s).",
    "0-2s: the camera pushes in,",
    "then tilts up.",
    "Wide shot of rolling hills",
    "Ambient sound: rain, wind.",
    '"Hello there," she says.',
    "no camera shake",
    "Figure 1 meets @Image2",
    "Final shot: fade to black.",
    "(2s)",
    "—",
    "\n- a list\n- of things\n",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=40)), max_size=12).map(
    " ".join
)


@settings(max_examples=150, deadline=None)
@given(
    prompt=TEXTS,
    seconds=st.integers(3, 15),
    guidance=st.floats(0, 1),
    intelligent=st.booleans(),
    references=st.integers(0, 7),
)
def test_any_text_gives_whole_shots(
    prompt: str, seconds: int, guidance: float, intelligent: bool, references: int
) -> None:
    order = Order(
        "test/model",
        Task.REFERENCE_TO_VIDEO,
        Tier.STANDARD,
        prompt,
        seconds,
        guidance=guidance,
        shot_type="intelligent" if intelligent else "customize",
        references=tuple(
            Media(("images", index), MediaKind.IMAGE, f"file_{index}")
            for index in range(references)
        ),
    )

    board = read_order(order)

    assert sum(shot.frames for shot in board.shots) == 24 * seconds + 1
    assert min(shot.frames for shot in board.shots) >= 24
    assert board.shots[0].start == 0
    for before, after in zip(board.shots, board.shots[1:], strict=False):
        assert after.start == before.end
    for shot in board.shots:
        assert all(0.0 <= move.start < move.end <= 1.0 for move in shot.moves)
    assert board == read_order(order)
    json.dumps([asdict(shot) for shot in board.shots])


@given(lengths=st.lists(st.integers(3, 5), min_size=1, max_size=3))
def test_segments_keep_their_frames(lengths: list[int]) -> None:
    order = Order(
        "test/model",
        Task.TEXT_TO_VIDEO,
        Tier.PRO,
        "A rainy city at night.",
        sum(lengths),
        shots=tuple(ShotOrder("Cut to a door. Cut to a lamp.", length) for length in lengths),
    )

    board = read_order(order)

    counts = [24 * length for length in lengths]
    counts[-1] += 1
    assert [shot.frames for shot in board.shots] == counts
    assert all(shot.time_of_day == "night" for shot in board.shots)


def test_low_guidance_drifts_the_same_way_every_time() -> None:
    order = Order("test/model", Task.TEXT_TO_VIDEO, Tier.PRO, "A hill.", 5, guidance=0.1)

    (shot,) = read_order(order).shots

    assert shot.amplitude == 0.6
    assert len(shot.moves) == 1
    assert shot.moves == read_order(order).shots[0].moves


def test_references_that_can_be_cut_out_share_a_shot() -> None:
    references = tuple(Media(("images", i), MediaKind.IMAGE, f"file_{i}") for i in range(2))
    order = Order(
        "test/model",
        Task.REFERENCE_TO_VIDEO,
        Tier.STANDARD,
        "Figure 1 and Figure 2 walk along a beach.",
        5,
        references=references,
    )

    apart, together = read_order(order), read_order(order, cut_outs=(1, 2))

    assert len(apart.shots) == 2
    assert len(together.shots) == 1
    assert [use.index for use in together.shots[0].references] == [1, 2]
