"""Draws shapes on a transparent sheet: splines, areas, lines and discs, smooth at their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.figures import Floats, Light

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
NDArrayU8 = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
#: drawn larger, then reduced, for smooth edges
_OVER: Final = 2
_FINE: Final = 16


class Sheet:
    """A transparent sheet on which shapes are drawn in units of its height."""

    def __init__(self, wide: float, pixels: float) -> None:
        self.tall = max(8, round(pixels * _OVER))
        shape = (self.tall, max(8, round(pixels * wide * _OVER)))
        self.mask: NDArrayU8 = np.zeros(shape, np.uint8)
        self.rgb: Floats = np.zeros((*shape, 3), np.float32)

    def area(self, points: Sequence[Point], tone: Floats) -> None:
        """Fill a shape."""
        shape = [np.round(np.array(points) * self.tall * _FINE).astype(np.int32)]
        cv2.fillPoly(self.mask, shape, 255, cv2.LINE_AA, 4)
        cv2.fillPoly(self.rgb, shape, tone.tolist(), cv2.LINE_AA, 4)

    def line(self, points: Sequence[Point], wide: float, tone: Floats) -> None:
        """Draw a line of some thickness."""
        shape = [np.round(np.array(points) * self.tall * _FINE).astype(np.int32)]
        thick = max(1, round(wide * self.tall))
        cv2.polylines(self.mask, shape, False, 255, thick, cv2.LINE_AA, 4)
        cv2.polylines(self.rgb, shape, False, tone.tolist(), thick, cv2.LINE_AA, 4)

    def disc(self, x: float, y: float, radius: float, tone: Floats, wide: float = 0.0) -> None:
        """Draw a disc, or a ring of some thickness."""
        centre = (round(x * self.tall * _FINE), round(y * self.tall * _FINE))
        thick = max(1, round(wide * self.tall)) if wide else -1
        size = round(radius * self.tall * _FINE)
        cv2.circle(self.mask, centre, size, 255, thick, cv2.LINE_AA, 4)
        cv2.circle(self.rgb, centre, size, tone.tolist(), thick, cv2.LINE_AA, 4)

    def shade(self, stops: Sequence[Point]) -> None:
        """Multiply everything drawn so far by a light that depends on the height."""
        rows = np.linspace(0, 1, self.tall)
        light = np.interp(rows, [at for at, _ in stops], [value for _, value in stops])
        self.rgb *= light.astype(np.float32)[:, None, None]

    def done(self) -> tuple[Floats, Floats]:
        """Return colour and matte at the size asked for."""
        size = (self.mask.shape[1] // _OVER, self.mask.shape[0] // _OVER)
        alpha = cv2.resize(self.mask.astype(np.float32) / 255, size, interpolation=cv2.INTER_AREA)
        # every pixel counts by how much of it is drawn, or black would creep in at the edge
        weight = self.rgb * (self.mask.astype(np.float32) / 255)[..., None]
        rgb = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
        rgb = rgb / np.maximum(alpha, 1 / 255)[..., None]
        return np.clip(rgb, 0, 1).astype(np.float32), cast("Floats", alpha)


def toned(code: tuple[float, float, float], light: Light, key: float = 0.8) -> Floats:
    """Light a colour as the scene is lit."""
    return np.array(code, np.float32) * (light.key * np.float32(key) + light.fill)


def spline(points: list[tuple[float, float]], steps: int = 12) -> list[tuple[float, float]]:
    """Round a line of points by a Catmull-Rom spline."""
    array = np.array([points[0], *points, points[-1]])
    out: list[tuple[float, float]] = []
    for a, b, c, d in zip(array, array[1:], array[2:], array[3:], strict=False):
        for t in np.linspace(0, 1, steps, endpoint=False):
            point = 0.5 * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
            out.append((float(point[0]), float(point[1])))
    out.append((float(array[-1][0]), float(array[-1][1])))
    return out
