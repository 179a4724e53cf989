"""Places cut-out references in a painted scene: size, light, tint, rim and shadow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz import figures_animals as animals
from filmgate.engines.previz.scenes.cast import light_of
from filmgate.engines.previz.scenes.grounding import quay
from filmgate.engines.previz.scenes.noise import Floats, blur, resized
from filmgate.engines.previz.scenes.painting import painted
from filmgate.engines.previz.scenes.stage import Cutting, Stage, finish
from filmgate.engines.previz.storyboard import ShotSize

if TYPE_CHECKING:
    from filmgate.engines.previz.cutout import CutOut
    from filmgate.engines.previz.plate import Plate
    from filmgate.engines.previz.storyboard import StoryShot

_BEINGS: Final = frozenset({"person", "couple", "crowd", "face", "hands", *animals.MAKERS})
#: heights in frames: a bust, someone standing, a thing
_BUST, _STANDING, _THING = 0.80, 0.60, 0.42


def compose(
    shot: StoryShot, cut_outs: Sequence[CutOut], width: int, height: int, seed: int
) -> Plate:
    """Paint the scene of a shot and stand references in it instead of painted people.

    Parameters
    ----------
    cut_outs : sequence of CutOut
        From left to right; the later ones stand a little nearer.
    width, height : int
        Of the frame, in pixels.
    """
    size = ShotSize.MEDIUM if shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE) else shot.size
    others = tuple(subject for subject in shot.subjects if subject.kind not in _BEINGS)
    scene = replace(shot, size=size, subjects=others, text=_without_names(shot.text))
    stage = painted(scene, width, height, seed)
    stage.rgb = blur(stage.rgb, stage.frame_height * 0.004)
    count = len(cut_outs)
    for index, item in enumerate(cut_outs):
        place = 0.5 + (index - (count - 1) / 2) * min(0.30, 0.72 / max(count, 1))
        if count == 1:
            place = 0.46
        _stand(stage, item, place, 0.80 + 0.05 * index, count)
    first = cut_outs[0]
    tall = _height(first, count)
    stage.subject = (
        0.5 if count > 1 else 0.46,
        1.0 - tall * 0.70 if first.is_bust else 0.6,
        tall / 2,
    )
    return finish(stage, width, height)


def _without_names(text: str) -> str:
    """Leave out how the text names its references."""
    return re.sub(r"(?i)figure \d+|[@\[<]+(?:image|element)[ _]?\d*[\]>]*", "", text)


def _height(item: CutOut, count: int) -> float:
    """Height of a cut-out as a fraction of the frame's: people stand tall, things small."""
    tall = _BUST if item.is_bust and item.is_person else _STANDING if item.is_person else _THING
    return tall * (1.0 if count < 3 else 0.80)


def _stand(stage: Stage, item: CutOut, place: float, nearness: float, count: int) -> None:
    """Scale, light and place one cut-out, with its shadows behind it."""
    tall = _height(item, count) * stage.frame_height
    scale = min(tall / item.alpha.shape[0], 0.60 * stage.frame_width / item.alpha.shape[1])
    size = (max(2, round(item.alpha.shape[1] * scale)), max(2, round(item.alpha.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    alpha = np.clip(resized(item.alpha, size, method), 0, 1)
    rgb = resized(item.rgb.astype(np.float32) / 255, size, method)
    rgb = _harmonised(stage, rgb, alpha)
    foot = stage.height if item.is_bust else round(stage.y(0.93))
    x, y = round(stage.x(place) - size[0] / 2), foot - size[1]
    if stage.shot.place in ("sea", "lake", "space") and not item.is_bust:
        quay(stage, foot - 0.26 * size[1])
    _shadows(stage, alpha, x, y, is_bust=item.is_bust)
    x0, y0 = max(0, -x), max(0, -y)
    x1, y1 = min(size[0], stage.width - x), min(size[1], stage.height - y)
    here = np.s_[y0:y1, x0:x1]
    stage.cuttings.append(Cutting(rgb[here], alpha[here], x + x0, y + y0, min(nearness, 0.95)))


def _harmonised(stage: Stage, rgb: Floats, alpha: Floats) -> Floats:
    """Give a cut-out the scene's light: tint, brightness, saturation, a rim from the sun's side."""
    palette = stage.palette
    tint = palette.sun * 0.5 + palette.haze * 0.5
    tint = tint / max(0.2, float(tint.mean()))
    dark = palette.light < 0.6
    lit = rgb ** np.float32(1.12 if dark else 1.0) * (tint * 0.45 + 0.55)
    lit = lit * np.float32(0.50 + 0.55 * palette.light if dark else 1.0)
    grey = lit.mean(axis=2, keepdims=True)
    lit = grey + (lit - grey) * np.float32(0.85 if palette.light < 0.5 else 0.97)
    light = light_of(stage)
    soft = blur(alpha, alpha.shape[0] * 0.010)
    shift = max(1, int(alpha.shape[0] * 0.014))
    moved = np.zeros_like(soft)
    if light.side > 0:
        moved[:, :-shift] = soft[:, shift:]
    else:
        moved[:, shift:] = soft[:, :-shift]
    rim = np.clip(alpha - moved, 0, 1) * alpha
    return cast(
        "Floats", np.clip(lit + light.rim * (rim * 0.5)[..., None], 0, 1).astype(np.float32)
    )


def _shadows(stage: Stage, alpha: Floats, x: int, y: int, *, is_bust: bool) -> None:
    """Darken the scene behind a cut-out softly, and the ground under one that stands."""
    pad = int(stage.frame_height * 0.08)
    soft = blur(np.pad(alpha, pad), stage.frame_height * 0.03) * np.float32(0.34)
    aside = int(stage.frame_height * (-0.025 if stage.sun[0] > 0.5 else 0.025))
    dark = stage.palette.shade * np.float32(0.10)
    stage.lay_box(dark, soft, x - pad + aside, y - pad)
    if is_bust:
        return
    width, height = int(alpha.shape[1] * 1.15), max(4, int(stage.frame_height * 0.05))
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    contact = (np.exp(-3.5 * (rows**2 + columns**2)) * 0.62).astype(np.float32)
    left = x + alpha.shape[1] // 2 - width // 2
    stage.lay_box(dark, contact, left, y + alpha.shape[0] - height // 2)
