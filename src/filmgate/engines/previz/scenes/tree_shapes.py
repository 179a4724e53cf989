"""Shapes of trees: fields of leaf and masks of wood for each kind."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, Random, fbm

if TYPE_CHECKING:
    pass


def _clumps(shape: tuple[int, int], centres: Floats, radii: Floats) -> Floats:
    """Add up soft round clumps into a field that is about 1 inside the crown."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    field = np.zeros(shape, np.float32)
    for (x, y), radius in zip(centres, radii, strict=True):
        reach = radius * 1.35
        x0, x1 = int(max(0, x - reach)), int(min(shape[1], x + reach + 1))
        y0, y1 = int(max(0, y - reach)), int(min(shape[0], y + reach + 1))
        if x1 <= x0 or y1 <= y0:
            continue
        here = np.s_[y0:y1, x0:x1]
        distance = np.hypot(columns[here] - x, (rows[here] - y) * 1.1) / radius
        field[here] = np.maximum(field[here], np.clip(1.25 - distance, 0, 1))
    return field


def _trunk(shape: tuple[int, int], points: Floats, widths: Floats) -> Floats:
    """Draw a tapering limb through points (x, y)."""
    mask = np.zeros(shape, np.uint8)
    for (start, end), width in zip(itertools.pairwise(points), widths, strict=False):
        cv2.line(
            mask,
            (int(start[0] * 16), int(start[1] * 16)),
            (int(end[0] * 16), int(end[1] * 16)),
            255,
            max(1, round(float(width))),
            cv2.LINE_AA,
            4,
        )
    return mask.astype(np.float32) / 255


