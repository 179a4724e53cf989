"""Paints the sky above the clouds, and space."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, at, blur, fbm, mix, smooth, tile
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


def paint_clouds(stage: Stage) -> None:
    """Paint a sea of clouds seen from above, in banks that come nearer."""
    stage.horizon = 0.56
    place_sun(stage)
    paint_sky(stage)
    banks = 9
    for bank in range(banks):
        share = bank / (banks - 1)
        _bank(stage, 150 + 3 * bank, share)
    stage.subject = (0.5, 0.42, 0.2)


def _bank(stage: Stage, part: int, share: float) -> None:
    """Paint one bank of cumulus with lit crowns and blue undersides."""
    random = stage.random(part)
    palette = stage.palette
    row = stage.y(stage.horizon + 0.015 + 0.42 * share**1.7)
    scale = 0.10 + 0.90 * share**1.3
    tall = stage.frame_height * (0.035 + 0.17 * scale)
    height = int(tall * 2.2)
    puffs = fbm(height, stage.width, random, 3.0 / scale + 2.0, 6, 0.9, 0.52)
    lift = fbm(8, stage.width, random, 2.0 / scale + 1.2, 5, 0.1, 0.5)[4][None]
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    density = rows * 1.75 - 0.95 + (lift - 0.5) * 1.5 + (puffs - 0.5) * 1.6
    alpha = smooth(density, 0.0, 0.10 + 0.10 * (1 - scale))
    soft = blur(density, tall * 0.06)
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    slope = (
        -cv2.Sobel(soft, cv2.CV_32F, 1, 0) * side * 0.55 + cv2.Sobel(soft, cv2.CV_32F, 0, 1) * 0.8
    )
    light = smooth(slope * tall * 0.10 - density * 0.16 + 0.25, -0.3, 1.0)
    towards = np.exp(
        -(((np.arange(stage.width) - stage.x(stage.sun[0])) / (0.4 * stage.frame_width)) ** 2)
    )
    bright = palette.sun * np.float32(0.35 + 0.62 * palette.light) + palette.horizon * 0.12
    dark = palette.shade * np.float32(0.5) + palette.haze * 0.42
    rgb = mix(
        np.broadcast_to(dark, (*alpha.shape, 3)),
        np.minimum(bright, 1.0),
        np.clip(light + 0.22 * towards[None], 0, 1),
    )
    far = np.float32(np.exp(-share * 3.2) * 0.75)
    foot = smooth(rows, 0.45, 1.0)
    rgb = mix(rgb, palette.haze * 0.7 + palette.horizon * 0.3, 0.55 * foot)
    rgb = mix(rgb, palette.horizon * 0.6 + palette.haze * 0.4, far)
    near = 0.06 + 0.85 * share**1.5
    y = int(row - tall * 0.75)
    stage.lay_box(rgb.astype(np.float32), alpha.astype(np.float32), 0, y, near)
    end = y + height
    if end < stage.height:
        stage.rgb[end:] = rgb[-1][None]
        stage.near[end:] = near


def paint_space(stage: Stage) -> None:
    """Paint stars, a nebula and a planet with its atmosphere, rings where asked."""
    random = stage.random(180)
    stage.horizon = 0.5
    side = 1.0 if random.random() < 0.6 else -1.0
    stage.sun = (0.5 + side * 0.42, 0.16)
    _nebula(stage, 181)
    _starfield(stage, 184)
    if stage.has("galaxy"):
        _galaxy(stage, 186)
    elif not (stage.has("nebula") and not stage.has("planet", "station")):
        _planet(stage, 188, side)
    if stage.has("asteroids"):
        _asteroids(stage, 190, side)
    stage.mark("sky", np.full((stage.height, stage.width), 0.25, np.float32) * (stage.near < 0.05))
    stage.figure_light = 0.8


def _nebula(stage: Stage, part: int) -> None:
    """Paint glowing gas of two colours with dark lanes, folded by warping the noise."""
    random = stage.random(part)
    height, width = stage.height // 2, stage.width // 2
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(height)
    noise = tile(stage.random(part + 1), 512, 3, 8, 0.56)
    shift = random.random(4).astype(np.float32) * 9
    fold_x = at(noise, columns + shift[0], rows + shift[1], 3.2) * 0.22
    fold_y = at(noise, columns + shift[2], rows + shift[3], 3.2) * 0.22
    gas = at(noise, columns + fold_x + shift[1], rows + fold_y + shift[2], 2.6)
    other = at(noise, columns * 0.9 - fold_y + shift[3], rows + fold_x, 3.4)
    band = np.exp(-(((rows - 0.5 + 0.5 * (columns - 0.9) * (0.5 - random.random())) / 0.42) ** 2))
    pairs = (("c2407a", "3a66d0"), ("d2783c", "2c8aa8"), ("7a4ad0", "d0567a"), ("2ca07a", "4a56c8"))
    first, second = (colour(code) for code in pairs[int(random.integers(len(pairs)))])
    strength = 0.95 if stage.has("nebula", "galaxy") else 0.6
    glow = smooth(gas + 0.9 * band, -0.3, 3.0) * strength
    veil = smooth(other + 0.6 * band, -0.2, 3.0) * strength
    lanes = 1.0 - 0.75 * smooth(at(noise, columns + fold_y * 1.6, rows - fold_x, 1.7), 0.6, 1.8)
    rgb = np.zeros((height, width, 3), np.float32) + colour("04060f")
    rgb += first * (glow * lanes)[..., None] * 0.85 + second * (veil * lanes)[..., None] * 0.7
    rgb += (
        np.float32(0.9)
        * (smooth(gas * 0.5 + other * 0.5 + band, 1.5, 3.0) * lanes * strength * 0.4)[..., None]
    )
    # bright gas rolls off softly, or its colour would be lost
    rgb = np.where(rgb > 0.35, 0.35 + 0.5 * (1.0 - np.exp(-(rgb - 0.35) / 0.5)), rgb)
    stage.rgb[:] = np.clip(
        cv2.resize(
            rgb.astype(np.float32), (stage.width, stage.height), interpolation=cv2.INTER_CUBIC
        ),
        0,
        1,
    )
    stage.near[:] = 0.02


def _starfield(stage: Stage, part: int) -> None:
    """Scatter stars of all strengths; the brightest have a faint glow."""
    random = stage.random(part)
    count = int(stage.width * stage.height / 700)
    x, y = random.integers(0, stage.width, count), random.integers(0, stage.height, count)
    strength = (0.12 + 0.95 * random.random(count) ** 9).astype(np.float32)
    tint = np.stack(
        [0.8 + 0.2 * random.random(count), np.full(count, 0.9), 0.8 + 0.2 * random.random(count)], 1
    )
    layer = np.zeros((stage.height, stage.width, 3), np.float32)
    layer[y, x] = strength[:, None] * tint
    sharp = cv2.GaussianBlur(layer, (0, 0), max(0.55, stage.height / 1600))
    stage.rgb += cast("Floats", sharp) / max(float(sharp.max()), 1e-6) * 1.4
    order = np.argsort(-strength)[:14]
    for index in order:
        stage.glow(float(x[index]), float(y[index]), stage.unit * 0.007, colour("cfe0ff"), 0.5)
    np.clip(stage.rgb, 0, 1, out=stage.rgb)


def _galaxy(stage: Stage, part: int) -> None:
    """Paint a spiral galaxy, tilted."""
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    u = (columns - stage.x(0.5)) / stage.unit
    v = (rows - stage.y(0.46)) / stage.unit
    turn = np.float32(0.4)
    x, y = u * np.cos(turn) + v * np.sin(turn), (-u * np.sin(turn) + v * np.cos(turn)) * 2.3
    radius = np.hypot(x, y) + 1e-4
    angle = np.arctan2(y, x)
    noise = tile(stage.random(part), 256, 4, 6, 0.6)
    arms = 0.5 + 0.5 * np.cos(
        2 * (angle - 3.4 * np.log(radius + 0.05)) + 0.8 * at(noise, x, y, 0.7)
    )
    light = (
        np.exp(-radius / 0.16) * (0.25 + 0.75 * arms**1.6) * (1 + 0.35 * at(noise, x, y, 0.35))
        + np.exp(-((radius / 0.055) ** 1.2)) * 0.9
    )
    tone = mix(
        np.broadcast_to(colour("8fb0ff"), (*light.shape, 3)),
        colour("ffe2b0"),
        np.exp(-radius / 0.09),
    )
    stage.rgb += np.clip(light, 0, 1.3)[..., None].astype(np.float32) * tone
    np.clip(stage.rgb, 0, 1, out=stage.rgb)


def _planet(stage: Stage, part: int, side: float) -> None:
    """Paint a planet: a ball with weather or bands, lit from the sun's side, haloed."""
    random = stage.random(part)
    text = stage.shot.text.lower()
    giant = stage.has("rings") or "jupiter" in text or random.random() < 0.25
    radius = stage.frame_height * (0.30 if stage.has("rings") else 0.34 + 0.55 * random.random())
    x = stage.x(0.5 - side * (0.06 + 0.16 * random.random()))
    y = stage.y(0.52) if radius < 0.4 * stage.frame_height else stage.y(0.40) + radius * 0.95
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    u, v = (columns - x) / radius, (rows - y) / radius
    square = u * u + v * v
    w = np.sqrt(np.clip(1.0 - square, 0, 1))
    noise = tile(stage.random(part + 1), 512, 4, 8, 0.55)
    latitude, longitude = np.arcsin(np.clip(v, -1, 1)), np.arctan2(u, w + 1e-3)
    if giant:
        bands = np.sin(latitude * 17 + 0.5 * at(noise, longitude, latitude * 3, 1.6)) + 0.5 * at(
            noise, longitude * 0.5, latitude * 5, 1.4
        )
        ground = mix(
            np.broadcast_to(colour("d8b88a"), (*u.shape, 3)),
            colour("9a6a4a"),
            smooth(bands, -1.4, 1.4),
        )
    elif "mars" in text:
        ground = mix(
            np.broadcast_to(colour("c87a4c"), (*u.shape, 3)),
            colour("7a4230"),
            smooth(at(noise, longitude, latitude, 2.2), -1, 1),
        )
    else:
        land = smooth(at(noise, longitude, latitude, 2.8), 0.1, 0.35)
        ground = mix(np.broadcast_to(colour("12407a"), (*u.shape, 3)), colour("7a7a4c"), land)
        cloud = smooth(
            at(noise, longitude + 0.4 * at(noise, longitude, latitude, 1.1), latitude * 1.6, 1.9),
            0.3,
            1.6,
        )
        ground = mix(ground, colour("f2f6fa"), cloud * 0.9)
    sun = np.array([0.82 * side, -0.45, 0.36], np.float32)
    light = smooth(u * sun[0] + v * sun[1] + w * sun[2], -0.12, 0.85)
    air = colour("e0b080" if giant else "7ab8ff")
    rgb = (
        ground * (0.012 + 1.08 * light)[..., None]
        + air * (np.exp(-w / 0.16) * 0.85 * smooth(light, 0.02, 0.6))[..., None]
    )
    alpha = np.clip((1.0 - np.sqrt(square)) * radius + 0.5, 0, 1)
    outside = np.clip(np.sqrt(square) - 1.0, 0, 9)
    halo = np.exp(-outside / 0.035) * smooth(u * sun[0] + v * sun[1], -0.5, 0.9) * 0.55
    stage.rgb += (1 - stage.rgb) * halo[..., None] * air
    if stage.has("rings"):
        _rings(stage, u, v, behind=True)
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), 0.45)
    if stage.has("rings"):
        _rings(stage, u, v, behind=False)
    stage.subject = (0.5, 0.5, 0.3)


