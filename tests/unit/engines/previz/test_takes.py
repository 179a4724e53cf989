import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filmgate.core.order import Element, ShotOrder, Task
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.takes import Source, lay_out


def _takes(order):
    return lay_out(order, read_order(order))


def _covers(takes, frames):
    starts = [take.start for take in takes]
    ends = [take.start + take.frames for take in takes]
    return starts[0] == 0 and ends[-1] == frames and starts[1:] == ends[:-1]


def test_shots_after_the_first_are_distinct_reframings(make_order, make_image):
    takes = _takes(
        make_order(
            Task.IMAGE_TO_VIDEO,
            duration_s=12,
            start=make_image(("start_image_url",)),
            shots=tuple(ShotOrder(text, 3) for text in ("wide", "wide shot", "close-up", "close")),
        )
    )

    assert _covers(takes, 289)
    assert takes[0].zoom == 1.0
    for one, other in itertools.pairwise(takes):
        ratio = max(one.zoom / other.zoom, other.zoom / one.zoom)
        assert ratio >= 1.3 or other.is_beside


def test_two_given_frames_are_one_continuous_shot(make_order, make_image):
    takes = _takes(
        make_order(
            Task.IMAGE_TO_VIDEO,
            "Wide shot. Cut to a close-up. Cut to the sky.",
            10,
            start=make_image(("start",)),
            end=make_image(("end",)),
        )
    )

    assert [take.source for take in takes] == [Source.MORPH]
    assert takes[0].frames == 241


def test_with_shots_the_last_one_resolves_to_the_end_image(make_order, make_image):
    takes = _takes(
        make_order(
            Task.IMAGE_TO_VIDEO,
            duration_s=6,
            start=make_image(("start",)),
            end=make_image(("end",)),
            shots=(ShotOrder("wide", 3), ShotOrder("close", 3)),
        )
    )

    assert [take.source for take in takes] == [Source.START, Source.MORPH]


def test_each_reference_gets_its_own_take_where_it_is_named(make_order, make_image):
    takes = _takes(
        make_order(
            Task.REFERENCE_TO_VIDEO,
            "Figure 2 waits for a long time by the door, and finally @Image1 walks in",
            6,
            references=tuple(make_image(("images", n)) for n in range(2)),
        )
    )

    pictures = [take.loc for take in takes if take.source is Source.PICTURE]
    assert pictures == [("images", 1), ("images", 0)]
    assert _covers(takes, 145)


def test_references_that_nobody_names_are_shown_all_the_same(make_order, make_image):
    takes = _takes(
        make_order(
            Task.REFERENCE_TO_VIDEO,
            "a slow stroll",
            6,
            references=tuple(make_image(("images", n)) for n in range(3)),
        )
    )

    assert {take.loc for take in takes if take.shows} == {("images", n) for n in range(3)}


def test_a_reference_video_is_the_footage_between_the_pictures(make_order, make_image, make_video):
    takes = _takes(
        make_order(
            Task.REFERENCE_TO_VIDEO,
            "The street is busy; then Figure 1 looks up",
            6,
            references=(make_image(("images", 0)),),
            reference_video=make_video(),
        )
    )

    assert takes[0].source is Source.FOOTAGE
    assert any(take.source is Source.PICTURE for take in takes)


def test_a_named_element_is_shown_after_the_start_image(make_order, make_image):
    takes = _takes(
        make_order(
            Task.IMAGE_TO_VIDEO,
            "A slow push in, and then @Element1 comes closer",
            6,
            start=make_image(("start",)),
            elements=(Element(frontal=make_image(("elements", 0, "frontal_image_url"))),),
        )
    )

    assert takes[0].source is Source.START
    assert takes[-1].loc == ("elements", 0, "frontal_image_url")


@settings(max_examples=60)
@given(
    seconds=st.integers(3, 15),
    count=st.integers(0, 7),
    order_of=st.permutations(range(1, 8)),
)
def test_takes_cover_every_frame_once_and_last_a_second(
    make_order, make_image, seconds, count, order_of
):
    text = ", then ".join(f"Figure {number} turns" for number in order_of[:count]) or "a street"
    takes = _takes(
        make_order(
            Task.REFERENCE_TO_VIDEO,
            text,
            seconds,
            references=tuple(make_image(("images", n)) for n in range(count)),
        )
    )

    assert _covers(takes, 24 * seconds + 1)
    assert all(take.frames >= 24 for take in takes)


@pytest.mark.parametrize("seconds", [3, 15])
def test_a_text_alone_is_all_painted(make_order, seconds):
    takes = _takes(make_order(duration_s=seconds))

    assert {take.source for take in takes} == {Source.SCENE}
