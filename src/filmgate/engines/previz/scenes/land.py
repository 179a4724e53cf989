"""Paints open country: hills, vineyards, plains, mountains, deserts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import (
    Floats,
    at,
    blur,
    mix,
    relief,
    smooth,
    tile,
)
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.ranges import far_range
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.scenes.terrain import Heights, Land, View, hazed, nearness, render
from filmgate.engines.previz.scenes.trees import Nursery, plant

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

_GREEN: Final = {
    "": ("7d8f4a", "58703c", "a39c5c"),
    "summer": ("8f9c46", "5f7a34", "bcaa5a"),
    "spring": ("84a04c", "56783a", "a2ae60"),
    "autumn": ("a0803c", "7a5a2c", "b8924a"),
    "winter": ("e6ebf2", "cdd7e4", "dde3ec"),
}


def lit(stage: Stage, albedo: Floats, land: Land) -> Floats:
    """Light a ground colour: sunlight where it faces the sun, skylight in the shade."""
    palette = stage.palette
    key = palette.sun * np.float32(palette.key)
    fill = (palette.shade * 0.62 + palette.middle * 0.38) * np.float32(palette.fill * 1.25)
    light = key * (land.light * 1.12)[..., None] + fill * (0.80 + 0.30 * land.light)[..., None]
    return soft_clip(albedo * light)


def soft_clip(rgb: Floats) -> Floats:
    """Bend bright values gently towards white."""
    return np.where(rgb > 0.7, 0.7 + 0.3 * np.tanh((rgb - 0.7) / 0.45), rgb).astype(np.float32)


def rolling(stage: Stage, part: int, tall: float = 1.0) -> Heights:
    """Make gentle hills with a valley before the camera and higher ones far away."""
    broad, fine = relief(stage.random(part), 3, 3, 0.38), relief(stage.random(part + 1), 4, 5)
    shift = stage.random(part + 2).random(4).astype(np.float32) * 3000

    def heights(x: Floats, z: Floats) -> Floats:
        near = smooth(z, 25.0, 170.0)
        far = smooth(z, 350.0, 2600.0)
        hills = at(broad, x + shift[0], z * 1.25 + shift[1], 900.0) * np.float32(13.0 * tall)
        big = at(broad, x + shift[2], z + shift[3], 3800.0) * np.float32(60.0 * tall)
        lumps = at(fine, x + shift[1], z + shift[0], 260.0) * np.float32(1.5 * tall)
        valley = -8.0 * smooth(z, 12.0, 120.0) + 8.0 * smooth(z, 160.0, 480.0)
        return (
            hills * near + lumps * (0.12 + 0.88 * near) + valley + (big + 85.0 * tall) * far
        ).astype(np.float32)

    return heights


def grass_tone(stage: Stage, land: Land, part: int) -> Floats:
    """Colour meadows: patches of three greens of the season, finer nearby."""
    season = stage.shot.season if stage.shot.season in _GREEN else ""
    base, dark, dry = (colour(code) for code in _GREEN[season])
    noise = tile(stage.random(part), 512, 6, 7, 0.6)
    patches = at(noise, land.x, land.z, 420.0) * 0.6 + at(noise, land.x, land.z, 90.0) * 0.4
    close = np.exp(-land.z / 40.0)
    fine = at(noise, land.x, land.z * 0.6, 9.0) * close
    fine = fine + at(noise, land.x, land.z * 0.5, 1.9) * np.exp(-land.z / 9.0)
    tone = mix(np.broadcast_to(dark, (*land.z.shape, 3)), base, np.clip(0.5 + 0.42 * patches, 0, 1))
    dryness = at(noise, land.x + 900, land.z, 700.0)
    tone = mix(tone, dry, np.clip(0.25 + 0.35 * dryness, 0, 0.8))
    return cast("Floats", (tone * (1.0 + 0.16 * fine[..., None])).astype(np.float32))


def _patchwork(stage: Stage, land: Land, albedo: Floats, part: int) -> Floats:
    """Lay fields of different crops over the country, with hedges between them."""
    random = stage.random(part)
    noise = tile(stage.random(part + 1), 256, 4, 4)
    bend = at(noise, land.x, land.z, 700.0) * 26.0
    turn = 0.5 + 0.6 * random.random()
    u = (land.x * np.cos(turn) + land.z * np.sin(turn) + bend) / 150.0
    v = (-land.x * np.sin(turn) + land.z * np.cos(turn) - bend) / 105.0
    cell = np.floor(u) * 57.0 + np.floor(v) * 131.0
    pick = np.mod(np.abs(np.sin(cell * 12.9898) * 43758.5453), 1.0).astype(np.float32)
    crops = [colour(code) for code in _CROPS.get(stage.shot.season, _CROPS[""])]
    fields = albedo
    for index, crop in enumerate(crops):
        low = index / (len(crops) + 2)
        inside = ((pick >= low) & (pick < low + 1 / (len(crops) + 2))).astype(np.float32)
        fields = mix(fields, crop, inside * 0.75)
    rows = np.sin(np.where(pick > 0.5, u, v) * (2 * np.pi * 22.0))
    fade = np.exp(-land.z / 260.0) * (pick > 0.25)
    fields = fields * (1.0 + (0.10 * rows * fade)[..., None])
    edge = np.minimum(np.abs(u - np.round(u)) * 150.0, np.abs(v - np.round(v)) * 105.0)
    hedge = np.exp(-((edge / (1.6 + 0.004 * land.z)) ** 2)) * smooth(land.z, 60.0, 120.0) * 0.7
    fields = mix(
        fields, colour("3c4f2a") if stage.shot.season != "winter" else colour("6a6a68"), hedge
    )
    return mix(albedo, fields, smooth(land.z, 70.0, 130.0) * (1.0 - 0.6 * land.slope))


_CROPS: Final = {
    "": ("a8a54e", "7f9a44", "c2ac5c", "5f7f38", "8f8a48"),
    "summer": ("c9b45e", "a8a54e", "8f9c46", "d2bd6a", "6f8a3c"),
    "spring": ("8fb14c", "a9c05e", "d8cf58", "6f9a40"),
    "autumn": ("8a6a42", "a0803c", "b08a4a", "6f5a3c", "96884c"),
    "winter": ("dfe6ee", "d2dbe6", "e8edf3"),
}


def _vines(stage: Stage, land: Land, albedo: Floats, part: int) -> Floats:
    """Plant rows of vines that run away from the camera over the near slopes."""
    noise = tile(stage.random(part), 256, 8, 6, 0.6)
    turn = 0.10 if stage.sun[0] > 0.5 else -0.10
    rows = (
        land.x * np.cos(turn) - land.z * np.sin(turn) + at(noise, land.x, land.z, 500.0) * 2.0
    ) / 2.4
    phase = np.mod(rows, 1.0) - 0.5
    ragged = at(noise, land.x, land.z, 14.0) * 0.05 + at(noise, land.x, land.z, 4.0) * 0.035
    body = smooth(0.30 + ragged - np.abs(phase), 0.0, 0.10)
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    lit_side = np.clip(0.55 + phase * side * 2.4 + ragged * 3.0, 0.12, 1.25)
    leaf = colour(
        {"autumn": "a8702c", "winter": "5a4a3c", "spring": "86a040"}.get(
            stage.shot.season, "6c8a34"
        )
    )
    soil = colour("f0f2f6" if stage.shot.season == "winter" else "9a7a54")
    soil = (
        mix(albedo, np.broadcast_to(soil, albedo.shape), 0.45)
        * (0.86 + 0.14 * (phase * side < 0))[..., None]
    )
    blend = 1.0 / (1.0 + (land.z / 110.0) ** 2)
    planted = mix(soil, leaf * lit_side[..., None] * 1.1, body)
    average = leaf * 0.62 * 0.78 + soil * 0.38
    planted = average + (planted - average) * blend[..., None]
    return mix(
        albedo,
        planted.astype(np.float32),
        smooth(land.z, 2.0, 8.0) * (1.0 - smooth(land.z, 420.0, 700.0)),
    )


def _lavender(stage: Stage, land: Land, albedo: Floats, part: int) -> Floats:
    """Plant rounded rows of lavender."""
    noise = tile(stage.random(part), 256, 8, 6, 0.6)
    rows = (land.x + at(noise, land.x, land.z, 500.0) * 1.5) / 1.9
    phase = np.mod(rows, 1.0) - 0.5
    ragged = at(noise, land.x, land.z, 6.0) * 0.04
    dome = np.clip(1.0 - (np.abs(phase) / (0.40 + ragged)) ** 2, 0, 1)
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    light = 0.45 + 0.55 * np.sqrt(dome) + phase * side * 0.7
    bloom = mix(
        np.broadcast_to(colour("6a4fa0"), albedo.shape),
        colour("a98ad2"),
        np.clip(light - 0.3, 0, 1),
    )
    planted = mix(
        np.broadcast_to(colour("77724a"), albedo.shape),
        bloom * np.clip(light, 0.3, 1.15)[..., None],
        smooth(dome, 0.02, 0.2),
    )
    average = colour("77649a")
    planted = average + (planted - average) / (1.0 + (land.z / 90.0) ** 2)[..., None]
    return mix(albedo, planted.astype(np.float32), 1.0 - smooth(land.z, 260.0, 420.0))


def scatter(
    stage: Stage, part: int, count: int, near: float, far: float, spread: float = 0.75
) -> tuple[Floats, Floats]:
    """Scatter points over the view, as many near as far on the canvas."""
    random = stage.random(part)
    z = np.exp(random.uniform(np.log(near), np.log(far), count)).astype(np.float32)
    half = spread * stage.width / stage.frame_height
    x = ((random.random(count) - 0.5) * 2 * half * z).astype(np.float32)
    return x, z


def paint_hills(stage: Stage) -> None:
    """Paint rolling hills, with vine rows, lavender or fields, trees and cypress avenues."""
    stage.horizon = 0.47
    place_sun(stage)
    paint_sky(stage)
    land = render(stage, rolling(stage, 20), View(eye=5.5, near=2.5, far=5200.0))
    albedo = grass_tone(stage, land, 30)
    albedo = _patchwork(stage, land, albedo, 33)
    if stage.shot.place == "vineyard" or stage.has("vineyard"):
        albedo = _vines(stage, land, albedo, 36)
    elif stage.has("lavender"):
        albedo = _lavender(stage, land, albedo, 38)
    rgb = hazed(stage, lit(stage, albedo, land), land, pooling=0.4, level=-14)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))
    _wooded(stage, land)


def _wooded(stage: Stage, land: Land) -> None:
    """Plant woods on the far hills, single trees and cypresses nearer."""
    kinds: tuple[str, ...] = (
        ("cypress", "cypress", "olive", "round")
        if stage.has("cypress") or stage.shot.place == "vineyard"
        else ("round", "oak", "round", "bush")
    )
    if stage.has("pines"):
        kinds = ("pine", "pine", "round")
    nursery = Nursery(stage, kinds, 50)
    noise = tile(stage.random(51), 128, 4, 4)
    x, z = scatter(stage, 52, 1500, 170.0, 3200.0)
    keep = (
        at(noise, x[None], z[None], 900.0)[0] + 0.3 * (stage.random(53).random(x.size) - 0.5) > 0.75
    )
    tall = (5.5 + 6.0 * stage.random(54).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x[keep], z[keep], tall[keep], 55, shadow=0.35)
    x, z = scatter(stage, 56, 26, 55.0, 420.0)
    tall = (6.0 + 5.0 * stage.random(57).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x, z, tall, 58, shadow=0.55)


def grass_blades(
    stage: Stage, tones: tuple[str, str], part: int, *, tall: float = 0.16, ears: bool = False
) -> None:
    """Add blades of grass in front, as a sprite that sways."""
    random = stage.random(part)
    height = int(stage.unit * tall * 1.5)
    width = stage.width
    mask = np.zeros((height, width), np.uint8)
    rgb = np.zeros((height, width, 3), np.float32)
    key = stage.palette.sun * np.float32(
        stage.palette.key * 1.1
    ) + stage.palette.shade * np.float32(stage.palette.fill)
    first, second = colour(tones[0]) * key, colour(tones[1]) * key
    count = int(1.25 * width)
    for depth in range(count):
        nearer = depth / count
        x = random.random() * width
        length = height * (0.35 + 0.6 * random.random() ** 1.6) * (0.62 + 0.38 * nearer)
        bend = (random.random() - 0.42) * length * 0.55
        t = np.linspace(0, 1, 7)
        line_x, line_y = x + bend * t**2, height + 2 - length * t
        thick = stage.unit * 0.0017 * (1 - t) * (0.6 + nearer) + 0.35
        outline = np.concatenate(
            [np.stack([line_x - thick, line_y], 1), np.stack([line_x + thick, line_y], 1)[::-1]]
        )
        points = [np.round(outline * 16).astype(np.int32)]
        shade = np.float32(0.45 + 0.65 * random.random()) * (
            first + (second - first) * np.float32(random.random())
        )
        cv2.fillPoly(mask, points, 255, cv2.LINE_AA, 4)
        cv2.fillPoly(rgb, points, shade.tolist(), cv2.LINE_8, 4)
        if ears and random.random() < 0.5:
            tip = (int(line_x[-1] * 16), int(line_y[-2] * 16))
            axes = (int(stage.unit * 0.0035 * 16), int(stage.unit * 0.017 * 16))
            cv2.ellipse(mask, tip, axes, float(bend * 0.3), 0, 360, 255, -1, cv2.LINE_AA, 4)
            cv2.ellipse(
                rgb, tip, axes, float(bend * 0.3), 0, 360, (shade * 1.1).tolist(), -1, cv2.LINE_8, 4
            )
    alpha = mask.astype(np.float32) / 255
    solid = (rgb.sum(axis=2) > 0).astype(np.float32)
    spread = blur(rgb * solid[..., None], 1.2) / np.maximum(blur(solid, 1.2), 0.02)[..., None]
    rgb = np.where(solid[..., None] > 0, rgb, spread)
    foot = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    rgb = rgb * (1.1 - 0.55 * foot)
    stage.cuttings.append(
        Cutting(np.clip(rgb, 0, 1), alpha, 0, stage.height - height, 0.97, "sway")
    )


def paint_plains(stage: Stage) -> None:
    """Paint wide grassland, wheat or a flower meadow, with far mountains where the words ask."""
    stage.horizon = 0.52
    place_sun(stage)
    paint_sky(stage)
    if stage.has("mountains", "rocks") or stage.random(60).random() < 0.4:
        far_range(stage, 61, 0.10 if stage.has("mountains") else 0.05)
    land = render(stage, rolling(stage, 62, 0.16), View(eye=2.2, near=2.0, far=3800.0))
    albedo = _meadow(stage, land, 64)
    rgb = hazed(stage, lit(stage, albedo, land), land, pooling=0.35, level=-6)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))
    stage.mark("vegetation", land.cover * np.clip(1.4 - land.z / 60.0, 0, 1))
    nursery = Nursery(
        stage, ("acacia",) if "savanna" in stage.shot.text.lower() else ("round", "oak"), 66
    )
    x, z = scatter(stage, 67, 22, 90.0, 1500.0)
    tall = (6.0 + 5.0 * stage.random(68).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x, z, tall, 69, shadow=0.5)
    if stage.shot.season != "winter":
        tones = ("d8b868", "a87f3a") if stage.has("wheat") else ("c4b060", "7d8440")
        if stage.shot.season == "spring":
            tones = ("9ab850", "5c8038")
        grass_blades(stage, tones, 70, ears=stage.has("wheat"))


def _meadow(stage: Stage, land: Land, part: int) -> Floats:
    """Colour the grassland: wind-combed streaks, flowers, wheat."""
    noise = tile(stage.random(part), 512, 6, 7, 0.6)
    albedo = grass_tone(stage, land, part + 1)
    if stage.shot.season != "winter":
        gold = colour("cfae5c" if stage.has("wheat") else "b3a056")
        share = 0.85 if stage.has("wheat") else 0.55 if stage.has("tall_grass") else 0.35
        if stage.shot.season == "spring":
            share *= 0.3
        albedo = mix(albedo, np.broadcast_to(gold, albedo.shape), share)
    combed = at(noise, land.x * 0.35, land.z, 60.0) * 0.6 + at(
        noise, land.x, land.z * 0.25, 7.0
    ) * np.exp(-land.z / 50.0)
    albedo = albedo * (1.0 + 0.13 * combed[..., None])
    if stage.has("flowers"):
        dots = at(noise, land.x, land.z * 0.8, 6.0) * 0.8 + at(noise, land.x, land.z, 31.0) * 0.45
        bloom = smooth(dots, 0.75, 1.1) * np.exp(-land.z / 120.0) + 0.25 * smooth(
            dots, -0.2, 1.0
        ) * (1 - np.exp(-land.z / 120.0))
        petals = colour(
            "e8c23a"
            if "sunflower" in stage.shot.text.lower()
            else "d2483a"
            if "popp" in stage.shot.text.lower()
            else "d9a0c8"
        )
        albedo = mix(albedo, petals, np.clip(bloom, 0, 0.85))
    return albedo.astype(np.float32)
