"""Draws sprites: cut-outs that follow the camera at one nearness and move by themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.blend import blend
from filmgate.engines.previz.plate import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from filmgate.engines.previz.camera import Pose, Room
    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes, Plate, Sprite

#: reach of the shear of something swaying, as width over height
_SWAY: Final = (0.020, 0.008)
#: heights of the bobbing of a boat and of a walk, in picture heights
_BOB: Final = 0.0045
_STEP: Final = 0.006
#: steps a second
_STEP_RATE: Final = 1.8


class Cast:
    """The sprites of one plate."""

    def __init__(
        self, plate: Plate, room: Room, width: int, height: int, *, is_followed: bool = False
    ) -> None:
        self.room, self.width, self.height = room, width, height
        self.plate = plate
        self.sprites: Sequence[Sprite] = plate.sprites
        #: which of them the camera goes along with, so that they keep their place in the frame
        self._locked = [is_followed and self._is_followed(sprite) for sprite in plate.sprites]
        self._half = [_halved(sprite.alpha) for sprite in plate.sprites]
        self._coarse = [_coarse(sprite.alpha) for sprite in plate.sprites]

    def draw(self, target: Planes, pose: Pose, time_s: float) -> None:
        """Draw all sprites, far ones first."""
        for sprite, half, locked in zip(self.sprites, self._half, self._locked, strict=True):
            matrix = self._matrix(sprite, pose, time_s, is_locked=locked)
            box = self._box(sprite, matrix)
            if box is not None:
                _lay(sprite, half, matrix, box, target)

    def raise_near(self, near: Floats2D, pose: Pose, time_s: float) -> Floats2D:
        """Raise the nearness that a frame sees where sprites stand, so that fog stays behind."""
        rows, columns = near.shape
        result = near.copy()
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        for sprite, coarse, locked in zip(self.sprites, self._coarse, self._locked, strict=True):
            matrix = self._matrix(sprite, pose, time_s, is_locked=locked)
            offset = matrix[:, :2] @ np.full(2, GRID / 2 - 0.5) + matrix[:, 2]
            small = np.column_stack([matrix[:, :2], (offset + 0.5) / GRID - 0.5])
            cover = cv2.warpAffine(coarse, small, (columns, rows), flags=flags)
            share = np.asarray(cover, np.float32)
            result = np.maximum(result, share * np.float32(sprite.nearness))
        return result

    def _is_followed(self, sprite: Sprite) -> bool:
        """Whether a sprite moves by itself, or is what the shot is about."""
        if sprite.motion in ("gait", "ground") or any(sprite.travel):
            return True
        planes = self.plate.planes
        x = (self.plate.subject[0] - 0.5) * self.width + planes.width / 2 - sprite.x
        y = (self.plate.subject[1] - 0.5) * self.height + planes.height / 2 - sprite.y
        high, wide = sprite.alpha.shape
        return bool(0 <= x < wide and 0 <= y < high and sprite.alpha[int(y), int(x)] > 127)

    def _matrix(
        self, sprite: Sprite, pose: Pose, time_s: float, *, is_locked: bool = False
    ) -> NDArray[np.float64]:
        """Build the affine map from frame pixels to pixels of the sprite."""
        q, h = sprite.nearness, float(self.height)
        depth = 1.0 - pose.tz * q
        cosine, sine = math.cos(pose.roll), math.sin(pose.roll)
        linear = np.array([[cosine, -sine], [sine, cosine]]) * (depth / pose.zoom)
        middle = np.array([self.width / 2 - 0.5, self.height / 2 - 0.5])
        centre, home = np.array(self.room.centre) * h, np.array(self.room.home) * h
        shift = np.array([pose.px, pose.py]) * h * depth + np.array([pose.tx, pose.ty]) * h * q
        if is_locked:
            shift[0] = 0.0
        plate_middle = np.array(
            [self.plate.planes.width / 2 - 0.5, self.plate.planes.height / 2 - 0.5]
        )
        offset = plate_middle + home + centre + shift - linear @ (middle + centre)
        own_x, own_y, shear = _own_motion(sprite, time_s)
        if is_locked:
            own_x = 0.0
        offset = offset - np.array([sprite.x + own_x * h, sprite.y + own_y * h])
        bend = np.array([[1.0, shear], [0.0, 1.0]])
        foot = np.array([-shear * sprite.alpha.shape[0], 0.0])
        return np.column_stack([bend @ linear, bend @ offset + foot])

    def _box(self, sprite: Sprite, matrix: NDArray[np.float64]) -> tuple[int, int, int, int] | None:
        """Find the even box of the frame that the sprite covers: left, top, right, bottom."""
        high, wide = sprite.alpha.shape
        corners = np.array([[0, 0], [wide, 0], [0, high], [wide, high]], np.float64)
        inverse = np.linalg.inv(matrix[:, :2])
        places = (corners - matrix[:, 2]) @ inverse.T
        left, top = np.floor(places.min(0)).astype(int) - 1
        right, bottom = np.ceil(places.max(0)).astype(int) + 2
        box = (
            max(0, left) // 2 * 2,
            max(0, top) // 2 * 2,
            min(self.width, right + right % 2),
            min(self.height, bottom + bottom % 2),
        )
        return box if box[2] - box[0] >= 4 and box[3] - box[1] >= 4 else None


def _own_motion(sprite: Sprite, t: float) -> tuple[float, float, float]:
    """How far a sprite has moved by itself, in picture heights, and how much it leans."""
    x, y = sprite.travel[0] * t, sprite.travel[1] * t
    phase = (sprite.x * 0.37 + sprite.y * 0.11) % (2 * math.pi)
    if sprite.motion == "sway":
        lean = _SWAY[0] * math.sin(1.7 * t + phase) + _SWAY[1] * math.sin(3.9 * t + phase)
        return x, y, lean
    if sprite.motion == "bob":
        return x, y + _BOB * math.sin(1.15 * t + phase), 0.012 * math.sin(0.9 * t + phase)
    if sprite.motion == "gait":
        stride = abs(math.sin(math.pi * _STEP_RATE * t + phase))
        return x, y - _STEP * stride, 0.006 * math.sin(math.pi * _STEP_RATE * t + phase)
    if sprite.motion == "drift":
        return x + 0.006 * math.sin(0.7 * t + phase), y + 0.008 * math.sin(1.1 * t + phase), 0.0
    return x, y, 0.0


def _halved(alpha: Bytes2D) -> Bytes2D:
    size = (alpha.shape[1] // 2, alpha.shape[0] // 2)
    return np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.uint8)


def _coarse(alpha: Bytes2D) -> Floats2D:
    size = (max(1, alpha.shape[1] // GRID), max(1, alpha.shape[0] // GRID))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def _lay(
    sprite: Sprite,
    half: Bytes2D,
    matrix: NDArray[np.float64],
    box: tuple[int, int, int, int],
    target: Planes,
) -> None:
    left, top, right, bottom = box
    full = matrix.copy()
    full[:, 2] += matrix[:, 0] * left + matrix[:, 1] * top
    small = full.copy()
    # chroma sample i stands at luma 2 i + 0.5 on both sides
    small[:, 2] = (full[:, 2] + 0.5 * (full[:, 0] + full[:, 1]) - 0.5) / 2
    size, half_size = (right - left, bottom - top), ((right - left) // 2, (bottom - top) // 2)
    luma = target.y[top:bottom, left:right]
    planes = sprite.planes
    blend(luma, _warped(planes.y, full, size), _warped(sprite.alpha, full, size, is_matte=True))
    matte = _warped(half, small, half_size, is_matte=True)
    window = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
    for mine, own in ((target.u, planes.u), (target.v, planes.v)):
        blend(mine[window], _warped(own, small, half_size), matte)


def _warped(
    plane: Bytes2D, matrix: NDArray[np.float64], size: tuple[int, int], *, is_matte: bool = False
) -> Bytes2D:
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    border = cv2.BORDER_CONSTANT if is_matte else cv2.BORDER_REPLICATE
    return cast("Bytes2D", cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=border))
