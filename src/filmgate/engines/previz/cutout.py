"""Cuts the subject out of a reference picture, and says whether the cut can be trusted.

A picture over a plain backdrop is cut by colour distance, one before a wall with shadows by its
outlines, people by the subject mask of the analysis. The rest keeps its own frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from filmgate.engines.previz.backdrop import before_wall
from filmgate.engines.previz.filters import guided_by_colour

if TYPE_CHECKING:
    from filmgate.engines.previz.nearness import Analysis

Picture = NDArray[np.uint8]
Floats = NDArray[np.float32]

_WORK: Final = 1152
#: a border is plain when this share of it lies within 10 Lab steps of its median
_PLAIN: Final = 0.85
_PLAIN_REACH: Final = 10.0
#: Lab distance from a plain border's colour at which the subject begins
_DISTANCE: Final = 14.0
#: least confidence of an analysis with a face
_SURE: Final = 0.85
#: of the guided filter that fits a mask to edges
_EPS: Final = 4e-4
#: shares of the picture a believable subject covers
_LEAST, _MOST = 0.03, 0.80
#: a subject that reaches this share of the lower edge is cut at the waist, not standing
_BUST: Final = 0.12


@dataclass(frozen=True, slots=True)
class CutOut:
    """A subject without its background.

    Attributes
    ----------
    rgb : ndarray of uint8, shape (h, w, 3)
        Cropped to the subject, colours of the background removed from its edge.
    alpha : ndarray of float32, shape (h, w)
    is_bust : bool
        It is cut by the picture's lower edge and must stand on the frame's.
    is_person : bool
        A face was found.
    confidence : float
        0 to 1; above 0.85.
    """

    rgb: Picture
    alpha: Floats
    is_bust: bool
    is_person: bool
    confidence: float


def cut_out(rgb: Picture, analysis: Analysis, matte: Floats | None = None) -> CutOut | None:
    """Cut the subject out, or return None if the cut would show.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (H, W, 3)
        sRGB.
    analysis : Analysis
        Of this very picture.
    matte : ndarray of float32, shape (H, W), optional
        The picture's own transparency, 0 to 1; used as it is where there is some.
    """
    scale = min(1.0, _WORK / max(rgb.shape[:2]))
    size = (round(rgb.shape[1] * scale), round(rgb.shape[0] * scale))
    small = cast("Picture", cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    if matte is not None and float(matte.min()) < 0.5:
        own = cast("Floats", cv2.resize(matte, size, interpolation=cv2.INTER_AREA))
        return _finished(small, own, analysis, 1.0)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    plain, backdrop = _plainness(lab)
    if plain > _PLAIN:
        return _finished(small, _refined(small, _unlike(lab, backdrop)), analysis, plain)
    if not analysis.faces:
        before = before_wall(small)
        if before is None:
            return None
        return _finished(small, _refined(small, before), analysis, 0.9)
    if analysis.confidence < _SURE:
        return None
    mask = cv2.resize(analysis.subject, size, interpolation=cv2.INTER_LINEAR)
    return _finished(small, _refined(small, cast("Floats", mask)), analysis, analysis.confidence)


def _plainness(lab: Floats) -> tuple[float, Floats]:
    """Measure how plain the border is: top, and both sides of the upper 70 %; and its colour."""
    height, width = lab.shape[:2]
    rows, columns = max(3, height // 40), max(3, width // 40)
    upper = int(0.7 * height)
    border = np.concatenate(
        [
            lab[:rows].reshape(-1, 3),
            lab[:upper, :columns].reshape(-1, 3),
            lab[:upper, -columns:].reshape(-1, 3),
        ]
    )
    middle = np.median(border, axis=0).astype(np.float32)
    away = np.linalg.norm(border - middle, axis=1)
    return float((away < _PLAIN_REACH).mean()), middle


def _unlike(lab: Floats, backdrop: Floats) -> Floats:
    """Mark what differs from the backdrop and what the backdrop does not reach from the edge."""
    near = (np.linalg.norm(lab - backdrop, axis=2) <= _DISTANCE).astype(np.uint8)
    _, labels = cv2.connectedComponents(near)
    upper = int(0.8 * lab.shape[0])
    edge = np.concatenate([labels[0], labels[:upper, 0], labels[:upper, -1]])
    outside = np.setdiff1d(np.unique(edge), [0])
    return (~np.isin(labels, outside)).astype(np.float32)


def _refined(rgb: Picture, mask: Floats) -> Floats:
    """Fit a mask to the edges of the picture and keep its largest part."""
    soft = cv2.GaussianBlur(mask, (0, 0), 1.5)
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    fitted = guided_by_colour(lab, cast("Floats", soft), max(4, rgb.shape[1] // 110), _EPS)
    alpha = np.clip((fitted - 0.30) / 0.5, 0, 1).astype(np.float32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.5).astype(np.uint8))
    if count > 2:
        largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
        kept = cv2.dilate((labels == largest).astype(np.uint8), np.ones((9, 9), np.uint8))
        alpha = alpha * kept
    return cast("Floats", alpha)


def _finished(rgb: Picture, alpha: Floats, analysis: Analysis, confidence: float) -> CutOut | None:
    """Clean the edge's colours, crop, and refuse what covers too little, too much or is halved."""
    area = float((alpha > 0.5).mean())
    if not _LEAST < area < _MOST or _is_halved(alpha):
        return None
    clean = _decontaminated(rgb, alpha)
    rows, columns = np.flatnonzero(alpha.max(1) > 0.3), np.flatnonzero(alpha.max(0) > 0.3)
    here = np.s_[int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
    is_bust = float((alpha[-3:] > 0.4).mean()) > _BUST
    return CutOut(clean[here], alpha[here], is_bust, bool(analysis.faces), confidence)


def _is_halved(alpha: Floats) -> bool:
    """Whether the picture's top or sides cut through the subject."""
    upper = int(0.75 * alpha.shape[0])
    sides = max(float((alpha[:upper, :2] > 0.5).mean()), float((alpha[:upper, -2:] > 0.5).mean()))
    return sides > 0.18 or float((alpha[:2] > 0.5).mean()) > 0.10


def _decontaminated(rgb: Picture, alpha: Floats) -> Picture:
    """Push the colours of the inside outward over the soft edge."""
    inside = (alpha > 0.95).astype(np.float32)
    colours = rgb.astype(np.float32) * inside[..., None]
    filled, weight = colours.copy(), inside.copy()
    for sigma in (2.0, 5.0, 12.0, 30.0):
        spread = cv2.GaussianBlur(colours, (0, 0), sigma)
        amount = cv2.GaussianBlur(inside, (0, 0), sigma)
        reach = (weight < 0.02) & (amount > 0.004)
        filled[reach] = spread[reach] / amount[reach, None]
        weight = np.where(reach, 1.0, weight)
    share = np.clip((alpha - 0.6) / 0.35, 0, 1)[..., None]
    mixed = rgb * share + filled * (1 - share)
    return cast("Picture", np.clip(mixed, 0, 255).astype(np.uint8))
