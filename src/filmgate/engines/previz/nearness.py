"""How near each place of a photograph is, guessed from the picture alone, and where things are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.filters import blurred, guided_by_colour
from filmgate.engines.previz.saliency import (
    Layout,
    read_focus,
    read_layout,
    read_saliency,
    read_vegetation,
    read_water,
)
from filmgate.engines.previz.subject import Face, SubjectMask, find_faces, find_subject

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Floats2D

#: longest side of the picture the analysis works on, in pixels
WORK_SIDE = 384
#: mean saliency that a small face must have
_FACE_SCORE = 0.3
#: mean vegetation from which a subject is a plant itself
_PLANT_SHARE = 0.45
#: mean vegetation below which a picture has none worth moving
_LEAST_GROWTH = 0.02


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was read from a photograph; every map covers the whole picture.

    Attributes
    ----------
    nearness : ndarray of float32, shape (h, w)
        0 far to 1 near.
    sky, vegetation, water, subject : ndarray of float32, shape (h, w)
        0 to 1.
    horizon : float
        As a fraction, from the top.
    confidence : float
        Of the subject, 0 to 1.
    area : float
        Share of the picture the subject covers.
    faces : tuple of Face
        Largest first.
    """

    nearness: Floats2D
    sky: Floats2D
    vegetation: Floats2D
    water: Floats2D
    subject: Floats2D
    horizon: float
    confidence: float
    area: float
    faces: tuple[Face, ...]

    @property
    def has_subject(self) -> bool:
        """Whether something stands out clearly enough to frame it."""
        return bool(self.faces) or (self.confidence > 0.45 and self.area > 0.02)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the subject, as fractions, or of the whole picture."""
        if not self.has_subject or not self.subject.any():
            return 0.0, 0.0, 1.0, 1.0
        height, width = self.subject.shape
        rows = np.flatnonzero(self.subject.max(1) > 0.5)
        columns = np.flatnonzero(self.subject.max(0) > 0.5)
        left, right = float(columns[0]) / width, float(columns[-1] + 1) / width
        return left, float(rows[0]) / height, right, float(rows[-1] + 1) / height

    @property
    def focus(self) -> tuple[float, float, float]:
        """Centre x, centre y and half height of what matters, as fractions of the picture."""
        if self.faces:
            face = self.faces[0]
            return face.x + face.width / 2, face.y + face.height / 2, face.height * 0.75
        if not self.has_subject:
            return 0.5, 0.5, 0.3
        rows, columns = np.nonzero(self.subject > 0.5)
        height, width = self.subject.shape
        spread = float(np.sqrt(len(rows) / self.subject.size)) * 0.6
        return float(columns.mean()) / width, float(rows.mean()) / height, max(spread, 0.08)


def analyse(rgb: NDArray[np.uint8]) -> Analysis:
    """Read a photograph.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (H, W, 3)

    Returns
    -------
    Analysis
        The same for the same pixels, whatever ran before.
    """
    scale = WORK_SIDE / max(rgb.shape[:2])
    width = max(16, round(rgb.shape[1] * scale))
    height = max(16, round(rgb.shape[0] * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(rgb, (width, height), interpolation=method), np.uint8)
    lab = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2Lab), np.float32)
    layout = read_layout(lab)
    sharp, shallow = read_focus(np.ascontiguousarray(lab[..., 0]))
    score = read_saliency(lab, layout.sky, sharp, shallow)
    faces = _believable(find_faces(rgb), score)
    found = find_subject(small, score, layout.sky, faces)
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    depth = _ground(layout, rows, sharp, shallow)
    depth = _raise_subjects(depth, found, layout, is_person=bool(faces))
    smooth = guided_by_colour(lab, depth, 8, 2e-3)
    return Analysis(
        nearness=blurred(np.clip(smooth, 0.0, 1.0).astype(np.float32), 1.0),
        sky=blurred(layout.sky, 2.5),
        vegetation=_free_growth(read_vegetation(small, layout.texture), found),
        water=read_water(lab, layout, found.mask),
        subject=found.mask.astype(np.float32),
        horizon=layout.horizon,
        confidence=found.confidence,
        area=found.area,
        faces=faces,
    )


def _believable(faces: tuple[Face, ...], score: Floats2D) -> tuple[Face, ...]:
    """Drop finds that are small and stand where nothing draws the eye: knots in wood, clouds."""
    height, width = score.shape
    kept = []
    for face in faces:
        rows = slice(int(face.y * height), int((face.y + face.height) * height) + 1)
        columns = slice(int(face.x * width), int((face.x + face.width) * width) + 1)
        if face.height > 0.2 or float(score[rows, columns].mean()) > _FACE_SCORE:
            kept.append(face)
    return tuple(kept)


def _free_growth(vegetation: Floats2D, found: SubjectMask) -> Floats2D:
    """Keep what sways off the subject, unless the subject is a plant, and drop mere specks."""
    inside = found.mask > 0
    is_plant = bool(inside.any()) and float(vegetation[inside].mean()) > _PLANT_SHARE
    if not is_plant:
        wide = cv2.dilate(found.mask, np.ones((9, 9), np.uint8))
        vegetation = vegetation * (1.0 - blurred(wide.astype(np.float32), 3.0))
    if float(vegetation.mean()) < _LEAST_GROWTH:
        return np.zeros_like(vegetation)
    return np.asarray(vegetation, np.float32)


def _ground(layout: Layout, rows: Floats2D, sharp: Floats2D, shallow: float) -> Floats2D:
    """Nearness of everything but the subjects: a floor that runs to the horizon, or a slope."""
    below = np.clip((rows - layout.horizon) / (1.0 - layout.horizon + 1e-6), 0.0, 1.0)
    floor = 0.08 + 0.62 * below**1.15
    slope = 0.20 + 0.30 * rows + 0.12 * shallow * sharp
    sure = layout.scene_confidence
    depth = floor * sure + (1.0 - sure) * slope
    return np.where(layout.sky > 0, np.float32(0.02), depth).astype(np.float32)


def _raise_subjects(
    depth: Floats2D, found: SubjectMask, layout: Layout, *, is_person: bool
) -> Floats2D:
    """Give each part of the subject one nearness, so that it stays rigid."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found.mask)
    result = depth.copy()
    for index in range(1, count):
        foot = (stats[index, cv2.CC_STAT_TOP] + stats[index, cv2.CC_STAT_HEIGHT]) / len(depth)
        inside = labels == index
        near = np.maximum(_subject_nearness(foot, layout, is_person=is_person), depth[inside])
        mixed = depth[inside] * (1.0 - found.confidence) + near * found.confidence
        result[inside] = np.maximum(depth[inside], mixed)
    return result


def _subject_nearness(foot: float, layout: Layout, *, is_person: bool) -> float:
    if is_person:
        return 0.80
    if layout.scene_confidence <= 0.5:
        return 0.72
    below = max(0.0, (foot - layout.horizon) / (1.0 - layout.horizon + 1e-6))
    return min(1.0, max(0.55, float(0.14 + 0.62 * below**1.15)))
