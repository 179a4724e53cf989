import cv2
import numpy as np

from filmgate.engines.previz.matching import CONFIDENT, correspond


def _detailed(seed):
    rng = np.random.default_rng(seed)
    picture = rng.integers(60, 200, (360, 640, 3)).astype(np.uint8)
    picture = cv2.GaussianBlur(picture, (0, 0), 2.2)
    picture = cv2.convertScaleAbs(picture, alpha=3.0, beta=-260)
    for _ in range(60):
        x, y = int(rng.integers(0, 600)), int(rng.integers(0, 330))
        colour = tuple(int(value) for value in rng.integers(0, 255, 3))
        cv2.rectangle(picture, (x, y), (x + int(rng.integers(10, 50)), y + 24), colour, -1)
    return picture


def test_a_known_zoom_and_shift_is_found_within_a_pixel():
    first = _detailed(1)
    matrix = np.float32([[1.2, 0, -50], [0, 1.2, -30]])
    last = cv2.warpAffine(first, matrix, (640, 360), borderMode=cv2.BORDER_REFLECT)

    pair = correspond(first, last)

    assert pair.confidence > CONFIDENT
    high, wide = pair.forward[0].shape
    scale = wide / 640
    x, _y = np.meshgrid(np.arange(wide), np.arange(high))
    wanted = (0.2 * (x + 0.5) / scale - 50) * scale
    middle = (slice(high // 4, high * 3 // 4), slice(wide // 4, wide * 3 // 4))
    assert np.abs(pair.forward[0] - wanted)[middle].mean() < 1.0


def test_unrelated_pictures_are_not_taken_for_one_scene():
    assert correspond(_detailed(1), _detailed(2)).confidence < CONFIDENT / 2


def test_pictures_without_features_are_no_trouble():
    flat = np.full((200, 300, 3), 90, np.uint8)

    assert 0 <= correspond(flat, flat).confidence <= 1
    assert 0 <= correspond(flat, 255 - flat).confidence <= 1
