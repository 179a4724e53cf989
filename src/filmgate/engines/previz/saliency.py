"""What stands out in a picture: sky, horizon, texture, and how likely each place is the subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.filters import blurred, normalised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Bytes2D, Floats2D

#: clusters of border colour, and the share of the border below which one is a stray
_BORDER_CLUSTERS = 6
_STRAY_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Layout:
    """The large shapes of a picture.

    Attributes
    ----------
    sky : ndarray of float32, shape (H, W)
        0 or 1.
    texture : ndarray of float32, shape (H, W)
        Mean gradient around each pixel.
    horizon : float
        Height of the horizon as a fraction, from the top.
    scene_confidence : float
        0 to 1: whether there is a ground that runs to a horizon at all.
    """

    sky: Floats2D
    texture: Floats2D
    horizon: float
    scene_confidence: float


def read_layout(lab: NDArray[np.float32]) -> Layout:
    """Find sky and horizon of a small picture, 8-bit Lab stored as float, shape (H, W, 3)."""
    lightness = np.ascontiguousarray(lab[..., 0])
    across = cv2.Sobel(lightness, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(lightness, cv2.CV_32F, 0, 1)
    texture = cast("Floats2D", cv2.blur(np.hypot(across, down), (9, 9)))
    sky = _find_sky(lab, texture)
    horizon, contrast = _strongest_row(lab)
    if sky.any():
        columns = np.flatnonzero(sky.max(0) > 0)
        lowest = [int(np.flatnonzero(sky[:, column] > 0).max()) for column in columns]
        horizon = float(np.percentile(lowest, 75)) / len(lab)
    confidence = float(np.clip((contrast - 25.0) / 60.0, 0.0, 1.0)) * (1.0 if sky.any() else 0.45)
    return Layout(sky, texture, horizon, confidence)


def _find_sky(lab: NDArray[np.float32], texture: Floats2D) -> Floats2D:
    """Grow smooth, bright or blue regions down from the top edge."""
    height, width = texture.shape
    lightness, blueness = lab[..., 0], 128.0 - lab[..., 2]
    top = np.median(lightness[: max(2, height // 12)])
    smooth = texture < max(14.0, float(np.percentile(texture, 35)))
    candidate = smooth & ((lightness > 0.75 * top) | (blueness > 6)) & (lightness > 40)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(candidate.astype(np.uint8))
    at_top = np.bincount(labels[:3].ravel(), minlength=count)
    sky = np.zeros((height, width), np.float32)
    for index in range(1, count):
        bottom = stats[index, cv2.CC_STAT_TOP] + stats[index, cv2.CC_STAT_HEIGHT]
        is_wide = stats[index, cv2.CC_STAT_WIDTH] > 0.35 * width
        if at_top[index] > 0.18 * 3 * width and bottom < 0.85 * height and is_wide:
            sky[labels == index] = 1.0
    inside = sky > 0
    if inside.mean() < 0.06:
        return np.zeros_like(sky)
    if np.median(blueness[inside]) <= -4 and np.median(lightness[inside]) <= 185:
        return np.zeros_like(sky)
    return cast("Floats2D", cv2.morphologyEx(sky, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)))


def _strongest_row(lab: NDArray[np.float32]) -> tuple[float, float]:
    """Find the row that separates two differently coloured halves best, and how different."""
    rows = lab.mean(1)
    height = len(rows)
    sums = np.concatenate([np.zeros((1, 3), np.float32), np.cumsum(rows, 0)])
    near = max(4, height // 16)
    candidates = np.arange(int(0.22 * height), int(0.85 * height))

    def mean(start: NDArray[np.int_], stop: NDArray[np.int_]) -> NDArray[np.float32]:
        span = np.maximum(stop - start, 1)[:, None]
        return np.asarray((sums[stop] - sums[start]) / span, np.float32)

    first, last = np.zeros_like(candidates), np.full_like(candidates, height)
    halves = np.abs(mean(first, candidates) - mean(candidates, last)).sum(1)
    above = mean(np.maximum(candidates - near, 0), candidates)
    below = mean(candidates, np.minimum(candidates + near, height))
    score = halves + 1.5 * np.abs(above - below).sum(1)
    best = int(score.argmax())
    return float(candidates[best]) / height, float(score[best])


def read_focus(lightness: Floats2D) -> tuple[Floats2D, float]:
    """Find how sharp each place is (0 to 1), and whether the picture has a blurred background.

    The second value is 0 when everything is equally sharp and 1 for a shallow depth of field.
    """
    detail = np.abs(lightness - blurred(lightness, 1.6))
    wide = cast("Floats2D", cv2.dilate(detail, np.ones((5, 5), np.uint8)))
    sharp = blurred(wide, 6.0)
    spread = float(np.percentile(sharp, 92) / (np.percentile(sharp, 20) + 0.4))
    return normalised(sharp), float(np.clip((spread - 4.0) / 8.0, 0.0, 1.0))


def read_saliency(
    lab: NDArray[np.float32], sky: Floats2D, sharp: Floats2D, shallow: float
) -> Floats2D:
    """Score every pixel 0 to 1 by how much it looks like the subject.

    Colour unlike the border, an unusual spectrum, sharpness, and nearness to the middle.

    References
    ----------
    .. [1] Hou, X., Zhang, L. (2007). Saliency detection: a spectral residual approach. CVPR.
    """
    height, width = sky.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre = np.exp(-(((x / width - 0.5) / 0.34) ** 2) - ((y / height - 0.55) / 0.40) ** 2)
    unusual = cast("Floats2D", cv2.resize(_spectral_residual(lab[..., 0]), (width, height)))
    evidence = 0.9 * _unlike_border(lab) + 0.5 * unusual + (0.3 + 1.1 * shallow) * sharp
    score = evidence * (0.35 + 0.65 * centre) * (1.0 - sky)
    return normalised(score.astype(np.float32), 2.0, 99.5)


def _unlike_border(lab: NDArray[np.float32]) -> Floats2D:
    """Distance in Lab to the nearest of the colours along the top and the upper sides."""
    height, width = lab.shape[:2]
    strip, upper = max(4, int(0.06 * width)), int(0.8 * height)
    parts = (lab[:upper, :strip], lab[:upper, -strip:], lab[:strip])
    border = np.concatenate([part.reshape(-1, 3) for part in parts])[::7]
    border = np.ascontiguousarray(border)
    cv2.setRNGSeed(7)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    labels = np.zeros((len(border), 1), np.int32)
    clusters = min(_BORDER_CLUSTERS, len(border))
    _, found, centres = cv2.kmeans(border, clusters, labels, stop, 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(found.ravel(), minlength=clusters) / len(border)
    nearest = np.full((height, width), np.inf, np.float32)
    for centre, share in zip(centres, shares, strict=True):
        distance = np.linalg.norm(lab - centre, axis=2)
        nearest = np.minimum(nearest, distance * (1.0 if share > _STRAY_SHARE else 1.6))
    return normalised(blurred(nearest.astype(np.float32), 2.0))


def _spectral_residual(lightness: NDArray[np.float32]) -> Floats2D:
    small = cv2.resize(lightness, (64, 64), interpolation=cv2.INTER_AREA)
    spectrum = np.fft.fft2(small)
    magnitude = np.log(np.abs(spectrum) + 1e-6).astype(np.float32)
    residual = magnitude - cv2.blur(magnitude, (3, 3))
    back = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    return normalised(blurred(back.astype(np.float32), 2.5))


def read_vegetation(small_rgb: NDArray[np.uint8], texture: Floats2D) -> Floats2D:
    """Find green and straw-coloured, textured places: what wind would move; 0 to 1."""
    hsv = cv2.cvtColor(small_rgb, cv2.COLOR_RGB2HSV)
    leafy = (hsv[..., 0] > 18) & (hsv[..., 0] < 90) & (hsv[..., 1] > 50)
    strength = leafy.astype(np.float32) * np.clip(texture / 25.0, 0.0, 1.0)
    return blurred(strength.astype(np.float32), 3.0)


def read_water(lab: NDArray[np.float32], layout: Layout, subject: Bytes2D) -> Floats2D:
    """Find calm bluish or sky-coloured surfaces below the horizon; 0 to 1.

    Only asked for when the text speaks of water: a road or a floor can look the same.
    """
    height = len(lab)
    y = np.arange(height, dtype=np.float32)[:, None] / height
    below = np.clip((y - layout.horizon) * 12.0, 0.0, 1.0)
    blue = (128.0 - lab[..., 2] > 2) | (lab[..., 1] < 124) & (lab[..., 2] < 134)
    calm = layout.texture < 2.2 * max(14.0, float(np.median(layout.texture)))
    surface = (blue & calm & (subject == 0)).astype(np.float32) * below
    opened = cv2.morphologyEx(surface, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    return blurred(cast("Floats2D", opened.astype(np.float32)), 4.0)
