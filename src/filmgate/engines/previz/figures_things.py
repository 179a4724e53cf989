"""Draws things that move or stand in a picture: boats, birds, balloons, still life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.figures import Floats, Light
from filmgate.engines.previz.figures_drawing import NDArrayU8, spline

if TYPE_CHECKING:
    from numpy.random import Generator

_FINE: Final = 16


def _canvas(width: float, height: float) -> tuple[NDArrayU8, Floats]:
    shape = (max(4, int(height)), max(4, int(width)))
    return np.zeros(shape, np.uint8), np.zeros((*shape, 3), np.float32)


def _area(mask: NDArrayU8, rgb: Floats, points: list[tuple[float, float]], tone: Floats) -> None:
    """Fill a shape given in fractions of the picture's height."""
    tall = mask.shape[0]
    shape = [np.round(np.array(points) * tall * _FINE).astype(np.int32)]
    cv2.fillPoly(mask, shape, 255, cv2.LINE_AA, 4)
    cv2.fillPoly(rgb, shape, tone.tolist(), cv2.LINE_AA, 4)


def sailing_boat(pixels: float, light: Light) -> tuple[Floats, Floats]:
    """A small sailing boat from aside; the water line is the lower edge."""
    mask, rgb = _canvas(pixels * 0.95, pixels)
    sun = light.key + light.fill
    white, shade = (
        np.array([0.95, 0.92, 0.86], np.float32) * sun,
        np.array([0.78, 0.76, 0.74], np.float32) * (light.key * 0.45 + light.fill),
    )
    hull = np.array([0.34, 0.20, 0.14], np.float32) * (light.key * 0.7 + light.fill)
    near, far = (white, shade) if light.side > 0 else (shade, white)
    _area(mask, rgb, [*spline([(0.47, 0.02), (0.56, 0.30), (0.80, 0.80)]), (0.47, 0.82)], near)
    _area(mask, rgb, [*spline([(0.445, 0.08), (0.34, 0.45), (0.14, 0.81)]), (0.445, 0.81)], far)
    _area(mask, rgb, [(0.452, 0.0), (0.466, 0.0), (0.468, 0.9), (0.45, 0.9)], hull * 0.7)
    _area(
        mask,
        rgb,
        [
            *spline([(0.06, 0.85), (0.30, 0.88), (0.88, 0.85)]),
            *spline([(0.88, 0.85), (0.80, 0.97), (0.70, 1.0)]),
            *spline([(0.20, 1.0), (0.12, 0.95), (0.06, 0.85)]),
        ],
        hull,
    )
    return np.clip(rgb, 0, 1), mask.astype(np.float32) / 255


def rowing_boat(pixels: float, light: Light) -> tuple[Floats, Floats]:
    """A rowing boat with someone in it, from aside."""
    mask, rgb = _canvas(pixels * 2.4, pixels)
    hull = np.array([0.42, 0.28, 0.18], np.float32) * (light.key * 0.7 + light.fill)
    body = np.array([0.20, 0.23, 0.29], np.float32) * (light.key * 0.8 + light.fill)
    _area(
        mask,
        rgb,
        spline(
            [(1.02, 0.70), (1.05, 0.42), (1.14, 0.32), (1.24, 0.34), (1.32, 0.48), (1.32, 0.72)]
        ),
        body,
    )
    head = np.array([0.17, 0.12, 0.10], np.float32) * (light.key + light.fill)
    centre = (int(1.19 * pixels * _FINE), int(0.21 * pixels * _FINE))
    cv2.circle(mask, centre, int(0.095 * pixels * _FINE), 255, -1, cv2.LINE_AA, 4)
    cv2.circle(rgb, centre, int(0.095 * pixels * _FINE), head.tolist(), -1, cv2.LINE_AA, 4)
    _area(mask, rgb, [(1.25, 0.50), (1.27, 0.47), (1.98, 0.92), (1.95, 0.95)], hull * 0.8)
    _area(
        mask,
        rgb,
        [
            *spline([(0.14, 0.62), (0.7, 0.72), (1.5, 0.73), (2.26, 0.58)]),
            *spline([(2.26, 0.58), (2.05, 0.90), (1.85, 1.0)]),
            *spline([(0.5, 1.0), (0.30, 0.88), (0.14, 0.62)]),
        ],
        hull,
    )
    return np.clip(rgb, 0, 1), mask.astype(np.float32) / 255