def broad(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a broad crown of many clumps over a short trunk that shows little."""
    width = int(size * (0.80 + 0.30 * random.random()))
    count = 46
    angle = random.random(count) * 2 * np.pi
    out = random.random(count) ** 0.5
    x = width * (0.5 + 0.36 * out * np.cos(angle) * (0.9 + 0.2 * random.random(count)))
    y = size * (0.40 + 0.29 * out * np.sin(angle))
    y = np.where(y > size * 0.6, size * 0.6 + (y - size * 0.6) * 0.5, y)
    radii = size * (0.075 + 0.075 * random.random(count))
    field = _clumps((size, width), np.stack([x, y], 1), radii)
    lean = (random.random() - 0.5) * 0.08 * width
    points = np.array(
        [[width / 2 + lean, size], [width / 2, size * 0.7], [width / 2 - lean, size * 0.45]]
    )
    wood = _trunk((size, width), points, np.array([size * 0.055, size * 0.04]))
    for sign in (-1, 1):
        limb = np.array([[width / 2, size * 0.72], [width * (0.5 + 0.2 * sign), size * 0.5]])
        wood = np.maximum(wood, _trunk((size, width), limb, np.array([size * 0.022])))
    return field, wood


def bush(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a low wide bush without a trunk."""
    width = int(size * 1.7)
    count = 26
    x = width * (0.5 + 0.38 * (random.random(count) - 0.5) * 2)
    drop = 1.0 - ((x / width - 0.5) / 0.5) ** 2
    y = size * (1.0 - 0.62 * drop * random.random(count) ** 0.6)
    radii = size * (0.14 + 0.12 * random.random(count))
    return _clumps((size, width), np.stack([x, y], 1), radii), np.zeros((size, width), np.float32)


def acacia(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a flat umbrella crown on spreading limbs."""
    width = int(size * 1.5)
    count = 44
    x = width * (0.5 + 0.42 * (random.random(count) - 0.5) * 2)
    y = size * (0.20 + 0.10 * random.random(count) + 0.10 * np.abs(x / width - 0.5))
    field = _clumps((size, width), np.stack([x, y], 1), size * (0.05 + 0.05 * random.random(count)))
    wood = np.zeros((size, width), np.float32)
    for spread in (-0.30, -0.12, 0.10, 0.28):
        points = np.array(
            [
                [width / 2, size],
                [width * (0.5 + spread * 0.25), size * 0.62],
                [width * (0.5 + spread), size * 0.27],
            ]
        )
        wood = np.maximum(
            wood, _trunk((size, width), points, np.array([size * 0.035, size * 0.02]))
        )
    return field, wood


def cypress(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a slim column, widest in its lower third, on the ground."""
    width = int(size * 0.30)
    rows = np.linspace(0, 1, size, dtype=np.float32)
    half = 0.46 * np.clip(np.sin(np.pi * rows**0.62), 0, 1) ** 0.72 * (0.35 + 0.65 * rows)
    half *= 1.0 + 0.16 * (fbm(8, size, random, 9, 3)[3] - 0.5) * 2
    half[rows > 0.965] *= 0.6
    columns = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None]
    field = np.clip(1.25 - np.abs(columns) / np.maximum(half[:, None], 1e-3) * 0.85, 0, 1)
    wood = _trunk(
        (size, width),
        np.array([[width / 2, size], [width / 2, size * 0.9]]),
        np.array([size * 0.03]),
    )
    return field.astype(np.float32), wood


def pine(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a conifer of whorls: branches that droop, turn up at their tips and carry needles."""
    width = int(size * (0.46 + 0.10 * random.random()))
    field = np.zeros((size, width), np.float32)
    tiers = 15 + int(random.random() * 5)
    for tier in range(tiers):
        share = ((tier + 0.6) / tiers) ** 1.05
        y = size * (0.03 + 0.88 * share)
        reach = width * (0.035 + 0.43 * share**0.85)
        for branch in range(7):
            turn = (branch + random.random()) / 7 * 2.0 - 1.0
            length = reach * turn * (0.72 + 0.45 * random.random())
            droop = abs(length) * (0.34 + 0.22 * random.random()) + size * 0.012
            points = np.array(
                [
                    [width / 2, y],
                    [width / 2 + length * 0.55, y + droop * 0.8],
                    [width / 2 + length, y + droop * 0.86],
                ]
            )
            # branches that come towards us are nearer: fuller and brighter
            full = 0.55 + 0.45 * (1.0 - abs(turn))
            thick = size * (0.022 + 0.020 * share) * full
            field = np.maximum(
                field, _trunk((size, width), points, np.array([thick * 1.5, thick])) * full
            )
    # needles hang under the branches
    comb = fbm(size, width, random, max(12.0, size / 5), 2, 1.0, 0.8) - 0.5
    hung = cv2.blur(field, (1, max(3, size // 26)), anchor=(0, max(2, size // 26 - 1)))
    field = np.clip(np.maximum(field, hung * (1.0 + 0.5 * comb)), 0, 1)
    wood = _trunk(
        (size, width),
        np.array([[width / 2, size], [width / 2, size * 0.15]]),
        np.array([max(1.0, size * 0.022)]),
    )
    rows = np.linspace(0, 1, size, dtype=np.float32)[:, None]
    return field.astype(np.float32), wood * (rows > 0.1)


def palm(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a leaning stem with a fan of arched fronds."""
    width = int(size * 0.9)
    lean = (random.random() - 0.5) * 0.35
    t = np.linspace(0, 1, 9)
    stem = np.stack([width * (0.5 + lean * (t**2 - 0.5)), size * (1.0 - 0.72 * t)], 1)
    wood = _trunk((size, width), stem, np.linspace(size * 0.034, size * 0.02, 8))
    leaves = np.zeros((size, width), np.uint8)
    top = stem[-1]
    for index in range(13):
        angle = np.pi * (-0.16 + 1.32 * index / 12) + (random.random() - 0.5) * 0.2
        length = size * (0.26 + 0.08 * random.random())
        s = np.linspace(0, 1, 12)
        x = top[0] + np.cos(angle) * length * s
        y = top[1] - np.sin(angle) * length * s * 0.9 + length * 0.55 * s**2.4
        thick = size * 0.017 * np.sin(np.pi * np.clip(s * 0.92 + 0.06, 0, 1)) + 0.5
        outline = np.concatenate(
            [np.stack([x, y - thick], 1), np.stack([x, y + thick * 1.6], 1)[::-1]]
        )
        cv2.fillPoly(leaves, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return leaves.astype(np.float32) / 255 * 0.85, wood


def _branches(random: Random, size: int, width: int, levels: int) -> Floats:
    """Draw a bare branching skeleton."""
    mask = np.zeros((size, width), np.uint8)
    stack = [(width / 2, float(size), np.pi / 2, size * 0.30, size * 0.045, levels)]
    while stack:
        x, y, angle, length, thick, level = stack.pop()
        end_x, end_y = x + np.cos(angle) * length, y - np.sin(angle) * length
        cv2.line(
            mask,
            (int(x * 16), int(y * 16)),
            (int(end_x * 16), int(end_y * 16)),
            255,
            max(1, round(thick)),
            cv2.LINE_AA,
            4,
        )
        if level == 0:
            continue
        for _ in range(3 if level > 2 else 2):
            turn = (random.random() - 0.5) * 1.25
            stack.append(
                (
                    end_x,
                    end_y,
                    angle + turn,
                    length * (0.62 + 0.2 * random.random()),
                    thick * 0.6,
                    level - 1,
                )
            )
    return mask.astype(np.float32) / 255


def bare(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a leafless tree."""
    width = int(size * 0.95)
    wood = _branches(random, size, width, 6)
    return np.zeros((size, width), np.float32), wood


def birch(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a slim tree with an airy crown."""
    width = int(size * 0.5)
    count = 40
    y = size * (0.08 + 0.62 * random.random(count))
    spread = 0.10 + 0.30 * np.sin(np.pi * np.clip(y / size, 0, 1))
    x = width * (0.5 + spread * (random.random(count) - 0.5) * 2)
    field = _clumps(
        (size, width), np.stack([x, y], 1), size * (0.035 + 0.04 * random.random(count))
    )
    wood = _trunk(
        (size, width),
        np.array([[width / 2, size], [width * 0.52, size * 0.1]]),
        np.array([max(1.0, size * 0.022)]),
    )
    return field, wood


def bamboo(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a stem of bamboo with leaves at the top."""
    width = int(size * 0.34)
    bend = (random.random() - 0.5) * 0.3
    t = np.linspace(0, 1, 8)
    stem = np.stack([width * (0.5 + bend * t**2), size * (1 - 0.97 * t)], 1)
    wood = _trunk((size, width), stem, np.full(7, max(1.0, size * 0.022)))
    count = 26
    y = size * 0.55 * random.random(count)
    x = width * (0.5 + bend * (1 - y / size) ** 2 + 0.32 * (random.random(count) - 0.5) * 2)
    return _clumps(
        (size, width), np.stack([x, y], 1), size * (0.018 + 0.02 * random.random(count))
    ), wood
