"""Whether two pictures show the same scene, and then where every place of one is in the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Bytes2D, Floats2D

#: longest side of the pictures that are compared, in pixels
WORK_SIDE: Final = 512
#: related pairs measure 0.77 to 0.89, unrelated ones 0.01 to 0.02
CONFIDENT: Final = 0.42


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Where places are in the other picture.

    Attributes
    ----------
    forward, backward : tuple of two ndarray of float32, shape (h, w)
        Shift in x and y from the first picture to the second and back, in pixels of this map.
    confidence : float
        0 to 1; above `CONFIDENT` the pictures show the same scene.
    """

    forward: tuple[Floats2D, Floats2D]
    backward: tuple[Floats2D, Floats2D]
    confidence: float


def correspond(first: NDArray[np.uint8], last: NDArray[np.uint8]) -> Correspondence:
    """Compare two sRGB pictures of the same size, shape (H, W, 3).

    A similarity is found from features, then dense flow refines it both ways.

    References
    ----------
    .. [1] Rublee, E. et al. (2011). ORB: an efficient alternative to SIFT or SURF. ICCV.
    .. [2] Kroeger, T. et al. (2016). Fast optical flow using dense inverse search. ECCV.
    """
    scale = WORK_SIDE / max(first.shape[:2])
    size = (max(32, round(first.shape[1] * scale)), max(32, round(first.shape[0] * scale)))
    a, b = _grey(first, size), _grey(last, size)
    matrix = _similarity(a, b)
    inverse = np.asarray(cv2.invertAffineTransform(matrix), np.float32)
    forward = _dense(a, b, matrix, inverse)
    backward = _dense(b, a, inverse, matrix)
    confidence = _confidence(a, b, forward, backward)
    x, y = _pixels(a.shape)
    return Correspondence(
        (forward[0] - x, forward[1] - y), (backward[0] - x, backward[1] - y), confidence
    )


def _grey(rgb: NDArray[np.uint8], size: tuple[int, int]) -> Bytes2D:
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


def _pixels(shape: tuple[int, ...]) -> tuple[Floats2D, Floats2D]:
    x, y = np.meshgrid(np.arange(shape[1], dtype=np.float32), np.arange(shape[0], dtype=np.float32))
    return x, y


def _similarity(a: Bytes2D, b: Bytes2D) -> NDArray[np.float32]:
    """Find shift, turn and scale from `a` to `b`; the identity if features do not agree."""
    identity = np.eye(2, 3, dtype=np.float32)
    detector = cv2.ORB.create(1500, fastThreshold=8)
    points_a, features_a = detector.detectAndCompute(a, None)
    points_b, features_b = detector.detectAndCompute(b, None)
    if min(len(points_a), len(points_b)) < 20:
        return identity
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(features_a, features_b, 2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < 0.78 * p[1].distance]
    if len(good) < 12:
        return identity
    at_a = np.array([points_a[match.queryIdx].pt for match in good], np.float32)
    at_b = np.array([points_b[match.trainIdx].pt for match in good], np.float32)
    cv2.setRNGSeed(1)
    matrix, inliers = cv2.estimateAffinePartial2D(at_a, at_b, ransacReprojThreshold=4.0)
    # it returns no matrix when no two points agree, which its types do not say
    found = np.asarray(matrix, np.float32)
    if found.shape != (2, 3) or inliers.sum() < 10 or inliers.mean() <= 0.3:
        return identity
    scale = math.hypot(float(found[0, 0]), float(found[1, 0]))
    return found if 0.4 < scale < 2.5 else identity


def _dense(
    a: Bytes2D, b: Bytes2D, matrix: NDArray[np.float32], inverse: NDArray[np.float32]
) -> tuple[Floats2D, Floats2D]:
    """Where each pixel of `a` lies in `b`: flow to `b` brought over `a`, then the similarity."""
    height, width = a.shape
    border = cv2.BORDER_REPLICATE
    aligned = cv2.warpAffine(b, inverse, (width, height), borderMode=border)
    flow_of = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow_of.setFinestScale(1)
    start = np.zeros((height, width, 2), np.float32)
    flow = flow_of.calc(a, aligned, start)
    x, y = _pixels(a.shape)
    x, y = x + flow[..., 0], y + flow[..., 1]
    return (
        np.asarray(matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2], np.float32),
        np.asarray(matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2], np.float32),
    )


def _confidence(
    a: Bytes2D,
    b: Bytes2D,
    forward: tuple[Floats2D, Floats2D],
    backward: tuple[Floats2D, Floats2D],
) -> float:
    """Share of the common part where both flows agree, times how alike it then looks."""
    height, width = a.shape
    x, y = _pixels(a.shape)
    back_x, back_y = _read(backward[0], forward), _read(backward[1], forward)
    agrees = np.hypot(back_x - x, back_y - y) < 0.012 * width
    inside = (forward[0] > 2) & (forward[0] < width - 3)
    inside &= (forward[1] > 2) & (forward[1] < height - 3)
    seen = float(inside.mean())
    if seen <= 0.02:
        return 0.0
    alike = np.clip(_correlation(a, _read(b, forward)), 0.0, 1.0)
    share = float((agrees & inside).sum() / inside.sum())
    return share * float(alike[inside].mean()) * min(1.0, seen / 0.25)


def _read(values: NDArray[np.generic], at: tuple[Floats2D, Floats2D]) -> Floats2D:
    method, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    source = cast("Floats2D", values)
    return cast("Floats2D", cv2.remap(source, at[0], at[1], method, borderMode=border))


def _correlation(a: Bytes2D, b: NDArray[np.generic]) -> Floats2D:
    """Normalised correlation in windows of 15 x 15 pixels."""
    p, q, size = a.astype(np.float32), b.astype(np.float32), (15, 15)
    mean_p, mean_q = cv2.blur(p, size), cv2.blur(q, size)
    covariance = cv2.blur(p * q, size) - mean_p * mean_q
    spread = (cv2.blur(p * p, size) - mean_p**2) * (cv2.blur(q * q, size) - mean_q**2)
    return np.asarray(covariance / np.sqrt(np.maximum(spread, 4.0)), np.float32)