def bird(pixels: float, random: Generator, tone: Floats) -> tuple[Floats, Floats]:
    """A bird in flight, far away: two bent wings and a body."""
    mask, rgb = _canvas(pixels * 2.2, pixels)
    lift = 0.10 + 0.5 * random.random()
    for side in (-1, 1):
        upper = spline(
            [(1.1, 0.60), (1.1 + side * 0.45, 0.60 - lift), (1.1 + side * 1.02, 0.55 - lift * 0.4)]
        )
        lower = spline(
            [(1.1 + side * 1.02, 0.57 - lift * 0.4), (1.1 + side * 0.45, 0.72 - lift), (1.1, 0.78)]
        )
        _area(mask, rgb, [*upper, *lower], tone)
    _area(
        mask,
        rgb,
        spline([(0.86, 0.66), (1.05, 0.58), (1.32, 0.64), (1.40, 0.70), (1.2, 0.80), (0.9, 0.74)]),
        tone,
    )
    rgb[:] = tone
    return rgb, mask.astype(np.float32) / 255


def hot_air_balloon(pixels: float, light: Light, random: Generator) -> tuple[Floats, Floats]:
    """A striped hot-air balloon with its basket."""
    width, height = max(6, int(pixels * 0.78)), max(8, int(pixels))
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    t = np.clip(rows / 0.80, 0, 1)
    half = np.where(
        rows < 0.80,
        np.sqrt(np.clip(1 - ((t - 0.44) / np.where(t < 0.44, 0.44, 0.74)) ** 2, 0, 1)),
        0,
    )
    half = np.where(rows < 0.02, half * 0.8, half) * 0.97
    alpha = np.clip((half - np.abs(across)) * width * 0.5 + 0.5, 0, 1) * (rows < 0.80)
    turn = np.arcsin(np.clip(across / np.maximum(half, 0.05), -1, 1)) / (np.pi / 2)
    tones = np.array(
        [
            [0.78, 0.22, 0.18],
            [0.93, 0.78, 0.34],
            [0.22, 0.42, 0.62],
            [0.93, 0.90, 0.84],
            [0.85, 0.46, 0.22],
            [0.35, 0.55, 0.42],
        ],
        np.float32,
    )
    first, second = tones[random.permutation(6)[:2]]
    stripe = np.floor((turn + 1) * 4.5) % 2
    rgb = np.where(stripe[..., None] > 0, first, second)
    shade = np.clip(0.45 + 0.55 * turn * light.side - 0.15 * (rows - 0.4), 0.05, 1.1)
    rgb = rgb * (light.fill + light.key * shade[..., None])
    basket = (rows > 0.90) & (np.abs(across) < 0.11)
    ropes = (
        (rows >= 0.78)
        & (rows <= 0.91)
        & (np.abs(np.abs(across) - (0.24 - 0.14 * (rows - 0.78) / 0.13)) < 0.014)
    )
    alpha = np.maximum(alpha, np.maximum(basket, ropes * 0.8))
    rgb = np.where(
        (basket | ropes)[..., None],
        np.array([0.35, 0.24, 0.15], np.float32) * (light.fill + light.key * 0.6),
        rgb,
    )
    return np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32)


