"""Paints the inside of a forest: ranks of trunks in mist, undergrowth, shafts of light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.engines.previz.scenes.land import grass_blades
from filmgate.engines.previz.scenes.noise import Floats, at, blur, fbm, mix, resized, smooth, tile
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.trees import Nursery, leaf_colour

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

_RANKS = 6


#: share of the way to the camera from which pines show their trunks
_TALL_PINES: Final = 0.3


def paint_forest(stage: Stage) -> None:
    """Paint a clearing or path between ranks of trees that fade into light."""
    stage.horizon = 0.54
    place_sun(stage)
    paint_sky(stage)
    _light_wall(stage)
    _floor(stage, 201)
    kinds = _kinds(stage)
    nursery = Nursery(stage, kinds, 203, 2)
    bushes = Nursery(stage, ("bush",), 204, 2, size=120)
    for rank in range(_RANKS):
        _rank(stage, nursery, bushes, rank, 210 + rank)
    _shafts(stage, 230)
    if stage.shot.season != "winter":
        leaf = {"autumn": ("a8642c", "6a4a28")}.get(stage.shot.season, ("6c8a3c", "3c5628"))
        grass_blades(stage, leaf, 232, tall=0.09)


def _kinds(stage: Stage) -> tuple[str, ...]:
    if stage.has("bamboo"):
        return ("bamboo",)
    if stage.has("birches"):
        return ("birch",)
    if stage.has("pines") or (stage.shot.season == "winter" and not stage.has("blossom")):
        return ("pine",)
    if stage.has("blossom"):
        return ("blossom",)
    if stage.has("jungle"):
        return ("round", "palm", "oak")
    if stage.shot.season == "autumn":
        return ("round", "birch", "oak")
    return ("round", "oak", "pine")


def _light_wall(stage: Stage) -> None:
    """Fill the distance with bright mist and the leaves of far trees."""
    palette = stage.palette
    noise = fbm(stage.height // 2, stage.width // 2, stage.random(200), 16, 6, 1.0, 0.6)
    noise = resized(noise, (stage.width, stage.height))
    rows = (
        np.arange(stage.height, dtype=np.float32)[:, None] - stage.y(stage.horizon)
    ) / stage.frame_height
    columns = (
        np.arange(stage.width, dtype=np.float32)[None] - stage.x(stage.sun[0])
    ) / stage.frame_width
    glow = np.exp(-((columns / 0.34) ** 2) - ((rows + 0.16) / 0.34) ** 2)
    far = palette.haze * 0.80 + leaf_colour(stage, "round") * 0.16 * palette.light
    bright = np.minimum(
        palette.haze_sun * 0.65 + palette.sun * np.float32(0.38 * max(palette.light, 0.4)), 1.0
    )
    rgb = mix(np.broadcast_to(far, (*noise.shape, 3)), bright, np.clip(glow * 0.95, 0, 1))
    leaves = smooth(noise + 0.35 * np.clip(-rows, 0, 1), 0.50, 0.66) * (0.55 - 0.35 * glow)
    rgb = mix(rgb, leaf_colour(stage, "round") * 0.5 * palette.light + palette.shade * 0.22, leaves)
    keep = 0.18 if not palette.is_night else 0.45
    stage.rgb += (rgb.astype(np.float32) - stage.rgb) * np.float32(1 - keep)
    stage.near[:] = 0.05
    stage.masks.clear()
    stage.mark("sky", np.zeros((stage.height, stage.width), np.float32))


def _floor(stage: Stage, part: int) -> None:
    """Lay the forest floor with a path and flecks of sunlight."""
    palette = stage.palette
    top = stage.y(stage.horizon)
    rows = np.arange(stage.height, dtype=np.float32)[:, None] + 0.5
    below = np.clip((rows - top) / stage.frame_height, 0.002, 2)
    depth = 1.0 / (below + 0.02)
    x = (np.arange(stage.width, dtype=np.float32)[None] - stage.x(0.5)) / stage.frame_height * depth
    z = np.broadcast_to(depth, x.shape)
    noise = tile(stage.random(part), 512, 5, 7, 0.6)
    season = stage.shot.season
    moss = colour(
        {"autumn": "a0662e", "winter": "dfe5ee", "spring": "6f9440"}.get(season, "5f7636")
    )
    soil = colour({"autumn": "7a4a26", "winter": "c2ccda"}.get(season, "5a4830"))
    tone = np.clip(
        0.5 + 0.35 * at(noise, x, z * 1.4, 3.0) + 0.25 * at(noise, x, z, 0.8) * np.exp(-z / 8), 0, 1
    )
    albedo = mix(np.broadcast_to(soil, (*x.shape, 3)), moss, tone)
    bend = 0.35 * np.sin(z * 0.32 + stage.random(part + 1).random() * 6) * (1 - np.exp(-z / 6))
    path = smooth(0.30 - np.abs(x - bend), -0.10, 0.14)
    albedo = mix(albedo, colour("b59a72" if season != "winter" else "eef1f6"), path * 0.6)
    flecks = smooth(at(noise, x * 0.9, z * 0.8, 4.0) + 0.5 * at(noise, x, z, 1.5), 0.55, 1.5)
    light = (
        palette.shade * palette.fill * 0.8
        + palette.sun * palette.key * (0.24 + 0.8 * flecks)[..., None]
    )
    rgb = albedo * light
    haze = np.exp(-below / 0.055)[..., None]
    rgb = rgb + (stage.rgb[int(top) - 2][None] - rgb) * haze * 0.92
    alpha = np.broadcast_to(smooth(rows - top, 0.0, 6.0), x.shape)
    near = np.broadcast_to(np.clip(0.06 + 0.9 * below, 0.06, 0.95), x.shape)
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha, near)


def _rank(stage: Stage, nursery: Nursery, bushes: Nursery, rank: int, part: int) -> None:
    """Stand one rank of trees; near ranks frame the sides and leave the middle open."""
    random = stage.random(part)
    share = rank / (_RANKS - 1)
    palette = stage.palette
    near = 0.08 + 0.72 * share**1.6
    foot = stage.y(stage.horizon + 0.012 + 0.30 * share**1.9)
    tall = stage.frame_height * (0.26 + 1.25 * share**1.7)
    count = int(26 - 21 * share)
    fade = float(0.86 * (1.0 - share) ** 1.25)
    sun_x = stage.x(stage.sun[0])
    gap = 0.05 + 0.20 * share
    for index in range(count):
        place = (index + 0.15 + 0.7 * random.random()) / count * 1.3 - 0.15
        if abs(place - 0.5) < gap:
            continue
        x = stage.x(place)
        towards = np.float32(np.exp(-(((x - sun_x) / (0.34 * stage.frame_width)) ** 2)))
        tint = (
            palette.haze * 0.9
            + (palette.haze_sun * 0.65 + palette.sun * 0.3 - palette.haze * 0.9) * towards
        )
        kind = nursery.kinds[int(random.integers(len(nursery.kinds)))]
        height = tall * (0.8 + 0.45 * random.random())
        foot_here = foot + (random.random() - 0.5) * stage.frame_height * 0.03 * (0.3 + share)
        if share > 0.25:
            _contact(stage, x, foot_here, height * 0.10)
        raised = 0.0
        if share > _TALL_PINES and kind == "pine":
            # near pines are old: bare trunks, their crowns up under the edge of the picture
            raised = height * 0.46
            _trunk(stage, random, x, foot_here, height * 1.5, fade, tint, near, 0.024)
        elif share > 0.3 and kind not in ("pine", "bamboo", "birch"):
            _trunk(stage, random, x, foot_here, height, fade, tint, near)
        nursery.print(
            kind,
            int(random.integers(9)),
            x,
            foot_here + 2 - raised,
            height,
            fade,
            tint,
            near,
            bool(index & 1),
        )
        if share > 0.35 and index % 2 == 0 and not stage.has("bamboo"):
            aside = (random.random() - 0.5) * 80
            bushes.print("bush", index, x + aside, foot_here + 4, height * 0.11, fade, tint, near)


def _contact(stage: Stage, x: float, y: float, radius: float) -> None:
    """Darken the ground where a trunk stands."""
    width, height = int(radius * 4) + 4, int(radius * 0.9) + 4
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    soft = np.exp(-3.0 * (rows**2 + columns**2)) * 0.55
    stage.lay_box(
        stage.palette.shade * np.float32(0.12), soft, int(x - width / 2), int(y - height / 2)
    )


def _trunk(
    stage: Stage,
    random: np.random.Generator,
    x: float,
    foot: float,
    tall: float,
    fade: float,
    tint: Floats,
    near: float,
    thick: float = 0.038,
) -> None:
    """Run a full trunk from the ground into the crown, round and lit from the sun's side."""
    width = max(3, int(tall * thick))
    height = int(tall * 0.62)
    columns = np.linspace(-1, 1, width, dtype=np.float32)[None]
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    flare = 0.55 + 0.16 * rows + 0.30 * np.exp(-(1 - rows) * 16)
    alpha = np.clip((flare - np.abs(columns) * 0.98) * width * 0.5 + 0.4, 0, 1)
    bark = fbm(height, width + 8, random, 5, 3, 0.25)[:, :width] - 0.5
    side = 1.0 if stage.sun[0] > x / stage.width else -1.0
    light = 0.30 + 0.5 * smooth(columns * side, -0.4, 1.0) + 0.5 * bark
    palette = stage.palette
    rgb = colour("5a4838") * (
        palette.sun * palette.key * light[..., None] * 1.25 + palette.shade * palette.fill * 0.6
    )
    rgb = rgb + (tint - rgb) * np.float32(fade)
    stage.lay_box(
        rgb.astype(np.float32),
        alpha.astype(np.float32),
        int(x - width / 2),
        int(foot - height),
        near,
    )


def _shafts(stage: Stage, part: int) -> None:
    """Let light fall in shafts from above on the sun's side, where the hour has sun."""
    palette = stage.palette
    if palette.key < 0.5 or palette.is_night:
        return
    random = stage.random(part)
    height, width = stage.height // 4, stage.width // 4
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    source_x, source_y = stage.x(stage.sun[0]) / 4, -0.25 * height
    angle = np.arctan2(columns - source_x, rows - source_y)
    beams = fbm(4, 2048, random, 44, 4, 0.01)[2]
    light = np.interp(angle, np.linspace(-1.6, 1.6, 2048), beams).astype(np.float32)
    strength = 0.75 if "god_rays" in stage.shot.atmosphere else 0.4
    fall = np.exp(-(((rows / height - 0.25) / 0.42) ** 2)) * np.exp(-((angle / 0.75) ** 2))
    veil = blur(smooth(light, 0.52, 0.72) * fall, 1.0) * strength
    full = resized(
        veil.astype(np.float32), (stage.width, stage.height), interpolation=cv2.INTER_LINEAR
    )
    stage.rgb += (1 - stage.rgb) * full[..., None] * np.minimum(palette.sun, 1.0)
