"""What every subject of a painting needs: cutting to the canvas, and a shadow on the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.moves import follows
from filmgate.engines.previz.scenes.noise import Floats, blur, fbm
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.storyboard import ShotSize

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


PEOPLE: Final = frozenset({"person", "couple", "rider", "crowd", "cyclist"})


CLOSE: Final = (ShotSize.CLOSE, ShotSize.EXTREME_CLOSE, ShotSize.MEDIUM_CLOSE)


#: nearness of shadows that move: behind every figure
_UNDER: Final = 0.49


def cropped(
    stage: Stage, rgb: Floats, alpha: Floats, x: int, y: int
) -> tuple[Floats, Floats, int, int]:
    """Cut a figure to the canvas."""
    x0, y0 = max(0, -x), max(0, -y)
    x1, y1 = min(alpha.shape[1], stage.width - x), min(alpha.shape[0], stage.height - y)
    if x1 <= x0 or y1 <= y0:
        return rgb[:0], alpha[:0], 0, 0
    return rgb[y0:y1, x0:x1], alpha[y0:y1, x0:x1], x + x0, y + y0


def shadow(stage: Stage, x: float, foot: float, tall: float) -> None:
    """Darken the ground: a contact shadow, and a cast one where the sun is low."""
    width, height = int(tall * 0.62) + 4, max(4, int(tall * 0.075))
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    contact = np.exp(-4.0 * (rows**2 + (columns * 1.25) ** 2)) * 0.62
    _darken(stage, contact.astype(np.float32), int(x - width / 2), int(foot - height * 0.55))
    if (
        stage.palette.sun_height is None
        or stage.palette.key < 0.5
        or stage.shot.place == "interior"
    ):
        return
    side = -1.0 if stage.sun[0] > 0.5 else 1.0
    length = int(tall * min(1.5, 0.30 / max(stage.palette.sun_slope, 0.1)))
    rows, columns = np.mgrid[
        -1 : 1 : max(4, int(tall * 0.06)) * 1j, 0 : 1 : max(4, length) * 1j
    ].astype(np.float32)
    cast_ = np.exp(-5.0 * rows**2) * np.exp(-2.2 * columns) * np.clip(columns * 12, 0, 1) * 0.42
    if side < 0:
        cast_ = cast_[:, ::-1]
    _darken(
        stage,
        cast_.astype(np.float32),
        int(x if side > 0 else x - length),
        int(foot - cast_.shape[0] / 2),
    )


def _darken(stage: Stage, alpha: Floats, x: int, y: int) -> None:
    """Lay a shadow on the ground, or let it go along with its figure where the camera does."""
    dark = stage.palette.shade * np.float32(0.10)
    if not follows(stage.shot):
        stage.lay_box(dark, alpha, x, y)
        return
    rgb = np.broadcast_to(dark, (*alpha.shape, 3)).astype(np.float32)
    rgb, alpha, left, top = cropped(stage, rgb, alpha, x, y)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, _UNDER, "ground"))


def quay(stage: Stage, top: float) -> None:
    """Lay a bank along the lower edge, for what stands where there is no ground; once.

    Beside water it is paved, in space it is the dust of a moon.
    """
    if stage.has_quay:
        return
    stage.has_quay = True
    palette, random = stage.palette, stage.random(592)
    in_space = stage.shot.place == "space"
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    if in_space:
        relief = fbm(8, stage.width, random, 5, 4)[3] - 0.5
        top = top - relief[None] * 0.07 * stage.frame_height
    below = np.clip((rows - top) / np.maximum(stage.height - top, 1.0), 0, 1)
    light = palette.sun * np.float32(palette.key * 0.5) + palette.shade * np.float32(palette.fill)
    shape = (stage.height, stage.width)
    if in_space:
        light = colour("ebebf2")
        dust = fbm(stage.height, stage.width, random, 40, 4, 1.0, 0.25)
        grain = (dust - blur(dust, stage.frame_height * 0.03)) * (0.5 + 1.2 * below)
    else:
        grain = random.normal(0, 0.018, shape).astype(np.float32)
    edge = np.clip((rows - top) / (0.012 * stage.frame_height), 0, 1)
    value = (0.72 + 0.35 * below) * (0.62 + 0.38 * edge)
    rgb = colour("77726c") * np.broadcast_to(value, shape)[..., None] * light * 1.25
    rgb = rgb + grain[..., None]
    if not in_space:
        joint = np.exp(-(((rows - top) / (0.006 * stage.frame_height)) ** 2))[..., None]
        rgb = rgb + palette.horizon * (0.14 * joint).astype(np.float32)
    alpha = np.broadcast_to(np.clip(rows - top + 0.5, 0, 1), shape)
    near = np.broadcast_to(0.6 + 0.3 * below, shape).astype(np.float32)
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), near)
