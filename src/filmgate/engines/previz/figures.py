"""Models figures from rounded limbs and lights them: the clay of people and animals.

A figure is a list of tapered limbs with a colour and a depth. Their surfaces are joined, their
normals give soft light from the sky, a key from the sun's side and a rim against the light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]

#: figures are modelled at most this many pixels tall, then enlarged
_MODEL: Final = 460
#: smoothing from which outlines are smoothed too, in the figure's unit
_JOINTS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Limb:
    """A tapered rod with round ends; lengths in the figure's own unit, y downwards."""

    x0: float
    y0: float
    r0: float
    x1: float
    y1: float
    r1: float
    #: index of its colour
    tone: int
    #: nearer limbs lie over farther ones
    depth: float = 0.0


@dataclass(frozen=True, slots=True)
class Light:
    """How a figure is lit; colours are sRGB, shape (3,)."""

    key: Floats
    fill: Floats
    #: against the light, along the edge
    rim: Floats
    #: 1 the sun stands at the right, -1 at the left
    side: float


def model(
    limbs: Sequence[Limb],
    tones: Floats,
    tall: float,
    pixels: float,
    light: Light,
    soft: float = 0.075,
) -> tuple[Floats, Floats, float, float]:
    """Turn limbs into a picture.

    Parameters
    ----------
    tones : ndarray of float32, shape (n, 3)
        Colours of the limbs, sRGB.
    tall : float
        Height of the figure in its own unit; its feet stand at y = `tall`.
    pixels : float
        Height of the figure in the picture.
    soft : float
        How far the joints of limbs are smoothed, in the figure's unit.

    Returns
    -------
    tuple
        Colour (h, w, 3), matte (h, w), and where x = 0 and the feet stand in it, in pixels.
    """
    work = min(pixels, float(_MODEL))
    scale = work / tall
    pad = 0.12 * tall
    left = min(min(p.x0 - p.r0, p.x1 - p.r1) for p in limbs) - pad
    right = max(max(p.x0 + p.r0, p.x1 + p.r1) for p in limbs) + pad
    top = min(min(p.y0 - p.r0, p.y1 - p.r1) for p in limbs) - pad
    bottom = max(max(p.y0 + p.r0, p.y1 + p.r1) for p in limbs) + pad * 0.4
    width, height = max(4, int((right - left) * scale)), max(4, int((bottom - top) * scale))
    columns = (np.arange(width, dtype=np.float32) + 0.5)[None] / scale + left
    rows = (np.arange(height, dtype=np.float32) + 0.5)[:, None] / scale + top
    surface, distance, colours = _joined(limbs, tones, columns, rows)
    if soft > _JOINTS:
        distance = _smoothed(limbs, distance, soft, columns, rows, scale)
        colours = cast("Floats", cv2.GaussianBlur(colours, (0, 0), max(0.6, soft * 0.2 * scale)))
    alpha: Floats = np.clip(0.5 - distance * scale, 0, 1)
    rgb = _shaded(surface, distance, colours, scale * soft, scale, light)
    grow = pixels / work
    if grow > 1.01:
        rgb, alpha = _enlarged(rgb, alpha, grow)
    return (
        np.clip(rgb, 0, 1).astype(np.float32),
        alpha.astype(np.float32),
        -left * scale * grow,
        (tall - top) * scale * grow,
    )


def _smoothed(
    limbs: Sequence[Limb],
    distance: Floats,
    soft: float,
    columns: Floats,
    rows: Floats,
    scale: float,
) -> Floats:
    """Round the corners where limbs meet; horns and ears stay as fine as they are."""
    thin = [limb for limb in limbs if max(limb.r0, limb.r1) < soft]
    smooth = cast("Floats", cv2.GaussianBlur(distance, (0, 0), soft * 0.5 * scale))
    if not thin:
        return smooth
    zero = np.zeros((1 + max(limb.tone for limb in thin), 3), np.float32)
    return np.minimum(smooth, _joined(thin, zero, columns, rows)[1])


def _enlarged(rgb: Floats, alpha: Floats, grow: float) -> tuple[Floats, Floats]:
    """Enlarge a figure; its outline is sharpened again."""
    size = (int(alpha.shape[1] * grow), int(alpha.shape[0] * grow))
    outline = cv2.resize(cv2.GaussianBlur(alpha, (0, 0), 0.8), size, interpolation=cv2.INTER_CUBIC)
    sharp = np.clip((outline - 0.5) * min(grow, 3.0) + 0.5, 0, 1)
    return cast("Floats", cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC)), sharp


