"""Finding who or what a picture is about: faces, and a mask grown from them or from saliency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Bytes2D, Floats2D

#: detectors, each with the least weight a find must have
_CASCADES = (("haarcascade_frontalface_alt2.xml", 1.0), ("haarcascade_profileface.xml", 2.5))
_FACE_SIDE = 640


@dataclass(frozen=True, slots=True)
class Face:
    """A face, all measures as fractions of the picture; `x` and `y` are its left top corner."""

    x: float
    y: float
    width: float
    height: float
    weight: float


@dataclass(frozen=True, slots=True)
class SubjectMask:
    """What was found.

    Attributes
    ----------
    mask : ndarray of uint8, shape (H, W)
        1 on the subject.
    confidence : float
        0 to 1; at least 0.85 with a face.
    area : float
        Share of the picture.
    """

    mask: Bytes2D
    confidence: float
    area: float


@cache
def _detector(name: str) -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / name))


def find_faces(rgb: NDArray[np.uint8]) -> tuple[Face, ...]:
    """Find frontal faces, or profiles if there are none, largest first."""
    scale = _FACE_SIDE / max(rgb.shape[:2])
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=method)
    grey = cv2.equalizeHist(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    height, width = grey.shape
    if min(height, width) < 32:
        return ()
    for name, least in _CASCADES:
        boxes, _, weights = _detector(name).detectMultiScale3(
            grey, scaleFactor=1.1, minNeighbors=5, minSize=(28, 28), outputRejectLevels=True
        )
        faces = [
            Face(x / width, y / height, w / width, h / height, float(weight))
            for (x, y, w, h), weight in zip(boxes, np.ravel(weights), strict=True)
            if weight > least
        ]
        if faces:
            return tuple(sorted(faces, key=lambda face: -face.height))
    return ()


def find_subject(
    small_rgb: NDArray[np.uint8], score: Floats2D, sky: Floats2D, faces: tuple[Face, ...]
) -> SubjectMask:
    """Cut the subject out of a small picture, coarsely.

    Parameters
    ----------
    small_rgb : ndarray of uint8, shape (H, W, 3)
    score : ndarray of float32, shape (H, W)
        Saliency, 0 to 1.
    sky : ndarray of float32, shape (H, W)
        Changed in place: what belongs to a person is no sky.

    References
    ----------
    .. [1] Rother, C., Kolmogorov, V., Blake, A. (2004). GrabCut. SIGGRAPH 23(3).
    """
    seeds = _seeds_from_score(score, sky)
    if faces:
        _add_people(seeds, sky, faces)
    top = max(2, int(0.02 * seeds.shape[1]))
    rows = seeds[:top]
    rows[rows != cv2.GC_BGD] = cv2.GC_PR_BGD
    raw = _cut(small_rgb, seeds, score)
    mask = _cleaned(raw, score)
    area = float(mask.mean())
    inside = float(score[mask > 0].mean()) if area > 0 else 0.0
    outside = float(score[mask == 0].mean()) if area < 1 else 0.0
    confidence = float(np.clip((inside - outside - 0.12) / 0.35, 0.0, 1.0))
    if not 0.015 < area < 0.62:
        confidence *= 0.25
    return SubjectMask(mask, max(confidence, 0.85) if faces else confidence, area)


def _seeds_from_score(score: Floats2D, sky: Floats2D) -> Bytes2D:
    probable, sure, least = np.percentile(score, [72, 90, 30])
    seeds = np.full(score.shape, cv2.GC_PR_BGD, np.uint8)
    seeds[score > probable] = cv2.GC_PR_FGD
    seeds[score > sure] = cv2.GC_FGD
    seeds[(score < least) | (sky > 0)] = cv2.GC_BGD
    return seeds


def _add_people(seeds: Bytes2D, sky: Floats2D, faces: tuple[Face, ...]) -> None:
    height, width = seeds.shape
    columns = np.zeros_like(seeds)
    for face in faces:
        body = _body(face, width, height)
        wide, high = face.width * width, face.height * height
        around = cv2.dilate(body, np.ones((int(0.35 * high) | 1, int(0.35 * wide) | 1), np.uint8))
        core = cv2.erode(body, np.ones((int(0.42 * high) | 1, int(0.42 * wide) | 1), np.uint8))
        seeds[(around > 0) & (seeds == cv2.GC_BGD)] = cv2.GC_PR_BGD
        seeds[body > 0] = cv2.GC_PR_FGD
        seeds[core > 0] = cv2.GC_FGD
        sky[around > 0] = 0.0
        left, right = (face.x - 1.6 * face.width) * width, (face.x + 2.6 * face.width) * width
        above = max(0, int((face.y - 0.6 * face.height) * height))
        columns[above:, max(0, int(left)) : max(0, int(right))] = 1
    seeds[columns == 0] = cv2.GC_BGD


def _body(face: Face, width: int, height: int) -> Bytes2D:
    """Draw head, neck and shoulders where they must be below a face."""
    wide, high = face.width * width, face.height * height
    middle, top = (face.x + face.width / 2) * width, face.y * height
    body = np.zeros((height, width), np.uint8)
    axes = (max(1, int(0.62 * wide)), max(1, int(0.80 * high)))
    cv2.ellipse(body, (int(middle), int(top + 0.45 * high)), axes, 0, 0, 360, 1, -1)
    outline = [
        (middle - 0.35 * wide, top + high),
        (middle + 0.35 * wide, top + high),
        (middle + 1.25 * wide, top + 1.75 * high),
        (middle + 1.45 * wide, height),
        (middle - 1.45 * wide, height),
        (middle - 1.25 * wide, top + 1.75 * high),
    ]
    cv2.fillPoly(body, [np.array(outline, np.int32)], 1)
    return body


def _cut(small_rgb: NDArray[np.uint8], seeds: Bytes2D, score: Floats2D) -> Bytes2D:
    back, front = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(7)
    try:
        cv2.grabCut(small_rgb, seeds, None, back, front, 4, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload]
    except cv2.error:
        return (score > np.percentile(score, 72)).astype(np.uint8)
    return np.isin(seeds, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)


def _cleaned(raw: Bytes2D, score: Floats2D) -> Bytes2D:
    """Drop specks, keep the components that matter, fill small holes."""
    opened = cv2.morphologyEx(raw, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((11, 11), np.uint8))
    count, labels = cv2.connectedComponents(closed)
    weights = np.bincount(labels.ravel(), score.ravel(), minlength=count)
    weights[0] = 0.0
    kept = np.isin(labels, np.flatnonzero(weights > 0.25 * weights.max())) & (labels > 0)
    mask = kept.astype(np.uint8)
    return _filled(mask)


def _filled(mask: Bytes2D) -> Bytes2D:
    height, width = mask.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - mask)
    for index in range(1, count):
        x, y, w, h, area = stats[index]
        is_inner = x > 0 and y > 0 and x + w < width and y + h < height
        if is_inner and area < 0.04 * height * width:
            mask[labels == index] = 1
    return mask
