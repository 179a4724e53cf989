"""Colour, cropping and reading clips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from filmgate.media.encode import encode_clip
from filmgate.media.frames import (
    Planes,
    contact_sheet,
    cover_crop,
    crop_box,
    flatten,
    poster,
    read_clip,
    spread,
    to_planes,
    to_rgb,
)

#: sRGB and its BT.709 limited-range code values, worked out by hand from the recommendation
COLOURS = [
    ((255, 255, 255), (235, 128, 128)),
    ((0, 0, 0), (16, 128, 128)),
    ((255, 0, 0), (63, 102, 240)),
    ((0, 255, 0), (173, 42, 26)),
    ((0, 0, 255), (32, 240, 118)),
]


def flat(colour: tuple[int, int, int], width: int = 8, height: int = 4) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


@pytest.mark.parametrize(("rgb", "yuv"), COLOURS)
def test_primary_colours_get_the_code_values_of_bt709(rgb, yuv):
    planes = to_planes(flat(rgb))

    assert planes.y.shape == (4, 8)
    assert planes.u.shape == planes.v.shape == (2, 4)
    assert [set(map(int, np.unique(p))) for p in (planes.y, planes.u, planes.v)] == [
        {value} for value in yuv
    ]


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_a_colour_survives_the_way_there_and_back(rgb):
    back = to_rgb(to_planes(flat(rgb)))

    assert np.abs(back.astype(int) - rgb).max() <= 2


def test_odd_sides_are_refused():
    with pytest.raises(ValueError, match="even sides, not 7x4"):
        to_planes(flat((1, 2, 3), width=7))


@given(
    st.tuples(st.integers(1, 900), st.integers(1, 900)),
    st.tuples(st.integers(1, 900), st.integers(1, 900)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_the_crop_lies_inside_and_fills_one_side(size, target, focus):
    left, top, width, height = crop_box(size, target, focus)

    assert 0 <= left <= size[0] - width
    assert 0 <= top <= size[1] - height
    assert width == size[0] or height == size[1]


def test_the_crop_follows_the_focus():
    picture = np.zeros((10, 40, 3), np.uint8)
    picture[:, 30:] = 255

    assert cover_crop(picture, 10, 10, (1.0, 0.5)).min() == 255
    assert cover_crop(picture, 10, 10, (0.0, 0.5)).max() == 0


def test_a_picture_of_the_right_size_is_not_touched():
    picture = np.random.default_rng(1).integers(0, 255, (12, 16, 3), np.uint8)

    assert np.array_equal(cover_crop(picture, 16, 12), picture)


def test_a_matte_is_laid_over_grey():
    picture = np.zeros((1, 3, 4), np.uint8)
    picture[0, :, :3] = 200
    picture[0, :, 3] = (0, 255, 128)

    assert flatten(picture)[0, :, 0].tolist() == [128, 200, 164]


def test_a_sheet_shows_the_first_and_the_last_frame():
    assert spread(4, 10) == (0, 3, 6, 9)
    assert spread(1, 10) == (0,)
    assert spread(3, 1) == (0, 0, 0)


@pytest.fixture
def ramp(tmp_path):
    """A clip that goes from dark to bright in seven frames."""

    def draw(index: int, planes: Planes) -> None:
        planes.y[:] = 40 + 20 * index
        planes.u[:], planes.v[:] = 128, 128

    encode_clip(tmp_path / "ramp.mp4", width=96, height=64, frames=7, draw=draw)
    return tmp_path / "ramp.mp4"


def test_a_clip_is_read_in_order_and_read_only(ramp):
    frames = list(read_clip(ramp))

    assert [round(float(p.y.mean()) / 20) for p in frames] == [2, 3, 4, 5, 6, 7, 8]
    assert (frames[0].width, frames[0].height) == (96, 64)
    assert not frames[0].y.flags.writeable


def test_a_contact_sheet_holds_evenly_spread_frames(ramp, tmp_path):
    contact_sheet(ramp, tmp_path / "sheet.png", columns=2, rows=2)
    with Image.open(tmp_path / "sheet.png") as sheet:
        pixels = np.asarray(sheet)

    tiles = [int(pixels[y, x, 0]) for y, x in ((30, 50), (30, 150), (100, 50), (100, 150))]
    levels = [round((40 + 20 * index - 16) * 255 / 219) for index in (0, 2, 4, 6)]
    assert np.allclose(tiles, levels, atol=3)


@pytest.mark.parametrize(("at_s", "level"), [(0.0, 40), (2 / 24, 80), (99.0, 160)])
def test_a_poster_shows_the_frame_at_its_time(ramp, tmp_path, at_s, level):
    poster(ramp, tmp_path / "poster.jpg", at_s)
    with Image.open(tmp_path / "poster.jpg") as image:
        assert image.size == (96, 64)
        assert image.format == "JPEG"
        assert abs(np.asarray(image).mean() - (level - 16) * 255 / 219) < 3
