"""Finds the subject in front of a plain wall on which it casts shadows: a studio picture.

Shadows change how bright a wall is, not its hue, and their edges are soft: what the edge of the
picture reaches without crossing an outline or a colour is backdrop.
"""

from __future__ import annotations

from typing import Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

_WORK: Final = 1200
#: a wall is of one hue when this share of the border lies within some Lab steps of its median
_ONE_HUE, _HUE_REACH = 0.92, 7.0
#: hue farther than this from the wall's is never wall
_OTHER_HUE: Final = 12.0
#: outlines may cover this share of the border of the picture
_CALM: Final = 0.06
#: share of the subject's outline that must lie on an edge of the picture
_SUPPORTED: Final = 0.95
#: sure outlines, and fainter ones to choose from, as thresholds of the gradient
_SURE: Final = (12, 30)
_FAINT: Final = ((6, 14), (5, 12))


def before_wall(rgb: Picture) -> Floats | None:
    """Find what stands before a plain wall, or None if there is no such wall or no clear outline.

    Returns
    -------
    ndarray of float32, shape (H, W), or None
        1 on the subject.
    """
    scale = min(1.0, _WORK / max(rgb.shape[:2]))
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    small = cast("Picture", cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    lab = cast("Bytes", cv2.cvtColor(small, cv2.COLOR_RGB2LAB))
    away = _hue_distance(lab.astype(np.float32))
    sure = _edges(lab, _SURE)
    border = _border(np.dstack([away, sure]).astype(np.float32))
    if (border[:, 0] < _HUE_REACH).mean() < _ONE_HUE or (border[:, 1] > 0).mean() > _CALM:
        return None
    tight = _unreached(away, sure)
    if not tight.any():
        return None
    loose = (_opened(_unreached(away, _edges(lab, limits)), 25) for limits in _FAINT)
    masks = [_decided(small, tight, outline | tight) for outline in loose]
    best = max(masks, key=lambda mask: _support(mask, sure))
    if _support(best, sure) < _SUPPORTED:
        return None
    whole = cv2.resize(best, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cast("Floats", whole.astype(np.float32))


def _border(values: Floats) -> Floats:
    """Take the top of a picture and both sides of its upper 70 %."""
    height, width = values.shape[:2]
    rows, columns, upper = max(3, height // 40), max(3, width // 40), int(0.7 * height)
    parts = (values[:rows], values[:upper, :columns], values[:upper, -columns:])
    return np.concatenate([part.reshape(-1, values.shape[2]) for part in parts])


def _hue_distance(lab: Floats) -> Floats:
    middle = np.median(_border(lab), axis=0)
    return cast("Floats", np.hypot(lab[..., 1] - middle[1], lab[..., 2] - middle[2]))


def _edges(lab: Bytes, limits: tuple[int, int]) -> Bytes:
    """Find outlines in lightness and in hue."""
    found = np.zeros(lab.shape[:2], np.uint8)
    for channel in range(3):
        soft = cv2.GaussianBlur(lab[..., channel], (0, 0), 1.2)
        found |= cast("Bytes", cv2.Canny(soft, *limits))
    return found


def _unreached(away: Floats, edges: Bytes) -> Bytes:
    """Mark what the border does not reach without crossing an outline or another hue."""
    barrier = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    barrier = cv2.dilate(barrier, np.ones((3, 3), np.uint8))
    free = ((barrier == 0) & (away < _OTHER_HUE)).astype(np.uint8)
    _, labels = cv2.connectedComponents(free, connectivity=4)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outside = np.isin(labels, np.setdiff1d(np.unique(rim), [0]))
    inside = cv2.erode((~outside).astype(np.uint8), np.ones((3, 3), np.uint8))
    return _opened(cast("Bytes", inside), 9)


def _opened(mask: Bytes, size: int) -> Bytes:
    """Drop what is thinner than a disc."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cast("Bytes", cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc))


def _decided(rgb: Picture, tight: Bytes, loose: Bytes) -> Bytes:
    """Let colours decide between the tight and the loose outline; keep the largest part."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    marks = np.full(tight.shape, cv2.GC_BGD, np.uint8)
    marks[cv2.dilate(loose, disc) > 0] = cv2.GC_PR_BGD
    marks[loose > 0] = cv2.GC_PR_FGD
    marks[cv2.erode(tight, disc) > 0] = cv2.GC_FGD
    if not (marks == cv2.GC_FGD).any() or not (marks == cv2.GC_BGD).any():
        return np.zeros_like(tight)
    less = (tight.shape[1] // 2, tight.shape[0] // 2)
    fewer: Bytes = np.asarray(cv2.resize(marks, less, interpolation=cv2.INTER_NEAREST), np.uint8)
    small = cv2.resize(rgb, less, interpolation=cv2.INTER_AREA)
    cv2.setRNGSeed(7)
    behind, before = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, fewer, (0, 0, 1, 1), behind, before, 3, cv2.GC_INIT_WITH_MASK)
    found = ((fewer == cv2.GC_FGD) | (fewer == cv2.GC_PR_FGD)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    if count < 2:
        return np.zeros_like(tight)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    whole = cv2.resize(
        (labels == largest).astype(np.float32), tight.shape[::-1], interpolation=cv2.INTER_LINEAR
    )
    return cast("Bytes", (whole > 0.5).astype(np.uint8))


def _support(mask: Bytes, edges: Bytes) -> float:
    """Measure the share of a mask's outline that lies on an edge of the picture."""
    if not mask.any():
        return 0.0
    outline = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    near = cv2.dilate(edges, np.ones((5, 5), np.uint8)) > 0
    return float(near[outline].mean())
