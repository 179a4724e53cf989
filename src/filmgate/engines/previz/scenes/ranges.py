"""Paints a far mountain range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import blur, fbm, mix, resized, ridge, smooth

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


def far_range(stage: Stage, part: int, tall: float) -> None:
    """Paint a distant mountain range as one pale layer with light and shade on its faces."""
    random = stage.random(part)
    width = stage.width
    line = ridge(width, random, 3, 9, 0.52) ** 1.25
    top = stage.y(stage.horizon) - line * tall * stage.frame_height * 1.6
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    alpha = np.clip(rows - top[None] + 0.5, 0, 1) * np.clip(
        (stage.y(stage.horizon + 0.05) - rows) / 4, 0, 1
    )
    relief = fbm(stage.height // 2, width // 2, random, 9, 6, 0.5)
    relief = resized(relief, (width, stage.height))
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    faces = smooth(-cv2.Sobel(blur(relief, 2), cv2.CV_32F, 1, 0, ksize=5) * side * 6.0, -0.6, 0.6)
    palette = stage.palette
    body = palette.haze * 0.72 + palette.shade * 0.20
    rgb = mix(
        np.broadcast_to(body * 0.88, (*alpha.shape, 3)),
        palette.haze_sun * 0.85 + 0.1 * palette.sun,
        faces * 0.45 * palette.key,
    )
    if stage.shot.season == "winter" or tall > 0.08:
        caps = smooth(
            (top[None] + tall * stage.frame_height * 0.42 - rows) / (tall * stage.frame_height),
            -0.1,
            0.25,
        )
        rgb = mix(
            rgb,
            palette.sun * (0.35 + 0.65 * palette.light) * 0.55 + palette.haze * 0.45,
            caps * (0.3 + 0.6 * faces),
        )
    foot = smooth((rows - top[None]) / (tall * stage.frame_height * 1.4), 0.1, 1.0)
    rgb = mix(rgb, palette.haze * 0.55 + palette.horizon * 0.45, foot * 0.7)
    stage.lay(rgb.astype(np.float32), alpha.astype(np.float32), 0.05)