def _rings(stage: Stage, u: Floats, v: Floats, *, behind: bool) -> None:
    """Lay the half of the rings that is behind, or before, the planet."""
    tilt = np.float32(0.22)
    a, b = u + 0.16 * v, (v - 0.16 * u) / tilt
    radius = np.hypot(a, b)
    grooves = 0.55 + 0.25 * np.sin(radius * 46) + 0.2 * np.sin(radius * 91 + 1.3)
    band = (
        smooth(radius, 1.28, 1.34)
        * (1 - smooth(radius, 2.15, 2.25))
        * (1 - 0.85 * np.exp(-(((radius - 1.86) / 0.025) ** 2)))
    )
    alpha = band * np.clip(grooves, 0.15, 1) * 0.85 * ((b < 0) if behind else (b >= 0))
    rgb = np.broadcast_to(colour("d9c3a0"), (*u.shape, 3)) * (0.5 + 0.4 * grooves)[..., None]
    stage.lay(rgb.astype(np.float32), alpha.astype(np.float32), 0.4 if behind else 0.5)


def _asteroids(stage: Stage, part: int, side: float) -> None:
    """Scatter tumbling rocks, larger ones nearer."""
    random = stage.random(part)
    for _ in range(26):
        share = random.random() ** 2.2
        radius = stage.unit * (0.004 + 0.06 * share)
        size = int(radius * 2.6) + 4
        rows, columns = np.mgrid[0:size, 0:size].astype(np.float32) / size * 2.6 - 1.3
        bumps = fbm(size, size, random, 3, 4) - 0.5
        field = 1.0 - np.hypot(columns, rows * (0.8 + 0.4 * random.random())) + bumps * 0.9
        alpha = smooth(field, 0.0, 3.0 / size)
        light = smooth(columns * side * 0.8 - rows * 0.4 + bumps * 1.6, -0.2, 1.0)
        rgb = colour("8a7a6c") * (0.04 + 0.95 * light)[..., None]
        x, y = random.random() * stage.width, stage.y(0.62 + (random.random() - 0.5) * 0.5)
        stage.lay_box(
            rgb.astype(np.float32), alpha.astype(np.float32), int(x), int(y), 0.3 + 0.6 * share
        )
