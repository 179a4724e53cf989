"""The landscape among the sample pictures: a lake below mountains in late light."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from filmgate.media.samples.raymarch import Floats, floats

_SIDE = 1024
_SUN = floats([-0.62, 0.36, 0.70]) / np.linalg.norm([-0.62, 0.36, 0.70])
_HAZE = floats([0.86, 0.58, 0.42])


def _fractal(rng: np.random.Generator, side: int, roughness: float, ridged: bool) -> Floats:
    """Noise that tiles, between 0 and 1, shape (side, side)."""
    total = np.zeros((side, side), np.float32)
    weight, cells = 1.0, 3
    while cells <= side // 2:
        grid = rng.uniform(-1, 1, (cells, cells)).astype(np.float32)
        grid = np.pad(grid, 3, mode="wrap")
        step = side / cells
        whole = round((cells + 6) * step)
        wide = cv2.resize(grid, (whole, whole), interpolation=cv2.INTER_CUBIC)
        begin = round(3 * step)
        part = wide[begin : begin + side, begin : begin + side]
        total += weight * (1 - np.abs(part) * 1.7 if ridged else part)
        weight, cells = weight * roughness, cells * 2
    low, high = np.percentile(total, (0.2, 99.8))
    return np.asarray(np.clip((total - low) / (high - low), 0, 1), np.float32)


def _terrain(rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Heights and light of the ground, shape (side, side); z grows away from the camera."""
    ridges = _fractal(rng, _SIDE, 0.47, ridged=True)
    hills = _fractal(rng, _SIDE, 0.5, ridged=False)
    z, x = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float32) / _SIDE
    valley = np.clip((np.abs(x - 0.5 - 0.05 * np.sin(z * 9)) - 0.03) / 0.26, 0, 1) ** 1.3
    far = np.clip((z - 0.30) / 0.5, 0, 1)
    height = (
        0.30 * ridges**1.5 * (0.25 + 0.75 * valley) * (0.25 + 0.75 * far) + 0.05 * hills * valley
    )
    height = height - 0.035 * (1 - valley) * (1 - 0.8 * far)
    dz, dx = np.gradient(height * _SIDE)
    normal = np.stack([-dx, np.ones_like(dx), -dz], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    light = np.clip((normal * floats([_SUN[0], _SUN[1], -0.15])).sum(-1) * 1.5, 0, 1)
    return height.astype(np.float32), light.astype(np.float32)


def _sky(rng: np.random.Generator, width: int, height: int, horizon: int) -> Floats:
    y = np.linspace(0, 1, horizon, dtype=np.float32)[:, None]
    stops = floats([[0.20, 0.30, 0.50], [0.50, 0.52, 0.60], [0.95, 0.68, 0.44], [1.0, 0.80, 0.55]])
    sky = np.stack([np.interp(y[:, 0], [0, 0.5, 0.85, 1], stops[:, c]) for c in range(3)], -1)
    sky = np.repeat(sky[:, None].astype(np.float32), width, 1)
    cloud = _fractal(rng, 1024, 0.55, ridged=False)
    v = np.clip(1 / (1.12 - y) * 130, 0, 1023).astype(np.float32)
    u = np.linspace(0, 1, width, dtype=np.float32)[None] - 0.5
    map_x = (u * 560 / (1.15 - y) + 512).astype(np.float32) % 1023
    there = cv2.remap(cloud, map_x, np.repeat(v, width, 1), cv2.INTER_LINEAR)
    lower = cv2.remap(
        cloud, (map_x + 9) % 1023, np.repeat(v + 7, width, 1) % 1023, cv2.INTER_LINEAR
    )
    density = np.clip((there - 0.52) / 0.26, 0, 1)[..., None] * np.clip(1.25 - y, 0.3, 1)[..., None]
    lit = np.clip(0.5 + 5 * (there - lower), 0, 1)[..., None]
    colour = lit * floats([1.0, 0.82, 0.62]) + (1 - lit) * floats([0.55, 0.42, 0.45])
    sky = sky * (1 - 0.85 * density) + colour * 0.85 * density
    d = np.hypot((u * width / height + 0.43) * 1.0, (y - 0.86) * horizon / height)
    glow = 0.55 * np.exp(-d / 0.16) + 1.2 * np.exp(-((d / 0.030) ** 4))
    return np.asarray(sky + glow[..., None] * floats([1.0, 0.78, 0.46]), np.float32)


def _ground_colour(height: Floats, light: Floats, detail: Floats, depth: Floats) -> Floats:
    """Linear colour of ground of these heights, shape (N, 3)."""
    h = (height + 0.05 * (detail - 0.5))[:, None]
    grass = floats([0.15, 0.16, 0.05]) + detail[:, None] * floats([0.13, 0.08, 0.02])
    wood = floats([0.045, 0.075, 0.035]) * (0.6 + 0.9 * detail[:, None])
    rock = floats([0.30, 0.25, 0.22]) * (0.6 + 0.8 * detail[:, None])
    snow = floats([0.85, 0.86, 0.90])
    colour = grass + (wood - grass) * np.clip((h - 0.015) / 0.02, 0, 1)
    colour = colour + (rock - colour) * np.clip((h - 0.10) / 0.04, 0, 1)
    colour = colour + (snow - colour) * np.clip((h - 0.185) / 0.02, 0, 1)
    lit = light[:, None] * floats([1.9, 1.25, 0.72]) + floats([0.26, 0.30, 0.42])
    haze = (1 - np.exp(-((depth / 0.95) ** 1.9)))[:, None]
    return np.asarray(colour * lit * (1 - haze) + _HAZE * 0.8 * haze, np.float32)


def mountain_lake(width: int, height: int, seed: int = 7) -> NDArray[np.uint8]:
    """Draw a lake below mountains, column by column from near to far.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3)
        sRGB.
    """
    rng = np.random.default_rng(seed)
    ground, light = _terrain(rng)
    detail = _fractal(rng, _SIDE, 0.8, ridged=False)
    horizon = int(0.50 * height)
    picture = np.zeros((height, width, 3), np.float32)
    picture[:horizon] = _sky(rng, width, height, horizon)
    picture[horizon:] = floats([0.06, 0.08, 0.09])
    picture[horizon : horizon + height // 16] = picture[horizon - 1]
    eye = 0.055
    top = np.full(width, height, np.int32)
    rows = np.arange(height)[:, None]
    column = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / height
    for depth in np.geomspace(0.05, 1.15, 900).astype(np.float32):
        x = ((column * depth * 0.86 + 0.5) * _SIDE).astype(np.float32)[None] % (_SIDE - 1)
        z = np.full_like(x, (depth * 0.78 * _SIDE) % (_SIDE - 1))
        h = cv2.remap(ground, x, z, cv2.INTER_LINEAR)[0]
        above = h > 0
        y = (horizon - (np.maximum(h, 0) - eye) / depth * height * 1.15).astype(np.int32)
        new = (y < top) & above
        if new.any():
            shade = cv2.remap(light, x, z, cv2.INTER_LINEAR)[0]
            fine = cv2.remap(
                detail, (x * 3) % (_SIDE - 1), (z * 3) % (_SIDE - 1), cv2.INTER_LINEAR
            )[0]
            colour = _ground_colour(h, shade, fine, np.full(width, depth, np.float32))
            hit = (rows >= np.maximum(y, 0)[None]) & (rows < top[None]) & new[None]
            picture = np.where(hit[..., None], colour[None], picture)
        top = np.where(y < top, np.maximum(y, 0), top)
    return _finish(_water(picture, rng, horizon, ground), rng)


def _water(picture: Floats, rng: np.random.Generator, horizon: int, ground: Floats) -> Floats:
    """Mirror the far half in the lake, broken by ripples that shrink with distance."""
    height, width = picture.shape[:2]
    rows = np.arange(horizon, height, dtype=np.float32)
    near = (rows - horizon) / max(height - horizon, 1)
    depth = 0.055 / np.maximum((rows - horizon) / height / 1.15, 1e-3)
    column = (np.arange(width, dtype=np.float32) + 0.5 - width / 2) / height
    x = ((column[None] * depth[:, None] * 0.86 + 0.5) * _SIDE).astype(np.float32)
    z = np.repeat((depth[:, None] * 0.78 * _SIDE).astype(np.float32), width, 1)
    inside = (x >= 0) & (x < _SIDE - 1) & (z < _SIDE - 1) & (z > 0)
    level = cv2.remap(ground, np.clip(x, 0, _SIDE - 2), np.clip(z, 0, _SIDE - 2), cv2.INTER_LINEAR)
    wet = cv2.GaussianBlur(((level <= 0) & inside).astype(np.float32), (0, 0), 1.2)[..., None]
    wave = cv2.resize(_fractal(rng, 512, 0.7, ridged=False), (width, height - horizon))
    ripple = (wave - 0.5) * (2 + 26 * near[:, None])
    mirror_y = np.clip(
        2 * horizon - rows[:, None] * 0.985 - 0.015 * horizon + ripple, 0, horizon - 1
    )
    mirror_x = np.arange(width, dtype=np.float32)[None] + ripple * 0.35
    mirror = cv2.remap(picture, mirror_x.astype(np.float32), mirror_y.astype(np.float32),
                       cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    deep = floats([0.035, 0.075, 0.095])
    share = (0.88 - 0.42 * near)[:, None, None]
    lake = mirror * share + deep * (1 - share)
    picture[horizon:] = picture[horizon:] * (1 - wet) + lake * wet
    return picture


def _finish(picture: Floats, rng: np.random.Generator) -> NDArray[np.uint8]:
    soft = cv2.GaussianBlur(np.clip(picture - 0.9, 0, 2), (0, 0), picture.shape[0] / 40)
    picture = np.clip(picture + 0.5 * soft, 0, 4) ** 1.25 * 0.52
    mapped = picture * (2.51 * picture + 0.03) / (picture * (2.43 * picture + 0.59) + 0.14)
    grain = rng.normal(0, 0.006, (*picture.shape[:2], 1)).astype(np.float32)
    return np.asarray(
        np.clip(np.clip(mapped, 0, 1) ** (1 / 2.2) + grain, 0, 1) * 255 + 0.5, np.uint8
    )