#: outlines of still life: (height from the foot, half width), fractions of the height
PROFILES: Final[dict[str, list[tuple[float, float]]]] = {
    "cup": [(0.0, 0.24), (0.05, 0.30), (0.3, 0.44), (0.7, 0.50), (1.0, 0.50)],
    "bottle": [
        (0.0, 0.18),
        (0.03, 0.21),
        (0.55, 0.21),
        (0.68, 0.14),
        (0.78, 0.075),
        (0.97, 0.07),
        (1.0, 0.085),
    ],
    "vessel": [
        (0.0, 0.20),
        (0.05, 0.23),
        (0.3, 0.40),
        (0.52, 0.44),
        (0.75, 0.31),
        (0.88, 0.20),
        (0.96, 0.24),
        (1.0, 0.25),
    ],
    "candle": [(0.0, 0.17), (0.03, 0.17), (0.97, 0.165), (1.0, 0.15)],
}


def turned(
    kind: str, pixels: float, tone: Floats, light: Light, *, clear: bool = False
) -> tuple[Floats, Floats]:
    """Something round, turned on a lathe: cup, bottle, vessel, candle."""
    profile = PROFILES[kind]
    width, height = max(6, int(pixels * 1.12)), max(6, int(pixels))
    level = np.linspace(1, 0, height)
    smooth = spline([(at, half) for at, half in profile]) if len(profile) > 6 else profile
    half = np.interp(level, [p[0] for p in smooth], [p[1] for p in smooth]).astype(np.float32)[
        :, None
    ]
    across = (np.linspace(-0.56, 0.56, width, dtype=np.float32))[None]
    alpha: Floats = np.clip((half - np.abs(across)) * pixels + 0.5, 0, 1)
    turn = np.clip(across / np.maximum(half, 0.02), -1, 1)
    facing = turn * light.side
    shade = 0.20 + 0.80 * np.clip(0.5 + 0.62 * facing, 0, 1) ** 1.3
    shade = shade * (1 - 0.45 * np.clip((facing - 0.75) / 0.25, 0, 1))
    rgb: Floats = tone * (
        light.fill * (0.65 + 0.35 * shade[..., None]) + light.key * shade[..., None]
    )
    shine = np.exp(-(((facing - 0.50) / 0.10) ** 2)) * (0.55 if clear else 0.24)
    back = np.exp(-(((facing + 0.90) / 0.10) ** 2)) * 0.20
    rgb = rgb + light.rim * (shine + back)[..., None]
    if clear:
        alpha = alpha * np.clip(0.72 + 0.28 * np.abs(turn) ** 3, 0, 1)
    if kind == "cup":
        rgb, alpha = _opened(rgb, alpha, pixels, tone, light)
    return np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32)


