import cv2
import numpy as np

from filmgate.engines.previz.saliency import (
    read_focus,
    read_layout,
    read_saliency,
    read_vegetation,
)


def _lab(rgb):
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab).astype(np.float32)


def test_the_sky_and_the_horizon_of_a_landscape_are_found(landscape):
    layout = read_layout(_lab(cv2.resize(landscape, (384, 216), interpolation=cv2.INTER_AREA)))

    assert layout.sky[:60].mean() > 0.8
    assert layout.sky[150:].mean() < 0.02
    assert abs(layout.horizon - 0.55) < 0.06


def test_a_plain_studio_wall_has_no_horizon_to_be_sure_of(disc):
    layout = read_layout(_lab(cv2.resize(disc, (288, 384))))

    assert layout.scene_confidence < 0.5


def test_what_is_unlike_the_border_stands_out(disc):
    small = cv2.resize(disc, (288, 384))
    lab = _lab(small)
    sharp, shallow = read_focus(lab[..., 0].copy())

    score = read_saliency(lab, np.zeros(lab.shape[:2], np.float32), sharp, shallow)

    assert score[260:280, 134:154].mean() > 0.35
    assert score[20:60, 20:60].mean() < 0.15


def test_textured_green_is_vegetation_and_smooth_green_is_not():
    green = np.full((100, 100, 3), (60, 140, 40), np.uint8)

    assert read_vegetation(green, np.full((100, 100), 40, np.float32)).mean() > 0.9
    assert read_vegetation(green, np.zeros((100, 100), np.float32)).mean() == 0