def _joined(
    limbs: Sequence[Limb], tones: Floats, columns: Floats, rows: Floats
) -> tuple[Floats, Floats, Floats]:
    """Join limbs: height of the surface, signed distance to the outline, colour."""
    shape = (rows.shape[0], columns.shape[1])
    surface = np.full(shape, -9.0, np.float32)
    outline: Floats = np.full(shape, 99.0, np.float32)
    weight = np.full(shape, 1e-6, np.float32)
    colours = np.zeros((*shape, 3), np.float32)
    for limb in limbs:
        away, radius = _reach(limb, columns, rows)
        gap = away - radius
        bulge = np.sqrt(np.clip(radius * radius - away * away, 0, None)) * 0.9 + np.float32(
            limb.depth
        )
        inside = gap < 0
        surface = np.where(inside, np.maximum(surface, bulge), surface)
        join = np.float32(0.07)
        mixed = np.clip(0.5 + 0.5 * (outline - gap) / join, 0, 1)
        outline = outline + (gap - outline) * mixed - join * mixed * (1 - mixed) * 0.5
        share = np.exp(np.clip((np.where(inside, bulge, -1.0 - gap)) * 9.0, -30, 30))
        weight += share
        colours += tones[limb.tone] * share[..., None]
    return surface, outline, colours / weight[..., None]


def _reach(limb: Limb, columns: Floats, rows: Floats) -> tuple[Floats, Floats]:
    """Distance to a limb's axis, and its radius there."""
    dx, dy = limb.x1 - limb.x0, limb.y1 - limb.y0
    length = max(dx * dx + dy * dy, 1e-6)
    along = np.clip(((columns - limb.x0) * dx + (rows - limb.y0) * dy) / length, 0, 1)
    away = np.hypot(columns - limb.x0 - along * dx, rows - limb.y0 - along * dy)
    radius = limb.r0 + (limb.r1 - limb.r0) * along
    return away.astype(np.float32), radius.astype(np.float32)


def _shaded(
    surface: Floats, outline: Floats, colours: Floats, soft: float, scale: float, light: Light
) -> Floats:
    """Light the joined surface."""
    body = cv2.GaussianBlur(np.maximum(surface, -0.5), (0, 0), max(0.8, soft))
    across = cv2.Sobel(body, cv2.CV_32F, 1, 0, scale=0.125) * np.float32(scale)
    down = cv2.Sobel(body, cv2.CV_32F, 0, 1, scale=0.125) * np.float32(scale)
    normal = 1.0 / np.sqrt(across * across + down * down + 1.0)
    nx, ny = -across * normal, -down * normal
    sky = np.clip(0.62 - 0.38 * ny, 0, 1)
    key = np.clip(0.30 + 0.75 * nx * light.side - 0.25 * ny + 0.15 * normal, 0, 1)
    inner = np.exp(outline * np.float32(11.0))
    rim = np.clip(nx * light.side * 1.2 - 0.55 * ny - 0.15, 0, 1) * np.clip(inner, 0, 1)
    rgb = colours * (light.fill * sky[..., None] + light.key * key[..., None])
    rgb = rgb + light.rim * (rim * 0.62)[..., None]
    edge = np.clip(inner * 0.10, 0, 0.1)
    return cast("Floats", rgb + light.rim * edge[..., None])


def mirrored(limbs: Sequence[Limb]) -> list[Limb]:
    """Turn a figure to face the other way."""
    return [Limb(-p.x0, p.y0, p.r0, -p.x1, p.y1, p.r1, p.tone, p.depth) for p in limbs]


def moved(
    limbs: Sequence[Limb], x: float, y: float, scale: float = 1.0, tone: int = 0
) -> list[Limb]:
    """Place a figure elsewhere, scaled, with its tones counted from another number."""
    return [
        Limb(
            p.x0 * scale + x,
            p.y0 * scale + y,
            p.r0 * scale,
            p.x1 * scale + x,
            p.y1 * scale + y,
            p.r1 * scale,
            p.tone + tone,
            p.depth * scale,
        )
        for p in limbs
    ]