def cup(pixels: float, tone: Floats, light: Light) -> tuple[Floats, Floats]:
    """A cup of coffee with its handle."""
    body, cover = turned("cup", pixels, tone, light)
    pad = int(pixels * 0.24)
    mask = np.zeros((cover.shape[0], cover.shape[1] + 2 * pad), np.uint8)
    side = 1 if light.side < 0 else -1
    centre = (mask.shape[1] // 2 + int(side * pixels * 0.43), int(mask.shape[0] * 0.42))
    axes, thick = (int(pixels * 0.20), int(pixels * 0.22)), max(2, int(pixels * 0.075))
    cv2.ellipse(mask, centre, axes, 0, 0, 360, 255, thick, cv2.LINE_AA)
    ring = mask.astype(np.float32) / 255
    rows = np.linspace(1.0, 0.5, mask.shape[0], dtype=np.float32)[:, None, None]
    rgb = np.broadcast_to(tone * (light.fill * 0.8 + light.key * 0.35), (*mask.shape, 3)) * rows
    here = np.s_[:, pad : pad + cover.shape[1]]
    rgb[here] += (body - rgb[here]) * cover[..., None]
    ring[here] = np.maximum(ring[here], cover)
    return np.clip(rgb, 0, 1).astype(np.float32), ring


def _opened(
    rgb: Floats, alpha: Floats, pixels: float, tone: Floats, light: Light
) -> tuple[Floats, Floats]:
    """Open a cup: an ellipse of rim and what is in it, and a handle."""
    height, width = alpha.shape
    rise = int(pixels * 0.11)
    tall = np.zeros((height + rise, width, 3), np.float32)
    cover = np.zeros((height + rise, width), np.float32)
    tall[rise:], cover[rise:] = rgb, alpha
    centre, half = (width // 2, rise), int(pixels * 0.50)
    ring, inside = np.zeros_like(cover), np.zeros_like(cover)
    cv2.ellipse(ring, centre, (half, rise - 2), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    cv2.ellipse(
        inside,
        (centre[0], centre[1] + max(1, rise // 7)),
        (int(half * 0.91), int((rise - 2) * 0.80)),
        0,
        0,
        360,
        1.0,
        -1,
        cv2.LINE_AA,
    )
    tall += (tone * (light.fill + light.key * 0.9) * 1.05 - tall) * ring[..., None]
    drink = (
        np.array([0.22, 0.12, 0.07], np.float32) * (light.fill + light.key * 0.8) + light.rim * 0.03
    )
    tall += (drink - tall) * inside[..., None]
    return tall, np.maximum(cover, ring)


def _petal(
    mask: NDArrayU8,
    rgb: Floats,
    middle: Floats,
    half: tuple[float, float],
    angle: float,
    tone: Floats,
) -> None:
    """Draw one petal with a darker edge."""
    centre = (int(middle[0]), int(middle[1]))
    axes, turn = (int(half[0]), int(half[1])), float(np.degrees(angle))
    cv2.ellipse(mask, centre, axes, turn, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.ellipse(rgb, centre, axes, turn, 0, 360, tone.tolist(), -1, cv2.LINE_AA)
    cv2.ellipse(rgb, centre, axes, turn, 0, 360, (tone * 0.72).tolist(), 1, cv2.LINE_AA)


def flower(pixels: float, tone: Floats, light: Light, random: Generator) -> tuple[Floats, Floats]:
    """One large blossom of layered petals on a stem."""
    size, height = int(pixels * 0.9), int(pixels * 1.5)
    mask, rgb = np.zeros((height, size), np.uint8), np.zeros((height, size, 3), np.float32)
    green = np.array([0.25, 0.38, 0.17], np.float32) * (light.fill + light.key * 0.7)
    centre = np.array([size / 2, size * 0.47])
    stem = np.array(
        [[size * 0.5, size * 0.5], [size * 0.53, height * 0.75], [size * 0.48, height]], np.int32
    )
    cv2.polylines(mask, [stem], False, 255, max(2, size // 26), cv2.LINE_AA)
    cv2.polylines(rgb, [stem], False, green.tolist(), max(2, size // 26), cv2.LINE_AA)
    for layer in range(6):
        reach = size * (0.46 - 0.066 * layer)
        count = 12 - layer
        for petal in range(count):
            angle = 2 * np.pi * (petal + 0.5 * (layer % 2)) / count + 0.12 * random.random()
            tip = centre + reach * np.array([np.cos(angle), np.sin(angle) * 0.92])
            middle = (centre + tip) / 2
            facing = 0.5 + 0.5 * (np.cos(angle) * light.side * 0.8 - np.sin(angle) * 0.6)
            shade = (0.45 + 0.55 * facing) * (0.62 + 0.085 * layer)
            colour = (
                tone
                * (light.fill * 0.9 + light.key * shade)
                * np.float32(0.92 + 0.16 * random.random())
            )
            _petal(mask, rgb, middle, (reach * 0.5, reach * 0.27), angle, np.clip(colour, 0, 1))
    soft = cast("Floats", cv2.GaussianBlur(np.clip(rgb, 0, 1), (0, 0), 0.8))
    return soft, mask.astype(np.float32) / 255
